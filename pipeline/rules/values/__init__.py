"""Names and values: the ground that laboratory values and other measurements share."""
