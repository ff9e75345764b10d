"""What the letters of a Line say of tags is what its chunks say."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.rules.chunk import Chunk, Line
from pipeline.rules.pattern import Level, Match, T, rule
from pipeline.rules.where import first_after, holds, last_before, where


def chunk(start: int, *tags: str) -> Chunk:
    return Chunk(start, start + 1, "x", "x", tuple((tag, "") for tag in tags))


CHUNKS = [chunk(0, "WORD"), chunk(1, "ANALYTE", "DRUG"), chunk(2, "NUMBER"), chunk(3, "DRUG")]


@pytest.mark.parametrize("chunks", [CHUNKS, Line(CHUNKS)], ids=["any chunks", "a line"])
@pytest.mark.parametrize(
    ("tags", "positions"),
    [(("DRUG",), [1, 3]), (("ANALYTE", "NUMBER"), [1, 2]), (("UNIT",), []), (("ANALYTE", "DRUG"), [1, 3])],
)
def test_positions_of_tags(chunks: Sequence[Chunk], tags: tuple[str, ...], positions: list[int]) -> None:
    assert where(chunks, *tags) == positions
    assert holds(chunks, *tags) is bool(positions)


def test_a_combination_that_comes_up_later_is_found() -> None:
    assert where(Line([chunk(0, "LATE_A")]), "LATE_A") == [0]
    assert where(Line([chunk(0, "WORD"), chunk(1, "LATE_A", "LATE_B")]), "LATE_A") == [1]


def test_positions_around_an_offset() -> None:
    assert [first_after(CHUNKS, offset) for offset in (0, 1, 3, 4)] == [0, 1, 3, None]
    assert [last_before(CHUNKS, offset) for offset in (0, 1, 3, 9)] == [None, 0, 2, 3]
    assert first_after((), 0) is None and last_before((), 0) is None


@rule([T("NUMBER"), T("DRUG")])
def pair(match: Match) -> Chunk:
    """5 aspirin"""
    return match.make("PAIR")


@rule([T("ANALYTE")])
def two(match: Match) -> list[Chunk]:
    """iron"""
    return [chunk(match.matched[0].start, "PART"), chunk(match.matched[0].end, "PART")]


def test_a_level_keeps_the_letters_of_what_it_leaves_and_makes() -> None:
    line, lost = Level([pair, two]).apply(CHUNKS, "en")
    assert [c.tag for c in line] == ["WORD", "PART", "PART", "PAIR"]
    assert line.letters == Line(tuple(line)).letters
    assert lost == []
