"""«[7, 8]», "[12–15]", «(p<0,05)»: references to the literature and tests of statistics are no values."""

from __future__ import annotations

from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Level, Match, T, rule

MOST = 999


@rule(
    [
        T("OPEN", form=r"^\[$"),
        T("NUMBER", "RANGE", "COMMA", "DASH", "SEMICOLON", op="+", as_="inside"),
        T("CLOSE", form=r"^\]$"),
    ]
)
def bracketed(match: Match) -> Chunk | None:
    """[7, 8]; [12–15]"""
    numbers = [c for c in match.all("inside") if c.has("NUMBER", "RANGE")]
    if not numbers or any(c.value.power or c.value.high != int(c.value.high) or c.value.high > MOST for c in numbers):
        return None
    before = match.before(1)
    range_alone = len(match.all("inside")) == 1 and numbers[0].has("RANGE")
    after = match.after(1)
    if range_alone and before and before[0].has("QUANTITY"):
        return None
    if before and before[0].has("NUMBER") and after and after[0].has("UNIT"):
        return None
    return match.make("CITATION")


P_VALUE = [
    T("P_WORD"),
    T("EQUALS", "COMPARATOR", "COLON", op="{1,2}"),
    T("NUMBER"),
]


@rule([T("OPEN"), *P_VALUE, T("CLOSE")], P_VALUE)
def p_value(match: Match) -> Chunk | None:
    """6,1 мг/л (p<0,05); p = 0.03"""
    return match.make("CITATION")


CITATIONS = Level([bracketed, p_value])
