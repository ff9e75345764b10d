"""Tables on a page: where they stand, their rows, columns and header cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.reader.captions import Caption
from pipeline.reader.fragments import Fragments
from pipeline.reader.glyphs import Floats, Glyphs
from pipeline.reader.graphics import Graphics

SHORTEST = 70.0
"""A rule of a table is at least so long, in points."""
BELOW_CAPTION = 4.5
"""The first rule or row follows its caption within so many ems."""
NARROWEST_GAP = 3.0
"""White between two columns, in points."""
MOST_CROSSING = 0.12
"""Share of the rows that may run across the gap between two columns (headers over several columns)."""
SAME_ROW = 0.35
CENTRED = 0.72
"""Lines nearer than so many ems are those of a cell and of its neighbour that is centred beside it."""
MOST_RULES = 1500
"""More rules than this on one page are a drawing."""
FEWEST_RULES = 3
COLUMNED = 0.5
"""Share of the lines between rules that stand in columns, for a table that no caption announces."""
LONG_MARKS = 28
MOST_LONG, MOST_LONG_OF_TWO = 0.75, 0.4
"""Share of pieces with more than LONG_MARKS marks from which columns are running text, no table; fewer where there are but two."""
EDGE = 0.065
"""Rules within this share of the page's height from its edge belong to running heads."""
Box = tuple[float, float, float, float]
Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class TableCell:
    """Lines of fragments that make one cell."""

    row: int
    column: int
    lines: tuple[tuple[int, ...], ...]
    header: bool


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
        others = [
            float(f.top[c.first]) for c in found if c.first != caption.first and f.top[c.first] > f.top[caption.first]
        ]
        area = _ruled(f, graphics, caption, min(others, default=glyphs.height)) or _open(
            f, caption, min(others, default=glyphs.height), em, glyphs
        )
        if area is None:
            continue
        held = _held(f, area, caption)
        table = _table(glyphs, f, graphics, caption, area, held)
        if table is not None:
            out.append(table)
    return out


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
        rows = _rows(f, held)
        if len(rows) < FEWEST_RULES or sum(len(row) >= 2 for row in rows) < COLUMNED * len(rows):
            continue
        edges = _column_edges(f, graphics, box, rows)
        long = float(np.mean(f.end[held] - f.start[held] > LONG_MARKS))
        if long > (MOST_LONG if len(edges) > 1 else MOST_LONG_OF_TWO):
            continue
        table = _table(glyphs, f, graphics, None, box, held)
        if table is not None:
            out.append(table)
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


def merged_rules(rules: Floats) -> Floats:
    """Pieces of one rule, drawn cell by cell, as one."""
    if len(rules) > MOST_RULES:
        return np.zeros((0, 4), np.float32)
    out: list[list[float]] = []
    for x0, top, x1, bottom in rules[np.lexsort((rules[:, 0], np.round(rules[:, 1])))].tolist():
        if out and abs(out[-1][1] - top) < 1.5 and x0 <= out[-1][2] + 3:
            out[-1][2] = max(out[-1][2], x1)
            out[-1][3] = max(out[-1][3], bottom)
        else:
            out.append([x0, top, x1, bottom])
    return np.array(out, np.float32).reshape(-1, 4)


def _open(f: Fragments, caption: Caption, end: float, em: float, glyphs: Glyphs) -> Box | None:
    """Without rules: the lines under the caption that stand in columns."""
    members = list(caption.members)
    size = float(f.size[caption.first])
    low = float(f.base[members].max())
    left, right = float(f.x0[members].min()) - 2, float(f.x1[members].max())
    below = np.flatnonzero((f.base > low + 0.5 * size) & (f.top < end) & (f.size < 1.08 * max(em, size)))
    right = max(right, _reach(f, below, left, low, size))
    rows = _rows(f, below[(f.x0[below] > left - 2 * size) & (f.x1[below] < right + 2)])
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


def _rows(f: Fragments, inside: Indices) -> list[tuple[int, ...]]:
    """Fragments on one baseline, from left to right, from top to bottom."""
    out: list[list[int]] = []
    for i in inside[np.argsort(f.base[inside], kind="stable")].tolist():
        if out and abs(float(f.base[i] - f.base[out[-1][0]])) < SAME_ROW * float(f.size[i]):
            out[-1].append(i)
        else:
            out.append([i])
    return [tuple(sorted(row, key=lambda k: float(f.x0[k]))) for row in out]


