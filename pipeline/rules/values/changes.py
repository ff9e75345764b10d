"""A change is no range: «с 3,9 до 9,5 мг/л», "rose from 60 to 168 μmol/L", "fell by 3 to 7.1 g/dL" are two values each."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.rules.chunk import Chunk
from pipeline.rules.differences import is_difference
from pipeline.rules.pattern import Level
from pipeline.rules.quantities import amount, count_per_volume
from pipeline.rules.where import where

LOOK_BACK = 4
CHAIN = 8
SINGLE = Level([count_per_volume, amount])


def part_changes(chunks: Sequence[Chunk], language: str) -> Sequence[Chunk]:
    """The chunks, with every "A to B" that follows a word of "from" parted into A, "to" and B."""
    changes = [at for at in where(chunks, "QUANTITY", "RANGE") if is_change(chunks, at)]
    if not changes:
        return chunks
    out: list[Chunk] = []
    for index, chunk in enumerate(chunks):
        if index in changes:
            out += SINGLE.apply(chunk.parts, language)[0]
        else:
            out.append(chunk)
    return out


def is_change(chunks: Sequence[Chunk], index: int) -> bool:
    chunk = chunks[index]
    if index == 0:
        return False
    if follows_number(chunks, index):
        return True
    if not chunk.has("QUANTITY") or not any(p.has("RANGE_WORD") for p in chunk.parts):
        return False
    before = chunks[max(0, index - LOOK_BACK) : index]
    if any(c.has("RANGE_VERB") for c in before):
        return False
    return chunks[index - 1].has("FROM_CUE") or is_difference(chunks, index) or starts_from(chunks, index)


def follows_number(chunks: Sequence[Chunk], index: int) -> bool:
    """«0,3–0,7–1,2 г/сут», "1.2 to 3.4 to 5.6 mg/dL": a number more before the range makes three values of it."""
    first = chunks[index].parts[0] if chunks[index].parts else None
    if index < 2 or first is None or not first.has("NUMBER"):
        return False
    ranged = any(p.has("RANGE_WORD", "DASH") for p in chunks[index].parts[1:])
    return ranged and chunks[index - 1].has("RANGE_WORD", "DASH") and chunks[index - 2].has("NUMBER")


def starts_from(chunks: Sequence[Chunk], index: int) -> bool:
    """ "from 19 through 24 and 29 to 37 g/L": numbers alone back to a word of "from"."""
    numbers = False
    for chunk in reversed(chunks[max(0, index - CHAIN) : index]):
        if chunk.has("FROM_CUE"):
            return numbers
        if not chunk.has("NUMBER", "COMMA", "AND_WORD", "THROUGH", "TO_WORD"):
            return False
        numbers = numbers or chunk.has("NUMBER")
    return False
