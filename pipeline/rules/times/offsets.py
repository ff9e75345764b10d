"""How offsets are made of their words: amount, cue, and what they count from."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.facts import TimeExpression
from pipeline.language.number import Number
from pipeline.record import replace
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Match, T, span_chunk
from pipeline.rules.times.anchors import anchor_after
from pipeline.rules.times.period import Period, iso, period

AMOUNT = T("TIME_AMOUNT", as_="amount")
UNIT = T("TIME_UNIT", as_="unit")
DAYS = T("TIME_UNIT", as_="unit")
FOLLOWING = 6
"""Chunks after a cue in which its anchor is looked for."""
APPROXIMATELY = T("APPROXIMATELY", op="?")
CUE = T("SHIFT", "STANDPOINT", as_="cue")


def trimmed(cue: Chunk) -> tuple[Chunk, ...]:
    """A cue of several words («prior to», «after surgery») as its first word and the rest; the anchor's words stay outside."""
    first, _, rest = cue.text.partition(" ")
    if not rest:
        return (cue,)
    end = cue.start + len(first)
    head = replace(cue, end=end, text=first, norm=first.lower(), readings=(("SHIFT", shift_of(cue) or ""),))
    tail = cue.text[len(first) :]
    begin = end + len(tail) - len(tail.lstrip())
    return head, replace(cue, start=begin, text=tail.strip(), norm=tail.strip().lower(), glued=False)


def shift_of(cue: Chunk) -> str | None:
    """after | before, of a cue or of a phrase that begins with one («after surgery»)."""
    return cue.concept("SHIFT") or (cue.concept("STANDPOINT") or "").partition(":")[0] or None


def relative_chunk(
    parts: Sequence[Chunk],
    value: str | None,
    direction: str | None,
    rule_name: str,
    anchor: tuple[str | None, str | None] = (None, None),
) -> Chunk:
    time = TimeExpression("relative", value=value, direction=direction, anchor=anchor[0], anchor_printed=anchor[1])
    return span_chunk(parts, (("RELATIVE", ""),), time, rule_name)


def duration_chunk(parts: Sequence[Chunk], value: str | None, rule_name: str) -> Chunk:
    return span_chunk(parts, (("DURATION", ""),), TimeExpression("duration", value=value), rule_name)


def value_of(match: Match) -> str | None:
    """The ISO value of an amount, or of one bare unit: «a week later», «через год»; None for «several days»."""
    found = match.get("amount")
    if found is not None:
        amount: Period = found.value
        return amount.iso
    unit = match["unit"]
    return None if unit.has("PLURAL_UNIT") else iso(1, unit.concept("TIME_UNIT") or "d")


def anchor_of(match: Match, cue: Chunk) -> tuple[str | None, str | None]:
    """The anchor after a cue that looks forward to one («after», «до»); none after «later», «назад»."""
    standpoint = (cue.concept("STANDPOINT") or "").partition(":")[2]
    if standpoint:
        return standpoint, cue.text.partition(" ")[2]
    return anchor_after(match.after(FOLLOWING)) if cue.has("ANCHOR_FOLLOWS") else (None, None)


def reaches_value(match: Match, cue: Chunk) -> bool:
    """«снизился на 3-и сутки до 80 г/л»: what a value went to is no event that the days count from."""
    following = match.after()
    return cue.has("ANCHOR_FOLLOWS") and bool(following) and following[0].has("NUMBER", "RANGE")


def made_until(
    match: Match, value: str | None, direction: str | None, cue: Chunk | None, anchor: tuple[str | None, str | None]
) -> Chunk | list[Chunk]:
    """The match as one relative time, what follows the cue's first word left outside."""
    if cue is None or match.matched[-1] is not cue:
        return relative_chunk(match.matched, value, direction, match.rule, anchor)
    head, *rest = trimmed(cue)
    made = relative_chunk((*match.matched[:-1], head), value, direction, match.rule, anchor)
    return [made, *rest] if rest else made


def stretch_before(match: Match) -> bool:
    """«for 3 days before admission» lasts; it does not count from the admission."""
    before = [c for c in match.before(3) if c.has("FOR_CUE") or not c.has("APPROXIMATELY", "DEFINITE", "FILLER")]
    return bool(before) and before[-1].has("FOR_CUE", "LAST")


def counted_value(match: Match, first: Number, last: Number) -> str | None:
    unit = match.get("unit")
    code = match.get("code")
    of = unit.concept("TIME_UNIT") if unit else (code.concept("DAY_CODE") or ":d").partition(":")[2] if code else None
    made = period(first, last, of or "d")
    return made.iso if made else None


def day_anchor(match: Match) -> tuple[str | None, str | None]:
    """«postoperative day 6», «day 6 of treatment», «day 13 after exposure»."""
    of, code, following = match.get("of"), match.get("code"), match.after(FOLLOWING)
    inside = match.get("of_life")
    if inside is not None:
        return inside.concept("ANCHOR_OF"), inside.text
    if of is not None:
        return of.concept("DAY_OF"), of.text
    if code is not None:
        return (code.concept("DAY_CODE") or code.concept("DAY_LETTER") or "").partition(":")[0], code.text
    if following and following[0].has("ANCHORED"):
        return (following[0].concept("ANCHORED") or "").partition(":")[2], following[0].text
    if following and following[0].has("ANCHOR_OF"):
        return following[0].concept("ANCHOR_OF"), following[0].text
    if following and (following[0].concept("STANDPOINT") or "").startswith(("after:", "before:")):
        return (following[0].concept("STANDPOINT") or "").partition(":")[2], following[0].text
    if following and following[0].has("ANCHOR_FOLLOWS", "DATE_OF"):
        return anchor_after(following[1:])
    return None, None
