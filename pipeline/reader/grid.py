"""The cells of a table whose place is known: its columns, its rows, and which of them are headers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from pipeline.reader.fragments import Fragments
from pipeline.reader.glyphs import Floats, Glyphs
from pipeline.reader.graphics import Graphics
from pipeline.record import record

NARROWEST_GAP = 3.0
"""White between two columns, in points."""
MOST_CROSSING = 0.12
"""Share of the rows that may run across the gap between two columns (headers over several columns)."""
SAME_ROW = 0.35
CENTRED = 0.72
"""Lines nearer than so many ems are those of a cell and of its neighbour that is centred beside it."""
RULES_OF_THREE = 3
"""A table without rules between its rows has one above, one below its head and one at its foot."""
MOST_RULES = 1500
"""More rules than this on one page are a drawing."""
Box = tuple[float, float, float, float]
Indices = NDArray[np.intp]
Row = tuple[int, ...]
"""Fragments of one baseline, from left to right."""


@record(frozen=True, slots=True)
class TableCell:
    """Lines of fragments that make one cell."""

    row: int
    column: int
    lines: tuple[Row, ...]
    header: bool


def grid(glyphs: Glyphs, f: Fragments, graphics: Graphics, area: Box, rows: list[Row]) -> tuple[TableCell, ...]:
    """The cells of the printed lines `rows` within `area`, row by row; none where no white parts columns."""
    edges = column_edges(f, graphics, area, rows)
    if not edges:
        return ()
    column = _columns(f, [i for row in rows for i in row], edges)
    rules = merged_rules(graphics.across)
    rules = rules[
        (rules[:, 1] > area[1] - 2) & (rules[:, 1] < area[3] + 2) & (rules[:, 2] > area[0]) & (rules[:, 0] < area[2])
    ]
    wide = rules[:, 2] - rules[:, 0] > 0.9 * (area[2] - area[0])
    full = np.sort(rules[wide, 1])
    groups = _grouped(f, rows, column, full)
    head = _header_rows(glyphs, f, groups, full)
    named = _header_groups(f, groups[:head], rules[~wide, 1])
    out: list[TableCell] = []
    for number, lines in enumerate([*named, *groups[head:]]):
        cells: dict[int, list[Row]] = {}
        for line in lines:
            for k in dict.fromkeys(column[i] for i in line):
                cells.setdefault(k, []).append(tuple(i for i in line if column[i] == k))
        out += [
            TableCell(number, k, tuple(parts), number < len(named) or k == 0 and not _numeric(glyphs, f, parts))
            for k, parts in sorted(cells.items())
        ]
    return tuple(out)


def rows_of(f: Fragments, inside: Indices) -> list[Row]:
    """Fragments on one baseline, from left to right, from top to bottom."""
    order = inside[np.argsort(f.base[inside], kind="stable")]
    out: list[list[int]] = []
    above = 0.0
    for i, base, size in zip(order.tolist(), f.base[order].tolist(), f.size[order].tolist(), strict=True):
        if out and abs(base - above) < SAME_ROW * size:
            out[-1].append(i)
        else:
            out.append([i])
            above = base
    left = f.x0
    return [tuple(row) if len(row) == 1 else tuple(sorted(row, key=lambda k: float(left[k]))) for row in out]


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


def column_edges(f: Fragments, graphics: Graphics, area: Box, rows: list[Row]) -> list[float]:
    """The middles of the white between columns, or the vertical rules."""
    down = graphics.down
    inside = down[
        (down[:, 0] > area[0] + 4) & (down[:, 2] < area[2] - 4) & (down[:, 1] < area[3]) & (down[:, 3] > area[1])
    ]
    ruled = _common(inside[:, 0].tolist()) if len(inside) else []
    if ruled and _tall(inside, ruled, area):
        return ruled
    low, high = area[0], area[2]
    at = np.arange(low, high, 1.0, dtype=np.float32)
    crossing = _crossing(f, rows, at)
    free = crossing <= MOST_CROSSING * len(rows) if len(rows) > 4 else crossing == 0
    edges: list[float] = []
    bounds = np.flatnonzero(np.diff(np.concatenate([[False], free, [False]]).astype(np.int8)))
    for start, end in bounds.reshape(-1, 2).tolist():
        a, b = float(at[start]), float(at[end - 1])
        if b - a >= NARROWEST_GAP and a > low + 4 and b < high - 4:
            stretch = crossing[start:end]
            edges.append(float(at[start:end][stretch == stretch.min()].mean()))
    return edges


def _crossing(f: Fragments, rows: list[Row], at: Floats) -> NDArray[np.intp]:
    """How many rows have a fragment within half a point of each place."""
    members = [i for row in rows for i in row]
    starts = (at + 0.5).searchsorted(f.x0[members], "right").tolist()
    ends = (at - 0.5).searchsorted(f.x1[members], "left").tolist()
    change = np.zeros(len(at) + 1, np.intp)
    pieces = zip(starts, ends, strict=True)
    for row in rows:
        done = 0
        for start, end in islice(pieces, len(row)):
            start = max(start, done)
            if start < end:
                change[start] += 1
                change[end] -= 1
                done = end
    return change.cumsum()[:-1]


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


def _columns(f: Fragments, members: list[int], edges: list[float]) -> dict[int, int]:
    """The column of each fragment; a cell over several columns counts for the first of them that it begins in."""
    wide = (f.x1[members] - f.x0[members]).astype(np.float64)
    starts = f.x0[members].astype(np.float64) + 0.25 * np.minimum(wide, 12.0)
    return dict(zip(members, np.searchsorted(edges, starts).tolist(), strict=True))


def _grouped(f: Fragments, rows: list[Row], column: dict[int, int], full: Floats) -> list[list[Row]]:
    """Printed lines that make one row of the table."""
    bands = np.searchsorted(full, [float(f.base[row[0]]) for row in rows]).tolist()
    whole = _whole_bands(rows, bands, column, full)
    groups: list[list[Row]] = []
    steps = [float(f.base[b[0]] - f.base[a[0]]) for a, b in zip(rows, rows[1:], strict=False)]
    usual = float(np.median(steps)) if steps else 12.0
    for row, following, band in zip(rows, [*rows[1:], ()], bands, strict=True):
        if groups:
            above, here, size = float(f.base[groups[-1][-1][0]]), float(f.base[row[0]]), float(f.size[row[0]])
            parted = bool(((full > above - 2) & (full < here - 0.2 * size)).any())
            if not parted and (
                band in whole
                or _continues(groups[-1], row, column, here - above, usual, size)
                and not _leads(f, row, following, column, here - above)
            ):
                groups[-1].append(row)
                continue
        groups.append([row])
    return groups


def _whole_bands(rows: list[Row], bands: list[int], column: dict[int, int], full: Floats) -> set[int]:
    """Bands between rules whose lines are one row: all of them where most rows are ruled off, else those whose
    lines fill the columns unevenly, as wrapped cells do."""
    if len(full) > max(RULES_OF_THREE + 1, 0.6 * len(rows)):
        return set(bands)
    if len(full) < RULES_OF_THREE + 2:
        return set()
    lines: dict[int, list[set[int]]] = {}
    for row, band in zip(rows, bands, strict=True):
        lines.setdefault(band, []).append({column[i] for i in row})
    return {band for band, filled in lines.items() if _is_wrapped(filled)}


def _is_wrapped(filled: list[set[int]]) -> bool:
    """Lines, by the columns they fill, of cells that were broken: not each has a name, and at most one is complete."""
    columns = set().union(*filled)
    return not all(0 in one for one in filled) and sum(one == columns for one in filled) <= 1


def _leads(f: Fragments, row: Row, following: Row, column: dict[int, int], step: float) -> bool:
    """The first of two lines between which the next row's name is centred."""
    if not following or any(column[i] == 0 for i in row):
        return False
    ahead = float(f.base[following[0]] - f.base[row[0]])
    named = any(column[i] == 0 for i in following)
    return named and ahead < CENTRED * float(f.size[row[0]]) and ahead < step


