"""The sides of a size as printed: figures, units, signs of multiplication."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.language.number import Number
from pipeline.rules.chunk import Chunk
from pipeline.rules.lesions.size import Size, millimetres, side_unit
from pipeline.rules.lexing import unit_of
from pipeline.rules.pattern import Element, Match, Pattern, T

SIDE = T("NUMBER", as_="side")
UNIT = T("LENGTH_UNIT", as_="unit")
SOME_UNIT = T("LENGTH_UNIT", as_="unit", op="?")
LAST_UNIT = T("LENGTH_UNIT", "AREA_UNIT", "VOLUME_UNIT", as_="unit")
DASH = T("DASH", op="?")


def times(unit: Element = SOME_UNIT) -> Pattern:
    """«28», «28 мм», «1 cm-», then a sign or word of multiplication."""
    return (SIDE, DASH, unit, DASH, T("TIMES", "BY"), DASH)


def size_chunk(match: Match, sides: Sequence[Number], unit: str, low: Number | None = None) -> Chunk:
    lowest = millimetres(low, unit) if low is not None else None
    return match.make("SIZE", Size(tuple(millimetres(side, unit) for side in sides), lowest, unit=unit))


def units_of(match: Match) -> list[str]:
    return [code for code in (side_unit(unit_of(chunk)) for chunk in match.all("unit")) if code]
