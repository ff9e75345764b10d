"""Days and months as far as their own words tell: «12 May 2017», «в августе 2019 года», «12 мая»."""

from __future__ import annotations

import re
from calendar import monthrange

from pipeline.facts import TimeExpression
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Match, T, rule, span_chunk
from pipeline.rules.times.edtf import precision_of

DAY = T("NUMBER", "ORDINAL", as_="day")
YEAR = T("NUMBER", as_="year", form=r"^(1[89]|20)\d\d$")


YEAR_GUESSED = "year_guessed"
LATEST_SHORT_YEAR = 50
"""Two digits up to here are of this century until the report's own year decides."""


def four_digits(year: str) -> tuple[str, tuple[str, ...]]:
    if len(year) == 4:
        return year, ()
    return f"{20 if int(year) <= LATEST_SHORT_YEAR else 19}{year}", (YEAR_GUESSED,)


def date_chunk(match: Match, edtf: str | None, *flags: str) -> Chunk | None:
    if edtf is None:
        return None
    return dated(match.matched, edtf, match.rule, bound_before(match), *flags)


def dated(parts: tuple[Chunk, ...], edtf: str, rule_name: str, bound: str | None, *flags: str) -> Chunk:
    """A DATE chunk; its concept names what the document must still decide."""
    bound = None if "/" in edtf else bound
    value = TimeExpression("date", edtf=edtf, bound=bound, precision=precision_of(edtf))
    return span_chunk(parts, (("DATE", ",".join(flags)),), value, rule_name)


def bound_before(match: Match) -> str | None:
    """since | until | before | after | about, from the word before: «с 2014 года», «from early 2015»."""
    for chunk in reversed(match.before(3)):
        bound = chunk.concept("DATE_BOUND")
        if bound:
            return bound
        if not chunk.has("DATE_PART", "INDEFINITE", "DEFINITE"):
            return None
    return None


def day_of(chunk: Chunk) -> int | None:
    number = chunk.value
    return int(number.low) if number and number.is_whole and not number.is_range and 1 <= number.low <= 31 else None


def day_edtf(year: str, month: str, day: int | None) -> str | None:
    """None where no calendar has that day."""
    if day is None or not 1 <= int(month) <= 12:
        return None
    days = monthrange(int(year) if year != "XXXX" else 2000, int(month))[1]
    return f"{year}-{month}-{day:02d}" if 1 <= day <= days else None


def month_of(chunk: Chunk) -> str:
    return chunk.concept("MONTH") or ""


def is_method(match: Match) -> bool:
    """ "OCT 3 weeks later", "OCT 2": optical coherence tomography, unless a year says that it is October."""
    month, after = match["month"], match.after()
    return month.has("MODALITY") or month is match.matched[0] and bool(after) and after[0].has("UNIT")


def year_of(match: Match) -> str:
    year = match.get("year")
    return year.text if year else "XXXX"


@rule(
    [
        DAY,
        T("DATE_OF", op="?"),
        T("MONTH", as_="month"),
        T("PERIOD", op="?"),
        T("COMMA", "DATE_OF", op="?"),
        YEAR,
        T("YEAR_WORD", op="?"),
    ],
    [T("MONTH", as_="month"), T("PERIOD", op="?"), DAY, T("COMMA", op="?"), YEAR],
    [DAY, T("DATE_OF", op="?"), T("MONTH", as_="month")],
    [T("MONTH", as_="month"), T("PERIOD", op="?"), DAY],
)
def day_and_month(match: Match) -> Chunk | None:
    """12 May 2017; May 12th, 2017; 12 мая 2017 г; June 6; 12 мая"""
    following = match.after()
    if match.get("year") is None and following and following[0].glued and following[0].has("SLASH"):
        return None
    if match.get("year") is None and is_method(match):
        return None
    return date_chunk(match, day_edtf(year_of(match), month_of(match["month"]), day_of(match["day"])))


@rule(
    [
        DAY,
        T("DASH", "THROUGH"),
        T("NUMBER", "ORDINAL", as_="last"),
        T("MONTH", as_="month"),
        T("COMMA", op="?"),
        YEAR,
        T("YEAR_WORD", op="?"),
    ],
    [DAY, T("DASH", "THROUGH"), T("NUMBER", "ORDINAL", as_="last"), T("MONTH", as_="month")],
    [
        T("MONTH", as_="month"),
        T("PERIOD", op="?"),
        DAY,
        T("DASH", "THROUGH"),
        T("NUMBER", "ORDINAL", as_="last"),
        T("COMMA", op="?"),
        YEAR,
    ],
    [T("MONTH", as_="month"), T("PERIOD", op="?"), DAY, T("DASH"), T("NUMBER", "ORDINAL", as_="last")],
    [T("ORDINAL", as_="day"), T("MONTH", as_="month"), YEAR],
    [T("ORDINAL", as_="day"), T("MONTH", as_="month")],
)
def days_of_month(match: Match) -> Chunk | list[Chunk] | None:
    """6–12 June 2014; June 6-12; 6-7 сентября 2014 г; since one day until the other: с 4 по 6 октября"""
    both = match["day"].value if match.get("last") is None else None
    low = both.low if both else day_of(match["day"])
    high = both.high if both else day_of(match["last"])
    if low is None or high is None or low >= high:
        return None
    ends = [day_edtf(year_of(match), month_of(match["month"]), int(d)) for d in (low, high)]
    if ends[0] is None or ends[1] is None:
        return None
    if bound_before(match) == "since" and match.matched[1].has("THROUGH"):
        first, to, *last = match.matched
        return [dated((first,), ends[0], match.rule, "since"), to, dated(tuple(last), ends[1], match.rule, "until")]
    return date_chunk(match, "/".join(e for e in ends if e))


