"""Tables on a page: where they stand, announced by a caption or told by their rules."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pipeline.reader.captions import Caption, fragment_string
from pipeline.reader.fragments import Fragments
from pipeline.reader.glyphs import Floats, Glyphs
from pipeline.reader.graphics import Graphics
from pipeline.reader.grid import Box, Indices, TableCell, column_edges, grid, merged_rules, rows_of

SHORTEST = 70.0
"""A rule of a table is at least so long, in points."""
BELOW_CAPTION = 4.5
"""The first rule or row follows its caption within so many ems."""
FEWEST_RULES = 3
COLUMNED = 0.5
"""Share of the lines between rules that stand in columns, for a table that no caption announces."""
LONG_MARKS = 28
MOST_LONG, MOST_LONG_OF_TWO = 0.75, 0.4
"""Share of pieces with more than LONG_MARKS marks from which columns are running text, no table; fewer where there are but two."""
PART = re.compile(r"\([a-zа-я]\)")
EDGE = 0.065
"""Rules within this share of the page's height from its edge belong to running heads."""


@dataclass(frozen=True, slots=True)
class TableArea:
    """A table of a page: its caption (None where it has none), its box and its cells in order of rows."""

    caption: Caption | None
    box: Box
    cells: tuple[TableCell, ...]
    members: tuple[int, ...]
    notes: tuple[int, ...] = ()
    """Fragments of the small print below."""


def tables(glyphs: Glyphs, f: Fragments, graphics: Graphics, found: list[Caption], em: float) -> list[TableArea]:
    """The tables that captions announce; `em` is the size of the body's text."""
    out: list[TableArea] = []
    announced = [c for c in found if c.kind == "table"]
    for caption in announced:
        end = _end(f, graphics, caption, found, glyphs.height)
        area = _ruled(f, graphics, caption, end) or _open(f, caption, end, em, glyphs)
        if area is None:
            continue
        parts = _parts(glyphs, f, graphics, area, _held(f, area, caption))
        found_here = [_table(glyphs, f, graphics, caption, part, _held(f, part, caption)) for part in parts]
        out += [table for table in found_here if table is not None]
        if out and found_here[-1] is not None:
            out[-1] = replace(out[-1], notes=_notes(f, out[-1].box, np.array(out[-1].members)))
    return out


def _end(f: Fragments, graphics: Graphics, caption: Caption, found: list[Caption], height: float) -> float:
    """Where the next caption begins below this one and below the rule that may open its table."""
    members = list(caption.members)
    low = float(f.base[members].max())
    x0, x1 = float(f.x0[members].min()), float(f.x1[members].max())
    rules = graphics.across
    near = (rules[:, 1] > low - 2) & (rules[:, 1] < low + BELOW_CAPTION * float(f.size[caption.first]))
    near &= (rules[:, 0] < x1) & (rules[:, 2] > x0)
    x0, x1 = float(rules[near, 0].min(initial=x0)), float(rules[near, 2].max(initial=x1))
    below = [c for c in found if f.top[c.first] > f.top[caption.first]]
    beside = [c for c in below if f.x0[list(c.members)].min() < x1 and f.x1[list(c.members)].max() > x0]
    return min((float(f.top[c.first]) for c in beside), default=height)


def _parts(glyphs: Glyphs, f: Fragments, graphics: Graphics, area: Box, held: Indices) -> list[Box]:
    """The area, cut where nothing but `(b)` stands between two of its rules: tables under one caption."""
    rules = merged_rules(graphics.across)
    wide = rules[rules[:, 2] - rules[:, 0] > 0.9 * (area[2] - area[0])]
    heights = np.sort(wide[(wide[:, 1] > area[1] - 2) & (wide[:, 1] < area[3] + 2) & (wide[:, 0] < area[2]), 1])
    bands = np.searchsorted(heights, f.base[held])
    out, top = [], area[1]
    for band in np.flatnonzero(np.bincount(bands) == 1).tolist():
        label = int(held[bands == band][0])
        if 0 < band < len(heights) and PART.fullmatch(fragment_string(glyphs, f, label)):
            out.append((area[0], top, area[2], float(heights[band - 1])))
            top = float(heights[band])
    return [*out, (area[0], top, area[2], area[3])]


