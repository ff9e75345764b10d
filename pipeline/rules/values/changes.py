"""A change is no range: «с 3,9 до 9,5 мг/л» and "rose from 60 to 168 μmol/L" are two values."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Level
from pipeline.rules.quantities import amount
from pipeline.rules.where import holds

LOOK_BACK = 4
SINGLE = Level([amount])


def part_changes(chunks: Sequence[Chunk], language: str) -> Sequence[Chunk]:
    """The chunks, with every "A to B" that follows a word of "from" parted into A, "to" and B."""
    if not holds(chunks, "FROM_CUE"):
        return chunks
    out: list[Chunk] = []
    for index, chunk in enumerate(chunks):
        if is_change(chunks, index):
            out += SINGLE.apply(chunk.parts, language)[0]
        else:
            out.append(chunk)
    return out


def is_change(chunks: Sequence[Chunk], index: int) -> bool:
    chunk = chunks[index]
    if not chunk.has("QUANTITY") or not any(p.has("RANGE_WORD") for p in chunk.parts) or index == 0:
        return False
    before = chunks[max(0, index - LOOK_BACK) : index]
    return chunks[index - 1].has("FROM_CUE") and not any(c.has("RANGE_VERB") for c in before)
