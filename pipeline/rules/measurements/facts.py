"""Vital signs, scores and other clinical quantities, as facts."""

from collections.abc import Sequence

from pipeline.facts import Fact
from pipeline.report import Report
from pipeline.rules.chunk import Sentence


def measurement_facts(sentences: Sequence[Sentence], report: Report) -> list[Fact]:
    """Vital signs, scores and other clinical quantities of all sentences, in order."""
    return []
