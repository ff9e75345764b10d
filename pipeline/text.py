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
        done = 0
        for start, end, string in edits:
            if start < done or end < start:
                raise ValueError(f"Text.substitute: edit {start}:{end} overlaps or runs backwards")
            strings += (self.string[done:start], string)
            done = end
        strings.append(self.string[done:])
        of_starts, of_ends, instead = zip(*edits, strict=True)
        starts, ends = np.array(of_starts, np.intp), np.array(of_ends, np.intp)
        lengths = np.array(list(map(len, instead)), np.intp)
        first = np.zeros(2 * len(edits) + 1, np.intp)
        first[1::2], first[2::2] = starts, ends
        length = np.empty_like(first)
        length[::2] = np.append(starts, len(self.string)) - first[::2]
        length[1::2] = lengths
        source, at = _runs(first, length)
        moved: list[tuple[int, int, int, int]] = []
        for k in np.flatnonzero((lengths != ends - starts) & (lengths > 0)).tolist():
            start, end, place = int(starts[k]), int(ends[k]), int(at[2 * k + 1])
            source[place : place + lengths[k]] = start if start < end else -1
            if start + 1 < end:
                moved.append((place, place + int(lengths[k]), start, end))
        return self._taken("".join(strings), source, moved)

    def arranged(self, spans: Sequence[tuple[int, int]], ends: Sequence[str]) -> Text:
        """The spans in the order given, each followed by a string of its own that stands nowhere."""
        string, n = self.string, len(self.string)
        pieces = [piece for (a, b), end in zip(spans, ends, strict=True) for piece in (string[a:b], end)]
        first = np.full(2 * len(spans), n, np.intp)
        first[::2] = [a for a, _ in spans]
        source, _ = _runs(first, np.array(list(map(len, pieces)), np.intp))
        source[source >= n] = -1
        return self._taken("".join(pieces), source, ())

    def _taken(self, string: str, source: NDArray[np.intp], moved: Sequence[tuple[int, int, int, int]]) -> Text:
        """Characters with the places of `source` (-1 for none); `moved` ones get the place of a whole span of self."""
        if not len(self.string):
            return Text.plain(string)
        page, box, line = self.page.take(source), self.box.take(source, axis=0), self.line.take(source)
        nowhere = (source < 0).nonzero()[0]
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
        """One box for each printed line that string[start:end] touches, in order.

        Spans are short: a loop over a few characters costs a tenth of numpy's calls.
        """
        found: list[tuple[int, list[float]]] = []
        current = None
        placed = zip(
            self.page[start:end].tolist(), self.line[start:end].tolist(), self.box[start:end].tolist(), strict=True
        )
        for page, line, (x0, top, x1, bottom) in placed:
            if not page:
                continue
            if line != current or not found:
                current = line
                found.append((page, [x0, top, x1, bottom]))
                continue
            box = found[-1][1]
            if x0 < box[0]:
                box[0] = x0
            if top < box[1]:
                box[1] = top
            if x1 > box[2]:
                box[2] = x1
            if bottom > box[3]:
                box[3] = bottom
        return [(page, *(round(side, 2) for side in box)) for page, box in found]  # type: ignore[misc]


def _runs(first: NDArray[np.intp], length: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """first[0], first[0] + 1, … for each of the lengths, and where each run begins."""
    end = length.cumsum()
    at = end - length
    return np.arange(end[-1] if len(end) else 0) + (first - at).repeat(length), at
