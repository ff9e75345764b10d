"""What one amount is, and the levels that find amounts with their rhythm: «400 mg twice daily», «1,5 мг х 2 раза в день»."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.facts import TimeExpression
from pipeline.language.number import Number
from pipeline.language.unit import Unit
from pipeline.rules.chunk import Chunk
from pipeline.rules.doses.catalogue import bag_products
from pipeline.rules.doses.rhythm import Rhythm, rhythm_of
from pipeline.rules.lexing import number_of, unit_of
from pipeline.rules.pattern import Level, Match, T, rule, span_chunk
from pipeline.rules.quantities import Quantity

DIMENSIONS = (
    "MASS",
    "MASS_RATE",
    "MASS_RATIO",
    "MASS_PER_AREA",
    "ACTIVITY",
    "FORM",
    "FORM_RATE",
    "VOLUME",
    "FLOW",
    "SUBSTANCE",
)
PERIODS = {"min": "minute", "h": "hour", "d": "day", "wk": "week", "mo": "month"}
BODIES = {"kg": "kg", "m2": "m2"}
PERIOD_OF_DURATION = {"P0D": "day", "P1D": "day", "P1W": "week", "P1M": "month", "PT1H": "hour"}
AUC_UNIT = "mg.min/mL"


@dataclass(frozen=True, slots=True)
class Amount:
    """low to high of a unit (UCUM or a form), what one of them belongs to, and how often.

    per        day | hour | minute | week | month | dose, where the amount itself says so
    per_body   kg | m2
    rhythm     how often, where it stands beside the amount
    divided    the daily amount is given in so many parts
    """

    low: float
    high: float
    unit: str
    dimension: str
    per: str | None = None
    per_body: str | None = None
    rhythm: Rhythm | None = None
    divided: float | None = None
    printed: str = ""


def amount_of(chunk: Chunk) -> Amount | None:
    """The amount of a QUANTITY chunk; None where its unit is none of a dose («mg/g»)."""
    quantity = chunk.value
    if isinstance(quantity, Amount):
        return quantity
    if not isinstance(quantity, Quantity) or quantity.unit.dimension not in DIMENSIONS:
        return None
    return amount(quantity.low, quantity.high, quantity.unit, chunk.text)


def amount(low: float, high: float, unit: Unit, printed: str) -> Amount | None:
    """None where the unit is none of a dose: «mg/g», and kilograms, which weigh bodies."""
    per = per_body = None
    for below in unit.below:
        if below in PERIODS:
            per = PERIODS[below]
        elif below in BODIES:
            per_body = BODIES[below]
        else:
            return None
    code = unit.above if unit.below else unit.code
    if code == "kg":
        return None
    return Amount(low, high, code, unit.dimension, per, per_body, printed=printed)


QUANTITY = T(*DIMENSIONS, as_="amount")
OFTEN = T("FREQUENCY", "DOSE_FREQUENCY", as_="often")


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
    [T("NUMBER_WORD", "PART_WORD", "NUMBER", as_="number"), T("WORD"), T("FORM_UNIT", as_="unit")],
    [T("NUMBER_WORD", as_="number"), T("ACTIVITY_UNIT", as_="unit")],
)
def worded(match: Match) -> Chunk:
    """two tablets; половину таблетки; two standard tablets"""
    number = count_of(match["number"])
    return quantity_like(match, number, number, unit_of(match["unit"]))


def count_of(chunk: Chunk) -> float:
    """The number that a chunk says in digits or as a word."""
    if isinstance(chunk.value, Number):
        return chunk.value.low
    return float(chunk.concept("NUMBER_WORD") or chunk.concept("PART_WORD") or 0)


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
    before = match.before(3)
    if len(before) == 3 and before[1].has("SLASH") and before[0].has("DRUG") and before[2].has("DRUG"):
        first = replace(quantity, low=above.low, high=above.high)
        return [span_chunk([match["first"]], match["amount"].readings, first, match.rule), *match.matched[1:]]
    if not any("/" in (chunk.concept("DRUG") or "") for chunk in before):
        return None
    return quantity_like(match, above.low, above.high, quantity.unit)


@rule([T("NUMBER", as_="low"), T("OR"), QUANTITY])
def either(match: Match) -> Chunk | None:
    """1 or 2 mg"""
    number, quantity = number_of(match["low"]), match["amount"].value
    if quantity.is_range or number.low >= quantity.high:
        return None
    return quantity_like(match, number.low, quantity.high, quantity.unit)


@rule([T("AUC"), T("EQUALS", "OF", "DASH", op="?"), T("NUMBER", "RANGE", as_="number")])
def area_under_the_curve(match: Match) -> Chunk:
    """AUC 5"""
    number = number_of(match["number"])
    return quantity_like(match, number.low, number.high, Unit(AUC_UNIT, "SUBSTANCE"))


def unit_of_bags(match: Match) -> Unit:
    """Bags and units of blood are U; Russian texts count «дозы», which UCUM writes {dose}."""
    bag = match.get("bag")
    return Unit((bag.concept("BAG") if bag is not None else None) or "U", "ACTIVITY")


@rule(
    [T("NUMBER", "NUMBER_WORD", as_="count"), T("DRUG", as_="product")],
    [T("NUMBER", "NUMBER_WORD", as_="count"), T("BAG", as_="bag"), T("OF", op="?"), T("DRUG", as_="product")],
)
def bags(match: Match) -> list[Chunk] | None:
    """seven erythrocyte concentrates"""
    if match["product"].concept("DRUG") not in bag_products():
        return None
    count = match["count"]
    number = count_of(count)
    if number != int(number) or number > 60 or any(c.has("SLASH", "PER") for c in match.after()):
        return None
    quantity = Quantity(number, number, unit_of_bags(match), Number(number, number, 0, count.text), "")
    made = span_chunk([count], (("ACTIVITY", "U"), ("QUANTITY", "U")), quantity, match.rule)
    return [made, *match.matched[1:]]


@rule(
    [T("NUMBER", as_="count"), T("BAG", as_="bag"), T("OF", op="?"), T("BLOOD_PRODUCT", as_="product")],
    [T("NUMBER_WORD", as_="count"), T("BAG", as_="bag"), T("OF", op="?"), T("BLOOD_PRODUCT", as_="product")],
    [
        T("ACTIVITY", "VOLUME", "MASS_RATE", "MASS_RATIO", as_="amount"),
        T("OF", op="?"),
        T("BLOOD_PRODUCT", as_="product"),
    ],
)
def of_blood(match: Match) -> list[Chunk]:
    """one pool of platelets; 4 units of red cells; 18 доз тромбоцитов"""
    product = replace(match["product"], readings=(("DRUG", match["product"].concept("BLOOD_PRODUCT") or ""),))
    given, count = match.get("amount"), match.get("count")
    if given is not None or count is None:
        return [*match.matched[:-1], product]
    number = count_of(count)
    quantity = Quantity(number, number, unit_of_bags(match), Number(number, number, 0, count.text), "")
    amount = span_chunk([count, match["bag"]], (("ACTIVITY", "U"), ("QUANTITY", "U")), quantity, match.rule)
    return [amount, *match.matched[2:-1], product]


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
        bags,
    ]
)


def dose_chunk(match: Match, found: Amount | None) -> Chunk | None:
    return match.make("DOSE", found) if found is not None else None


def with_rhythm(found: Amount | None, often: Chunk | None) -> Amount | None:
    if found is None or often is None:
        return found
    return replace(found, rhythm=rhythm_of(often))


@rule([QUANTITY])
def plain(match: Match) -> Chunk | None:
    """400 mg; 2 tablets; 5 mg/kg/day"""
    return dose_chunk(match, amount_of(match["amount"]))


@rule(
    [QUANTITY, T("PERIOD", op="?"), T("TIMES", "COMMA", op="?"), OFTEN],
    [QUANTITY, T("ROUTE"), T("ROUTE", op="?"), T("COMMA", op="?"), OFTEN],
    [QUANTITY, T("COMMA"), T("ROUTE"), T("COMMA", op="?"), OFTEN],
    [QUANTITY, T("DASH", "SLASH"), OFTEN],
    [
        QUANTITY,
        T("PERIOD", op="?"),
        T("TIMES", "COMMA", op="?"),
        OFTEN,
        T("COMMA", op="?"),
        T("FREQUENCY", "DOSE_FREQUENCY", "AS_NEEDED"),
    ],
)
def often(match: Match) -> Chunk | None:
    """400 mg twice daily; 1,5 мг х 2 раза в день; 100 mg orally, three times a day; 5 mg q8h prn"""
    return dose_chunk(match, with_rhythm(amount_of(match["amount"]), match["often"]))


@rule([QUANTITY, T("COMMA", op="?"), T("AS_NEEDED")])
def as_needed(match: Match) -> Chunk | None:
    """500 mg prn"""
    return dose_chunk(match, amount_of(match["amount"]))


@rule(
    [QUANTITY, T("SLASH"), T("VOLUME", as_="volume")],
    [QUANTITY, T("SLASH"), T("VOLUME", as_="volume"), OFTEN],
)
def in_volume(match: Match) -> Chunk | None:
    """aflibercept 2 mg/0.05 mL; 40 mg/0.8 mL every other week"""
    if not match["amount"].has("MASS", "ACTIVITY"):
        return None
    return dose_chunk(match, with_rhythm(amount_of(match["amount"]), match.get("often")))


@rule([OFTEN, T("BY"), QUANTITY], [OFTEN, T("TIMES"), QUANTITY])
def often_first(match: Match) -> Chunk | None:
    """3 раза в день по 50 мг"""
    return dose_chunk(match, with_rhythm(amount_of(match["amount"]), match["often"]))


@rule(
    [
        QUANTITY,
        T("PERIOD", op="?"),
        T("TIMES", op="?"),
        T("NUMBER", as_="count"),
        T("DASH", op="?"),
        T("TIMES_A", as_="times"),
    ],
    [QUANTITY, T("PERIOD", op="?"), T("TIMES", op="?"), T("NUMBER_WORD", as_="count"), T("TIMES_A", as_="times")],
)
def counted_a_day(match: Match) -> Chunk | None:
    """¼ т. х 3 р/д; 500 mg 3x/day"""
    found, number = amount_of(match["amount"]), count_of(match["count"])
    days = {"P1D": 1.0, "P1W": 7.0}[match["times"].concept("TIMES_A") or "P1D"]
    return dose_chunk(match, found and replace(found, rhythm=Rhythm(number, days, counted=True)))


@rule(
    [QUANTITY, T("SLASH", "PER"), T("TIME", "DURATION", as_="interval")],
    [QUANTITY, T("SLASH", "PER"), T("TIME", "DURATION", as_="interval"), OFTEN],
)
def every_hours(match: Match) -> Chunk | None:
    """500 mg/8 h; 3 liters per 24 hours"""
    found, hours = amount_of(match["amount"]), hours_of(match["interval"])
    if found is None or found.per is not None or not hours:
        return None
    if hours == 24:
        return dose_chunk(match, replace(found, per="day"))
    return dose_chunk(match, replace(found, rhythm=Rhythm(1, hours / 24, counted=True)))


def hours_of(interval: Chunk) -> float | None:
    value = interval.value
    if isinstance(value, Quantity):
        return {"h": 1.0, "d": 24.0, "wk": 168.0}.get(value.unit.code, 0.0) * value.low or None
    if isinstance(value, TimeExpression) and value.value:
        text = value.value
        if text.startswith("PT") and text.endswith("H") and text[2:-1].isdigit():
            return float(text[2:-1])
        if text.startswith("P") and text.endswith("D") and text[1:-1].isdigit():
            return 24.0 * float(text[1:-1])
    return None


@rule(
    [T("NUMBER", as_="count"), T("TIMES"), QUANTITY],
    [T("NUMBER", as_="count"), T("TIMES"), QUANTITY, OFTEN],
)
def times_amount(match: Match) -> Chunk | None:
    """3 x 250 mg/day; 1x10 mg"""
    found, count = amount_of(match["amount"]), number_of(match["count"])
    if found is None or count.low > 12 or not count.is_whole:
        return None
    if found.per in (None, "day"):
        return dose_chunk(match, replace(found, per=None, rhythm=Rhythm(count.low, 1.0, counted=True)))
    return dose_chunk(match, found)


@rule([QUANTITY, T("TIMES"), T("NUMBER", as_="count")])
def amount_times(match: Match) -> Chunk | None:
    """80 mg/m2 x 3"""
    found, count = amount_of(match["amount"]), number_of(match["count"])
    if found is None or count.low > 12 or not count.is_whole:
        return None
    return dose_chunk(match, replace(found, per=found.per or "dose"))


@rule(
    [QUANTITY, T("COMMA", op="?"), T("DIVIDED", as_="parts")],
    [QUANTITY, T("FREQUENCY", "DOSE_FREQUENCY"), T("COMMA", op="?"), T("DIVIDED", as_="parts")],
)
def divided(match: Match) -> Chunk | None:
    """1000 mg/day in two divided doses"""
    found, parts = amount_of(match["amount"]), match["parts"].concept("DIVIDED") or "?"
    if found is None:
        return None
    return dose_chunk(match, replace(found, per=found.per or "day", divided=float(parts) if parts != "?" else None))


@rule(
    [T("FORM", as_="form"), T("OPEN"), T("MASS", "ACTIVITY", as_="amount"), T("CLOSE")],
    [T("FORM", as_="form"), T("OPEN"), T("MASS", "ACTIVITY", as_="amount"), T("CLOSE"), OFTEN],
    [T("FORM", as_="form"), T("OPEN"), T("MASS", "ACTIVITY", as_="amount"), T("CLOSE"), T("ROUTE"), OFTEN],
    [T("MASS", "ACTIVITY", as_="amount"), T("OPEN"), T("FORM", "VOLUME", as_="form"), T("CLOSE")],
    [T("MASS", "ACTIVITY", as_="amount"), T("OPEN"), T("FORM", "VOLUME", as_="form"), T("CLOSE"), OFTEN],
)
def mass_in_brackets(match: Match) -> Chunk | None:
    """по 1 таблетке (125 мг) 3 раза в день; по 500 мг (10 мл)"""
    return dose_chunk(match, with_rhythm(amount_of(match["amount"]), match.get("often")))


DOSES = Level(
    [
        mass_in_brackets,
        in_volume,
        counted_a_day,
        often,
        often_first,
        divided,
        every_hours,
        times_amount,
        amount_times,
        as_needed,
        plain,
    ]
)
