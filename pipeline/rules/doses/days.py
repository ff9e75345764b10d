"""Days of a cycle by letter and number, right after an amount: «50 mg/day d1-14»."""

from __future__ import annotations

from pipeline.facts import TimeExpression
from pipeline.rules.chunk import Chunk
from pipeline.rules.doses.amount import QUANTITY
from pipeline.rules.lexing import number_of
from pipeline.rules.pattern import Match, T, rule, span_chunk

ONE_LETTER = r"^[^\W\d_]\d{1,2}$"
LAST_DAY = 60
BETWEEN = T("COMMA", "OPEN", op="?")


@rule(
    [QUANTITY, BETWEEN, T("DAY_LETTER", as_="from"), T("RANGE", as_="days")],
    [QUANTITY, BETWEEN, T("DAY_LETTER", as_="from"), T("DURATION", as_="first"), T("NUMBER", as_="last")],
    [QUANTITY, BETWEEN, T("CODE", as_="from", form=ONE_LETTER), T("DASH"), T("NUMBER", as_="last")],
    [QUANTITY, BETWEEN, T("CODE", as_="from", form=ONE_LETTER), T("DASH"), T("CODE", as_="end", form=ONE_LETTER)],
)
def days_of_cycle(match: Match) -> list[Chunk] | None:
    """50 mg/day d1-14; 60 mg/m2 d1-d3; 20 mg/m2 D1–5"""
    at = match.matched.index(match["from"])
    first, last = first_day(match), last_day(match)
    if first is None or last is None or not 0 < first < last <= LAST_DAY:
        return None
    time = TimeExpression("relative", value=f"P{first}D/P{last}D", direction="after")
    return [*match.matched[:at], span_chunk(match.matched[at:], (("RELATIVE", ""),), time, match.rule)]


def first_day(match: Match) -> int | None:
    days, first = match.get("days"), match.get("first")
    if days is not None:
        return int(number_of(days).low)
    return digits(first.text if first is not None else match["from"].text)


def last_day(match: Match) -> int | None:
    days, last = match.get("days"), match.get("last")
    if days is not None:
        return int(number_of(days).high)
    return int(number_of(last).high) if last is not None else digits(match["end"].text)


def digits(text: str) -> int | None:
    found = "".join(letter for letter in text if letter.isdigit())
    return int(found) if found else None
