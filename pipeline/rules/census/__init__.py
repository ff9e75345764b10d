"""The census: what became of every number of a report."""
