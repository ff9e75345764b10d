"""Amounts of time: «3 weeks», «7–10 days», «6-month», «5-летний», «от 2 до 3 лет», «1 year and 3 months»."""

from __future__ import annotations

import re

from pipeline.language.number import Number
from pipeline.record import replace
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Match, T, rule, span_chunk
from pipeline.rules.times.period import ISO, Period, period

UNIT_OF_ISO = {"Y": "a", "M": "mo", "W": "wk", "D": "d"}
LETTER = T("TIME_UNIT", as_="unit")


def unit_code(chunk: Chunk) -> str:
    return chunk.concept("TIME_UNIT") or chunk.concept("PERIOD_ADJECTIVE") or ""


def period_chunk(match: Match, value: Period | None) -> Chunk | None:
    return match.make("TIME_AMOUNT", value, value.unit) if value else None


def figure_panel(match: Match) -> bool:
    """«Fig. 2d», «рис. 3 с»: a panel, not two days."""
    unit = match["unit"]
    return len(unit.text) == 1 and any(c.has("FIGURE_WORD", "FIGURE_LABEL") for c in match.before(2))


CLOCK = re.compile(r"([01]\d|2[0-4])[0-5]\d")


def clock(match: Match) -> bool:
    """«at 1400 hours», «14:30 h»: a time of day."""
    if unit_code(match["unit"]) not in ("h", "min"):
        return False
    low, before = match["low"], match.before()
    return bool(CLOCK.fullmatch(low.text)) or bool(before) and before[0].has("COLON") and low.glued


def tens(match: Match) -> bool:
    """«systolic pressures in the 90s», «sats in the low 80s»: tens, not seconds."""
    if match["unit"].text != "s" or not match["unit"].glued:
        return False
    before = match.before()
    return bool(before) and before[0].has("DEFINITE", "DATE_PART", "POSSESSIVE")


def of_cycle(match: Match) -> bool:
    """«cycle 2 day 8»: the number is the cycle's."""
    before = match.before()
    return bool(before) and before[0].has("DAY_OF") and any(c.has("NUMBER") for c in match.after())


def rate(match: Match) -> bool:
    """«mL/24 h», «per 100 days»: the amount belongs to a unit; but «рост 120 см в 9 лет»."""
    before = match.before(2)
    if not before or not before[-1].has("SLASH", "PER"):
        return False
    if before[-1].has("AGE_IN") and unit_code(match["unit"]) == "a":
        return False
    return before[-1].has("SLASH") or before[0].has("UNIT") and len(before) == 2


@rule(
    [T("NUMBER", as_="low"), T("DASH", op="?"), LETTER],
    [T("NUMBER", as_="low"), T("DASH"), T("DASH", op="?"), LETTER],
    [T("NUMBER", as_="low"), T("PERIOD_QUALITY"), LETTER],
    [T("NUMBER", as_="low"), T("PLUS"), T("DASH", op="?"), LETTER],
    [T("NUMBER", as_="low"), T("DASH"), LETTER, T("DASH"), T("LONG_TAIL")],
    [T("NUMBER", as_="low"), T("DASH", "THROUGH"), T("NUMBER", as_="high"), T("DASH", op="?"), LETTER],
    [
        T("NUMBER", as_="low"),
        T("DASH"),
        T("THROUGH"),
        T("DASH", op="?"),
        T("NUMBER", as_="high"),
        T("DASH", op="?"),
        LETTER,
    ],
    [T("NUMBER", as_="low"), T("DASH", "THROUGH"), T("NUMBER", as_="high"), T("PERIOD_QUALITY"), LETTER],
    [T("NUMBER", as_="low"), T("PLUS_MINUS"), T("NUMBER"), LETTER],
    [T("OPEN"), T("NUMBER", as_="low"), T("PLUS_MINUS"), T("NUMBER"), T("CLOSE"), LETTER],
    [T("NUMBER", as_="low"), T("OPEN"), T("NUMBER"), T("SEMICOLON", "COMMA", "DASH"), T("NUMBER"), T("CLOSE"), LETTER],
    [T("NUMBER", as_="low"), T("DASH", op="?"), T("PERIOD_ADJECTIVE", as_="unit")],
    [T("NUMBER", as_="low"), T("DASH"), T("NUMBER", as_="high"), T("DASH"), T("PERIOD_ADJECTIVE", as_="unit")],
    [T("NUMBER", as_="low"), T("TIME_UNIT", as_="low_unit"), T("DASH", "THROUGH"), T("NUMBER", as_="high"), LETTER],
)
def counted(match: Match) -> Chunk | None:
    """3 weeks; 7–10 days; 6-month; 5-летний; 69,5±7,2 года; 2 weeks to 3 months; 20+ years; from 18 to 72 (mean 45) years"""
    if figure_panel(match) or rate(match) or of_cycle(match) or clock(match) or tens(match):
        return None
    low, unit, low_unit = match["low"].value, match["unit"], match.get("low_unit")
    high: Number = (match.get("high") or match["low"]).value
    first = unit_code(low_unit) if low_unit and unit_code(low_unit) != unit_code(unit) else None
    return period_chunk(match, period(low, high, unit_code(unit), first, unit.has("PERIOD_ADJECTIVE")))


