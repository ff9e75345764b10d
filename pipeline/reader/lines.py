"""Printed lines of a page in reading order, and the page's text made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, islice, repeat

import numpy as np
from numpy.typing import NDArray

from pipeline.reader.fragments import Fragments
from pipeline.reader.glyphs import Floats, Glyphs, codes_to_string, on_page
from pipeline.record import record
from pipeline.text import Text

LINE_END = "\u2028"
"""Parts the lines of a page's text until paragraphs are made of them."""
RAISED, LOWERED, LEVEL = "\ufdd0", "\ufdd1", "\ufdd2"
"""Noncharacters around marks that are smaller and raised, or smaller and lowered, until `scripts` spells them."""
SMALLER = 0.86
RISE, DROP = 0.13, 0.07
"""Share of the line's em that a smaller mark stands above or below the baseline."""
SAME_LINE = 0.32
NEAR_LINE = 0.6
TIGHT = 0.12
"""Fragments of a line that stand closer than this many ems are one word."""


@record(frozen=True, slots=True)
class Line:
    """One printed line within one column; lengths in points."""

    page: int
    string: str
    """Without the script marks' meaning resolved; see RAISED, LOWERED, LEVEL."""
    start: int
    """Where its characters begin in the lines' text."""
    end: int
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    bold: float
    column: int
    """Running number of the column on its page."""
    left: float
    right: float
    """Edges of the column."""
    first: int
    """Place of its first mark in the content stream."""


@dataclass(frozen=True, slots=True, eq=False)
class PageLines:
    """The lines of each group of columns in reading order, and the text of all of them."""

    groups: tuple[tuple[Line, ...], ...]
    text: Text


def lines_of(f: Fragments, inside: NDArray[np.intp]) -> list[list[int]]:
    """The fragments of one column, grouped into lines from top to bottom, each from left to right."""
    order = inside[f.base[inside].argsort(kind="stable")]
    fragments, bases, sizes = order.tolist(), f.base[order].tolist(), f.size[order].tolist()
    groups: list[list[int]] = []
    main = 0
    for k, i in enumerate(fragments):
        small, large = (k, main) if sizes[k] < sizes[main] else (main, k)
        near = abs(bases[k] - bases[main]) < SAME_LINE * sizes[large]
        if groups and (near or (sizes[small] < SMALLER * sizes[large] and _script_of(f, i, fragments[main]))):
            groups[-1].append(i)
            main = k if sizes[k] > sizes[main] else main
        else:
            groups.append([i])
            main = k
    return [g if len(g) == 1 else sorted(g, key=lambda k: (f.x0[k], k)) for g in groups]


def _script_of(f: Fragments, a: int, b: int) -> bool:
    """A small fragment beside a larger one, shifted less than a line: its superscript or subscript."""
    small, large = (a, b) if f.size[a] < f.size[b] else (b, a)
    if f.size[small] >= SMALLER * f.size[large] or f.end[small] - f.start[small] > 6:
        return False
    beside = f.x0[small] > f.x1[large] - 2 or f.x1[small] < f.x0[large] + 2
    return bool(beside and abs(f.base[small] - f.base[large]) < NEAR_LINE * f.size[large])


def page_lines(
    glyphs: Glyphs, f: Fragments, groups: Sequence[Sequence[NDArray[np.intp]]], first_line: int = 0, first: int = 0
) -> PageLines:
    """Lines of the columns of each group in the order given.

    `first_line` numbers the first line, `first` is the place of its first character in the text of all pages.
    """
    columns = [inside for group in groups for inside in group]
    numbers = [number for group in groups for number in range(len(group))]
    found = [lines_of(f, inside) for inside in columns]
    lines = [line for lines in found for line in lines]
    if not lines:
        return PageLines(((),) * len(groups), Text.plain(""))
    parts = np.array([i for line in lines for i in line], np.intp)
    starts = _starts([len(line) for line in lines])
    main = np.array([g[0] if len(g) == 1 else g[np.argmax(f.size[g])] for g in lines], np.intp)
    text, ends = _text(glyphs, f, parts, starts, main, first_line)
    of = np.arange(len(columns)).repeat([len(lines) for lines in found])
    places = [*_places(f, parts, starts), f.base[main], f.size[main], _bold(f, parts, starts)]
    edges = _edges(f, columns)
    made = list(
        map(
            Line,
            repeat(glyphs.page),
            map(text.string.__getitem__, map(slice, [0, *ends[:-1]], ends)),
            [first + end for end in (0, *ends[:-1])],
            [first + end for end in ends],
            *(place.tolist() for place in places),
            np.array(numbers)[of].tolist(),
            *(edge[of].tolist() for edge in edges),
            np.minimum.reduceat(f.start[parts], starts).tolist(),
        )
    )
    out, done, lengths = [], 0, iter(map(len, found))
    for group in groups:
        count = sum(islice(lengths, len(group)))
        out.append(tuple(made[done : done + count]))
        done += count
    return PageLines(tuple(out), text)


def _starts(lengths: Sequence[int]) -> NDArray[np.intp]:
    """Where runs of these lengths begin."""
    return np.array([0, *accumulate(lengths[:-1])], np.intp)


