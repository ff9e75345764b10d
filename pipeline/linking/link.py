"""Facts to linked facts: whose, whether, when."""

from collections.abc import Sequence

from pipeline.facts import Case, Fact, LinkedFact
from pipeline.report import Report
from pipeline.rules.chunk import Sentence


def link(
    report: Report, sentences: Sequence[Sentence], facts: Sequence[Fact]
) -> tuple[tuple[Case, ...], tuple[LinkedFact, ...]]:
    """(the patients of the report, every fact with its patient and moment, in the order given)."""
    return (Case(1),), tuple(LinkedFact(fact, case=1) for fact in facts)
