"""Calendar expressions as far as their own words tell: «18.01.17 года», «12 May 2017», «в августе 2019 года», «2014»."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence

from pipeline.facts import TimeExpression
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Match, T, rule, span_chunk
from pipeline.rules.times.edtf import precision_of

DAY = T("NUMBER", "ORDINAL", as_="day")
YEAR = T("NUMBER", as_="year", form=r"^(1[89]|20)\d\d$")
NUMERIC = re.compile(
    r"(?P<y>\d{4})[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})|(?P<a>\d{1,2})(?P<sign>[-./])(?P<b>\d{1,2})(?:[-./](?P<c>\d{4}|\d{2}))?"
)
YEAR_GUESSED, AMBIGUOUS = "year_guessed", "ambiguous"
LATEST_SHORT_YEAR = 50
"""Two digits up to here are of this century until the report's own year decides."""
HALVES = {"half1": ("01", "06"), "half2": ("07", "12")}


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
    [
        DAY,
        T("TIME_AND", "COMMA"),
        T("NUMBER", "ORDINAL", as_="other"),
        T("MONTH", as_="month"),
        YEAR,
        T("YEAR_WORD", op="?"),
    ],
    [DAY, T("TIME_AND", "COMMA"), T("NUMBER", "ORDINAL", as_="other"), T("MONTH", as_="month")],
)
def two_days(match: Match) -> list[Chunk] | None:
    """3 and 7 May 2014; 3 и 7 мая"""
    month, year = month_of(match["month"]), year_of(match)
    first, second = day_edtf(year, month, day_of(match["day"])), day_edtf(year, month, day_of(match["other"]))
    if first is None or second is None or first >= second:
        return None
    return [
        dated(match.matched[:1], first, match.rule, bound_before(match)),
        match.matched[1],
        dated(match.matched[2:], second, match.rule, None),
    ]


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


@rule([T("DATE_PART"), T("DASH", op="?"), T("MONTH", as_="month")], [T("MONTH", as_="month")])
def month_alone(match: Match) -> Chunk | None:
    """in August; end of May; в августе"""
    part, before, after = len(match.matched) > 1, match.before(), match.after()
    if not part and not (before and before[0].has("DATE_IN", "DATE_BOUND")):
        return None
    if after and after[0].has("NUMBER"):
        return None
    return date_chunk(match, f"XXXX-{month_of(match['month'])}")


@rule(
    [
        T("MONTH", as_="first"),
        T("PERIOD", op="?"),
        T("DASH", "THROUGH", as_="sign"),
        T("MONTH", as_="last"),
        T("PERIOD", op="?"),
        T("COMMA", op="?"),
        YEAR,
        T("YEAR_WORD", op="?"),
    ],
    [T("MONTH", as_="first"), T("TIME_AND", as_="and"), T("MONTH", as_="last"), YEAR, T("YEAR_WORD", op="?")],
)
def months_of_year(match: Match) -> Chunk | list[Chunk] | None:
    """January to July 2013; January and June 2002; с января по май 2013 г"""
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
    [T("SEASON", as_="season"), T("COMMA", "DATE_OF", op="?"), YEAR, T("YEAR_WORD", op="?")],
    [T("DATE_PART"), T("SEASON", as_="season"), T("DATE_OF", op="?"), YEAR, T("YEAR_WORD", op="?")],
)
def season_of_year(match: Match) -> Chunk | None:
    """summer of 2016; летом 2016 года"""
    return date_chunk(match, f"{match['year'].text}-{match['season'].concept('SEASON')}")


@rule(
    [T("DATE_PART", as_="part"), T("DASH", op="?"), YEAR, T("YEAR_WORD", op="?")],
    [T("DATE_PART", as_="part"), T("YEAR_CUE"), YEAR],
)
def part_of_year(match: Match) -> Chunk | None:
    """early 2015; в конце 2009 года; second half of 2014"""
    following, year = match.after(), match["year"].text
    if following and following[0].has("UNIT", "COUNTED"):
        return None
    half = HALVES.get(match["part"].concept("DATE_PART") or "")
    return date_chunk(match, f"{year}-{half[0]}/{year}-{half[1]}" if half else year)


@rule([YEAR, T("YEAR_WORD", as_="word")], [YEAR])
def year(match: Match) -> Chunk | None:
    """in 2014; 2014 год; с 2014 г"""
    word, before, after = match.get("word"), match.before(), match.after(2)
    cued = bool(before) and before[0].has("YEAR_CUE")
    if word is None and (not cued or (after and not ends_year(after[0])) or fell_or_rose(after)):
        return None
    if (
        word is not None
        and word.has("UNIT")
        and not word.has("TIME_UNIT")
        and not (before and before[0].has("DATE_IN", "DATE_BOUND", "YEAR_CUE"))
    ):
        bracketed = bool(before and after) and before[0].has("OPEN") and after[0].has("PERIOD")
        return date_chunk(match, match["year"].text) if bracketed else None
    return date_chunk(match, match["year"].text)


