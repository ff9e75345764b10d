"""Printed lines of a page in reading order, and the page's text made of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.reader.fragments import Fragments
from pipeline.reader.glyphs import Glyphs, codes_to_string, on_page
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


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One printed line within one column; lengths in points."""

    page: int
    string: str
    """Without the script marks' meaning resolved; see RAISED, LOWERED, LEVEL."""
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
    """Lines in reading order, and their text: each line ends with LINE_END."""

    lines: tuple[Line, ...]
    texts: tuple[Text, ...]


def lines_of(f: Fragments, inside: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """The fragments of one column, grouped into lines from top to bottom, each from left to right."""
    order = inside[np.argsort(f.base[inside], kind="stable")]
    groups: list[list[int]] = []
    base, size = f.base.tolist(), f.size.tolist()
    for i in order.tolist():
        if groups:
            main = max(groups[-1], key=lambda k: size[k])
            if abs(base[i] - base[main]) < SAME_LINE * max(size[i], size[main]) or _script_of(f, i, main):
                groups[-1].append(i)
                continue
        groups.append([i])
    return [np.array(sorted(g, key=lambda k: (f.x0[k], k)), np.intp) for g in groups]


def _script_of(f: Fragments, a: int, b: int) -> bool:
    """A small fragment beside a larger one, shifted less than a line: its superscript or subscript."""
    small, large = (a, b) if f.size[a] < f.size[b] else (b, a)
    if f.size[small] >= SMALLER * f.size[large] or f.end[small] - f.start[small] > 6:
        return False
    beside = f.x0[small] > f.x1[large] - 2 or f.x1[small] < f.x0[large] + 2
    return bool(beside and abs(f.base[small] - f.base[large]) < NEAR_LINE * f.size[large])


def page_lines(glyphs: Glyphs, f: Fragments, columns: list[NDArray[np.intp]], first_line: int = 0) -> PageLines:
    """Lines of the columns in the order given; `first_line` numbers the first of them."""
    groups: list[NDArray[np.intp]] = []
    column: list[int] = []
    for k, inside in enumerate(columns):
        found = lines_of(f, inside)
        groups += found
        column += [k] * len(found)
    if not groups:
        return PageLines((), ())
    parts = np.concatenate(groups)
    starts = np.concatenate([[0], np.cumsum([len(g) for g in groups])[:-1]]).astype(np.intp)
    main = np.array([g[0] if len(g) == 1 else g[np.argmax(f.size[g])] for g in groups], np.intp)
    texts = _texts(glyphs, f, parts, starts, main, first_line)
    marks = f.end[parts] - f.start[parts]
    columns_of = np.array(column)
    places = [
        np.minimum.reduceat(f.x0[parts], starts),
        np.maximum.reduceat(f.x1[parts], starts),
        np.minimum.reduceat(f.top[parts], starts),
        np.maximum.reduceat(f.bottom[parts], starts),
        f.base[main],
        f.size[main],
        np.add.reduceat(f.bold[parts] * marks, starts) / np.add.reduceat(marks, starts),
        columns_of,
        np.array([f.x0[c].min() for c in columns])[columns_of],
        np.array([f.x1[c].max() for c in columns])[columns_of],
        np.minimum.reduceat(f.start[parts], starts),
    ]
    rows = zip(texts, *(place.tolist() for place in places), strict=True)
    return PageLines(tuple(Line(glyphs.page, text.string, *row) for text, *row in rows), tuple(texts))


def _texts(
    glyphs: Glyphs,
    f: Fragments,
    parts: NDArray[np.intp],
    starts: NDArray[np.intp],
    main: NDArray[np.intp],
    first_line: int,
) -> list[Text]:
    """The text of each line, spaces and script marks inserted."""
    count = len(starts)
    lengths = (f.end - f.start)[parts]
    marks = _spread(f.start[parts], lengths)
    part_of = np.repeat(np.arange(len(parts)), lengths)
    line_of_part = np.repeat(np.arange(count), np.diff(np.append(starts, len(parts))))
    line = line_of_part[part_of]
    main_size, main_base = f.size[main], f.base[main]
    level = _levels(glyphs, marks, main_size[line], main_base[line])
    gap = np.zeros(len(marks), np.float32)
    gap[1:] = glyphs.x0[marks[1:]] - glyphs.x1[marks[:-1]]
    new_line = np.concatenate([[True], line[1:] != line[:-1]])
    new_part = np.concatenate([[True], part_of[1:] != part_of[:-1]])
    space = np.where(new_part, gap > TIGHT * main_size[line], glyphs.spaced[marks]) & ~new_line
    before = np.concatenate([[0], level[:-1]])
    before[new_line] = 0
    return _compose(glyphs, marks, line, level, before, space, new_line, first_line)


def _spread(start: NDArray[np.integer], length: NDArray[np.integer]) -> NDArray[np.intp]:
    """start[0], start[0]+1, … for each of the lengths."""
    total = int(length.sum())
    offsets = np.repeat(start - np.concatenate([[0], np.cumsum(length)[:-1]]), length)
    return (np.arange(total) + offsets).astype(np.intp)


def _levels(
    glyphs: Glyphs, marks: NDArray[np.intp], size: NDArray[np.float32], base: NDArray[np.float32]
) -> NDArray[np.int8]:
    """1 for raised, -1 for lowered, 0 for marks on the baseline."""
    small = glyphs.size[marks] < SMALLER * size
    up = base - glyphs.base[marks]
    return (small & (up > RISE * size)).astype(np.int8) - (small & (up < -DROP * size)).astype(np.int8)


def _compose(
    glyphs: Glyphs,
    marks: NDArray[np.intp],
    line: NDArray[np.intp],
    level: NDArray[np.int8],
    before: NDArray[np.int8],
    space: NDArray[np.bool_],
    new_line: NDArray[np.bool_],
    first_line: int,
) -> list[Text]:
    changes = level != before
    closing = changes & (before != 0)
    opening = changes & (level != 0)
    extra = closing.astype(np.intp) + space + opening
    last = np.append(new_line[1:], True)
    tail = last & (level != 0)
    at = np.cumsum(extra) + np.concatenate([[0], np.cumsum(tail)[:-1]]) + np.arange(len(marks))
    total = int(extra.sum() + tail.sum()) + len(marks)
    codes = np.full(total, 0x20, np.int32)
    source = np.full(total, -1, np.intp)
    codes[at] = glyphs.code[marks]
    source[at] = marks
    codes[(at - 1)[opening]] = np.where(level[opening] > 0, ord(RAISED), ord(LOWERED))
    codes[(at - extra)[closing]] = ord(LEVEL)
    codes[(at + 1)[tail]] = ord(LEVEL)
    starts = (at - extra)[new_line]
    ends = np.append(starts[1:], total)
    placed = source >= 0
    page = np.where(placed, glyphs.page, 0).astype(np.int16)
    box = np.full((total, 4), np.nan, np.float32)
    where = source[placed]
    boxes = np.column_stack([glyphs.x0[where], glyphs.top[where], glyphs.x1[where], glyphs.bottom[where]])
    box[placed] = on_page(boxes, glyphs) if glyphs.turn else boxes
    numbers = np.full(total, -1, np.int32)
    numbers[at] = line + first_line
    whole = Text(codes_to_string(codes), page, box, numbers)
    return [whole[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]
