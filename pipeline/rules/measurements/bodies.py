"""Weight, length and temperature told of a person in passing: «a 1,380-g girl», «мальчик массой 1850 г, длиной 42 см»."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.record import replace
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Element, Level, Match, T, rule
from pipeline.rules.values.ownership import Owned
from pipeline.rules.values.value import Name, name_of, value_of

WEIGHTS = ("kg", "g", "[lb_av]")
LENGTHS = ("cm", "m")
DEGREES = ("Cel", "[degF]")
CHANGES = ("kg", "g", "[lb_av]")
COLDEST, HOTTEST = 34.0, 43.0
PULSE, BREATHS = (30, 250), (6, 80)
VITAL_SIGNS = ("blood pressure", "heart rate", "respiratory rate", "oxygen saturation")
MOST_GRAMS = 150_000
LEAST_GRAMS = 300
"""Of a newborn; less is a dose."""
MEANS = {"blood pressure": "mean arterial pressure", "pulmonary artery pressure": "pulmonary artery pressure"}
"""The mean of two pressures that are told as a pair."""
BY_UNIT = {"{pack_year}": "pack-years", "[wood'U]": "pulmonary vascular resistance", "[HU]": "attenuation"}
BESIDE = [T("OPEN", "COMMA", op="{1,2}")]
MEAN_VALUE = T("VALUE", as_="mean")
VALUE = T("VALUE", as_="value")
PERSON = T("PERSON", as_="person")


def told(match: Match, value: Chunk, concept: str, accepted: tuple[str, ...]) -> Owned | None:
    """The value as that quantity of the person; None where it has another unit."""
    found = value_of(value)
    if found is None or found.unit is None or found.unit.code not in accepted or found.form != "amount":
        return None
    return owned_by(match, value, concept)


def owned_by(match: Match, chunk: Chunk, concept: str) -> Owned:
    at, value = match.chunks.index(chunk), value_of(chunk)
    assert value is not None
    return Owned(Name("measure", concept, chunk.text), value, at, at)


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
    """t 38,7°С; T 38.4 °C; BP 110/70, T 36.4"""
    one = told(match, match["value"], "body temperature", DEGREES)
    if one is None and is_fever(match["value"]) and any(is_vital(c) for c in match.chunks):
        one = owned_by(match, match["value"], "body temperature")
    return [one] if one else None


def is_fever(chunk: Chunk) -> bool:
    """A bare number with a decimal that a body's temperature can be."""
    value = value_of(chunk)
    decimal = value is not None and value.unit is None and value.low == value.high and value.low != int(value.low)
    return decimal and value is not None and COLDEST <= value.low <= HOTTEST


def is_vital(chunk: Chunk) -> bool:
    name = name_of(chunk)
    return name is not None and name.concept in VITAL_SIGNS


@rule(
    [T("OPEN"), T("VALUE", as_="value"), T("CLOSE", "COMMA")],
    [T("OPEN"), T("VALUE", as_="value"), T("COMMA", "SLASH"), T("VALUE", as_="long")],
)
def in_brackets(match: Match) -> list[Owned] | None:
    """a 24-year-old man (82 kg, 1.79 m)"""
    weight = told(match, match["value"], "body weight", ("kg",))
    before = match.before(1)
    if weight is None or any(c.has("SITE", "LESION", "SPECIMEN_WORD", "DEVICE", "DRUG") for c in before):
        return None
    length = told(match, match["long"], "height", LENGTHS) if match.get("long") else None
    return [weight, length] if length else [weight]


@rule([VALUE])
def by_unit(match: Match) -> list[Owned] | None:
    """a 40 pack-year history; 30 пачка-лет; a nodule of 32 HU; PVR 3.9 WU: the unit says what is measured"""
    value = value_of(match["value"])
    concept = BY_UNIT.get(value.unit.code) if value is not None and value.unit is not None else None
    one = told(match, match["value"], concept, tuple(BY_UNIT)) if concept else None
    return [one] if one else None


@rule([T("VALUE", as_="value"), T("TALL")])
def tall(match: Match) -> list[Owned] | None:
    """158 cm tall"""
    one = told(match, match["value"], "height", LENGTHS)
    return [one] if one else None


@rule([T("PULSE_LETTER", "BREATH_LETTER", as_="letter"), T("VALUE", as_="value")])
def vital_letter(match: Match) -> list[Owned] | None:
    """BP 84/42 mmHg, P 124, R 28: one letter for a vital sign beside others"""
    value = value_of(match["value"])
    if value is None or value.unit is not None or not any(is_vital(c) for c in match.chunks):
        return None
    pulse = match["letter"].has("PULSE_LETTER")
    concept, (low, high) = ("heart rate", PULSE) if pulse else ("respiratory rate", BREATHS)
    return [owned_by(match, match["value"], concept)] if low <= value.low <= high else None


