"""Years, seasons, parts of a year and decades: «2014», «летом 2016 года», «early 2000s», «2012–2014»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Match, T, rule
from pipeline.rules.times.calendar import YEAR, bound_before, date_chunk, dated

HALVES = {"half1": ("01", "06"), "half2": ("07", "12")}
QUARTERS = {"1": ("01", "03"), "2": ("04", "06"), "3": ("07", "09"), "4": ("10", "12")}
ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4"}
LAST_YEAR = r"^((1[89]|20)\d\d|\d\d)$"


@rule(
    [T("SEASON", as_="season"), T("COMMA", "DATE_OF", op="?"), YEAR, T("YEAR_WORD", op="?")],
    [T("DATE_PART"), T("SEASON", as_="season"), T("DATE_OF", op="?"), YEAR, T("YEAR_WORD", op="?")],
    [
        T("SEASON", as_="season"),
        T("DATE_OF", op="?"),
        YEAR,
        T("DASH", "SLASH"),
        T("NUMBER", as_="last", form=LAST_YEAR),
        T("YEAR_WORD", op="?"),
    ],
)
def season_of_year(match: Match) -> Chunk | None:
    """summer of 2016; летом 2016 года; the winter of 2010–2011, named by the year in which it began"""
    last = match.get("last")
    if last is not None and int(last.text[-2:]) != (int(match["year"].text) + 1) % 100:
        return None
    return date_chunk(match, f"{match['year'].text}-{match['season'].concept('SEASON')}")


@rule(
    [
        T("ORDINAL", "NUMBER", as_="n"),
        T("QUARTER_WORD", "HALF_WORD", as_="part"),
        T("DATE_OF", op="?"),
        YEAR,
        T("YEAR_WORD", op="?"),
    ],
    [
        T(as_="roman", form=r"^(?i:I{1,3}|IV)$"),
        T("QUARTER_WORD", "HALF_WORD", as_="part"),
        T("DATE_OF", op="?"),
        YEAR,
        T("YEAR_WORD", op="?"),
    ],
    [T("QUARTER_LETTER"), T("NUMBER", as_="n", form=r"^[1-4]$"), T("DATE_OF", op="?"), YEAR],
)
def quarter_of_year(match: Match) -> Chunk | None:
    """the third quarter of 2015; III квартал 2015 г; в первом полугодии 2015 года; Q3 2015"""
    roman, part, year = match.get("roman"), match.get("part"), match["year"].text
    number = ROMAN[roman.text.upper()] if roman else match["n"].concept("ORDINAL") or match["n"].text
    ends = HALVES.get(f"half{number}") if part and part.has("HALF_WORD") else QUARTERS.get(number)
    return date_chunk(match, f"{year}-{ends[0]}/{year}-{ends[1]}") if ends else None


@rule(
    [T("DATE_PART", as_="part"), T("DASH", op="?"), YEAR, T("YEAR_WORD", op="?")],
    [
        T("DATE_PART"),
        T("THROUGH", "DASH"),
        T("DATE_PART", as_="part"),
        T("DASH", op="?"),
        T("DATE_OF", op="?"),
        YEAR,
        T("YEAR_WORD", op="?"),
    ],
    [T("DATE_PART", as_="part"), T("YEAR_CUE"), YEAR],
)
def part_of_year(match: Match) -> Chunk | None:
    """early 2015; в конце 2009 года; second half of 2014; early to mid 2013"""
    following, year = match.after(), match["year"].text
    if following and following[0].has("UNIT", "COUNTED"):
        return None
    half = HALVES.get(match["part"].concept("DATE_PART") or "")
    return date_chunk(match, f"{year}-{half[0]}/{year}-{half[1]}" if half else year)


@rule(
    [YEAR, T("YEAR_WORD", as_="word")],
    [YEAR],
    [YEAR, T("DASH"), T("ORDINAL_END", as_="end")],
    [YEAR, T("DASH"), T("ORDINAL_END", as_="end"), T("YEAR_WORD")],
)
def year(match: Match) -> Chunk | None:
    """in 2014; 2014 год; с 2014 г; в 2009-м"""
    end = match.get("end")
    if end is not None and not end.glued:
        return None
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
        return date_chunk(match, match["year"].text) if bracketed or not weighed(match) else None
    return date_chunk(match, match["year"].text)


def weighed(match: Match) -> bool:
    """«масса 2010 г», «2010 г, 46 см», «2000 г маннитола»; but «преднизолон 2010 г.», «аппендэктомия 1998 г.» tell years."""
    following = match.after(3)
    if int(match["year"].text) < FIRST_LIKELY_YEAR or following and following[0].has("DRUG", "PER", "SLASH"):
        return True
    if len(following) > 2 and following[1].has("NUMBER") and following[2].has("UNIT"):
        return True
    told = match.before(8)
    if told and told[-1].has("CHILD") and not any(c.has("BORN") for c in following):
        return True
    begin = max((i + 1 for i, c in enumerate(told) if c.has("PERIOD", "SEMICOLON")), default=0)
    return any(c.has("MEASURE", "NO_DOSE", "DOSE_WORD", "COMPARATOR", "APPROXIMATELY") for c in told[begin:])


FIRST_LIKELY_YEAR = 1900


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
    *(
        [
            T("NUMBER", as_="n", form=YEAR.form),
            *(element for _ in range(count) for element in (T("COMMA"), T("NUMBER", as_="n", form=YEAR.form))),
            T("COMMA", op="?"),
            T("TIME_AND"),
            T("NUMBER", as_="n", form=YEAR.form),
            T("YEAR_WORD", as_="word", op="?"),
        ]
        for count in (1, 2, 3)
    )
)
def listed_years(match: Match) -> list[Chunk] | None:
    """in 2009, 2011, and 2014; в 2009, 2011 и 2014 гг"""
    numbers, before, after = match.all("n"), match.before(), match.after()
    told = [n.text for n in numbers]
    cued = bool(before) and before[0].has("YEAR_CUE")
    if not (cued or match.get("word")) or told != sorted(set(told)) or after and not ends_year(after[0]):
        return None
    out = [dated((c,), c.text, match.rule, None) if c in numbers else c for c in match.matched]
    at = match.matched.index(numbers[-1])
    return [*out[:at], dated(match.matched[at:], numbers[-1].text, match.rule, None)]


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
    if not cued and match["word"].has("UNIT") and weighed(match):
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
    [T("NUMBER", as_="year", form=r"^(19|20)\d0$"), T("DASH"), T("ORDINAL_END", as_="end"), T("DECADE_YEARS")],
    [
        T("DATE_PART"),
        T("NUMBER", as_="year", form=r"^(19|20)\d0$"),
        T("DASH"),
        T("ORDINAL_END", as_="end"),
        T("DECADE_YEARS"),
    ],
)
def decade(match: Match) -> Chunk | None:
    """the 1990s; early 2000s; 1990-х годов"""
    return date_chunk(match, f"{match['year'].text[:3]}X") if match["end"].glued else None


@rule(
    [T("DATE_PART", op="?"), T("ORDINAL", as_="tens", form=r"^[2-9]0"), T("DECADE_YEARS")],
    [
        T("DATE_PART", op="?"),
        T("SIGN", form=r"^['’‘]$"),
        T("NUMBER", as_="tens", form=r"^[2-9]0$"),
        T("DECADE_END", as_="end"),
    ],
)
def short_decade(match: Match) -> Chunk | None:
    """в 80-х годах; the early '90s"""
    following, end = match.after(), match.get("end")
    if following and following[0].has("ANCHOR_OF") or end is not None and not (end.glued and match["tens"].glued):
        return None
    return date_chunk(match, f"19{match['tens'].text[0]}X")
