"""Durations, and amounts of time that only their neighbours explain."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Match, T, rule
from pipeline.rules.times.ages import age_chunk, lived, person
from pipeline.rules.times.offsets import day_anchor, duration_chunk, relative_chunk, value_of
from pipeline.rules.times.period import Period

AMOUNT = T("TIME_AMOUNT", as_="amount")
INSTANTS = ("s", "ms", "min")
NEAR = {"s": 1, "ms": 1, "min": 3}
"""Chunks before them in which a cue must stand: «the operation took 95 minutes», «длительность операции 95 минут»."""
"""Units of measurements (clotting times, QT) more often than of stretches of time."""
REACH = 8


@rule(
    [T("OVER_CUE", as_="over"), T("DEFINITE", op="?"), T("LAST"), AMOUNT],
    [T("LAST"), AMOUNT],
    [T("OVER_CUE", as_="over"), T("DEFINITE", op="?"), T("LAST", as_="last"), T("TIME_UNIT", as_="unit")],
    [T("LAST", as_="last"), T("TIME_UNIT", as_="unit")],
    [T("OVER_CUE", as_="over"), T("LAST_ONE", as_="last"), T("TIME_UNIT", as_="unit")],
    [T("LAST_ONE", as_="last"), T("TIME_UNIT", as_="unit")],
)
def last(match: Match) -> Chunk | list[Chunk] | None:
    """over the past 6 months; за последние 6 месяцев; the past year; first 24 h; last week; в прошлом году"""
    bare = match.get("last")
    if bare is not None and bare.concept("LAST") != "before":
        return None
    over = match.get("over")
    stretch = (
        over is not None
        and over.has("OVER_WORD", "FOR_ONE")
        or any(c.has("DEFINITE", "FOR_CUE", "DEFINITE_IN") for c in match.before())
    )
    if bare is not None and bare.has("LAST_ONE") and not match["unit"].has("PLURAL_UNIT") and not stretch:
        outside = 0 if over is None else 1
        made = relative_chunk(match.matched[outside:], value_of(match), "before", match.rule)
        return [*match.matched[:outside], made]
    if over is None or over.has("OVER_WORD"):
        return duration_chunk(match.matched, value_of(match), match.rule)
    outside = 2 if match.matched[1].has("DEFINITE") else 1
    inside = duration_chunk(match.matched[outside:], value_of(match), match.rule)
    return [*match.matched[:outside], inside]


@rule([AMOUNT], [T("APPROXIMATELY"), AMOUNT])
def amount(match: Match) -> Chunk | list[Chunk] | None:
    """for 3 weeks; в течение 33 месяцев; 3-day history; at 6 months; пациент … 46 лет"""
    found: Period = match["amount"].value
    before, after = listed_before(match), match.after(2)
    if endpoint(after):
        return None
    if found.unit in INSTANTS and not any(c.has("FOR_CUE", "TOOK", "MEASURE") for c in before[-NEAR[found.unit] :]):
        return [*match.matched[:-1], *match["amount"].parts]
    if before and counts_from(match, before[-1]) and not found.adjective:
        if before[-1].has("AGE_IN") and is_lived(match, before, after):
            return age_chunk(match.matched, found.iso, match.rule)
        return relative_chunk(match.matched, found.iso, "after", match.rule, day_anchor(match))
    if is_lived(match, before, after):
        return age_chunk(match.matched, found.iso, match.rule)
    return duration_chunk(match.matched, found.iso, match.rule)


@rule(
    [T("FOR_CUE", as_="cue"), T("INDEFINITE", "DEFINITE"), T("TIME_UNIT", as_="unit")],
    [T("FOR_CUE", as_="cue"), T("TIME_UNIT", as_="unit")],
)
def one(match: Match) -> list[Chunk] | None:
    """for a week; в течение месяца"""
    if match["unit"].has("PLURAL_UNIT") or len(match.matched) == 2 and not match["cue"].has("FOR_ONE"):
        return None
    return [match["cue"], duration_chunk(match.matched[1:], value_of(match), match.rule)]


@rule([T("OVER"), T("FILLER", "INDEFINITE", "APPROXIMATELY", "DEFINITE", op="*"), AMOUNT])
def over(match: Match) -> Chunk:
    """over 2–3 weeks; over a few days; over a period of 3 weeks"""
    return duration_chunk(match.matched, match["amount"].value.iso, match.rule)


def counts_from(match: Match, cue: Chunk) -> bool:
    """«at 6 months»; «на 3 сутки»; «after 12 and 24 months»; but «на 3 дня», «after a 6-hour operation» last."""
    if cue.has("FOR_CUE"):
        return False
    ordinal = match["amount"].value.ordinal or any(c.has("ORDINAL_UNIT") for c in match["amount"].parts)
    if cue.has("LENGTH_CUE") or not cue.has("AT_CUE") and cue.has("DATE_IN"):
        return ordinal
    return cue.has("AT_CUE") or cue.has("SHIFT_BY") and match.before()[0].has("COMMA", "TIME_AND")


def endpoint(after: Sequence[Chunk]) -> bool:
    """«5-летняя выживаемость», «5-year overall survival»: an endpoint, not a stretch of someone's life."""
    return any(c.has("ENDPOINT") for c in after if not c.has("COMMA", "PERIOD"))


def listed_before(match: Match) -> Sequence[Chunk]:
    """What stands before the amount, or before the list that it closes («at 3, 6 and 12 months»)."""
    chunks = [c for c in match.before(REACH)]
    while (
        chunks
        and chunks[-1].has(
            "COMMA", "TIME_AND", "TIME_AMOUNT", "APPROXIMATELY", "DEFINITE", "INDEFINITE", "FILLER", "COMPARATOR"
        )
        and not chunks[-1].has("FOR_CUE", "AT_CUE")
    ):
        chunks.pop()
    return chunks


def is_lived(match: Match, before: Sequence[Chunk], after: Sequence[Chunk]) -> bool:
    """Years, or years and months behind «в»: «в 1 год 4 мес»."""
    found: Period = match["amount"].value
    years_and_months = found.unit == "mo" and "Y" in (found.iso or "") and bool(before) and before[-1].has("AGE_IN")
    return (found.unit == "a" or years_and_months) and bool(found.iso) and is_age(match, before, after)


def is_age(match: Match, before: Sequence[Chunk], after: Sequence[Chunk]) -> bool:
    """An amount of years that no cue of duration claims, near a person: «(муж., 46 лет)», «лиц старше 60 лет»."""
    if match["amount"].value.adjective:
        return any(c.has("PERSON") for c in after)
    if before and before[-1].has("AGE_IN"):
        return lived(match["amount"].value) and not any(c.has("SHIFT", "ANCHOR_OF", "FOLLOW_UP") for c in after)
    near = [c for c in before[-3:] if not c.has("PERIOD", "COMMA", "OPEN", "DATE_OF", "AMONG", "THROUGH")]
    if near and near[-1].has("PERSON", "AGE_CUE"):
        return True
    told = [c for c in before if c.has("AGE_CUE", "FOR_CUE", "LAST", "SHIFT_BY") or person(c)]
    if not told:
        return False
    return told[-1].has("AGE_CUE") or told[-1].has("PERSON") and match.before()[0].has("SEMICOLON", "COMMA", "OPEN")


DURATIONS = (last, one, over, amount)
