"""Grams of a day: «суточная экскреция кальция 412 мг», "24-h urinary copper was 440 µg" are in mg/d, ug/d."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.language.unit import units
from pipeline.record import replace
from pipeline.rules.chunk import Chunk, Line, line_of
from pipeline.rules.pattern import CLAUSE_ENDS
from pipeline.rules.values.catalogue import analytes
from pipeline.rules.values.value import Value, name_of, value_of
from pipeline.rules.where import where

WEIGHED = ("MASS", "SUBSTANCE")
REACH = 8
"""Chunks between the word of the day and the value."""
BEHIND = 4


def of_a_day(chunks: Line, told: Sequence[int]) -> Line:
    """The chunks, with a day below the masses that the offsets of a word of the day tell of."""
    out = list(chunks)
    for at in where(chunks, "VALUE"):
        value = value_of(chunks[at])
        if value is None or value.unit is None or value.unit.dimension not in WEIGHED:
            continue
        stretch = clause(chunks, at)
        spoken = any(stretch[0].start <= offset < stretch[-1].end for offset in told)
        if spoken and any(excreted(chunk, stretch, value.unit.code) for chunk in stretch):
            out[at] = replace(chunks[at], value=by_the_day(value))
    return line_of(out)


def clause(chunks: Sequence[Chunk], at: int) -> Sequence[Chunk]:
    """What stands around a value, back to the value before it and the end of the clause."""
    first = at
    while first > 0 and at - first < REACH and not chunks[first - 1].has("VALUE", *CLAUSE_ENDS):
        first -= 1
    last = at + 1
    while last < len(chunks) and last - at <= BEHIND and not chunks[last].has("VALUE", "COMMA", *CLAUSE_ENDS):
        last += 1
    return chunks[first:last]


def excreted(chunk: Chunk, stretch: Sequence[Chunk], code: str) -> bool:
    """A name that is told by the day; one that is also a drug («кальций 500 мг ежедневно») only beside urine."""
    name = name_of(chunk)
    entry = analytes().get(name.concept) if name else None
    if name is None or entry is None or f"{code}/d" not in entry.accepted:
        return False
    given = any(part.has("DRUG") for part in chunk.parts)
    return not given or name.specimen == "urine" or any(c.concept("FLUID") == "urine" for c in stretch)


def by_the_day(value: Value) -> Value:
    unit = value.unit.over(units()["d"]) if value.unit else None
    return replace(value, unit=unit)
