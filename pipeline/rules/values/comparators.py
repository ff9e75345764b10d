"""«до 97 г/л»: a bound, or what a change went to."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import CLAUSE_ENDS
from pipeline.rules.values.ownership import Owned

LOOK_BACK = 14


def comparator(chunks: Sequence[Chunk], one: Owned) -> str:
    """`=` where "to" belongs to a change ("fell to", «снижение гемоглобина до»), else what was printed."""
    if not one.value.up_to:
        return one.value.comparator
    if one.name.state or one.again:
        return "="
    for position in range(one.value_at - 1, max(-1, min(one.name_at, one.value_at) - LOOK_BACK), -1):
        chunk = chunks[position]
        if chunk.has("PERIOD", *CLAUSE_ENDS):
            break
        if chunk.has("TREND", "FLAG"):
            return "="
    return "<="
