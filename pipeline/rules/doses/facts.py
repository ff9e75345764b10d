"""Doses, and changes of a treatment without an amount, as facts."""

from collections.abc import Sequence

from pipeline.facts import Fact
from pipeline.report import Report
from pipeline.rules.chunk import Sentence


def dose_facts(sentences: Sequence[Sentence], report: Report) -> list[Fact]:
    """Doses, and changes of a treatment without an amount of all sentences, in order."""
    return []
