"""Laboratory values."""