def _table(
    glyphs: Glyphs, f: Fragments, graphics: Graphics, caption: Caption | None, area: Box, held: Indices
) -> TableArea | None:
    if len(held) < 4:
        return None
    rows = _rows(f, held)
    edges = _column_edges(f, graphics, area, rows)
    if not edges:
        return None
    rules = merged_rules(graphics.across)
    rules = rules[
        (rules[:, 1] > area[1] - 2) & (rules[:, 1] < area[3] + 2) & (rules[:, 2] > area[0]) & (rules[:, 0] < area[2])
    ]
    full = np.sort(rules[rules[:, 2] - rules[:, 0] > 0.9 * (area[2] - area[0]), 1])
    groups = _grouped(f, rows, edges, full)
    head = _header_rows(f, groups, full, edges, glyphs)
    groups = _headermerged_rules(groups, head, rules, f, area)
    head = sum(1 for g in groups if g[0][0] == "head")
    cells: list[TableCell] = []
    for number, group in enumerate(groups):
        lines = [row for kind, row in group]
        for column in range(len(edges) + 1):
            parts = tuple(part for row in lines if (part := tuple(i for i in row if _column(f, i, edges) == column)))
            if parts:
                cells.append(
                    TableCell(number, column, parts, number < head or column == 0 and not _numeric(glyphs, f, parts))
                )
    return TableArea(caption, area, tuple(cells), tuple(held.tolist()), _notes(f, area, held))


def _column(f: Fragments, i: int, edges: list[float]) -> int:
    """A cell over several columns counts for the first of them that it begins in."""
    start = float(f.x0[i]) + 0.25 * min(float(f.x1[i] - f.x0[i]), 12.0)
    return int(np.searchsorted(edges, start))


def _column_edges(f: Fragments, graphics: Graphics, area: Box, rows: list[tuple[int, ...]]) -> list[float]:
    """The middles of the white between columns, or the vertical rules."""
    down = graphics.down
    inside = down[
        (down[:, 0] > area[0] + 4) & (down[:, 2] < area[2] - 4) & (down[:, 1] < area[3]) & (down[:, 3] > area[1])
    ]
    ruled = _common(inside[:, 0].tolist()) if len(inside) else []
    if ruled and _tall(inside, ruled, area):
        return ruled
    members = [i for row in rows for i in row]
    low, high = area[0], area[2]
    at = np.arange(low, high, 1.0, dtype=np.float32)
    x0, x1 = f.x0[members], f.x1[members]
    cover = (x0[None, :] < at[:, None] + 0.5) & (x1[None, :] > at[:, None] - 0.5)
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])[:-1]])
    crossing = np.logical_or.reduceat(cover, starts, axis=1).sum(axis=1)
    free = crossing <= MOST_CROSSING * len(rows) if len(rows) > 4 else crossing == 0
    edges: list[float] = []
    k = 0
    while k < len(at):
        if not free[k]:
            k += 1
            continue
        start = k
        while k < len(at) and free[k]:
            k += 1
        a, b = float(at[start]), float(at[k - 1])
        least = crossing[start:k].min()
        if b - a >= NARROWEST_GAP and a > low + 4 and b < high - 4:
            best = np.flatnonzero(crossing[start:k] == least) + start
            edges.append(float(at[best].mean()))
    return edges


def _common(xs: list[float]) -> list[float]:
    out: list[list[float]] = []
    for x in sorted(xs):
        if out and x - out[-1][-1] < 3:
            out[-1].append(x)
        else:
            out.append([x])
    return [sum(g) / len(g) for g in out]


def _tall(down: Floats, xs: list[float], area: Box) -> bool:
    """Vertical rules that run through at least two thirds of the table."""
    high = area[3] - area[1]
    for x in xs:
        here = down[np.abs(down[:, 0] - x) < 3]
        if float(np.sum(here[:, 3] - here[:, 1])) < 0.6 * high:
            return False
    return True