def _places(f: Fragments, parts: NDArray[np.intp], starts: NDArray[np.intp]) -> list[Floats]:
    """x0, x1, top, bottom of each line."""
    return [
        np.minimum.reduceat(f.x0[parts], starts),
        np.maximum.reduceat(f.x1[parts], starts),
        np.minimum.reduceat(f.top[parts], starts),
        np.maximum.reduceat(f.bottom[parts], starts),
    ]


def _bold(f: Fragments, parts: NDArray[np.intp], starts: NDArray[np.intp]) -> NDArray[np.floating]:
    """Share of bold marks of each line."""
    marks = f.end[parts] - f.start[parts]
    return np.add.reduceat(f.bold[parts] * marks, starts) / np.add.reduceat(marks, starts)


def _edges(f: Fragments, columns: Sequence[NDArray[np.intp]]) -> tuple[Floats, Floats]:
    """Left and right edge of each column."""
    members, starts = np.concatenate(columns), _starts([len(c) for c in columns])
    return np.minimum.reduceat(f.x0[members], starts), np.maximum.reduceat(f.x1[members], starts)


def _text(
    glyphs: Glyphs,
    f: Fragments,
    parts: NDArray[np.intp],
    starts: NDArray[np.intp],
    main: NDArray[np.intp],
    first_line: int,
) -> tuple[Text, list[int]]:
    """The text of the lines, spaces and script marks inserted, and where each line ends in it."""
    lengths = (f.end - f.start)[parts]
    line = np.arange(len(starts)).repeat(np.diff(np.append(starts, len(parts))))
    size, base = f.size[main][line], f.base[main][line]
    begins = lengths.cumsum() - lengths
    marks = (f.start[parts] - begins).repeat(lengths) + np.arange(begins[-1] + lengths[-1])
    level = _levels(glyphs, marks, size.repeat(lengths), base.repeat(lengths))
    space = glyphs.spaced[marks]
    gap = glyphs.x0[marks[begins]] - glyphs.x1[marks[begins - 1]]
    space[begins] = gap > TIGHT * size
    space[begins[starts]] = False
    return _compose(glyphs, marks, line.repeat(lengths) + first_line, level, space, begins[starts])


def _levels(
    glyphs: Glyphs, marks: NDArray[np.intp], size: NDArray[np.float32], base: NDArray[np.float32]
) -> NDArray[np.int8]:
    """1 for raised, -1 for lowered, 0 for marks on the baseline; `size` and `base` are those of the marks' lines."""
    level = np.zeros(len(marks), np.int8)
    small = (glyphs.size[marks] < SMALLER * size).nonzero()[0]
    size, up = size[small], base[small] - glyphs.base[marks[small]]
    level[small[up > RISE * size]] = 1
    level[small[up < -DROP * size]] = -1
    return level


def _compose(
    glyphs: Glyphs,
    marks: NDArray[np.intp],
    line: NDArray[np.intp],
    level: NDArray[np.int8],
    space: NDArray[np.bool_],
    begins: NDArray[np.intp],
) -> tuple[Text, list[int]]:
    """Marks in order with spaces before some, and RAISED, LOWERED and LEVEL where the level changes.

    `line` is the line of each mark, `begins` the first mark of each line; a line that ends off its level is closed.
    """
    before = np.zeros_like(level)
    before[1:] = level[:-1]
    before[begins] = 0
    changed = (level != before).nonzero()[0]
    opening, closing = changed[level[changed] != 0], changed[before[changed] != 0]
    last = np.append(begins[1:], len(marks)) - 1
    unclosed = last[level[last] != 0]
    wide = space + np.intp(1)
    wide[opening] += 1
    wide[closing] += 1
    wide[unclosed[unclosed + 1 < len(marks)] + 1] += 1
    at = wide.cumsum() - 1
    ends = at[last] + 1 + (level[last] != 0)
    total = int(ends[-1])
    codes = np.full(total, 0x20, np.int32)
    codes[at] = glyphs.code[marks]
    codes[at[opening] - 1] = np.where(level[opening] > 0, ord(RAISED), ord(LOWERED))
    codes[at[closing] - wide[closing] + 1] = ord(LEVEL)
    codes[at[unclosed] + 1] = ord(LEVEL)
    page, numbers = np.zeros(total, np.int16), np.full(total, -1, np.int32)
    page[at], numbers[at] = glyphs.page, line
    source = np.full(total, len(glyphs))
    source[at] = marks
    return Text(codes_to_string(codes), page, _boxes(glyphs).take(source, axis=0), numbers), ends.tolist()


def _boxes(glyphs: Glyphs) -> Floats:
    """The boxes of the marks on their page, and NaN at the end for what stands nowhere."""
    boxes = np.full((len(glyphs) + 1, 4), np.nan, np.float32)
    for side, places in enumerate((glyphs.x0, glyphs.top, glyphs.x1, glyphs.bottom)):
        boxes[:-1, side] = places
    return on_page(boxes, glyphs) if glyphs.turn else boxes
