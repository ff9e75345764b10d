"""Counts of things, times of a clock, ordinals, numbers of a list."""

from __future__ import annotations

from pipeline.rules.census.fate import fate, whole
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Match, T, rule


@rule(
    [T("NUMBER", as_="hour"), T("COLON"), T("NUMBER", as_="minute")],
    [T("NUMBER", as_="hour"), T("CLOCK_WORD", "SIDE_WORD")],
)
def clock_time(match: Match) -> Chunk | None:
    """08:00; 9 o'clock"""
    minute = match.get("minute")
    if minute is not None and not (whole(minute, 59) and len(minute.text) == 2):
        return None
    return fate(match, "clock_time") if whole(match["hour"], 24) else None


@rule(
    [
        T("NUMBER", as_="number"),
        T("OF_WORD", "WORD", "LATERAL", "FLAG", "LESION", "CHANGE", op="{0,2}"),
        T("COUNTED_NOUN", "LESION", "DEVICE", "OPERATION", "SITE"),
    ],
    [T("RANGE", as_="number"), T("WORD", op="?"), T("COUNTED_NOUN", "LESION", "DEVICE", "OPERATION")],
    [
        T("NUMBER"),
        T("AND_WORD", "DASH", "RANGE_WORD", "COUNT_OF"),
        T("NUMBER", as_="number"),
        T("WORD", op="?"),
        T("COUNTED_NOUN", "LESION", "DEVICE", "OPERATION"),
    ],
)
def count(match: Match) -> Chunk | None:
    """two of four planned cycles; 3 lesions"""
    numbers = [c for c in match.matched if c.has("NUMBER")]
    return fate(match, "count") if all(whole(c, 5000) for c in numbers) else None


@rule([T("NUMBER"), T("COMMA", "NUMBER", op="{1,8}"), T("AND_WORD"), T("NUMBER"), T("WORD", op="?"), T("COUNTED_NOUN")])
def counts(match: Match) -> Chunk | None:
    """after 4, 8, 11 and 14 sessions"""
    return fate(match, "count") if all(whole(c, 5000) for c in match.matched if c.has("NUMBER")) else None


@rule(
    [
        T("NUMBER", as_="number"),
        T("WORD", "COUNTED_NOUN", "SERIES", "OTHER_PATIENTS", as_="noun", form=r"^[a-zа-яё]{3,}"),
    ]
)
def thing_count(match: Match) -> Chunk | None:
    """two separate occasions; 250 animal species"""
    return fate(match, "count") if whole(match["number"], 100_000) and not match["noun"].glued else None


@rule(
    [
        T("NUMBER", "NUMERAL", as_="number"),
        T("DASH", op="?"),
        T("WORD", as_="ending", form=r"^(?:st|nd|rd|th|й|я|е|ая|ой|ей|ого|го|ом|ю|м|х|ти|ми)$"),
    ]
)
def ordinal(match: Match) -> Chunk | None:
    """the 3rd; 2-й"""
    return fate(match, "ordinal") if match["ending"].glued else None


@rule([T("OPEN", op="?"), T("NUMBER", as_="number"), T("CLOSE", "PERIOD", as_="after")])
def list_number(match: Match) -> Chunk | None:
    """1) первый; (2) second"""
    number, after = match["number"], match["after"]
    if match.start > 0 and not match.matched[0].has("OPEN") and not after.has("CLOSE"):
        return None
    if not after.glued or not whole(number, 40) or match.end >= len(match.chunks):
        return None
    if match.start > 0 and not after.text.startswith(")"):
        return None
    return fate(match, "list_number")
