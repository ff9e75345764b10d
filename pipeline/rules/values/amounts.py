"""Quantities, numbers and signs to values: «≥1:1280», «110/70 mmHg», "between 140 and 180 mm Hg", «-5.2 ммоль/л»."""

from __future__ import annotations

from pipeline.language.unit import Unit, units
from pipeline.record import replace
from pipeline.rules.chunk import Chunk
from pipeline.rules.lexing import unit_of
from pipeline.rules.pattern import Level, Match, T, rule, span_chunk
from pipeline.rules.values.frequencies import per_day
from pipeline.rules.values.multiples import behind_limit, in_a_word, multiple, spelled_multiple
from pipeline.rules.values.value import Reference, Value, plain

AMOUNT = ("QUANTITY", "NUMBER", "RANGE")
WHOLE_TITRE = 1.0
LEAST_TITRE = 40.0
"""With a stroke: "1/40"; smaller ones are shares and acuities."""


def value_chunk(match: Match, value: Value | None) -> Chunk | None:
    return match.make("VALUE", value) if value is not None else None


@rule([T(*AMOUNT, as_="amount")])
def alone(match: Match) -> Chunk | None:
    """97 г/л"""
    return value_chunk(match, plain(match["amount"]))


@rule(
    [T("COMPARATOR", as_="sign"), T(*AMOUNT, as_="amount")],
    [T("COMPARATOR", as_="sign"), T("EQUALS"), T(*AMOUNT, as_="amount")],
    [T("VALUE_UP_TO", as_="bound"), T("COMPARATOR", as_="sign", op="?"), T(*AMOUNT, as_="amount")],
    [T("COMPARATOR", as_="sign"), T("TO_WORD", "VALUE_UP_TO", as_="bound"), T(*AMOUNT, as_="amount")],
)
def compared(match: Match) -> Chunk | None:
    """> 50 %; less than 5 mg/dL; до 97 г/л"""
    value = plain(match["amount"])
    if value is None:
        return None
    sign = match.get("sign")
    if sign is None or sign.has("VALUE_UP_TO"):
        return value_chunk(match, replace(value, comparator="<=", up_to=True))
    comparator = sign.concept("COMPARATOR") or "="
    start = value.start if comparator == "~" else sign.start
    return value_chunk(match, replace(value, comparator=comparator, start=start))


@rule(
    [T("DASH", as_="sign"), T(*AMOUNT, as_="amount")],
    [T("PLUS", as_="sign"), T(*AMOUNT, as_="amount")],
    [T("OPEN"), T("DASH", "PLUS", as_="sign"), T(*AMOUNT, as_="amount"), T("CLOSE"), T("UNIT", as_="unit")],
)
def signed(match: Match) -> Chunk | None:
    """BE −5.1 mmol/l; BE- (-5.2) ммоль/л"""
    value, sign = plain(match["amount"]), match["sign"]
    if value is None or not match["amount"].glued:
        return None
    before = match.before(1)
    if sign.glued and before and not before[0].has("OPEN", "EQUALS", "COLON") and sign is match.matched[0]:
        return None
    factor = -1.0 if sign.has("DASH") else 1.0
    low, high = sorted((value.low * factor, value.high * factor))
    unit = match.get("unit")
    value = replace(value, low=low, high=high, start=sign.start, printed=sign.text + value.printed)
    if unit is not None:
        value = replace(value, unit=unit_of(unit), unit_printed=unit.text, end=unit.end)
    return value_chunk(match, value)


