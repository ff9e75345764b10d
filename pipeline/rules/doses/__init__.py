"""Doses, and changes of a treatment without an amount."""
