"""The level that reads amounts with their rhythm: «400 mg twice daily», «1,5 мг х 2 раза в день»."""

from __future__ import annotations

from pipeline.facts import TimeExpression
from pipeline.record import replace
from pipeline.rules.chunk import Chunk
from pipeline.rules.doses.amount import OFTEN, QUANTITY, Amount, amount_of, count_of
from pipeline.rules.doses.rhythm import Rhythm, rhythm_of
from pipeline.rules.lexing import number_of
from pipeline.rules.pattern import Level, Match, T, rule
from pipeline.rules.quantities import Quantity

LONGEST_BETWEEN = 24
"""«2 г/кг на 5 дней» is no rhythm."""


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
    if found is None or found.per is not None or not hours or found.per_body is not None and hours > LONGEST_BETWEEN:
        return None
    if hours == 24:
        return dose_chunk(match, replace(found, per="day"))
    return dose_chunk(match, replace(found, rhythm=Rhythm(1, hours / 24, True, f"PT{hours:g}H")))


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
    total = any(chunk.has("IN_TOTAL") or chunk.concept("DOSE_WORD") == "total" for chunk in match.before(3))
    per = found.per or ("total" if total else "day")
    return dose_chunk(match, replace(found, per=per, divided=float(parts) if parts != "?" else None))


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