def _continues(group: list[Row], row: Row, column: dict[int, int], step: float, usual: float, size: float) -> bool:
    """A line that goes on in the cells of the row above: its first column is empty, or a cell stands between two lines."""
    if step > 1.6 * max(usual, size):
        return False
    if step < CENTRED * size:
        return True
    here = {column[i] for i in row}
    before = {column[i] for line in group for i in line}
    if 0 not in here and 0 in before and here <= before | {max(before)}:
        last = {column[i] for i in group[-1]}
        return len(here) < max(2, len(before)) and (step <= 1.02 * usual or bool(here & last))
    return False


def _header_rows(glyphs: Glyphs, f: Fragments, groups: list[list[Row]], full: Floats) -> int:
    """How many of the first rows name columns: those above the second rule, else the first one."""
    if len(full) >= 3:
        above = sum(float(f.base[group[0][0]]) < full[1] for group in groups)
        if 0 < above < len(groups) and above <= 0.5 * len(groups) + 1:
            return above
    cells = [i for row in groups[0] for i in row]
    return 0 if sum(_numeric(glyphs, f, [(i,)]) for i in cells) > 0.5 * len(cells) else 1


def _header_groups(f: Fragments, groups: list[list[Row]], partial: Floats) -> list[list[Row]]:
    """Header lines between two rules are one row; a rule over some columns parts them."""
    out: list[list[Row]] = []
    for lines in groups:
        if out:
            above, here = float(f.base[out[-1][-1][0]]), float(f.base[lines[0][0]])
            if not ((partial > above - 2) & (partial < here)).any():
                out[-1] += lines
                continue
        out.append(list(lines))
    return out


def _numeric(glyphs: Glyphs, f: Fragments, lines: Sequence[Row]) -> bool:
    codes = np.concatenate([glyphs.code[f.start[i] : f.end[i]] for line in lines for i in line])
    digits = ((codes >= 0x30) & (codes <= 0x39)).sum()
    return bool(digits >= 0.4 * len(codes))