def fell_or_rose(following: Sequence[Chunk]) -> bool:
    """«с 1850 до 920 пг/мл», «from 1900 to 340 U/L»: what the number goes to is no year."""
    if len(following) < 2 or not following[0].has("THROUGH", "DATE_BOUND", "SHIFT"):
        return False
    return following[1].has("NUMBER") and not re.fullmatch(r"(1[89]|20)\d\d", following[1].text)


def ends_year(following: Chunk) -> bool:
    """«in 2000 mg», «in 2000 patients», «2000–3000 cells» are no years."""
    return not following.has("UNIT", "COUNTED", "NUMBER", "DASH", "SLASH", "TIMES", "PLUS_MINUS", "POWER", "DATE_END")


@rule(
    [
        YEAR,
        T("DASH", "THROUGH", as_="sign"),
        T("NUMBER", as_="last", form=r"^((1[89]|20)\d\d|\d\d)$"),
        T("YEAR_WORD", as_="word", op="?"),
    ],
    [
        YEAR,
        T("YEAR_WORD"),
        T("PERIOD", op="?"),
        T("DASH", "THROUGH", as_="sign"),
        T("NUMBER", as_="last", form=r"^(1[89]|20)\d\d$"),
        T("YEAR_WORD", as_="word", op="?"),
    ],
)
def years(match: Match) -> Chunk | None:
    """2012–2014; from 2012 to 2014; 1997 по 2013 г"""
    first, last = match["year"].text, match["last"].text
    last = first[: 4 - len(last)] + last
    before, after = match.before(), match.after()
    if not 0 < int(last) - int(first) <= 150 or after and after[0].has("UNIT", "COUNTED", "NUMBER", "PERCENT"):
        return None
    cued = (
        match.get("word") is not None
        or bool(before)
        and before[0].has("YEAR_CUE", "DATE_IN", "DATE_BOUND", "AMONG", "OPEN", "MONTH", "DATE_OF")
    )
    return date_chunk(match, f"{first}/{last}") if cued else None


@rule(
    [
        YEAR,
        T("YEAR_WORD", op="?"),
        T("TIME_AND", "COMMA", as_="and"),
        T("NUMBER", as_="last", form=r"^(1[89]|20)\d\d$"),
        T("YEAR_WORD", as_="word", op="?"),
    ],
)
def two_years(match: Match) -> list[Chunk] | None:
    """in 2009 and 2011; в 2009 и 2011 годах"""
    before, after = match.before(), match.after()
    cued = bool(before) and before[0].has("YEAR_CUE")
    if not (cued or match.get("word")) or after and not ends_year(after[0]) or match["year"].text >= match["last"].text:
        return None
    at = match.matched.index(match["and"])
    between = bool(before) and before[0].has("BETWEEN_CUE")
    if between:
        return [dated(match.matched, f"{match['year'].text}/{match['last'].text}", match.rule, None)]
    return [
        dated(match.matched[:at], match["year"].text, match.rule, bound_before(match)),
        match["and"],
        dated(match.matched[at + 1 :], match["last"].text, match.rule, None),
    ]


@rule(
    [T("NUMBER", as_="year", form=r"^(19|20)\d0$"), T("DECADE_END", as_="end")],
    [T("DATE_PART"), T("NUMBER", as_="year", form=r"^(19|20)\d0$"), T("DECADE_END", as_="end")],
    [T("NUMBER", as_="year", form=r"^(19|20)\d0$"), T("DASH"), T("ORDINAL_END", as_="end"), T("YEAR_WORD")],
    [
        T("DATE_PART"),
        T("NUMBER", as_="year", form=r"^(19|20)\d0$"),
        T("DASH"),
        T("ORDINAL_END", as_="end"),
        T("YEAR_WORD"),
    ],
)
def decade(match: Match) -> Chunk | None:
    """the 1990s; early 2000s; 1990-х годов"""
    return date_chunk(match, f"{match['year'].text[:3]}X") if match["end"].glued else None


@rule([T("NUMERIC_DATE", as_="date")], [T("NUMERIC_DATE", as_="date"), T("YEAR_WORD")])
def numeric(match: Match) -> Chunk | None:
    """18.01.17 года; 12/05/2017; 2017-01-18"""
    edtf, flags = numeric_edtf(match["date"].text)
    if any(c.has("NO_DATE") for c in match.before(2)):
        return None
    return date_chunk(match, edtf, *flags)


