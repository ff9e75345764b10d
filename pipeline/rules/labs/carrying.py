"""A value whose name was said before: "his lowest level was 15.2 ng/mL", "it rose to 25 g/L"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import CLAUSE_ENDS
from pipeline.rules.values.binding import FILLERS, Owned, is_time
from pipeline.rules.values.value import value_of

MOST = 8
CUES = ("LAB_NOUN", "TREND", "FROM_CUE")


def carried(chunks: Sequence[Chunk], taken: Sequence[Owned], before: Owned | None) -> list[Owned]:
    """Values in the very unit of the last laboratory value, where their clause says "level" or a change and names nothing."""
    owned = {one.value_at for one in taken}
    out: list[Owned] = []
    for index, chunk in enumerate(chunks):
        value = value_of(chunk)
        if value is None or index in owned or value.unit is None:
            continue
        earlier = [one for one in (*taken, *out) if one.value_at < index and one.name.kind == "analyte"]
        last = max(earlier, key=lambda one: one.value_at) if earlier else before
        if last is None or last.value.unit is None or last.value.unit.code != value.unit.code:
            continue
        if unnamed(chunks, index):
            out.append(replace(last, value=value, name_at=index, value_at=index, reference=None, again=True))
    return out


def unnamed(chunks: Sequence[Chunk], index: int) -> bool:
    cue = False
    for position in range(index - 1, max(-1, index - 1 - MOST), -1):
        chunk = chunks[position]
        if chunk.has(*CLAUSE_ENDS):
            break
        if chunk.has("NAME", "VALUE") or not (chunk.has(*FILLERS, "LAB_NOUN") or is_time(chunk)):
            return False
        cue = cue or chunk.has(*CUES)
    return cue
