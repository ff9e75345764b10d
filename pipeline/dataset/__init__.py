"""The dataset: its schema, its files, its checks, and how it is published and read."""
