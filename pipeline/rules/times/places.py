"""Where times stand in a row of chunks."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from pipeline.facts import TimeExpression
from pipeline.rules.chunk import Chunk
from pipeline.rules.memory import remembered

VALUE = attrgetter("value")


@remembered
def times_in(chunks: Sequence[Chunk]) -> Sequence[int]:
    """Positions of the chunks that are a time: «18.01.17», "two weeks later", "46-year-old"."""
    return [
        at for at, value in enumerate(map(VALUE, chunks)) if value is not None and isinstance(value, TimeExpression)
    ]