@rule(
    [T("NUMBER", "RANGE", as_="first"), T("SLASH"), T("NUMBER", "QUANTITY", as_="second")],
    [T("NUMBER", as_="first"), T("PLUS", "DASH"), T("SLASH"), T("NUMBER", "QUANTITY", as_="second")],
    [T("NUMBER", as_="first"), T("DASH"), T("SLASH"), T("DASH"), T("NUMBER", "QUANTITY", as_="second")],
    [T("COMPARATOR", as_="sign"), T("NUMBER", as_="first"), T("SLASH"), T("NUMBER", "QUANTITY", as_="second")],
    [T("VALUE_UP_TO", as_="bound"), T("NUMBER", as_="first"), T("SLASH"), T("NUMBER", "QUANTITY", as_="second")],
)
def pair(match: Match) -> Chunk | None:
    """110/70 mmHg; 6/18"""
    first, second = plain(match["first"]), plain(match["second"])
    if first is None or second is None or first.unit is not None:
        return None
    sign = match.get("sign")
    comparator = sign.concept("COMPARATOR") or "=" if sign else "<=" if match.get("bound") else "="
    start = sign.start if sign and comparator != "~" else first.start
    end_of_number = second.start + len(second.printed)
    printed = span_chunk([c for c in match.matched if c.start >= first.start], (), None, "").text
    return value_chunk(
        match,
        replace(
            first,
            second=second.low,
            form="pair",
            unit=second.unit,
            unit_printed=second.unit_printed,
            printed=printed[: end_of_number - first.start],
            comparator=comparator,
            up_to=match.get("bound") is not None,
            start=start,
            end=second.end,
        ),
    )


@rule(
    [
        T("MEASURE", form=r"(?i)pressure$|^BP$|^АД$|давлени"),
        T("LAB_LINK", "LAB_NOUN", "COLON", "DASH", "VALUE_UP_TO", op="{0,2}"),
        T("NUMBER", as_="first"),
        T("PRESSURE_OVER"),
        T("NUMBER", "QUANTITY", as_="second"),
    ]
)
def pressure(match: Match) -> list[Chunk] | None:
    """blood pressure 180 over 110 mm Hg; АД 130 на 80 мм рт. ст."""
    first, second = plain(match["first"]), plain(match["second"])
    if first is None or second is None or first.low <= second.low or first.unit is not None:
        return None
    whole = replace(
        first,
        second=second.low,
        form="pair",
        unit=second.unit,
        unit_printed=second.unit_printed,
        printed=f"{first.printed}/{second.printed}",
        end=second.end,
    )
    return [*match.matched[:-3], span_chunk(match.matched[-3:], (("VALUE", ""),), whole, match.rule)]


@rule(
    [T("COMPARATOR", as_="sign", op="?"), T("NUMBER", as_="one"), T("COLON"), T("NUMBER", as_="dilution")],
    [T("COMPARATOR", as_="sign", op="?"), T("NUMBER", as_="one"), T("SLASH"), T("NUMBER", as_="dilution")],
)
def titre(match: Match) -> Chunk | None:
    """1:640; ≥1 : 1,280; 30:1"""
    one, dilution = plain(match["one"]), plain(match["dilution"])
    if one is None or dilution is None:
        return None
    slash = any(c.has("SLASH") for c in match.matched)
    is_titre = one.low == WHOLE_TITRE and dilution.low > WHOLE_TITRE
    if slash and not (is_titre and dilution.low >= LEAST_TITRE and dilution.low % 10 == 0):
        return None
    sign = match.get("sign")
    comparator = (sign.concept("COMPARATOR") or "=") if sign else "="
    start = sign.start if sign and comparator != "~" else one.start
    printed = span_chunk([c for c in match.matched if c.start >= one.start], (), None, "").text
    number = dilution.low if is_titre else one.low / dilution.low if dilution.low else one.low
    unit = units()["{titer}"] if is_titre else None
    value = Value(
        number, number, unit, None, printed, start, dilution.end, comparator, "titre" if is_titre else "share"
    )
    return value_chunk(match, value)


@rule(
    [
        T("VALUE_BETWEEN", as_="between"),
        T("NUMBER", "QUANTITY", as_="low"),
        T("AND_WORD", "TO_WORD", "DASH"),
        T("NUMBER", "QUANTITY", as_="high"),
    ],
)
def between(match: Match) -> Chunk | None:
    """between 140 and 180 mm Hg; от 0,5 до 3 г/л"""
    low, high = plain(match["low"]), plain(match["high"])
    if low is None or high is None or low.low >= high.high or not same_unit(low.unit, high.unit):
        return None
    printed = span_chunk(match.matched[1:], (), None, "").text
    if high.unit_printed:
        printed = printed.removesuffix(high.unit_printed).strip()
    start = match["between"].start
    return value_chunk(match, replace(high, low=low.low, high=high.high, printed=printed, start=start))


