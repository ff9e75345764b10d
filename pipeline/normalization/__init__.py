"""Normalization: units to UCUM and to each analyte's canonical unit."""
