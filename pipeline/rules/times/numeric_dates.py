"""Dates in figures: «18.01.17 года», «12/05/2017», «3.11-19.11.12», «от 27.05», «03.2015»."""

from __future__ import annotations

import re

from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Match, T, rule
from pipeline.rules.times.calendar import date_chunk, day_edtf, four_digits

NUMERIC = re.compile(
    r"(?P<y>\d{4})[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})|(?P<a>\d{1,2})(?P<sign>[-./])(?P<b>\d{1,2})(?:[-./](?P<c>\d{4}|\d{2}))?"
)
AMBIGUOUS = "ambiguous"


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
    """КТ от 27.05; ЭхоКГ (08.01); 7.08 переведен; выписан 20.03"""
    before, after = match.before(3), match.after()
    if after and after[0].has("UNIT", "PERCENT", "NUMBER", "DASH", "THROUGH", "TIMES", "SLASH", "PLUS_MINUS", "POWER"):
        return None
    dated_by = bool(before) and before[-1].has("DATED")
    bracketed = bool(after) and len(before) > 1 and before[-1].has("OPEN") and after[0].has("CLOSE")
    of_study = bracketed and before[-2].has("MODALITY", "PROCEDURE", "EVENT")
    of_event = (
        bool(before) and before[-1].has("EVENT_VERB") and before[-1].concept("EVENT_VERB") in ("admission", "discharge")
    )
    told = bool(after) and after[0].has("EVENT_VERB") and not (before and before[-1].has("ANALYTE", "LAB_LINK", "DASH"))
    if not (dated_by or of_study or of_event or told):
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
        and (not match.before() or not match.before()[0].has("DATE_IN", "DATE_BOUND", "EVENT_VERB", "MODALITY", "OPEN"))
        or following
        and following[0].has("UNIT")
    ):
        return None
    month, _, printed = match["date"].text.partition(".")
    full, flags = four_digits(printed)
    return date_chunk(match, f"{full}-{int(month):02d}", *flags)