@rule([T("NUMBER", as_="mean"), T("PLUS_MINUS"), T("NUMBER", "QUANTITY", as_="spread")])
def mean(match: Match) -> Chunk | None:
    """69±112,7 мл"""
    value, spread = plain(match["mean"]), plain(match["spread"])
    if value is None or spread is None:
        return None
    unit = spread.unit
    return value_chunk(match, replace(value, unit=unit, unit_printed=spread.unit_printed, end=spread.end))


@rule(
    [
        T("NUMBER", as_="middle"),
        T("OPEN", as_="open"),
        T("NUMBER", as_="low"),
        T("SEMICOLON", "COMMA", "DASH", "TO_WORD"),
        T("NUMBER", as_="high"),
        T("CLOSE"),
        T("UNIT", as_="unit"),
    ],
    [T("NUMBER", as_="middle"), T("OPEN", as_="open"), T("RANGE", as_="range"), T("CLOSE"), T("UNIT", as_="unit")],
    [
        T("NUMBER", as_="middle"),
        T("OPEN", as_="open"),
        T("REFERENCE_CUE", as_="cue"),
        T("COLON", "COMMA", "LAB_LINK", "EQUALS", "REFERENCE_CUE", op="{0,2}"),
        T("RANGE", as_="range"),
        T("CLOSE"),
        T("UNIT", as_="unit"),
    ],
    [
        T("NUMBER", as_="middle"),
        T("OPEN", as_="open"),
        T("REFERENCE_CUE", op="?"),
        T("COLON", "COMMA", "LAB_LINK", "EQUALS", op="{0,2}"),
        T("COMPARATOR", as_="sign"),
        T("NUMBER", as_="bound"),
        T("CLOSE"),
        T("UNIT", as_="unit"),
    ],
)
def before_its_unit(match: Match) -> list[Chunk] | None:
    """412 [280; 690] МЕ/мл; 12 (8–19) mg/L; 6.8 (normal 0.5–1.2) mg/dL; 890 (<250) U/L"""
    value, unit = plain(match["middle"]), match["unit"]
    if value is None:
        return None
    whole = replace(value, unit=unit_of(unit), unit_printed=unit.text, end=unit.end)
    low, high = bounds_inside(match)
    told = match.get("cue") is not None or match.get("sign") is not None
    if not told and (low is None or high is None or low <= value.low <= high):
        return [match.make("VALUE", whole)]
    opened = match.matched.index(match["open"])
    return [
        span_chunk(match.matched[:opened], (("VALUE", ""),), whole, match.rule),
        span_chunk(match.matched[opened:], (("REFERENCE", ""),), Reference(low, high, whole.unit), match.rule),
    ]


@rule(
    [
        T("NUMBER", as_="whole"),
        T("OPEN"),
        T("ANALYTE", "NAME_PART", as_="name"),
        T("COLON", "DASH", "EQUALS", "LAB_LINK", op="?"),
        T("NUMBER", as_="part"),
        T("CLOSE"),
        T("UNIT", as_="unit"),
    ],
)
def part_before_its_unit(match: Match) -> list[Chunk] | None:
    """общий билирубин 41,2 (прямой 23,7) мкмоль/л; WBC 12.4 (neutrophils 8.6) ×10^9/L: the unit is of both"""
    whole, part, unit = plain(match["whole"]), plain(match["part"]), match["unit"]
    if whole is None or part is None:
        return None
    first, second = (replace(value, unit=unit_of(unit), unit_printed=unit.text) for value in (whole, part))
    at = match.matched.index(match["part"])
    return [
        span_chunk(match.matched[:1], (("VALUE", ""),), first, match.rule),
        *match.matched[1:at],
        span_chunk(match.matched[at : at + 1], (("VALUE", ""),), second, match.rule),
        match.matched[at + 1],
    ]


