"""Levels that run one after another over a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.rules.chunk import Line
from pipeline.rules.pattern import Level

Lost = tuple[str, int, int]
"""(rule, start, end in the report's text): what a rule would have made of words that another rule took."""


class Cascade:
    """Each level runs over what the one before left; one that finds none of its anchors in the line is passed over."""

    __slots__ = ("_levels", "_anchored")

    def __init__(self, *levels: Level) -> None:
        self._levels = levels
        self._anchored: dict[str, Sequence[tuple[frozenset[str], Level]]] = {}

    def __iter__(self) -> Iterator[Level]:
        return iter(self._levels)

    def apply(self, line: Line, language: str) -> tuple[Line, list[Lost]]:
        """(what the levels made of the line, what their rules lost to each other)"""
        lost: list[Lost] = []
        for anchors, level in self._anchored.get(language) or self._anchor(language):
            if not anchors.isdisjoint(line.kinds):
                before = line
                line, losers = level.apply(before, language)
                if losers:
                    lost += [(hit.rule.name, before[hit.start].start, before[hit.end - 1].end) for hit in losers]
        return line, lost

    def _anchor(self, language: str) -> Sequence[tuple[frozenset[str], Level]]:
        self._anchored[language] = [(level.compiled(language).windows.anchors, level) for level in self._levels]
        return self._anchored[language]
