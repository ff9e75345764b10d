"""Letters that stand for blood cells: «L 12,3×10^9/л», «(п — 4 %, с — 52 %, э — 3 %)»."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Level, Match, T, relabel, rule
from pipeline.rules.values.value import Name, value_of

FEWEST = 3
"""Shares in a row; fewer letters before percentages may mean anything."""
LINK = T("DASH", "COLON", "EQUALS", "PERIOD", op="?")


@rule([T("CELL_LETTER", as_="letter"), LINK, T("VALUE", as_="count")])
def cell_count(match: Match) -> list[Chunk] | None:
    """L 12,3×10^9/л; Л – 4,1×10^9/л"""
    value, letter = value_of(match["count"]), match["letter"]
    if value is None or value.unit is None or not value.unit.code.startswith("10*"):
        return None
    return [cells(letter, letter.concept("CELL_LETTER") or "", match.rule), *match.matched[1:]]


@rule([T("CELL_SHARE", as_="letter"), LINK, T("VALUE", as_="share")])
def cell_share(match: Match) -> list[Chunk] | None:
    """п — 4 %, с — 52 %, э — 3 %"""
    value, letter = value_of(match["share"]), match["letter"]
    if value is None or value.unit is None or value.unit.code != "%" or shares(match.chunks) < FEWEST:
        return None
    return [cells(letter, letter.concept("CELL_SHARE") or "", match.rule), *match.matched[1:]]


def shares(chunks: Sequence[Chunk]) -> int:
    """How many letters stand before a percentage."""
    return sum(
        letter.has("CELL_SHARE")
        and any(v and v.unit and v.unit.code == "%" for v in map(value_of, chunks[i + 1 : i + 3]))
        for i, letter in enumerate(chunks)
    )


def cells(letter: Chunk, concept: str, rule_name: str) -> Chunk:
    return relabel(letter, "NAME", "", Name("analyte", concept, letter.text), rule_name)


LETTERS = Level([cell_count, cell_share])
