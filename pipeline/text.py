"""A string in which every character knows its page and its box."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Box = tuple[int, float, float, float, float]
"""(page from 1, x0, top, x1, bottom), points from the page's top left."""


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """One string with, for each character, its page, box and printed line.

    page   int16[n], from 1; 0 for a character that stands nowhere (an inferred space, plain text input)
    box    float32[n, 4], x0 top x1 bottom in points; NaN where page is 0
    line   int32[n], number of the printed line within the report; -1 where page is 0
    """

    string: str
    page: NDArray[np.int16]
    box: NDArray[np.float32]
    line: NDArray[np.int32]

    def __post_init__(self) -> None:
        n = len(self.string)
        if not (len(self.page) == len(self.box) == len(self.line) == n):
            raise ValueError(
                f"Text: {n} characters, {len(self.page)} pages, {len(self.box)} boxes, {len(self.line)} lines"
            )

    @staticmethod
    def plain(string: str) -> Text:
        """Characters that stand on no page: inferred spaces, `.txt` input."""
        n = len(string)
        return Text(string, np.zeros(n, np.int16), np.full((n, 4), np.nan, np.float32), np.full(n, -1, np.int32))

    @staticmethod
    def join(parts: Iterable[Text], separator: str = "") -> Text:
        """The parts one after the other; the separator stands nowhere."""
        pieces: list[Text] = []
        glue = Text.plain(separator)
        for part in parts:
            if pieces and separator:
                pieces.append(glue)
            pieces.append(part)
        if not pieces:
            return Text.plain("")
        return Text(
            "".join(p.string for p in pieces),
            np.concatenate([p.page for p in pieces]),
            np.concatenate([p.box for p in pieces]),
            np.concatenate([p.line for p in pieces]),
        )

    def __len__(self) -> int:
        return len(self.string)

    def __str__(self) -> str:
        return self.string

    def __add__(self, other: Text) -> Text:
        return Text.join((self, other))

    def __getitem__(self, span: slice) -> Text:
        if not isinstance(span, slice) or span.step not in (None, 1):
            raise TypeError("Text is sliced by text[start:end]")
        return Text(self.string[span], self.page[span], self.box[span], self.line[span])

    def substitute(self, edits: Sequence[tuple[int, int, str]]) -> Text:
        """Replace each (start, end, string), in order and without overlap.

        A replacement of equal length keeps each character's place; any other takes the
        place of the whole replaced span on its first line, or none where nothing was replaced.
        """
        if not edits:
            return self
        strings: list[str] = []
        sources: list[NDArray[np.intp]] = []
        moved: list[tuple[int, int, int, int]] = []
        done = length = 0
        for start, end, string in edits:
            if start < done or end < start:
                raise ValueError(f"Text.substitute: edit {start}:{end} overlaps or runs backwards")
            strings += [self.string[done:start], string]
            sources.append(np.arange(done, start))
            length += start - done
            if len(string) == end - start:
                sources.append(np.arange(start, end))
            elif string:
                sources.append(np.full(len(string), start if start < end else -1))
                if start < end:
                    moved.append((length, length + len(string), start, end))
            length += len(string)
            done = end
        strings.append(self.string[done:])
        sources.append(np.arange(done, len(self.string)))
        return self._taken("".join(strings), np.concatenate(sources), moved)

    def _taken(self, string: str, source: NDArray[np.intp], moved: Sequence[tuple[int, int, int, int]]) -> Text:
        """Characters with the places of `source` (-1 for none); `moved` ones get the place of a whole span of self."""
        if not len(self.string):
            return Text.plain(string)
        page, box, line = self.page[source], self.box[source], self.line[source]
        nowhere = source < 0
        page[nowhere], box[nowhere], line[nowhere] = 0, np.nan, -1
        for start, end, first, last in moved:
            places = self.boxes(first, last)
            if places:
                page[start:end], box[start:end] = places[0][0], places[0][1:]
                line[start:end] = self.line[first:last][np.flatnonzero(self.page[first:last])[0]]
            else:
                page[start:end], box[start:end], line[start:end] = 0, np.nan, -1
        return Text(string, page, box, line)

    def boxes(self, start: int, end: int) -> list[Box]:
        """One box for each printed line that string[start:end] touches, in order."""
        placed = np.flatnonzero(self.page[start:end]) + start
        if not len(placed):
            return []
        lines = self.line[placed]
        cuts = np.flatnonzero(np.diff(lines)) + 1
        out: list[Box] = []
        for group in np.split(placed, cuts):
            box = self.box[group]
            x0, top = box[:, :2].min(axis=0)
            x1, bottom = box[:, 2:].max(axis=0)
            out.append(
                (
                    int(self.page[group[0]]),
                    round(float(x0), 2),
                    round(float(top), 2),
                    round(float(x1), 2),
                    round(float(bottom), 2),
                )
            )
        return out
