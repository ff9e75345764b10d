"""Arithmetic on EDTF dates (ISO 8601-2) and ISO 8601 durations: bounds, sums, order. Pure functions on strings.

Dates: `2017`, `2017-01`, `2017-01-18`, seasons `2016-22`, decades `200X`, intervals `2014/2019-09-14` with open ends
`2014/..`, and `XXXX-06-06` where the year is unknown. Durations: `P3M`, `-P2W`, `PT6H`, `P1.5Y`, ranges `P8W/P10W`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from pipeline.record import record

Precision = Literal["day", "month", "season", "year", "decade"]

DAYS_PER_MONTH = Fraction("30.4375")
SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (1, 14)}
"""First and last possible month; the winter of a year is its beginning, or begins with its December."""
DATE = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX|XXXX)(?:-(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX))?)?(?P<qualifier>[?~%])?"
)
DURATION = re.compile(
    r"(?P<sign>[+-]?)P(?=[\dT])(?:(?P<years>[\d.]+)Y)?(?:(?P<months>[\d.]+)M)?(?:(?P<weeks>[\d.]+)W)?(?:(?P<days>[\d.]+)D)?"
    r"(?:T(?:(?P<hours>[\d.]+)H)?(?:(?P<minutes>[\d.]+)M)?(?:(?P<seconds>[\d.]+)S)?)?"
)
FINEST: tuple[tuple[str, Precision], ...] = (
    ("seconds", "day"),
    ("minutes", "day"),
    ("hours", "day"),
    ("days", "day"),
    ("weeks", "day"),
    ("months", "month"),
    ("years", "year"),
)
DATE_UNITS, CLOCK_UNITS = ("years", "months", "weeks", "days"), ("hours", "minutes", "seconds")
ORDER: tuple[Precision, ...] = ("day", "month", "season", "year", "decade")


@record(frozen=True, slots=True)
class Duration:
    """An ISO 8601 duration as months and days; `precision` is what its smallest printed unit justifies."""

    months: Fraction
    days: Fraction
    precision: Precision

    @property
    def in_days(self) -> Fraction:
        return self.months * DAYS_PER_MONTH + self.days


@lru_cache(maxsize=4096)
def duration(value: str) -> Duration | None:
    """A single signed ISO 8601 duration; None where it is none (or a range).

    >>> duration("-P2W").days, duration("P1.5Y").months, duration("P8W/P10W")
    (Fraction(-14, 1), Fraction(18, 1), None)
    """
    match = DURATION.fullmatch(value)
    if match is None:
        return None
    part = {name: Fraction(match[name]) for name, _ in FINEST if match[name]}
    if not part:
        return None
    sign = -1 if match["sign"] == "-" else 1
    months = part.get("years", Fraction()) * 12 + part.get("months", Fraction())
    days = (
        part.get("weeks", Fraction()) * 7
        + part.get("days", Fraction())
        + part.get("hours", Fraction()) / 24
        + part.get("minutes", Fraction()) / 1440
        + part.get("seconds", Fraction()) / 86400
    )
    precision = next(precision for name, precision in FINEST if name in part)
    if precision == "year" and part["years"].denominator != 1:
        precision = "month"
    return Duration(sign * months, sign * days, precision)


def precision_of(edtf: str) -> Precision | None:
    """How precise a date is; of an interval, its coarser end; None for what is no date.

    >>> precision_of("2017-01"), precision_of("2016-22"), precision_of("200X"), precision_of("2014/2019-09-14")
    ('month', 'season', 'decade', 'year')
    """
    if "/" in edtf:
        ends = [precision_of(end) for end in edtf.split("/") if end not in ("", "..")]
        known = [end for end in ends if end is not None]
        return max(known, key=ORDER.index) if known and len(known) == len(ends) else None
    match = DATE.fullmatch(edtf)
    if match is None:
        return None
    if match["day"] and match["day"] != "XX":
        return "day"
    if match["month"] and match["month"] != "XX":
        return "season" if int(match["month"]) > 12 else "month"
    return "decade" if "X" in match["year"] else "year"


@lru_cache(maxsize=8192)
def bounds(edtf: str) -> tuple[date | None, date | None]:
    """First and last possible day; None for an open or unknown end, both None for an unknown year or no date.

    >>> bounds("2016-02"), bounds("2014/..")[0], bounds("XXXX-06-06")
    ((datetime.date(2016, 2, 1), datetime.date(2016, 2, 29)), datetime.date(2014, 1, 1), (None, None))
    """
    if "/" in edtf:
        first, _, last = edtf.partition("/")
        return bounds(first)[0], bounds(last)[1]
    match = DATE.fullmatch(edtf)
    if match is None or match["year"] == "XXXX":
        return None, None
    first_year, last_year = int(match["year"].replace("X", "0")), int(match["year"].replace("X", "9"))
    month = int(match["month"]) if match["month"] and match["month"] != "XX" else None
    day = int(match["day"]) if match["day"] and match["day"] != "XX" else None
    if month is None:
        return date(first_year, 1, 1), date(last_year, 12, 31)
    if month not in range(1, 13) and month not in SEASON_MONTHS:
        return None, None
    first_month, last_month = SEASON_MONTHS.get(month, (month, month))
    if day is None:
        last_year, last_month = last_year + (last_month - 1) // 12, (last_month - 1) % 12 + 1
        return date(first_year, first_month, 1), date(last_year, last_month, monthrange(last_year, last_month)[1])
    if not 1 <= day <= monthrange(first_year, month)[1]:
        return None, None
    return date(first_year, month, day), date(first_year, month, day)


@lru_cache(maxsize=8192)
def valid(edtf: str) -> bool:
    """Does the edtf package read it, and does each day stand in the calendar?

    >>> valid("2017-01-18"), valid("2017-02-30"), valid("2014/.."), valid("XXXX-06-06")
    (True, False, True, True)
    """
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    for end in edtf.split("/"):
        match = DATE.fullmatch(end)
        if match and "X" not in (match["month"] or "") + (match["day"] or "") and not in_calendar(match):
            return False
    try:
        parse_edtf(edtf)
    except (EDTFParseException, ValueError):
        return False
    return True


def in_calendar(match: re.Match[str]) -> bool:
    month, day = match["month"], match["day"]
    if month is None:
        return True
    if day is None:
        return 1 <= int(month) <= 12 or int(month) in SEASON_MONTHS
    year = 2000 if "X" in match["year"] else int(match["year"])
    return 1 <= int(month) <= 12 and 1 <= int(day) <= monthrange(year, int(month))[1]


def add(edtf: str, value: str) -> str | None:
    """The date a signed duration later, as precise as both justify; None where neither says which day, month or year.

    >>> add("2019-09-14", "P10M"), add("2013-07-12", "P3D"), add("2009-06-01", "-P2W"), add("2014-03", "P2Y")
    ('2020-07', '2013-07-15', '2009-05-18', '2016')
    >>> add("2014", "P2M"), add("2014", "P7M"), add("2019-08", "P8W/P10W")
    ('2014', None, None)
    """
    if "/" in value:
        ends = [add(edtf, end) for end in value.split("/")]
        if None in ends:
            return None
        first, last = (str(end) for end in ends)
        return first if first == last else f"{first}/{last}"
    offset, precision = duration(value), precision_of(edtf)
    first_day, _ = bounds(edtf)
    if offset is None or precision is None or first_day is None or "/" in edtf:
        return None
    if precision == "day":
        return at(shifted(first_day, offset), offset.precision)
    if precision == "month":
        return add_to_month(first_day, offset)
    return add_to_year(first_day, offset) if precision == "year" else None


def total(first: str, second: str) -> str | None:
    """Two durations one after the other, in the units in which they were told.

    >>> total("P1W", "P2W"), total("P57D", "P1D"), total("P7D", "P3W"), total("P1M", "P2W"), total("P2Y", "P6M")
    ('P3W', 'P58D', 'P28D', 'P1M14D', 'P2Y6M')
    >>> total("P3D", "PT12H"), total("P3M", "P1W/P2W")
    ('P3DT12H', None)
    """
    ends = [DURATION.fullmatch(value) for value in (first, second)]
    if None in ends or any(end["sign"] for end in ends if end):
        return None
    parts = {name: sum(Fraction(end[name] or 0) for end in ends if end) for name, _ in FINEST}
    if parts["weeks"] and any(count for name, count in parts.items() if name != "weeks"):
        parts["days"], parts["weeks"] = parts["days"] + parts["weeks"] * 7, Fraction()
    day = "".join(f"{float(parts[name]):g}{name[0].upper()}" for name in DATE_UNITS if parts[name])
    clock = "".join(f"{float(parts[name]):g}{name[0].upper()}" for name in CLOCK_UNITS if parts[name])
    return f"P{day}{'T' if clock else ''}{clock}" if day or clock else None


def add_to_month(first_day: date, offset: Duration) -> str | None:
    """A month plus whole months is a month; plus a few days it is still that month; else unknown."""
    if offset.days == 0 and offset.months.denominator == 1:
        return at(shifted(first_day, offset), max(("month", offset.precision), key=ORDER.index))
    return at(first_day, "month") if abs(offset.in_days) <= DAYS_PER_MONTH / 4 else None


def add_to_year(first_day: date, offset: Duration) -> str | None:
    """A year plus whole years is a year; plus up to three months it is still that year; else unknown."""
    if offset.days == 0 and offset.months % 12 == 0:
        return at(shifted(first_day, offset), "year")
    return at(first_day, "year") if abs(offset.in_days) <= 3 * DAYS_PER_MONTH else None


def shifted(day: date, offset: Duration) -> date:
    """The day so many months, then days, later; the last of the month where the month is shorter."""
    whole = int(offset.months)
    months = day.year * 12 + day.month - 1 + whole
    year, month = months // 12, months % 12 + 1
    moved = date(year, month, min(day.day, monthrange(year, month)[1]))
    return moved + timedelta(days=int((offset.months - whole) * DAYS_PER_MONTH + offset.days))


def at(day: date, precision: Precision) -> str:
    if precision == "day":
        return day.isoformat()
    return f"{day:%Y-%m}" if precision == "month" else f"{day.year:04d}"


def compare(a: str, b: str) -> int | None:
    """-1 where a ends before b begins, 1 the other way round, 0 where they are the same, None where they overlap.

    >>> compare("2014", "2017-01-18"), compare("2017-01", "2017-01-18"), compare("2017", "2017")
    (-1, None, 0)
    """
    if a == b:
        return 0
    (a_first, a_last), (b_first, b_last) = bounds(a), bounds(b)
    if a_last and b_first and a_last < b_first:
        return -1
    if b_last and a_first and b_last < a_first:
        return 1
    return None


def days_between(a: str, b: str) -> int | None:
    """Days from a to b; None unless both are days.

    >>> days_between("2017-01-18", "2017-02-02")
    15
    """
    if precision_of(a) != "day" or precision_of(b) != "day" or "/" in a + b:
        return None
    first, last = bounds(a)[0], bounds(b)[0]
    return (last - first).days if first and last else None