@rule(
    *(
        [
            *(
                element
                for _ in range(count)
                for element in (T("NUMBER", "ORDINAL", as_="day"), T("COMMA", op="?"), T("TIME_AND", op="?"))
            ),
            T("NUMBER", "ORDINAL", as_="day"),
            T("DATE_OF", op="?"),
            T("MONTH", as_="month"),
            *end,
        ]
        for count in (1, 2)
        for end in ((), (T("COMMA", "DATE_OF", op="?"), YEAR, T("YEAR_WORD", op="?")))
    ),
    [T("MONTH", as_="month"), DAY, T("TIME_AND"), T("NUMBER", "ORDINAL", as_="day"), T("COMMA", op="?"), YEAR],
    *(
        [
            T("MONTH", as_="month"),
            *(element for _ in range(count) for element in (DAY, T("COMMA"))),
            DAY,
            T("COMMA", op="?"),
            T("TIME_AND"),
            T("NUMBER", "ORDINAL", as_="day"),
            T("COMMA", op="?"),
            YEAR,
        ]
        for count in (1, 2)
    ),
    [T("MONTH", as_="month"), DAY, T("TIME_AND"), T("NUMBER", "ORDINAL", as_="day")],
)
def two_days(match: Match) -> list[Chunk] | None:
    """3 and 7 May 2014; the 3rd, 5th and 7th of May; 3 и 7 мая; May 3, 7 and 9, 2014"""
    month, year, days = month_of(match["month"]), year_of(match), match.all("day")
    told = [day_edtf(year, month, day_of(day)) for day in days]
    dates = [date for date in told if date is not None]
    places = [match.matched.index(day) for day in days]
    parted = all(b - a > 1 for a, b in zip(places, places[1:], strict=False))
    if len(dates) < len(days) or dates != sorted(set(dates)) or not parted:
        return None
    out: list[Chunk] = []
    ends = [0, *(p for p in places[1:]), len(match.matched)]
    for i, date in enumerate(dates):
        last = len(match.matched) if i == len(dates) - 1 else places[i] + 1
        out.append(dated(match.matched[ends[i] : last], date, match.rule, bound_before(match) if i == 0 else None))
        out.extend(match.matched[last : ends[i + 1]])
    return out


@rule(
    [T("MONTH", as_="month"), T("PERIOD", op="?"), T("COMMA", "DATE_OF", op="?"), YEAR, T("YEAR_WORD", op="?")],
    [
        T("DATE_PART"),
        T("DASH", op="?"),
        T("MONTH", as_="month"),
        T("PERIOD", op="?"),
        T("COMMA", "DATE_OF", op="?"),
        YEAR,
        T("YEAR_WORD", op="?"),
    ],
    [T("MONTH", as_="month"), T("SLASH", "DASH"), YEAR],
)
def month_and_year(match: Match) -> Chunk | None:
    """August 2019; mid-March 2015; в августе 2019 года; Aug. 2019"""
    return date_chunk(match, f"{match['year'].text}-{month_of(match['month'])}")


SHORT_CAPITALS = re.compile(r"[A-Z]{3,4}")
"""«in OCT», «on SEP»: a method, unless a day or a year stands beside it."""


@rule([T("DATE_PART"), T("DASH", op="?"), T("MONTH", as_="month")], [T("MONTH", as_="month")])
def month_alone(match: Match) -> Chunk | None:
    """in August; end of May; в августе"""
    part, before, after = len(match.matched) > 1, match.before(), match.after()
    if not part and not (before and before[0].has("DATE_IN", "DATE_BOUND")):
        return None
    if SHORT_CAPITALS.fullmatch(match["month"].text):
        return None
    if after and after[0].has("NUMBER"):
        return None
    return date_chunk(match, f"XXXX-{month_of(match['month'])}")