def _grouped(
    f: Fragments, rows: list[tuple[int, ...]], edges: list[float], full: Floats
) -> list[list[tuple[str, tuple[int, ...]]]]:
    """Printed lines that make one row of the table."""
    ruled = len(full) > max(4, 0.6 * len(rows))
    groups: list[list[tuple[str, tuple[int, ...]]]] = []
    steps = [float(f.base[b[0]] - f.base[a[0]]) for a, b in zip(rows, rows[1:], strict=False)]
    usual = float(np.median(steps)) if steps else 12.0
    for row, following in zip(rows, [*rows[1:], ()], strict=True):
        if groups:
            before = groups[-1][-1][1]
            above, here = float(f.base[before[0]]), float(f.base[row[0]])
            parted = bool(((full > above - 2) & (full < here - 0.2 * float(f.size[row[0]]))).any())
            if not parted and (
                ruled
                or _continues(f, groups[-1], row, edges, here - above, usual)
                and not _leads(f, row, following, edges, here - above)
            ):
                groups[-1].append(("row", row))
                continue
        groups.append([("row", row)])
    return groups


def _leads(f: Fragments, row: tuple[int, ...], following: tuple[int, ...], edges: list[float], step: float) -> bool:
    """The first of two lines between which the next row's name is centred."""
    if not following or any(_column(f, i, edges) == 0 for i in row):
        return False
    ahead = float(f.base[following[0]] - f.base[row[0]])
    named = any(_column(f, i, edges) == 0 for i in following)
    return named and ahead < CENTRED * float(f.size[row[0]]) and ahead < step


def _continues(
    f: Fragments,
    group: list[tuple[str, tuple[int, ...]]],
    row: tuple[int, ...],
    edges: list[float],
    step: float,
    usual: float,
) -> bool:
    """A line that goes on in the cells of the row above: its first column is empty, or a cell stands between two lines."""
    size = float(f.size[row[0]])
    if step > 1.6 * max(usual, size):
        return False
    here = {_column(f, i, edges) for i in row}
    before = {_column(f, i, edges) for _, line in group for i in line}
    if step < CENTRED * size:
        return True
    if 0 not in here and 0 in before and here <= before | {max(before)}:
        last = {_column(f, i, edges) for i in group[-1][1]}
        return len(here) < max(2, len(before)) and (step <= 1.02 * usual or bool(here & last))
    return False


def _header_rows(
    f: Fragments, groups: list[list[tuple[str, tuple[int, ...]]]], full: Floats, edges: list[float], glyphs: Glyphs
) -> int:
    """How many of the first rows name columns: those above the second rule, else the first one."""
    bases = [float(f.base[group[0][1][0]]) for group in groups]
    if len(full) >= 3:
        above = sum(base < full[1] for base in bases)
        if 0 < above < len(groups) and above <= 0.5 * len(groups) + 1:
            return above
    first = groups[0]
    cells = [i for _, row in first for i in row]
    return 0 if sum(_numeric(glyphs, f, ((i,),)) for i in cells) > 0.5 * len(cells) else 1


def _headermerged_rules(
    groups: list[list[tuple[str, tuple[int, ...]]]], head: int, rules: Floats, f: Fragments, area: Box
) -> list[list[tuple[str, tuple[int, ...]]]]:
    """Header lines between two rules are one row; a rule over some columns parts them."""
    out: list[list[tuple[str, tuple[int, ...]]]] = []
    partial = rules[rules[:, 2] - rules[:, 0] < 0.9 * (area[2] - area[0]), 1]
    for _number, group in enumerate(groups[:head]):
        lines = [("head", row) for _, row in group]
        if out:
            above, here = float(f.base[out[-1][-1][1][0]]), float(f.base[lines[0][1][0]])
            if not ((partial > above - 2) & (partial < here)).any():
                out[-1] += lines
                continue
        out.append(lines)
    return out + groups[head:]


def _numeric(glyphs: Glyphs, f: Fragments, lines: tuple[tuple[int, ...], ...]) -> bool:
    codes = np.concatenate([glyphs.code[f.start[i] : f.end[i]] for line in lines for i in line])
    digits = ((codes >= 0x30) & (codes <= 0x39)).sum()
    return bool(digits >= 0.4 * len(codes))


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
