"""Times that count from something: «3 weeks later», «через 10 месяцев после отмены», «postoperative day 6»."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.facts import TimeExpression
from pipeline.language.number import Number
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Match, T, rule, span_chunk
from pipeline.rules.times.amounts import listed
from pipeline.rules.times.anchors import anchor_after
from pipeline.rules.times.period import Period, iso, period

AMOUNT = T("TIME_AMOUNT", as_="amount")
UNIT = T("TIME_UNIT", as_="unit")
DAYS = T("TIME_UNIT", as_="unit")
FOLLOWING = 6
"""Chunks after a cue in which its anchor is looked for."""


APPROXIMATELY = T("APPROXIMATELY", op="?")


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


CUE = T("SHIFT", "STANDPOINT", as_="cue")


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


def stretch_before(match: Match) -> bool:
    """«for 3 days before admission» lasts; it does not count from the admission."""
    before = [c for c in match.before(3) if c.has("FOR_CUE") or not c.has("APPROXIMATELY", "DEFINITE", "FILLER")]
    return bool(before) and before[-1].has("FOR_CUE", "LAST")


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


NUMBER = T("NUMBER", as_="n")


@rule(
    [T("DAY_OF", as_="of", op="?"), DAYS, NUMBER],
    [T("DAY_OF", as_="of", op="?"), DAYS, T("PLUS", "DASH", as_="sign"), NUMBER],
    [T("DAY_OF", as_="of", op="?"), DAYS, NUMBER, T("DASH", "THROUGH"), T("NUMBER", as_="last")],
    [T("DAY_OF", as_="of", op="?"), DAYS, NUMBER, T("DASH", "THROUGH"), T("TIME_UNIT"), T("NUMBER", as_="last")],
    [T("DAY_OF", as_="of", op="?"), DAYS, T("ORDINAL", as_="n")],
    [T("DAY_CODE", as_="code"), T("DASH", "SIGN", "PLUS", op="?"), NUMBER],
    [T("DAY_LETTER", as_="code"), T("PLUS"), NUMBER],
    [DAYS, T("ANCHOR_OF", as_="of_life"), NUMBER],
)
def day_number(match: Match) -> Chunk | None:
    """day 5; postoperative day 6; days 1-3; day +12; POD 6; week 8 of gestation"""
    number, following = match["n"].value, match.after()
    last = (match.get("last") or match["n"]).value
    if not (number.is_whole and last.is_whole) or number.low > last.high or last.high > 1000:
        return None
    if following and following[0].has("UNIT", "PERCENT", "TIMES_WORD", "DASH") and not following[0].has("ANCHORED"):
        return None
    before = match.before()
    if (
        before
        and before[0].has("NUMBER", "SLASH", "PER", "TIME_AMOUNT", "EVERY")
        and match.get("of") is match.get("code") is None
    ):
        return None
    if match.get("unit") and (len(match["unit"].text) == 1 and match["n"].glued or match["unit"].text == "HR"):
        return None
    sign = match.get("sign")
    backwards = sign is not None and sign.has("DASH") and sign.glued is False
    return relative_chunk(
        match.matched,
        counted_value(match, number, last),
        "before" if backwards else "after",
        match.rule,
        day_anchor(match),
    )


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


@rule(
    *(
        [
            T("DAY_OF", as_="of", op="?"),
            DAYS,
            NUMBER,
            *(element for _ in range(count) for element in (T("COMMA"), NUMBER)),
            T("COMMA", op="?"),
            T("TIME_AND"),
            NUMBER,
        ]
        for count in (0, 1, 2, 3, 4)
    )
)
def day_numbers(match: Match) -> list[Chunk] | None:
    """days 3, 7, 14, and 28"""
    numbers = match.all("n")
    values = [n.value.low for n in numbers]
    following = match.after()
    if values != sorted(values) or not all(n.value.is_whole for n in numbers):
        return None
    if following and following[0].has("UNIT", "PERCENT"):
        return None
    head = match.matched.index(numbers[0]) + 1
    anchor = day_anchor(match)
    out: list[Chunk] = [
        relative_chunk(
            match.matched[:head], counted_value(match, numbers[0].value, numbers[0].value), "after", match.rule, anchor
        )
    ]
    for chunk in match.matched[head:]:
        if chunk in numbers:
            out.append(
                relative_chunk((chunk,), counted_value(match, chunk.value, chunk.value), "after", match.rule, anchor)
            )
        else:
            out.append(chunk)
    return out


ORDINAL = T("ORDINAL", as_="n")


@rule(
    [ORDINAL, T("DAY_OF", "PREGNANCY_WEEK", as_="of", op="?"), DAYS],
    [ORDINAL, DAYS, CUE],
    [ORDINAL, T("THROUGH", "DASH"), T("ORDINAL", as_="last"), DAYS],
    [T("NUMBER", as_="n"), T("DAY_OF", as_="of"), DAYS],
    [ORDINAL, T("DAY_CODE", as_="code")],
)
def ordinal_day(match: Match) -> Chunk | list[Chunk] | None:
    """the 10th day; fifth postoperative day; на 5-е сутки; 12-й неделе; second day after"""
    number = match["n"].value
    if number is None:
        number = Number(float(match["n"].concept("ORDINAL") or 1), float(match["n"].concept("ORDINAL") or 1))
    if any(c.has("EVERY") for c in match.before()):
        return None
    if number.low == 1 and not number.is_range and match.get("unit") and match["unit"].has("PLURAL_UNIT"):
        return None
    last = match["last"].value if match.get("last") else number
    if last is None or last.low < number.low:
        return None
    cue, value = match.get("cue"), counted_value(match, number, last)
    if stretch_before(match):
        return duration_chunk(match.matched, value, match.rule) if number.low == 1 else None
    if cue is None:
        return relative_chunk(match.matched, value, "after", match.rule, day_anchor(match))
    if shift_of(cue) not in ("after", "before") or reaches_value(match, cue):
        return None
    return made_until(match, value, shift_of(cue), cue, anchor_of(match, cue))


@rule(
    *(
        [
            T("ORDINAL", "NUMBER", as_="n"),
            *(element for _ in range(count) for element in (T("COMMA", "TIME_AND"), T("ORDINAL", "NUMBER", as_="n"))),
            T("COMMA", "TIME_AND"),
            T("ORDINAL", as_="n"),
            DAYS,
        ]
        for count in (0, 1, 2, 3, 4)
    )
)
def ordinal_days(match: Match) -> list[Chunk] | None:
    """на 2-й и 12-й неделях; 2, 6 и 12-й неделях; third and fifth days"""
    numbers, out = match.all("n"), []
    for chunk in match.matched[:-2]:
        if chunk not in numbers:
            out.append(chunk)
            continue
        out.append(relative_chunk((chunk,), ordinal_value(match, chunk), "after", match.rule, day_anchor(match)))
    last = relative_chunk(match.matched[-2:], ordinal_value(match, numbers[-1]), "after", match.rule, day_anchor(match))
    return [*out, last]


def ordinal_value(match: Match, chunk: Chunk) -> str | None:
    worth = float(chunk.concept("ORDINAL") or 1)
    number = chunk.value or Number(worth, worth)
    return counted_value(match, number, number)


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


RELATIVE = (
    ahead,
    by,
    gestation,
    at_follow_up,
    anchored,
    shifted_list,
    shifted,
    day_numbers,
    day_number,
    ordinal_days,
    ordinal_day,
    worded_moment,
    next_unit,
)