@rule(
    [
        T("AMONG"),
        T("NUMBER", as_="low"),
        T("TIME_UNIT", as_="low_unit", op="?"),
        T("THROUGH", "TIME_AND"),
        T("NUMBER", as_="high"),
        LETTER,
    ],
    [
        T("AMONG"),
        T("NUMBER", as_="low"),
        T("THROUGH", "TIME_AND"),
        T("NUMBER", as_="high"),
        T("OPEN"),
        T("APPROXIMATELY", "AVERAGE_WORD", op="?"),
        T("EQUALS", "DASH", "LAB_LINK", op="?"),
        T("NUMBER"),
        T("CLOSE"),
        LETTER,
    ],
)
def between(match: Match) -> list[Chunk] | None:
    """от 20 до 75 лет; between 40 and 60 years; от 2 недель до 36 мес; от 18 до 72 (в среднем 45,3) лет"""
    made = counted.build(match)
    if made is None:
        return None
    if match.matched[0].norm == "between":
        return [match.matched[0], span_chunk(match.matched[1:], made.readings, made.value, match.rule)]
    return [made]


MOST_PRINTED_YEARS = 18
"""«3 г. 5 мес.» is said of children; more would be grams, or a year of the calendar."""


@rule(
    [T("SINGLE_FORM", as_="single"), T("TIME_AND"), T("NUMBER", as_="m"), T("TIME_UNIT", as_="small")],
    [T("INDEFINITE"), T("TIME_UNIT", as_="single"), T("TIME_AND"), T("NUMBER", as_="m"), T("TIME_UNIT", as_="small")],
    [
        T("NUMBER", as_="n"),
        T("TIME_UNIT", as_="unit"),
        T("TIME_AND", "COMMA", "PERIOD", op="?"),
        T("NUMBER", as_="m"),
        T("TIME_UNIT", as_="small"),
    ],
    [
        T("NUMBER", as_="n"),
        T("YEAR_WORD", as_="year"),
        T("PERIOD", op="?"),
        T("NUMBER", as_="m"),
        T("TIME_UNIT", as_="small"),
    ],
)
def mixed(match: Match) -> Chunk | None:
    """1 year and 3 months; 2 года 6 мес; 3 г. 5 мес; год и 3 месяца"""
    unit, small, single = match.get("unit") or match.get("single"), unit_code(match["small"]), match.get("single")
    large = unit_code(unit) if unit else "a"
    if single and large not in ("a", "mo", "wk"):
        return None
    many = Number(1, 1) if single else match["n"].value
    if unit is None and (small != "mo" or many.high > MOST_PRINTED_YEARS):
        return None
    order = list(ISO)
    if large not in ISO or small not in ISO or order.index(small) <= order.index(large) or not many.is_whole:
        return None
    first, second = (period(n, n, u) for n, u in ((many, large), (match["m"].value, small)))
    if first is None or second is None or first.iso is None or second.iso is None:
        return None
    tail = second.iso[1:]
    joined = first.iso + (tail.removeprefix("T") if "T" in first.iso else tail)
    return period_chunk(match, Period(joined, small))


@rule(
    [T("NUMBER", as_="n"), T("PLUS"), T("NUMBER", as_="m", form=r"^[0-6]$"), T("DASH", op="?"), LETTER],
    [T("NUMBER", as_="n"), T("CODE", as_="m", form=r"^(?i:w[0-6])$"), T("TIME_UNIT", form=r"^(?i:d)$")],
)
def weeks_and_days(match: Match) -> Chunk | None:
    """36+2 weeks; 31w4d"""
    unit, days = match.get("unit"), match["m"].text[-1]
    if (unit is not None and unit_code(unit) != "wk") or not match["n"].value.is_whole:
        return None
    return period_chunk(match, Period(f"P{match['n'].text}W{days}D", "wk"))


@rule(
    [
        T("NUMBER", as_="n"),
        T("DASH", "TIME_AND", op="?"),
        T("NUMBER", as_="top", form=r"^([1-9]|1[01])$"),
        T("SLASH"),
        T("NUMBER", as_="bottom", form=r"^([2347]|12)$"),
        T("DASH", op="?"),
        LETTER,
    ],
)
def with_fraction(match: Match) -> Chunk | None:
    """2 1/2 years; 31 4/7 weeks, which are weeks and days; 3 11/12 years, which are years and months"""
    whole, top, bottom = match["n"].value, int(match["top"].text), int(match["bottom"].text)
    unit = unit_code(match["unit"])
    if not whole.is_whole or whole.is_range or top >= bottom or (bottom == 7) is not (unit == "wk"):
        return None
    if bottom == 12:
        return period_chunk(match, Period(f"P{whole.low:g}Y{top}M", "a")) if unit == "a" else None
    if bottom == 7:
        return period_chunk(match, Period(f"P{whole.low:g}W{top}D", "wk"))
    value = round(whole.low + top / bottom, 2)
    return period_chunk(match, period(Number(value, value), Number(value, value), unit))


