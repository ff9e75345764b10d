"""Two dates that make an interval: «с мая 2011 г. по ноябрь 2013 г.», «12 March to 3 June 2014»."""

from __future__ import annotations

from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Match, T, rule
from pipeline.rules.times.calendar import bound_before, dated


@rule(
    [T("DATE", as_="first"), T("PERIOD", op="?"), T("DASH", "THROUGH", as_="to"), T("DATE", as_="last")],
    [T("BETWEEN_CUE"), T("DATE", as_="first"), T("TIME_AND", as_="to"), T("DATE", as_="last")],
)
def interval(match: Match) -> Chunk | list[Chunk] | None:
    """за период с мая 2011 г. по ноябрь 2013 г; 12 March to 3 June 2014; between June and August 2012"""
    first, last = match["first"], match["last"]
    begin, end = first.value.edtf, last.value.edtf
    if "/" in begin + end:
        return None
    if begin.startswith("XXXX") and not end.startswith("XXXX"):
        begin = end[:4] + begin[4:]
    of_study = any(c.has("PERIOD_OF") for c in match.before(3)) and first.value.precision == "month"
    if begin >= end or (whole_days(first, last) and match["to"].has("THROUGH") and not of_study):
        return None
    flags = sorted({f for c in (first, last) for f in (c.concept("DATE") or "").split(",") if f})
    parts = match.matched
    if parts[0].has("BETWEEN_CUE"):
        return [parts[0], dated(parts[1:], f"{begin}/{end}", match.rule, None, *flags)]
    return dated(
        parts, f"{begin}/{end}", match.rule, bound_before(match) if first.value.bound != "since" else None, *flags
    )


def whole_days(first: Chunk, last: Chunk) -> bool:
    """Two days or months written in full and joined by a word stay two dates, each with its bound."""
    return all(c.value.precision in ("day", "month") and not c.value.edtf.startswith("XXXX") for c in (first, last))


INTERVALS = (interval,)
