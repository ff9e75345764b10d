"""The times that the cascade found, as facts."""

from collections.abc import Sequence

from pipeline.facts import Fact, TimeExpression
from pipeline.report import Report
from pipeline.rules.chunk import Sentence


def time_facts(sentences: Sequence[Sentence], report: Report) -> list[Fact]:
    """One fact for each chunk that carries a TimeExpression."""
    return [
        Fact(chunk.start, chunk.end, (chunk.start, chunk.end), chunk.rule, chunk.value, sentence.index)
        for sentence in sentences
        for chunk in sentence.chunks
        if isinstance(chunk.value, TimeExpression)
    ]
