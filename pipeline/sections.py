"""Sections of a report by what they are to its patients."""

from __future__ import annotations

CASE = frozenset({"case", "table"})
"""Where every number should be understood."""
STORY = frozenset({"case", "results", "table"})
"""Where a course is told in its order; the others look ahead to it, back at it, or at others."""
BODY = STORY | {"caption"}
"""Where a fact is told first. A caption stands where the page had room, so it orders nothing."""