def unannounced(glyphs: Glyphs, f: Fragments, graphics: Graphics, taken: list[TableArea]) -> list[TableArea]:
    """Tables without a caption (continued ones, patients' charts): rules of one width with columns between."""
    rules = merged_rules(graphics.across)
    inner = (rules[:, 1] > EDGE * glyphs.height) & (rules[:, 1] < (1 - EDGE) * glyphs.height)
    rules = rules[inner & (rules[:, 2] - rules[:, 0] >= SHORTEST) & ~_covered(rules, [area.box for area in taken])]
    groups: list[list[list[float]]] = []
    for rule in rules[np.argsort(rules[:, 1])].tolist():
        same = next((g for g in groups if abs(g[-1][0] - rule[0]) < 4 and abs(g[-1][2] - rule[2]) < 4), None)
        if same is None:
            groups.append([rule])
        else:
            same.append(rule)
    out: list[TableArea] = []
    for group in groups:
        if len(group) < FEWEST_RULES:
            continue
        box = (group[0][0], group[0][1], group[0][2], group[-1][1])
        held = _held(f, box, None)
        rows = rows_of(f, held)
        if len(rows) < FEWEST_RULES or sum(len(row) >= 2 for row in rows) < COLUMNED * len(rows):
            continue
        edges = column_edges(f, graphics, box, rows)
        long = float(np.mean(f.end[held] - f.start[held] > LONG_MARKS))
        if long > (MOST_LONG if len(edges) > 1 else MOST_LONG_OF_TWO):
            continue
        table = _table(glyphs, f, graphics, None, box, held)
        if table is not None:
            out.append(replace(table, notes=_notes(f, box, held)))
    return out


def _covered(rules: Floats, boxes: list[Box]) -> NDArray[np.bool_]:
    inside = np.zeros(len(rules), np.bool_)
    for x0, top, x1, bottom in boxes:
        inside |= (rules[:, 1] > top - 3) & (rules[:, 1] < bottom + 3) & (rules[:, 2] > x0) & (rules[:, 0] < x1)
    return inside


def _held(f: Fragments, area: Box, caption: Caption | None) -> Indices:
    x0, top, x1, bottom = area
    middle_x, middle_y = (f.x0 + f.x1) / 2, f.base - 0.3 * f.size
    inside = (middle_x > x0 - 2) & (middle_x < x1 + 2) & (middle_y > top - 1) & (middle_y < bottom + 1)
    if caption is not None:
        inside[list(caption.members)] = False
    return np.flatnonzero(inside)


def _ruled(f: Fragments, graphics: Graphics, caption: Caption, end: float) -> Box | None:
    """The box between the first and the last rule of one width under the caption."""
    rules = merged_rules(graphics.across)
    rules = rules[rules[:, 2] - rules[:, 0] >= SHORTEST]
    if not len(rules):
        return None
    members = list(caption.members)
    size = float(f.size[caption.first])
    low = float(f.base[members].max())
    left, right = float(f.x0[members].min()), float(f.x1[members].max())
    below = rules[(rules[:, 1] > low - 2) & (rules[:, 1] < end) & (rules[:, 0] < right) & (rules[:, 2] > left)]
    if not len(below) or below[:, 1].min() > low + BELOW_CAPTION * size:
        return None
    first = below[np.argmin(below[:, 1])]
    alike = below[(np.abs(below[:, 0] - first[0]) < 4) & (np.abs(below[:, 2] - first[2]) < 4)]
    ys = np.sort(alike[:, 1])
    if len(ys) < 2:
        grid = graphics.down[
            (graphics.down[:, 0] > first[0] - 3)
            & (graphics.down[:, 0] < first[2] + 3)
            & (np.abs(graphics.down[:, 1] - first[1]) < 4)
        ]
        if not len(grid):
            return None
        return float(first[0]), float(first[1]), float(first[2]), float(grid[:, 3].max())
    last = _last_rule(f, ys, float(first[0]), float(first[2]))
    return float(first[0]), float(first[1]), float(first[2]), last


