"""The course figure in matplotlib, a file a part."""
