"""Times that count from something: «3 weeks later», «через 10 месяцев после отмены», «at 6-month follow-up»."""

from __future__ import annotations

from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Match, T, rule
from pipeline.rules.times.amounts import listed
from pipeline.rules.times.offsets import (
    AMOUNT,
    APPROXIMATELY,
    CUE,
    UNIT,
    anchor_of,
    day_anchor,
    made_until,
    reaches_value,
    relative_chunk,
    shift_of,
    stretch_before,
    trimmed,
    value_of,
)


@rule(
    [APPROXIMATELY, AMOUNT, T("PERIOD", op="?"), CUE],
    [T("INDEFINITE"), UNIT, CUE],
    [UNIT, CUE],
)
def shifted(match: Match) -> Chunk | list[Chunk] | None:
    """3 weeks later; two months prior to; a month after; год назад; 2 месяца спустя; 5 days after surgery"""
    cue, found = match["cue"], match.get("amount")
    direction = shift_of(cue)
    if direction not in ("after", "before") or (found is not None and found.value.adjective):
        return None
    if reaches_value(match, cue):
        return None
    if found is None and len(match.matched) == 2 and not bare_shift(match, cue):
        return None
    if (cue.has("ANCHOR_FOLLOWS") or not cue.has("SHIFT")) and stretch_before(match):
        return None
    return made_until(match, value_of(match), direction, cue, anchor_of(match, cue))


@rule(
    *(
        [
            AMOUNT,
            *(element for _ in range(count) for element in (T("COMMA"), AMOUNT)),
            T("COMMA", op="?"),
            T("TIME_AND"),
            AMOUNT,
            T("SHIFT", "STANDPOINT", "ANCHORED", as_="cue"),
        ]
        for count in (0, 1, 2, 3)
    )
)
def shifted_list(match: Match) -> list[Chunk] | None:
    """7 and 11 months following; 3, 6 and 12 months postoperatively: each counts from the same"""
    cue, amounts = match["cue"], match.all("amount")
    if any(amount.rule != listed.name or amount.value.adjective for amount in amounts) or stretch_before(match):
        return None
    stood = (cue.concept("ANCHORED") or "").partition(":")
    direction = stood[0] or shift_of(cue)
    if direction not in ("after", "before"):
        return None
    anchor = (stood[2], cue.text) if stood[2] else anchor_of(match, cue)
    head, *rest = (cue,) if stood[2] else trimmed(cue)
    out = [
        relative_chunk((c,), c.value.iso, direction, match.rule, anchor) if c in amounts else c
        for c in match.matched[:-2]
    ]
    last = relative_chunk((amounts[-1], head), amounts[-1].value.iso, direction, match.rule, anchor)
    return [*out, last, *rest]


def bare_shift(match: Match, cue: Chunk) -> bool:
    """«год назад», «неделю спустя», «months before», «on the day after»; but «in year after year» is none."""
    before = match.before()
    if before and (before[0].has("DEFINITE") or before[0].has("DEFINITE_IN") and not match["unit"].has("PLURAL_UNIT")):
        return True
    return cue.has("SHIFT_BARE") and match["unit"].has("PLURAL_UNIT", "SINGLE_FORM")


@rule(
    [T("SHIFT_BY", as_="by"), T("APPROXIMATELY", op="?"), AMOUNT],
    [T("SHIFT_BY", as_="by"), T("APPROXIMATELY", op="?"), AMOUNT, T("PERIOD", op="?"), CUE],
    [T("SHIFT_BY", as_="by"), T("INDEFINITE", op="?"), UNIT],
    [T("SHIFT_BY", as_="by"), T("INDEFINITE"), AMOUNT],
    [T("SHIFT_BY", as_="by"), T("INDEFINITE", op="?"), UNIT, CUE],
)
def by(match: Match) -> Chunk | list[Chunk] | None:
    """after 3 days; within four months after; через год; спустя 2 месяца после; a week before"""
    found, cue = match.get("amount"), match.get("cue")
    if found is None and len(match.matched) < 3 and not match["by"].has("BY_BARE"):
        return None
    if found is not None and (found.value.adjective or not countable(match, found)):
        return None
    if cue is None:
        following = match.after()
        if following and following[0].has("FOLLOW_UP", "ANCHORED"):
            return None
        direction = match["by"].concept("SHIFT_BY")
    else:
        direction = shift_of(cue)
        if direction not in ("after", "before") or reaches_value(match, cue):
            return None
    anchor = anchor_of(match, cue) if cue is not None else day_anchor(match)
    made = made_until(match, value_of(match), direction, cue, anchor)
    if match["by"].has("BY_OUTSIDE"):
        parts = made if isinstance(made, list) else [made]
        inner = relative_chunk(match.matched[1:], value_of(match), direction, match.rule, anchor)
        return [match.matched[0], inner] if len(parts) == 1 else made
    return made


