"""Where times stand in a row of chunks."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.facts import TimeExpression
from pipeline.rules.chunk import Chunk
from pipeline.rules.memory import remembered
from pipeline.rules.where import where

TIMES = ("DATE", "RELATIVE", "DURATION", "AGE", "FREQUENCY")
"""What a chunk with a time is made as."""


@remembered
def times_in(chunks: Sequence[Chunk]) -> Sequence[int]:
    """Positions of the chunks that are a time: «18.01.17», "two weeks later", "46-year-old"."""
    return [at for at in where(chunks, *TIMES) if isinstance(chunks[at].value, TimeExpression)]
