"""Blood gases told by strokes: "ABG: 7.21/68/54/26" is pH, pCO2, pO2 and bicarbonate in this order."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.record import replace
from pipeline.rules.chunk import Chunk
from pipeline.rules.values.ownership import Owned
from pipeline.rules.values.pairs import parted
from pipeline.rules.values.value import Name, Value, value_of
from pipeline.rules.where import where

ORDER = ("pH", "pCO2", "pO2", "bicarbonate")
MOST_ACID, LEAST_ACID = 6.5, 7.9
LEAST_GAS, MOST_GAS = 8.0, 200.0
"""Of carbon dioxide, in mmHg."""


def gases(chunks: Sequence[Chunk], taken: Sequence[Owned]) -> list[Owned]:
    """The gases of the sentence; at least three numbers in a row, of which the first can only be a pH."""
    out: list[Owned] = []
    owned = {one.value_at for one in taken}
    for at in where(chunks, "VALUE"):
        first = value_of(chunks[at])
        if at in owned or first is None or not is_acidity(first):
            continue
        follows = chunks[at + 1 : at + 3]
        if len(follows) < 2 or not (follows[0].has("SLASH") and value_of(follows[1])):
            continue
        values = [*numbers(chunks[at]), *numbers(follows[1])]
        out += [
            Owned(Name("analyte", concept, concept), replace(value, unit=None, unit_printed=None), at, at, again=True)
            for concept, value in zip(ORDER, values, strict=False)
        ]
    return out


def is_acidity(value: Value) -> bool:
    """7.21/68: a pair of which the first is a pH, and the second a pressure of carbon dioxide."""
    if value.form != "pair" or value.second is None or "." not in value.printed.replace(",", "."):
        return False
    return MOST_ACID <= value.low <= LEAST_ACID and LEAST_GAS <= value.second <= MOST_GAS


def numbers(chunk: Chunk) -> list[Value]:
    parts = parted(chunk)
    found = (value_of(part) for part in (parts or [chunk]))
    return [value for value in found if value is not None]
