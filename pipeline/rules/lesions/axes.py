"""Sizes whose sides are called by their axes: «2.4 cm in height and 2 cm in width», «3 cm (AP) × 4 cm (TR)»."""

from __future__ import annotations

from pipeline.rules.chunk import Chunk
from pipeline.rules.lesions.sides import DASH, LAST_UNIT, SIDE, SOME_UNIT, UNIT, size_chunk, units_of
from pipeline.rules.lesions.size import Size, millimetres
from pipeline.rules.lexing import number_of
from pipeline.rules.pattern import Element, Match, Pattern, T, rule, span_chunk

ALONG: Pattern = (T("LOCATIVE", op="?"), T("DIMENSION"), T("CLOSE", op="?"))
BETWEEN_SIDES: Pattern = (T("COMMA", op="?"), T("JOINING", op="?"))


@rule(
    [SIDE, DASH, UNIT, *ALONG, *BETWEEN_SIDES, SIDE, DASH, UNIT, *ALONG, *BETWEEN_SIDES, SIDE, DASH, UNIT],
    [SIDE, DASH, UNIT, *ALONG, *BETWEEN_SIDES, SIDE, DASH, SOME_UNIT, T("TIMES", "BY"), SIDE, DASH, UNIT],
    [SIDE, DASH, UNIT, *ALONG, *BETWEEN_SIDES, SIDE, DASH, UNIT],
)
def along_axes(match: Match) -> Chunk | None:
    """2.4 cm in height and 2.0 cm × 1.9 cm in diameter; 3 cm long, 2 cm wide and 1 cm thick"""
    units, following = units_of(match), match.after(2)
    if not any(chunk.has("DIMENSION") for chunk in following[:1]) and not (
        len(following) == 2 and following[0].has("LOCATIVE") and following[1].has("DIMENSION")
    ):
        return None
    if len(set(units)) != 1:
        return None
    return size_chunk(match, [number_of(side) for side in match.all("side")], units[0])


AXIS = T("DIMENSION", "BODY_LENGTH", "MEASURING", "AXIS")
NAMED_SIDE: Pattern = (AXIS, T("EXAM_OBJECT", op="?"), SIDE, DASH, UNIT)
NEXT_SIDE: Pattern = (*BETWEEN_SIDES, T("DETERMINER", op="?"))


@rule(
    [*NAMED_SIDE, *NEXT_SIDE, *NAMED_SIDE, *NEXT_SIDE, *NAMED_SIDE],
    [*NAMED_SIDE, *NEXT_SIDE, *NAMED_SIDE],
)
def named_axes(match: Match) -> Chunk | None:
    """диаметром 10 мм и длиной 80 мм; a diameter of 32 mm and a length of 6 cm"""
    sides, units = match.all("side"), units_of(match)
    if len(units) != len(sides) or any(part.has("SITE") for part in match.matched):
        return None
    lengths = [millimetres(number_of(side), unit) for side, unit in zip(sides, units, strict=True)]
    return match.make("SIZE", Size(tuple(lengths), unit=units[0]))


ANYTHING = Element(without=("NUMBER", "SIZE", "TIMES", "BY", "COMMA", "SEMICOLON", "PERIOD", "OPEN", "CLOSE"))
IN_BRACKETS: Pattern = (T("OPEN"), ANYTHING, T("CLOSE"))
BRACKETED: Pattern = (SIDE, DASH, SOME_UNIT, *IN_BRACKETS, T("TIMES", "BY"))
LABELLED: Pattern = (SIDE, DASH, UNIT, ANYTHING, T("TIMES", "BY"))


@rule(
    [*BRACKETED, *BRACKETED, SIDE, DASH, LAST_UNIT],
    [*BRACKETED, SIDE, DASH, LAST_UNIT],
    [*BRACKETED, *BRACKETED, SIDE, *IN_BRACKETS, LAST_UNIT],
    [*BRACKETED, SIDE, *IN_BRACKETS, LAST_UNIT],
    [*LABELLED, *LABELLED, SIDE, DASH, LAST_UNIT],
    [*LABELLED, SIDE, DASH, LAST_UNIT],
)
def labelled_product(match: Match) -> Chunk | None:
    """3 cm (AP) × 4 cm (TR) × 5 cm; 2.5 (width) × 3 (length) cm; 3 cm AP × 4 cm"""
    units = units_of(match)
    if len(set(units)) != 1:
        return None
    return size_chunk(match, [number_of(side) for side in match.all("side")], units[0])


GLUED_UNIT = T("UNIT_TIMES", as_="glued")


@rule([SIDE, GLUED_UNIT, SIDE, GLUED_UNIT, SIDE, UNIT], [SIDE, GLUED_UNIT, SIDE, UNIT])
def glued_product(match: Match) -> Chunk | None:
    """5cmx4cm"""
    units = units_of(match)
    if not units or any(glued.concept("UNIT_TIMES") != units[0] for glued in match.all("glued")):
        return None
    return size_chunk(match, [number_of(side) for side in match.all("side")], units[0])


NAME = T("DIMENSION", "BODY_LENGTH", "AXIS")
LISTED_SIDE: Pattern = (SIDE, T("COMMA", op="?"), T("JOINING", op="?"))


@rule([T("AXES"), *LISTED_SIDE, *LISTED_SIDE, SIDE, UNIT], [*LISTED_SIDE, *LISTED_SIDE, SIDE, UNIT, T("AXES")])
def three_axes(match: Match) -> list[Chunk] | None:
    """dimensions of 12.5, 10.3 and 9.8 cm; 12.5, 10.3 and 9.8 cm in three dimensions"""
    return without_name(match)


@rule(
    [NAME, SIDE, *NEXT_SIDE, NAME, SIDE, *NEXT_SIDE, NAME, SIDE, DASH, UNIT],
    [NAME, SIDE, *NEXT_SIDE, NAME, SIDE, DASH, UNIT],
)
def axes_of_one_unit(match: Match) -> list[Chunk] | None:
    """длина 64, ширина 52, толщина 40 мм"""
    return without_name(match)


def without_name(match: Match) -> list[Chunk] | None:
    """The size from its first figure through its unit, and the word of axes before or behind it."""
    units, parts = units_of(match), list(match.matched)
    if not units:
        return None
    first, last = parts.index(match["side"]), parts.index(match["unit"]) + 1
    size = Size(tuple(millimetres(number_of(side), units[0]) for side in match.all("side")), unit=units[0])
    return [*parts[:first], span_chunk(parts[first:last], (("SIZE", ""),), size, match.rule), *parts[last:]]


AXES = (labelled_product, glued_product, along_axes, named_axes, three_axes, axes_of_one_unit)
