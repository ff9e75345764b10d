"""Days by their number: «day 5», «POD 6», «days 3, 7 and 14», «на 5-е сутки», «the 10th day»."""

from __future__ import annotations

from pipeline.language.number import Number
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Match, T, rule
from pipeline.rules.times.offsets import (
    CUE,
    DAYS,
    anchor_of,
    counted_value,
    day_anchor,
    duration_chunk,
    made_until,
    reaches_value,
    relative_chunk,
    shift_of,
    stretch_before,
)

NUMBER = T("NUMBER", as_="n")
ORDINAL = T("ORDINAL", as_="n")


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