@rule(
    [
        T("MONTH", as_="first"),
        T("PERIOD", op="?"),
        T("DASH", "THROUGH", "SLASH", as_="sign"),
        T("MONTH", as_="last"),
        T("PERIOD", op="?"),
        T("COMMA", "DATE_OF", op="?"),
        YEAR,
        T("YEAR_WORD", op="?"),
    ],
    [
        T("MONTH", as_="first"),
        T("TIME_AND", as_="and"),
        T("MONTH", as_="last"),
        T("COMMA", "DATE_OF", op="?"),
        YEAR,
        T("YEAR_WORD", op="?"),
    ],
)
def months_of_year(match: Match) -> Chunk | list[Chunk] | None:
    """January to July 2013; January and June of 2002; Jan/Feb 2012; с января по май 2013 г"""
    ends = [f"{match['year'].text}-{month_of(match[end])}" for end in ("first", "last")]
    if ends[0] >= ends[1]:
        return None
    joint = match.get("and")
    if joint is None:
        return date_chunk(match, "/".join(ends))
    at = match.matched.index(joint)
    return [
        dated(match.matched[:at], ends[0], match.rule, bound_before(match)),
        joint,
        dated(match.matched[at + 1 :], ends[1], match.rule, None),
    ]


@rule(
    *(
        [
            *(element for _ in range(count) for element in (T("MONTH", as_="month"), T("COMMA"))),
            T("MONTH", as_="month"),
            T("COMMA", op="?"),
            T("TIME_AND"),
            T("MONTH", as_="month"),
            T("COMMA", "DATE_OF", op="?"),
            YEAR,
            T("YEAR_WORD", op="?"),
        ]
        for count in (1, 2)
    )
)
def listed_months(match: Match) -> list[Chunk] | None:
    """in March, May and July 2013"""
    months, year = match.all("month"), match["year"].text
    told = [month_of(month) for month in months]
    if told != sorted(set(told)):
        return None
    at = match.matched.index(months[-1])
    out = [dated((c,), f"{year}-{month_of(c)}", match.rule, None) if c in months else c for c in match.matched[:at]]
    return [*out, dated(match.matched[at:], f"{year}-{told[-1]}", match.rule, None)]


@rule([T("SIGN", form=r"^['’‘]$"), T("NUMBER", as_="short", form=r"^\d\d$")])
def apostrophe_year(match: Match) -> Chunk | None:
    """in '98; since '04"""
    short, before, after = match["short"], match.before(), match.after()
    if not (short.glued and before and before[0].has("DATE_IN", "DATE_BOUND")):
        return None
    if after and after[0].has("UNIT", "TIME_UNIT", "DECADE_END", "DASH", "SIGN"):
        return None
    year, flags = four_digits(short.text)
    return date_chunk(match, year, *flags)


ROMAN = T(as_="roman", form=r"^(?i:I{1,3}|IV|VI{0,3}|IX|XI{0,2})$")
ROMAN_VALUE = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


@rule(
    [
        DAY,
        T("PERIOD", "SLASH", "DASH"),
        ROMAN,
        T("PERIOD", "SLASH", "DASH", op="?"),
        T("NUMBER", as_="year", form=r"^(1[89]|20)?\d\d$"),
        T("YEAR_WORD", op="?"),
    ],
)
def roman_month(match: Match) -> Chunk | None:
    """2.V.2014; 5/IV 2011 г; 12/V-15"""
    printed, until = match["year"], match.labels.index("year")
    short = len(printed.text) == 2
    if short and (match.labels[until - 1] == "roman" or not all(c.glued for c in match.matched[1 : until + 1])):
        return None
    year, flags = four_digits(printed.text)
    month = ROMAN_VALUE.index(match["roman"].text.upper())
    return date_chunk(match, day_edtf(year, f"{month:02d}", day_of(match["day"])), *flags)


@rule(
    [DAY, T("DASH", "SLASH"), T("MONTH", as_="month"), T("DASH", "SLASH"), YEAR],
    [DAY, T("DASH", "SLASH"), T("MONTH", as_="month"), T("DASH", "SLASH"), T("NUMBER", as_="short", form=r"^\d\d$")],
    [
        T("MONTH", "SEASON", as_="month"),
        T("PERIOD", op="?"),
        T("SIGN", form=r"^['’‘]$"),
        T("NUMBER", as_="short", form=r"^\d\d$"),
    ],
)
def short_year(match: Match) -> Chunk | None:
    """02-MAY-2014; 2-May-14; Jan '09; summer '98"""
    short, day = match.get("short"), match.get("day")
    if short is not None and not short.glued:
        return None
    year, flags = four_digits(short.text) if short else (match["year"].text, ())
    month = month_of(match["month"]) or match["month"].concept("SEASON") or ""
    return date_chunk(match, day_edtf(year, month, day_of(day)) if day else f"{year}-{month}", *flags)


@rule(
    [T("MONTH", as_="month"), T("COMMA"), T("NUMBER", as_="both", form=r"^\d{1,2}$"), T("YEAR_WORD")],
    [T("MONTH", as_="month"), T("NUMBER", as_="both", form=r"^\d{1,2},(19|20)\d\d$")],
)
def glued_day_and_year(match: Match) -> Chunk | None:
    """January 12,2017"""
    day, _, printed = match["both"].text.partition(",")
    if not printed:
        return None
    return date_chunk(match, day_edtf(printed, month_of(match["month"]), int(day)))
