"""The level that reads forms of amounts: «10 тыс. ЕД», `AUC 5`, `½ tablet`, «35 mg a day», «875/125 mg»."""

from __future__ import annotations

from pipeline.facts import TimeExpression
from pipeline.language.number import Number
from pipeline.language.unit import Unit
from pipeline.record import replace
from pipeline.rules.chunk import Chunk
from pipeline.rules.doses.amount import BODIES, PERIODS, QUANTITY, Amount, amount_of, count_of
from pipeline.rules.doses.blood import a_unit, bags, of_blood
from pipeline.rules.doses.days import days_of_cycle
from pipeline.rules.doses.rhythm import rhythm_of
from pipeline.rules.doses.unsaid import unit_unsaid
from pipeline.rules.lexing import number_of, unit_of
from pipeline.rules.pattern import Level, Match, T, rule, span_chunk
from pipeline.rules.quantities import Quantity

PERIOD_OF_DURATION = {"P0D": "day", "P1D": "day", "P1W": "week", "P1M": "month", "PT1H": "hour"}
AUC_UNIT = "mg.min/mL"


def quantity_like(match: Match, low: float, high: float, unit: Unit) -> Chunk:
    printed = Number(low, high, 0, match.matched[0].text)
    return match.make(
        "QUANTITY", Quantity(low, high, unit, printed, match.matched[-1].text), unit.code, (unit.dimension, unit.code)
    )


@rule(
    [
        T("NUMBER", "RANGE", as_="number"),
        T("MULTIPLIER", as_="times"),
        T("PERIOD", op="?"),
        T("OF", op="?"),
        T("ACTIVITY_UNIT", as_="unit"),
    ]
)
def multiplied(match: Match) -> Chunk:
    """10 тыс. ЕД; 2 million units"""
    number, factor = number_of(match["number"]), float(match["times"].concept("MULTIPLIER") or 1)
    return quantity_like(match, number.low * factor, number.high * factor, unit_of(match["unit"]))


@rule(
    [T("NUMBER_WORD", "PART_WORD", "NUMBER", as_="number"), T("FORM_UNIT", as_="unit")],
    [T("NUMBER_WORD", "PART_WORD", "NUMBER", as_="number"), T("WORD", "STRENGTH_WORD"), T("FORM_UNIT", as_="unit")],
    [T("NUMBER_WORD", as_="number"), T("ACTIVITY_UNIT", as_="unit")],
)
def worded(match: Match) -> Chunk:
    """two tablets; половину таблетки; two standard tablets"""
    number = count_of(match["number"])
    return quantity_like(match, number, number, unit_of(match["unit"]))


@rule([T("NUMBER", as_="number"), T("SLASH"), T("FORM", as_="amount")])
def part_of_a_tablet(match: Match) -> Chunk | None:
    """1/2 таблетки"""
    above, below = number_of(match["number"]), match["amount"].value
    if not match["amount"].glued or below.low not in (2, 3, 4, 8) or above.low >= below.low:
        return None
    part = above.low / below.low
    return quantity_like(match, part, part, below.unit)


@rule([T("BETWEEN"), T("NUMBER", as_="low"), T("AND", "UP_TO"), QUANTITY])
def between(match: Match) -> list[Chunk] | None:
    """between 4.6 and 40.8 mg/kg/d; от 300 до 800 мг; с 30 до 5 мг/сут"""
    number, quantity = number_of(match["low"]), match["amount"].value
    if quantity.is_range or number.is_range or number.low == quantity.high:
        return None
    if number.low > quantity.high:
        fallen = replace(quantity, low=number.low, high=number.low)
        first = span_chunk([match["low"]], match["amount"].readings, fallen, match.rule)
        return [match.matched[0], first, *match.matched[2:]]
    made = span_chunk(match.matched[1:], match["amount"].readings, replace(quantity, low=number.low), match.rule)
    return [match.matched[0], made]


@rule(
    [
        T("NUMBER", as_="first"),
        T("AND", "COMMA", "THEN", op="?"),
        T("AND", "THEN", "ADVERB", "PASSIVE", op="?"),
        T("DOSE_CHANGE"),
        T("UP_TO"),
        QUANTITY,
    ]
)
def unit_said_once(match: Match) -> list[Chunk] | None:
    """started at 0.1 and titrated to 0.6 µg/kg/min"""
    number, quantity = number_of(match["first"]), match["amount"].value
    if not isinstance(quantity, Quantity):
        return None
    first = replace(quantity, low=number.low, high=number.high)
    return [span_chunk([match["first"]], match["amount"].readings, first, match.rule), *match.matched[1:]]


