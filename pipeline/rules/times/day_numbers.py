"""Days by their number: «day 5», «POD 6», «days 3, 7 and 14», «на 5-е сутки», «the 10th day»."""

from __future__ import annotations

from collections.abc import Sequence

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
TO_LAST = (T("DASH", "THROUGH", op="?"), T("NUMBER", as_="m", op="?"))


@rule(
    [T("DAY_OF", as_="of", op="?"), DAYS, NUMBER],
    [T("DAY_OF", as_="of", op="?"), DAYS, T("PLUS", "DASH", as_="sign"), NUMBER],
    [T("DAY_OF", as_="of", op="?"), DAYS, NUMBER, T("DASH", "THROUGH"), T("NUMBER", as_="last")],
    [T("DAY_OF", as_="of", op="?"), DAYS, NUMBER, T("DASH", "THROUGH"), T("TIME_UNIT"), T("NUMBER", as_="last")],
    [T("DAY_OF", as_="of", op="?"), DAYS, T("ORDINAL", as_="n")],
    [T("DAY_CODE", as_="code"), T("DASH", "SIGN", "PLUS", op="?"), NUMBER],
    [T("DAY_LETTER", as_="code"), T("PLUS"), NUMBER],
    [T("DAY_CODE", as_="code"), NUMBER, T("DASH", "THROUGH"), T("NUMBER", as_="last")],
    [T("DAY_OF", as_="of"), DAYS, T("OPEN"), T("DAY_CODE"), T("CLOSE"), NUMBER],
    [DAYS, T("ANCHOR_OF", as_="of_life"), NUMBER],
    [T("DAY_OF", as_="of"), T("NUMBER"), T("COMMA", op="?"), DAYS, NUMBER],
)
def day_number(match: Match) -> Chunk | None:
    """day 5; postoperative day 6; days 1-3; day +12; POD 6; week 8 of gestation; cycle 2 day 8"""
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
    if match.get("unit") and (letter_glued(match) or match["unit"].text == "HR"):
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


def letter_glued(match: Match) -> bool:
    """«d3», which may name anything; but «on d1–7»."""
    told = bool(match.before()) and match.before()[0].has("ON") and match.get("last") is not None
    return len(match["unit"].text) == 1 and match["n"].glued and not told


@rule(
    *(
        [
            T("DAY_OF", as_="of", op="?"),
            DAYS,
            *(element for _ in range(count) for element in (NUMBER, *TO_LAST, T("COMMA", as_="sign"))),
            NUMBER,
            *TO_LAST,
            T("COMMA", op="?"),
            T("TIME_AND", as_="sign"),
            NUMBER,
            *TO_LAST,
        ]
        for count in (0, 1, 2, 3, 4)
    )
)
def day_numbers(match: Match) -> list[Chunk] | None:
    """days 3, 7, 14, and 28; days 1-3, 5 and 8"""
    items = items_of(match, match.all("n"))
    following = match.after()
    values = [chunk.value.low for chunk in match.matched if chunk.has("NUMBER")]
    if values != sorted(values) or not all(first.value.is_whole for first, _ in items):
        return None
    if following and following[0].has("UNIT", "PERCENT"):
        return None
    anchor = day_anchor(match)
    out: list[Chunk] = []
    begin = 0
    for first, last in items:
        at, end = match.matched.index(first), match.matched.index(last) + 1
        start = begin if begin == 0 else at
        out += match.matched[begin:at] if begin else ()
        value = counted_value(match, first.value, last.value)
        out.append(relative_chunk(match.matched[start:end], value, "after", match.rule, anchor))
        begin = end
    return [*out, *match.matched[begin:]]


def items_of(match: Match, firsts: Sequence[Chunk]) -> list[tuple[Chunk, Chunk]]:
    """(first, last) of each item of a list of days; the same chunk twice where the item is no range."""
    lasts = match.all("m")
    places = [*(match.matched.index(first) for first in firsts), len(match.matched)]
    out = []
    for first, here, there in zip(firsts, places, places[1:], strict=False):
        inside = [last for last in lasts if here < match.matched.index(last) < there]
        out.append((first, inside[0] if inside else first))
    return out


@rule(
    [ORDINAL, T("DAY_OF", "PREGNANCY_WEEK", as_="of", op="?"), DAYS],
    [ORDINAL, DAYS, CUE],
    [
        ORDINAL,
        T("THROUGH", "DASH"),
        T("DEFINITE", op="?"),
        T("ORDINAL", as_="last"),
        T("DAY_OF", "PREGNANCY_WEEK", as_="of", op="?"),
        DAYS,
    ],
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
    if stretch_before(match) and (number.low == 1 or not any(c.has("WHEN_DURING") for c in match.before(2))):
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
            *TO_LAST,
            *(
                element
                for _ in range(count)
                for element in (T("COMMA", "TIME_AND"), T("ORDINAL", "NUMBER", as_="n"), *TO_LAST)
            ),
            T("COMMA", "TIME_AND"),
            T("ORDINAL", as_="n"),
            T("DAY_OF", "PREGNANCY_WEEK", as_="of", op="?"),
            DAYS,
        ]
        for count in (0, 1, 2, 3, 4)
    )
)
def ordinal_days(match: Match) -> list[Chunk] | None:
    """на 2-й и 12-й неделях; на 2, 6-7 и 12-й день; third and fifth days"""
    items, begin = items_of(match, match.all("n")), 0
    out: list[Chunk] = []
    anchor = day_anchor(match)
    for first, last in items:
        at = match.matched.index(first)
        end = len(match.matched) if first is items[-1][0] else match.matched.index(last) + 1
        out += match.matched[begin:at]
        value = counted_value(match, number_of(first), number_of(last))
        if value is None:
            return None
        out.append(relative_chunk(match.matched[at:end], value, "after", match.rule, anchor))
        begin = end
    return out


def number_of(chunk: Chunk) -> Number:
    worth = float(chunk.concept("ORDINAL") or 1)
    return chunk.value or Number(worth, worth)
