"""The time that stands with one of several values: "480 × 10^9/L one week prior"."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.rules.chunk import Chunk
from pipeline.rules.values.binding import Owned, is_time

REACH = 4


def moment(chunks: Sequence[Chunk], one: Owned) -> tuple[int, int] | None:
    """The time right behind a value of a change, before the next value; None where the sentence's time will do."""
    series = one.again or any(c.has("FROM_CUE") for c in chunks[max(0, one.value_at - 2) : one.value_at])
    if not series:
        return None
    for chunk in chunks[one.value_at + 1 : one.value_at + 1 + REACH]:
        if is_time(chunk) and chunk.value.kind in ("date", "relative"):
            return chunk.start, chunk.end
        if chunk.has("NAME", "VALUE", "COMMA", "PERIOD", "SEMICOLON"):
            return None
    return None
