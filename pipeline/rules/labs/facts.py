"""Laboratory values, as facts."""

from collections.abc import Sequence

from pipeline.facts import Fact
from pipeline.report import Report
from pipeline.rules.chunk import Sentence


def lab_facts(sentences: Sequence[Sentence], report: Report) -> list[Fact]:
    """Laboratory values of all sentences, in order."""
    return []
