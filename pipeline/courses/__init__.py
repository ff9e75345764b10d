"""Courses: what the facts of a case add up to over time. Derived tables, computed and never read from the page."""

from pipeline.courses.derive import derive

__all__ = ["derive"]