SHORTHAND = {"7": "d", "52": "wk", "12": "mo"}
MOST_SHORT = 30
"""Nobody writes «60/7» for sixty days."""


@rule([T("NUMBER", as_="n", form=r"^\d\d?$"), T("SLASH", as_="slash"), T("NUMBER", as_="of", form=r"^(7|12|52)$")])
def shorthand(match: Match) -> Chunk | None:
    """a British prescription's «5/7», «2/52», «6/12» for days, weeks and months: «3/7 ago», «x 5/7», «2/52 history of»"""
    number, before, after = match["n"].value, match.before(), match.after()
    if not (match["slash"].glued and match["of"].glued and 1 <= number.low <= MOST_SHORT):
        return None
    told = bool(after) and after[0].has("SHIFT_BARE", "HISTORY_WORD") and not after[0].has("ANCHOR_FOLLOWS")
    lasting = bool(before) and before[0].has("FOR_CUE", "TIMES")
    if not told and (not lasting or bool(after) and after[0].has("DATE_OF", "UNIT", "NUMBER", "SLASH", "COUNTED")):
        return None
    return period_chunk(match, period(number, number, SHORTHAND[match["of"].text]))


@rule(
    [T("PERIOD_WORD", as_="word")],
    [T("FUSED_PERIOD", as_="word")],
    [T("TIME_UNIT", as_="word"), T("DASH"), T("LONG_TAIL", as_="long")],
    [T("ABOUT_ONE", as_="long"), T("GENITIVE_UNIT", as_="word")],
    [T("INDEFINITE"), T("TIME_UNIT", as_="word"), T("AND_HALF")],
    [T("NUMBER", form=r"^(?i:1|one|один|одного|одну)$"), T("TIME_UNIT", as_="word"), T("AND_HALF")],
)
def worded(match: Match) -> Chunk | None:
    """a fortnight; half a year; полгода; двухнедельный; a year and a half; month-long; около года"""
    word = match["word"]
    value = word.concept("PERIOD_WORD") or word.concept("FUSED_PERIOD")
    if value is None:
        many = Number(1, 1) if match.get("long") else Number(1.5, 1.5)
        return period_chunk(match, period(many, many, unit_code(word)))
    unit = UNIT_OF_ISO[value[-1]] if not value.startswith("PT") else value[-1].lower()
    return period_chunk(match, Period(value, unit, word.has("FUSED_PERIOD")))


@rule([T("VAGUE_NUMBER"), T("PERIOD_QUALITY", op="?"), T("TIME_UNIT", as_="unit")])
def vague(match: Match) -> Chunk | None:
    """several months; несколько лет"""
    unit = unit_code(match["unit"])
    return period_chunk(match, Period(None, unit)) if unit in ISO else None


@rule(
    [
        T("NUMBER", as_="n"),
        T("DASH", op="?"),
        T("COMMA", op="?"),
        T("TIME_AND"),
        T("NUMBER", as_="n"),
        T("DASH", op="?"),
        LETTER,
    ],
    *(
        [
            T("NUMBER", as_="n"),
            *(element for _ in range(count) for element in (T("DASH", op="?"), T("COMMA"), T("NUMBER", as_="n"))),
            T("DASH", op="?"),
            T("COMMA", op="?"),
            T("TIME_AND", op="?"),
            T("NUMBER", as_="n"),
            T("DASH", op="?"),
            LETTER,
        ]
        for count in (1, 2, 3)
    ),
)
def listed(match: Match) -> list[Chunk] | None:
    """1, 3, 6 and 12 months; 3, 7, 14 сут; 1-, 3- and 5-year"""
    numbers = match.all("n")
    values = [n.value.low for n in numbers]
    if values != sorted(values) or rate(match) or figure_panel(match):
        return None
    unit, out = unit_code(match["unit"]), []
    ordinal = match["unit"].has("ORDINAL_UNIT")
    last_at = match.matched.index(numbers[-1])
    for chunk in match.matched[:last_at]:
        value = period(chunk.value, chunk.value, unit) if chunk in numbers else None
        value = replace(value, ordinal=ordinal) if value else None
        out.append(span_chunk((chunk,), (("TIME_AMOUNT", unit),), value, match.rule) if value else chunk)
    last = period(numbers[-1].value, numbers[-1].value, unit)
    return [*out, span_chunk(match.matched[last_at:], (("TIME_AMOUNT", unit),), last, match.rule)] if last else None


AMOUNTS = (listed, between, mixed, with_fraction, weeks_and_days, counted, shorthand, worded, vague)