def numeric_edtf(printed: str) -> tuple[str | None, tuple[str, ...]]:
    """
    >>> numeric_edtf("18.01.17"), numeric_edtf("12/05/2017"), numeric_edtf("05/18/2017"), numeric_edtf("30.02.2017")
    (('2017-01-18', ('year_guessed',)), ('2017-05-12', ('ambiguous',)), ('2017-05-18', ()), (None, ()))
    """
    match = NUMERIC.fullmatch(printed)
    if match is None:
        return None, ()
    if match["y"]:
        return day_edtf(match["y"], f"{int(match['m']):02d}", int(match["d"])), ()
    year, guessed = four_digits(match["c"]) if match["c"] else ("XXXX", ())
    day, month = int(match["a"]), int(match["b"])
    if month > 12:
        day, month = month, day
    ambiguous = (AMBIGUOUS,) if match["sign"] != "." and day <= 12 and day != month else ()
    edtf = day_edtf(year, f"{month:02d}", day)
    return (edtf, (*guessed, *ambiguous)) if edtf else (None, ())


def four_digits(year: str) -> tuple[str, tuple[str, ...]]:
    if len(year) == 4:
        return year, ()
    return f"{20 if int(year) <= LATEST_SHORT_YEAR else 19}{year}", (YEAR_GUESSED,)


@rule(
    [
        T("NUMBER", as_="first", form=r"^\d{1,2}\.\d{1,2}$"),
        T("PERIOD", op="?"),
        T("DASH", "THROUGH"),
        T("NUMERIC_DATE", as_="last"),
        T("YEAR_WORD", op="?"),
    ],
)
def numeric_days(match: Match) -> Chunk | None:
    """3.11-19.11.12"""
    last, flags = numeric_edtf(match["last"].text)
    first, _ = numeric_edtf(match["first"].text)
    if first is None or last is None:
        return None
    first = first.replace("XXXX", last[:4])
    return date_chunk(match, f"{first}/{last}", *flags) if first < last else None


DAY_AND_MONTH = r"^(0?[1-9]|[12]\d|3[01])\.(0[1-9]|1[0-2])$"


@rule([T("NUMBER", as_="date", form=DAY_AND_MONTH)])
def numeric_day(match: Match) -> Chunk | None:
    """КТ от 27.05; ЭхоКГ (08.01); 7.08 переведен"""
    before, after = match.before(3), match.after()
    if after and after[0].has("UNIT", "PERCENT", "NUMBER", "DASH", "THROUGH", "TIMES", "SLASH", "PLUS_MINUS", "POWER"):
        return None
    dated_by = bool(before) and before[-1].has("DATED")
    bracketed = bool(after) and len(before) > 1 and before[-1].has("OPEN") and after[0].has("CLOSE")
    of_study = bracketed and before[-2].has("MODALITY", "PROCEDURE", "EVENT")
    told = bool(after) and after[0].has("EVENT_VERB") and not (before and before[-1].has("ANALYTE", "LAB_LINK", "DASH"))
    if not (dated_by or of_study or told):
        return None
    edtf, flags = numeric_edtf(match["date"].text)
    return date_chunk(match, edtf, *flags)


@rule(
    [T("NUMBER", as_="date", form=r"^(0[1-9]|1[0-2])\.\d\d$"), T("YEAR_WORD")],
    [T("NUMBER", as_="date", form=r"^(0?[1-9]|1[0-2])\.(19|20)\d\d$"), T("YEAR_WORD", op="?")],
    [T("NUMBER", as_="month", form=r"^(0?[1-9]|1[0-2])$"), T("SLASH"), T("NUMBER", as_="year", form=r"^(19|20)\d\d$")],
)
def numeric_month(match: Match) -> Chunk | None:
    """от 04.11г; 03.2015; 03/2015"""
    if match.get("date") is None:
        return date_chunk(match, f"{match['year'].text}-{int(match['month'].text):02d}")
    following = match.after()
    if (
        len(match.matched) == 1
        and (not match.before() or not match.before()[0].has("DATE_IN", "DATE_BOUND"))
        or following
        and following[0].has("UNIT")
    ):
        return None
    month, _, printed = match["date"].text.partition(".")
    full, flags = four_digits(printed)
    return date_chunk(match, f"{full}-{int(month):02d}", *flags)


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


CALENDAR = (
    numeric_days,
    numeric,
    days_of_month,
    two_days,
    glued_day_and_year,
    day_and_month,
    months_of_year,
    month_and_year,
    season_of_year,
    decade,
    part_of_year,
    years,
    two_years,
    numeric_month,
    numeric_day,
    year,
    month_alone,
)