def _last_rule(f: Fragments, ys: Floats, x0: float, x1: float) -> float:
    """A further rule belongs to the table unless running text stands before it."""
    last = float(ys[1]) if len(ys) > 1 else float(ys[0])
    for above, below in zip(ys[1:].tolist(), ys[2:].tolist(), strict=False):
        between = (f.base > above) & (f.base < below) & (f.x0 > x0 - 3) & (f.x1 < x1 + 3)
        wide = between & (f.x1 - f.x0 > 0.42 * (x1 - x0)) & (f.end - f.start > 45)
        if wide.sum() >= 3 and wide.sum() > 0.5 * between.sum():
            break
        last = below
    return last


def _open(f: Fragments, caption: Caption, end: float, em: float, glyphs: Glyphs) -> Box | None:
    """Without rules: the lines under the caption that stand in columns."""
    members = list(caption.members)
    size = float(f.size[caption.first])
    low = float(f.base[members].max())
    left, right = float(f.x0[members].min()) - 2, float(f.x1[members].max())
    below = np.flatnonzero((f.base > low + 0.5 * size) & (f.top < end) & (f.size < 1.08 * max(em, size)))
    right = max(right, _reach(f, below, left, low, size))
    rows = rows_of(f, below[(f.x0[below] > left - 2 * size) & (f.x1[below] < right + 2)])
    kept: list[tuple[int, ...]] = []
    last, columns = low, 0
    for row in rows:
        base = float(f.base[row[0]])
        if base - last > (BELOW_CAPTION if not kept else 2.6) * size:
            break
        if len(row) < 2 and f.end[row[0]] - f.start[row[0]] > 45:
            break
        columns += len(row) >= 2
        kept.append(row)
        last = base
    while kept and len(kept[-1]) < 2:
        kept.pop()
    if columns < 2 or columns < 0.5 * len(kept):
        return None
    every = [i for row in kept for i in row]
    return float(f.x0[every].min()), float(f.top[every].min()), float(f.x1[every].max()), float(f.bottom[every].max())


def _reach(f: Fragments, below: Indices, left: float, low: float, size: float) -> float:
    """The right end of the first rows, joined over gaps that no gutter of text columns fills."""
    near = below[(f.base[below] < low + 8 * size) & (f.x0[below] > left - 4)]
    return float(f.x1[near].max()) if len(near) else 0.0


def _table(
    glyphs: Glyphs, f: Fragments, graphics: Graphics, caption: Caption | None, area: Box, held: Indices
) -> TableArea | None:
    if len(held) < 4:
        return None
    cells = grid(glyphs, f, graphics, area, rows_of(f, held))
    return TableArea(caption, area, cells, tuple(held.tolist())) if cells else None


def _notes(f: Fragments, area: Box, held: Indices) -> tuple[int, ...]:
    """Small print right under the table, as wide as it at most."""
    if not len(held):
        return ()
    size = float(np.median(f.size[held]))
    out: list[int] = []
    low = area[3]
    for i in np.argsort(f.base, kind="stable").tolist():
        if f.base[i] <= area[3] + 1 or f.x1[i] < area[0] or f.x0[i] > area[2]:
            continue
        if f.base[i] - low > 1.9 * size or f.size[i] > 1.03 * size or f.x1[i] > area[2] + 6 or f.x0[i] < area[0] - 6:
            break
        out.append(i)
        low = float(f.base[i])
    return tuple(out)
