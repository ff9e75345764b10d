"""What the rules of the census share: how a class is given, and what numbers they take."""

from __future__ import annotations

from pipeline.language.number import Number
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Element, Match, T

NUMBERS = ("NUMBER", "RANGE")
FIRST_YEAR, LAST_YEAR = 1800, 2100
LETTER = r"^[A-Za-zА-Яа-я]$"
JOINED: Element = T(
    "NUMBER",
    "RANGE",
    "COMMA",
    "AND_WORD",
    "DASH",
    "CODE",
    "WORD",
    op="{0,4}",
    form=r"^(?:\W|\d.*|[A-Za-zА-Яа-яIVX]{1,3}|and|to|и)$",
)


def fate(match: Match, name: str) -> Chunk:
    return match.make("FATE", None, name)


def whole(chunk: Chunk, most: float = 1_000_000) -> bool:
    number = chunk.value
    return isinstance(number, Number) and number.is_whole and 0 <= number.high <= most


def is_year(chunk: Chunk) -> bool:
    return whole(chunk) and FIRST_YEAR <= chunk.value.high <= LAST_YEAR and "," not in chunk.text
