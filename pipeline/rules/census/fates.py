"""Every number of a report with its fate."""

from collections.abc import Sequence

from pipeline.facts import Fact, NumberFate
from pipeline.report import Report
from pipeline.rules.chunk import Sentence


def number_fates(sentences: Sequence[Sentence], facts: Sequence[Fact], report: Report) -> list[NumberFate]:
    """One row a number, in order of the text."""
    return []