def bounds_inside(match: Match) -> tuple[float | None, float | None]:
    """What stands in the brackets: a range of the normal, or of a series where the value lies inside it."""
    sign = match.get("sign")
    if sign is not None:
        bound = plain(match["bound"])
        number = bound.low if bound else None
        return (None, number) if (sign.concept("COMPARATOR") or "").startswith("<") else (number, None)
    if match.get("range") is not None:
        both = plain(match["range"])
        return (both.low, both.high) if both else (None, None)
    low, high = plain(match["low"]), plain(match["high"])
    return (low.low if low else None), (high.low if high else None)


@rule(
    [T("NUMBER", "RANGE", as_="number"), T("MULTIPLIER", as_="times")],
    [T("NUMBER", "RANGE", as_="number"), T("MULTIPLIER", as_="times"), T("UNIT", as_="unit")],
)
def thousands(match: Match) -> Chunk | None:
    """тромбоциты 12 тыс.; 680 thousand copies/mL"""
    value, unit = plain(match["number"]), match.get("unit")
    if value is None:
        return None
    factor = float(match["times"].concept("MULTIPLIER") or 1)
    value = replace(value, low=value.low * factor, high=value.high * factor, printed=match.make("VALUE").text)
    value = replace(value, end=match["times"].end, scaled=True)
    if unit is not None:
        printed = span_chunk(match.matched[:-1], (), None, "").text
        value = replace(value, unit=unit_of(unit), unit_printed=unit.text, printed=printed, end=unit.end)
    return value_chunk(match, value)


@rule([T("QUANTITY", as_="amount", form=r"^\d+0['’]?s$")])
def decade(match: Match) -> Chunk | None:
    """in the 90s"""
    value = plain(match["amount"])
    if value is None:
        return None
    return value_chunk(match, replace(value, high=value.low + 9, unit=None, unit_printed=None, decades=True))


@rule(
    [T(*AMOUNT, as_="amount"), T("SECOND_LETTER", as_="unit"), T("COMMA", "PERIOD", "CLOSE", "SEMICOLON", as_="after")]
)
def seconds(match: Match) -> list[Chunk] | None:
    """АЧТВ 45 с."""
    value, unit = plain(match["amount"]), match["unit"]
    if value is None or value.unit is not None:
        return None
    whole = replace(value, unit=units()["s"], unit_printed=unit.text, end=unit.end)
    return [span_chunk(match.matched[:2], (("VALUE", ""),), whole, match.rule), match["after"]]


def same_unit(left: Unit | None, right: Unit | None) -> bool:
    return left is None or (right is not None and left.code == right.code)


@rule([T("NUMBER", as_="whole", form=r"^\d{1,3}$"), T("COMMA"), T("NUMBER", "QUANTITY", as_="rest", form=r"^0\d")])
def parted_decimal(match: Match) -> Chunk | None:
    """pCO2: 6, 08: a comma and a space in a decimal, since no number of a list begins with a nought"""
    whole, rest = plain(match["whole"]), match["rest"]
    fraction = plain(rest)
    if whole is None or fraction is None or match["rest"].glued or not fraction.printed.isdigit():
        return None
    number = float(f"{int(whole.low)}.{fraction.printed}")
    printed = span_chunk(match.matched[:-1], (), None, "").text + " " + fraction.printed
    return value_chunk(match, replace(fraction, low=number, high=number, printed=printed, start=whole.start))


@rule([T("NUMBER", as_="number"), T("TIMES"), T("NUMBER", "QUANTITY", as_="power")])
def doubled_multiplier(match: Match) -> Chunk | None:
    """12.3 × 10.8 × 10^9/L: a multiplier printed twice; the first number is the count, in the unit behind"""
    value, behind = plain(match["number"]), plain(match["power"])
    if value is None or behind is None or behind.unit is None or not behind.unit.code.startswith("10*"):
        return None
    return value_chunk(
        match,
        replace(value, unit=behind.unit, unit_printed=behind.unit_printed, end=behind.end, printed=value.printed),
    )


AMOUNTS = Level(
    [
        parted_decimal,
        doubled_multiplier,
        spelled_multiple,
        multiple,
        behind_limit,
        in_a_word,
        seconds,
        per_day,
        before_its_unit,
        part_before_its_unit,
        thousands,
        between,
        titre,
        pressure,
        pair,
        signed,
        compared,
        mean,
        decade,
        alone,
    ]
)
