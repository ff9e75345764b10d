"""Sizes of lesions, organs and devices."""
