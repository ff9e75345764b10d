"""Weight, length and temperature told of a person in passing: «a 1,380-g girl», «мальчик массой 1850 г, длиной 42 см»."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Element, Level, Match, T, rule
from pipeline.rules.values.binding import Owned
from pipeline.rules.values.value import Name, value_of

WEIGHTS = ("kg", "g", "[lb_av]")
LENGTHS = ("cm", "m")
DEGREES = ("Cel", "[degF]")
LEAST_GRAMS = 300
"""Of a newborn; less is a dose."""
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


@rule([T("BODY_WEIGHT"), T("LAB_LINK", "DASH", op="?"), VALUE, T("COMMA", "AND_WORD"), T("NAME", as_="beside")])
def beside_height(match: Match) -> list[Owned] | None:
    """масса 8,2 кг, рост 71 см"""
    beside = match["beside"].value
    weight = told(match, match["value"], "body weight", WEIGHTS)
    return [weight] if weight and isinstance(beside, Name) and beside.concept == "height" else None


@rule([T("TEMPERATURE_LETTER"), T("DASH", "EQUALS", "COLON", op="?"), VALUE])
def temperature(match: Match) -> list[Owned] | None:
    """t 38,7°С; T 38.4 °C"""
    one = told(match, match["value"], "body temperature", DEGREES)
    return [one] if one else None


@rule([PERSON, T("COMMA", op="?"), VALUE], [PERSON, T("COMMA", op="?"), VALUE, T("COMMA"), T("VALUE", as_="long")])
def newborn(match: Match) -> list[Owned] | None:
    """девочка 3150 г, 51 см"""
    weight = told(match, match["value"], "body weight", WEIGHTS)
    if weight is None or weight.value.unit is None or weight.value.unit.code == "g" and weight.value.low < LEAST_GRAMS:
        return None
    length = told(match, match["long"], "height", LENGTHS) if match.get("long") else None
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


BODIES = Level([born, beside_height, temperature, newborn, length_beside_weight, weighing])


def bodies(chunks: Sequence[Chunk], language: str, taken: Sequence[Owned]) -> list[Owned]:
    """Weights and lengths of persons that no name owns yet."""
    served = {one.value_at for one in taken}
    return [one for hit in BODIES.best(chunks, language)[0] for one in hit.made if one.value_at not in served]