@rule([T("NUMBER", as_="first"), T("SLASH"), T("MASS", as_="amount")])
def strengths(match: Match) -> Chunk | list[Chunk] | None:
    """amoxicillin/clavulanate 875/125 mg is told by its first part; amlodipine/valsartan 10/160 mg are two"""
    above, quantity = number_of(match["first"]), match["amount"].value
    if not match.matched[1].glued or not match["amount"].glued or not isinstance(quantity, Quantity):
        return None
    opened = any(chunk.has("OPEN") for chunk in match.before(1))
    before = match.before(4)[:3] if opened else match.before(3)
    if len(before) == 3 and before[1].has("SLASH") and before[0].has("DRUG") and before[2].has("DRUG"):
        first = replace(quantity, low=above.low, high=above.high)
        return [span_chunk([match["first"]], match["amount"].readings, first, match.rule), *match.matched[1:]]
    named = next((chunk for chunk in reversed(match.chunks[: match.start]) if chunk.has("DRUG")), None)
    if named is None or "/" not in (named.concept("DRUG") or ""):
        return None
    return quantity_like(match, above.low, above.high, quantity.unit)


@rule([T("NUMBER", as_="low"), T("OR"), QUANTITY])
def either(match: Match) -> Chunk | None:
    """1 or 2 mg"""
    number, quantity = number_of(match["low"]), match["amount"].value
    if quantity.is_range or number.low >= quantity.high:
        return None
    return quantity_like(match, number.low, quantity.high, quantity.unit)


@rule(
    [T("AUC"), T("EQUALS", "OF", "DASH", op="?"), T("NUMBER", "RANGE", as_="number")],
    [T("AUC"), T("EQUALS", "OF", "DASH", op="?"), T("FREQUENCY", as_="often")],
)
def area_under_the_curve(match: Match) -> Chunk | list[Chunk] | None:
    """AUC 5; AUC5 every 3 weeks"""
    often, unit = match.get("often"), Unit(AUC_UNIT, "SUBSTANCE")
    if often is None:
        number = number_of(match["number"])
        return quantity_like(match, number.low, number.high, unit)
    rhythm, first = rhythm_of(often), often.parts[0] if often.parts else often
    if rhythm is None or not first.has("NUMBER", "RANGE"):
        return None
    number = number_of(first)
    found = Amount(
        number.low, number.high, unit.code, unit.dimension, rhythm=replace(rhythm, count=1), printed=first.text
    )
    readings = (("QUANTITY", unit.code), (unit.dimension, unit.code))
    return [span_chunk(match.matched, readings, found, match.rule)]


@rule(
    [QUANTITY, T("INDEFINITE"), T("TIME_UNIT", as_="period")],
    [QUANTITY, T("PER"), T("RELATIVE", as_="relative")],
    [QUANTITY, T("SLASH", "INDEFINITE"), T("RELATIVE", as_="relative")],
    [QUANTITY, T("RATE_UNIT", as_="rate")],
)
def a_day(match: Match) -> list[Chunk] | None:
    """35 mg a day; 300 mg per day thereafter; 40 mg/day of prednisolone; 5 мкг/кг/мин"""
    found, period, relative = amount_of(match["amount"]), match.get("period"), match.get("relative")
    if found is None or found.per is not None:
        return None
    if period is not None:
        per = PERIODS.get(unit_of(period).code)
    elif relative is not None:
        per = period_named(relative)
    else:
        per = PERIODS.get(unit_of(match["rate"]).code.removeprefix("/"))
    if per is None:
        return None
    return [span_chunk(match.matched, (("MASS_RATE", per), ("QUANTITY", per)), replace(found, per=per), match.rule)]


def period_named(relative: Chunk) -> str | None:
    """The day of «per day thereafter»; none of «в 1-й день», «on the first day», which count days."""
    numbered = any(part.has("NUMBER", "ORDINAL") for part in relative.parts)
    if numbered or not isinstance(relative.value, TimeExpression):
        return None
    return PERIOD_OF_DURATION.get(relative.value.value or "")


@rule([QUANTITY, T("PER", "SLASH"), T("MASS", "AREA", as_="body")])
def for_each_kilogram(match: Match) -> list[Chunk] | None:
    """10 мг на 1 кг"""
    found, body = amount_of(match["amount"]), match["body"].value
    per_body = BODIES.get(body.unit.code) if isinstance(body, Quantity) and body.high == 1 else None
    if found is None or per_body is None or found.per_body is not None:
        return None
    readings = (("MASS_RATIO", per_body), ("QUANTITY", per_body))
    return [span_chunk(match.matched, readings, replace(found, per_body=per_body), match.rule)]


FORMS = Level(
    [
        days_of_cycle,
        unit_unsaid,
        for_each_kilogram,
        a_day,
        unit_said_once,
        between,
        either,
        strengths,
        multiplied,
        area_under_the_curve,
        part_of_a_tablet,
        worded,
        of_blood,
        a_unit,
        bags,
    ]
)
