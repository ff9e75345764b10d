"""A value and its time told between commas: «the CEA, which was 88 ng/mL at baseline, had fallen to 9 ng/mL»."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.rules.chunk import Chunk

TURN = 2
"""Chunks behind the second comma in which the sentence's own verb stands."""


def aside_end(chunks: Sequence[Chunk], start: int, end: int) -> int | None:
    """Where the aside ends in which a time at chunks start to end stands with a value; None where it stands in none."""
    opened = next((i for i in range(start - 1, 0, -1) if chunks[i].has("COMMA", "SEMICOLON")), 0)
    closed = next((i for i in range(end, len(chunks)) if chunks[i].has("COMMA", "SEMICOLON")), len(chunks))
    if (
        not opened
        or not chunks[opened].has("COMMA")
        or chunks[opened - 1].has("DATE", "RELATIVE", "STANDPOINT", "EVENT")
    ):
        return None
    valued = any(c.has("QUANTITY", "SIZE") for c in chunks[opened:closed])
    goes_on = any(c.has("HAD", "TREND", "PASSIVE", "CHANGE") for c in chunks[closed + 1 : closed + 1 + TURN])
    return closed if valued and goes_on else None