def countable(match: Match, amount: Chunk) -> bool:
    """«after a fortnight» counts, «after a 6-hour operation» does not."""
    return not any(c.has("INDEFINITE") for c in match.matched) or amount.parts[0].has("PERIOD_WORD")


@rule(
    [T("SHIFT_BEFORE"), T("APPROXIMATELY", op="?"), AMOUNT, T("PERIOD", op="?"), CUE],
    [T("SHIFT_BEFORE"), UNIT, CUE],
)
def ahead(match: Match) -> Chunk | list[Chunk] | None:
    """за 3 дня до; за неделю до; за 2 месяца перед"""
    cue = match["cue"]
    if shift_of(cue) != "before":
        return None
    return made_until(match, value_of(match), "before", cue, anchor_of(match, cue))


@rule([APPROXIMATELY, AMOUNT, T("PERIOD", op="?"), T("DASH", op="?"), T("ANCHORED", as_="cue")])
def anchored(match: Match) -> Chunk | None:
    """11 months postoperatively; three-week postdischarge; 3 mo postprocedure"""
    if match["amount"].value.adjective or stretch_before(match):
        return None
    direction, _, anchor = (match["cue"].concept("ANCHORED") or "").partition(":")
    return relative_chunk(match.matched, value_of(match), direction, match.rule, (anchor, match["cue"].text))


@rule([AMOUNT, T("DASH", op="?"), T("ANCHORED", as_="anchored", op="?"), T("FOLLOW_UP")])
def at_follow_up(match: Match) -> list[Chunk] | None:
    """6-month follow-up; two months follow-up; 6 months of follow-up"""
    before = match.before(2)
    if before and (
        before[-1].has("FOR_CUE", "LAST") or before[-1].has("INDEFINITE") and not before[0].has("AT_CUE", "SHIFT_BY")
    ):
        return None
    stood = match.get("anchored")
    anchor = (stood.concept("ANCHORED") or "").partition(":")[2] if stood else "follow-up"
    made = relative_chunk(
        match.matched[:1], value_of(match), "after", match.rule, (anchor, (stood or match.matched[-1]).text)
    )
    return [made, *match.matched[1:]]


@rule(
    [AMOUNT, T("GESTATION", as_="word")], [T("GESTATION", as_="word"), T("DATE_OF", "AT_CUE", "EQUALS", op="?"), AMOUNT]
)
def gestation(match: Match) -> list[Chunk] | Chunk | None:
    """32 weeks of gestation; gestational age of 32 weeks; 32 недели беременности"""
    made = (None, match["word"].text)
    parts = match.matched
    if parts[0] is match["amount"]:
        return relative_chunk(parts, value_of(match), "after", match.rule, made)
    return [*parts[:-1], relative_chunk(parts[-1:], value_of(match), "after", match.rule, made)]


@rule([T("RELATIVE_WORD", as_="word")], [T("RELATIVE_WORD", as_="word"), CUE])
def worded_moment(match: Match) -> Chunk | list[Chunk] | None:
    """the next day; the following morning; накануне; на следующий день; the next day after"""
    value, _, direction = (match["word"].concept("RELATIVE_WORD") or "").partition(":")
    cue = match.get("cue")
    if cue is None:
        return relative_chunk(match.matched, value, direction, match.rule)
    return made_until(match, value, direction, cue, anchor_of(match, cue))


@rule([T("LAST", as_="last"), UNIT])
def next_unit(match: Match) -> Chunk | None:
    """the following week; next month; в следующем месяце"""
    if match["last"].concept("LAST") != "after" or match["unit"].has("PLURAL_UNIT") or match["last"].has("ORDINAL"):
        return None
    return relative_chunk(match.matched, value_of(match), "after", match.rule)
