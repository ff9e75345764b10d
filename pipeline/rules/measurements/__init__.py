"""Vital signs, scores and other clinical quantities."""
