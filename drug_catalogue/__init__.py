"""Generates and checks the drug catalogue under `pipeline/language/data` from the name lists in `names`."""
