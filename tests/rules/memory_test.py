"""What was worked out of a line is worked out once."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.rules.chunk import Chunk, Line
from pipeline.rules.memory import remembered

CHUNK = Chunk(0, 1, "x", "x", (("WORD", "x"),))


def test_each_question_is_answered_once_a_line() -> None:
    asked: list[tuple[int, int | None]] = []

    @remembered
    def count(chunks: Sequence[Chunk], more: int, other: int | None = None) -> int:
        asked.append((more, other))
        return len(chunks) + more

    line = Line([CHUNK])
    assert [count(line, 1), count(line, 1), count(line, 2)] == [2, 2, 3]
    assert asked == [(1, None), (2, None)]
    assert count(Line([CHUNK, CHUNK]), 1) == 3
    assert [count([CHUNK], 1), count([CHUNK], 1)] == [2, 2]
    assert len(asked) == 5
