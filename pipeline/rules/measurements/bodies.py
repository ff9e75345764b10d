"""Weight and length told of a person in passing: «a 1,380-g girl», «мальчик массой 1850 г, длиной 42 см»."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Element, Level, Match, T, rule
from pipeline.rules.values.binding import Owned
from pipeline.rules.values.value import Name, value_of

WEIGHTS = ("kg", "g", "[lb_av]")
LENGTHS = ("cm", "m")
VALUE = T("VALUE", as_="value")
PERSON = T("PERSON", as_="person")


def told(match: Match, value: Chunk, concept: str, accepted: tuple[str, ...]) -> Owned | None:
    """The value as that quantity of the person; None where it has another unit."""
    found = value_of(value)
    if found is None or found.unit is None or found.unit.code not in accepted or found.form != "amount":
        return None
    at = match.chunks.index(value)
    return Owned(Name("measure", concept, value.text), found, at, at)


@rule([VALUE, T("DASH", op="?"), PERSON])
def weighing(match: Match) -> list[Owned] | None:
    """a 1,380-g girl; a 70-kg man"""
    one = told(match, match["value"], "body weight", WEIGHTS)
    return [one] if one else None


@rule(
    [PERSON, T("LAB_LINK", op="?"), T("BODY_WEIGHT", as_="weight"), VALUE],
    [
        PERSON,
        T("LAB_LINK", op="?"),
        T("BODY_WEIGHT", as_="weight"),
        VALUE,
        T("COMMA", "AND_WORD", "SLASH", op="{1,2}"),
        T("BODY_LENGTH", as_="length"),
        T("VALUE", as_="long"),
    ],
)
def born(match: Match) -> list[Owned] | None:
    """мальчик массой 1850 г, длиной 42 см"""
    weight = told(match, match["value"], "body weight", WEIGHTS)
    if weight is None:
        return None
    length = told(match, match["long"], "height", LENGTHS) if match.get("length") else None
    return [weight, length] if length else [weight]


WEIGHT_OF: list[Element] = [T("NAME", as_="weight"), T("LAB_LINK", "COLON", "DASH", op="?"), VALUE]


@rule(
    [
        *WEIGHT_OF,
        T("COMMA", "AND_WORD", "SLASH", op="{1,2}"),
        T("BODY_LENGTH"),
        T("LAB_LINK", "DASH", op="?"),
        T("VALUE", as_="long"),
    ]
)
def length_beside_weight(match: Match) -> list[Owned] | None:
    """масса тела 890 г, длина 34 см; birth weight 2,450 g, length 46 cm"""
    name = match["weight"].value
    if not isinstance(name, Name) or name.concept != "body weight":
        return None
    one = told(match, match["long"], "height", LENGTHS)
    return [one] if one else None


BODIES = Level([born, length_beside_weight, weighing])


def bodies(chunks: Sequence[Chunk], language: str, taken: Sequence[Owned]) -> list[Owned]:
    """Weights and lengths of persons that no name owns yet."""
    served = {one.value_at for one in taken}
    return [one for hit in BODIES.best(chunks, language)[0] for one in hit.made if one.value_at not in served]