@rule([T("WEIGHT_VERB"), T("COMPARATOR", "DETERMINER", op="?"), VALUE])
def weight_change(match: Match) -> list[Owned] | None:
    """had gained 1.2 kg; потеряла 12 кг за полгода"""
    one = told(match, match["value"], "weight change", CHANGES)
    return [one] if one else None


@rule(
    [
        T("BODY_WEIGHT"),
        T("SITE", "LESION", "SPECIMEN_WORD", "SIDE", op="{1,2}", as_="part"),
        T("LAB_LINK", "DASH", op="?"),
        VALUE,
    ]
)
def weight_of_part(match: Match) -> list[Owned] | None:
    """масса удаленной почки 340 г; вес препарата составил 84 г"""
    one = told(match, match["value"], "organ weight", ("g", "kg", "mg"))
    return [one] if one and any(c.has("SITE", "LESION", "SPECIMEN_WORD") for c in match.all("part")) else None


@rule([T("BODY_WEIGHT"), T("LAB_LINK", "DASH", op="?"), VALUE])
def weight_alone(match: Match) -> list[Owned] | None:
    """на 28-й день жизни масса 1215 г; выписан с массой 2480 г: in grams that only a newborn has"""
    one = told(match, match["value"], "body weight", ("g", "kg"))
    if one is None or one.value.unit is None or not LEAST_GRAMS < one.value.low * in_grams(one) < MOST_GRAMS:
        return None
    before = match.before(1)
    after = match.after(1)
    return None if any(c.has("SITE", "LESION", "SPECIMEN_WORD") for c in (*before, *after)) else [one]


def in_grams(one: Owned) -> float:
    return 1000.0 if one.value.unit is not None and one.value.unit.code == "kg" else 1.0


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


RATES = ("/min",)
TEN = 10.0


@rule(
    [
        T("RHYTHM"),
        T("LAB_LINK", "LAB_NOUN", "RATE_WORD", "COMMA", "OPEN", "WHEN_AT", "FLAG", op="{0,4}"),
        T("VALUE", as_="value"),
    ]
)
def rhythm(match: Match) -> list[Owned] | None:
    """atrial fibrillation at 126 bpm; синусовый ритм с частотой 52 в минуту"""
    one = told(match, match["value"], "heart rate", RATES)
    return [one] if one else None


@rule(
    [
        T("PAIN"),
        T("LAB_LINK", "SITE", "SIDE", "EVENT", "OPEN", "COLON", "SCORED", op="{0,4}"),
        T("VALUE", as_="value"),
    ],
    [
        T("PAIN"),
        T("LAB_LINK", "SITE", "SIDE", "EVENT", "OPEN", "COLON", "SCORED", op="{0,4}"),
        T("VALUE", as_="value"),
        T("OUT_OF"),
        T("VALUE", as_="whole"),
    ],
)
def pain(match: Match) -> list[Owned] | None:
    """pain was rated 8/10; боль 7 баллов из 10: a share of ten"""
    value, whole = value_of(match["value"]), match.get("whole")
    if value is None or value.unit is not None:
        return None
    most = value_of(whole) if whole is not None else None
    if (most.low if most else value.second) != TEN or value.high > TEN:
        return None
    return [owned_by(match, match["value"], "pain score")]


@rule([T("NAME", as_="name"), T("LAB_LINK", op="{0,2}"), T("VALUE", as_="pair"), *BESIDE, T("MEAN_WORD"), MEAN_VALUE])
def mean_of_pair(match: Match) -> list[Owned] | None:
    """PA 58/30 (mean 40) mmHg: the mean of the two, in the brackets behind them"""
    name, value = match["name"].value, value_of(match["mean"])
    if not isinstance(name, Name) or name.concept not in MEANS or value is None or value.form != "amount":
        return None
    one, pair = owned_by(match, match["mean"], MEANS[name.concept]), value_of(match["pair"])
    if value.unit is None and pair is not None:
        one = replace(one, value=replace(value, unit=pair.unit, unit_printed=pair.unit_printed))
    return [one]


BODIES = Level(
    [
        rhythm,
        pain,
        mean_of_pair,
        born,
        beside_height,
        weight_of_part,
        temperature,
        vital_letter,
        in_brackets,
        by_unit,
        tall,
        weight_change,
        newborn,
        length_beside_weight,
        weighing,
        weight_alone,
    ]
)


def bodies(chunks: Sequence[Chunk], language: str, taken: Sequence[Owned]) -> list[Owned]:
    """Weights and lengths of persons that no name owns yet."""
    served = {one.value_at for one in taken}
    return [one for hit in BODIES.best(chunks, language)[0] for one in hit.made if one.value_at not in served]
