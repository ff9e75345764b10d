"""Reading order of fragments by geometry: gutters, the bands they run through, columns left to right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.reader.fragments import Fragments
from pipeline.reader.glyphs import Floats

STEP = 2.0
"""Candidate gutters stand this many points apart."""
NARROWEST_GUTTER = 5.0
NARROWEST, NARROWEST_PAIR = 20.0, 60.0
"""Points that a column has at least, and two columns with their gutter."""
FEWEST_LINES = 3
"""A gutter has at least this many lines on either side of one free stretch."""
TAIL_LINES = 2
MOST_DEPTH = 5
MOST_CROSSING = 0.6
"""Share of the fragments that may cross a gutter: full-width abstracts, captions, headings."""
Indices = NDArray[np.intp]
Box = tuple[float, float, float, float]
WIDE_GUTTER = 30.0
"""A gutter of so many points counts a tenth more than a narrow one."""
WIDEST_BONUS = 1.1
BETTER = 1.001
"""A gutter further right has to be better by this factor."""
SIDE_BY_SIDE = 1.5
"""Ems between two fragments of one baseline that are no words of one line."""


def regions(f: Fragments, inside: Indices, obstacles: Sequence[Box] = ()) -> list[Indices]:
    """Indices of the fragments, parted into single columns, in reading order.

    Tables and figures are `obstacles` (x0, top, x1, bottom): text columns end where one crosses their gutter.
    """
    if not len(inside):
        return []
    walls = _Walls.of(obstacles)
    out: list[Indices] = []
    for column in _cut(f, inside, walls, 0):
        out += _by_stream(f, column)
    return out


@dataclass(frozen=True, slots=True, eq=False)
class _Walls:
    """Obstacles as arrays."""

    x0: Floats
    x1: Floats
    middle: Floats

    @staticmethod
    def of(boxes: Sequence[Box]) -> _Walls:
        if not boxes:
            return NO_WALLS
        table = np.array(boxes, np.float32)
        return _Walls(table[:, 0], table[:, 2], table[:, 1::2].mean(axis=1, dtype=np.float32))

    def across(self, x: float) -> Floats:
        """Heights of the obstacles that cross x."""
        if self is NO_WALLS:
            return self.middle
        return self.middle[(self.x0 < x - 4) & (self.x1 > x + 4)]


NO_WALLS = _Walls(*np.zeros((3, 0), np.float32))


def _cut(f: Fragments, inside: Indices, walls: _Walls, depth: int) -> list[Indices]:
    if len(inside) < 2 * FEWEST_LINES or depth >= MOST_DEPTH:
        return [inside] if len(inside) else []
    gutter = _best_gutter(f, inside, walls)
    if gutter is None:
        return [inside]
    out: list[Indices] = []
    for across, band in _bands(f, inside, gutter, walls):
        if across:
            out += _cut(f, band, walls, depth + 1) if len(band) < len(inside) else [band]
            continue
        left = band[f.x1[band] <= gutter + 0.5]
        right = band[f.x1[band] > gutter + 0.5]
        out += _cut(f, left, walls, depth + 1) + _cut(f, right, walls, depth + 1)
    return out


def _by_stream(f: Fragments, column: Indices) -> list[Indices]:
    """Where geometry leaves fragments side by side, the content stream tells what belongs together.

    It is followed when it runs down one side and then the other, and left alone when it runs in rows.
    """
    if len(column) < 3 or not _side_by_side(f, column):
        return [column]
    order = np.sort(column)
    rise = np.flatnonzero(np.diff(f.base[order]) < -0.8 * f.size[order[1:]]) + 1
    runs = np.split(order, rise)
    if len(runs) < 2 or len(runs) > 4 or min(map(len, runs)) < 2:
        return [column]
    apart = all(
        float(f.x1[a].max()) < float(f.x0[b].min()) + 2 or float(f.x1[b].max()) < float(f.x0[a].min()) + 2
        for a, b in zip(runs, runs[1:], strict=False)
    )
    return runs if apart else [column]


def _side_by_side(f: Fragments, column: Indices) -> bool:
    order = column[np.lexsort((f.x0[column], f.base[column].round()))]
    base = f.base[order]
    same = np.abs(base[1:] - base[:-1]) < 1.0
    gap = f.x0[order[1:]] - f.x1[order[:-1]]
    return bool((same & (gap > SIDE_BY_SIDE * f.size[order[1:]])).any())


def _best_gutter(f: Fragments, inside: Indices, walls: _Walls) -> float | None:
    """The x with the longest free stretches that have text on both sides."""
    inside = inside[f.base[inside].argsort()]
    x0, x1, base = f.x0[inside], f.x1[inside], f.base[inside]
    low, high = float(x0.min()), float(x1.max())
    if high - low < NARROWEST_PAIR:
        return None
    if np.count_nonzero((x0 < low + NARROWEST) & (x1 >= high - NARROWEST)) >= MOST_CROSSING * len(x0):
        return None
    by_start, by_end = x0.argsort(), x1.argsort()
    candidates = _candidates(x0[by_start], x1[by_end], low, high)
    bounds = _most(candidates, x0[by_start], x1[by_end], base[by_start], base[by_end])
    best, best_score = None, 0.0
    for x, most in zip(candidates.tolist(), bounds.tolist(), strict=True):
        if most > best_score * BETTER:
            score = _score(x, x0, x1, base, walls.across(x))
            if score > best_score * BETTER:
                best, best_score = x, score
    return best


def _most(at: Floats, starts: Floats, ends: Floats, of_starts: Floats, of_ends: Floats) -> Floats:
    """What `_score` cannot exceed at each place: the height over which text stands on both sides, as if it were free.

    The left and the right edges come in order, with the baselines of each.
    """
    n = len(starts)
    left, right = ends.searchsorted(at, "right"), n - starts.searchsorted(at, "left")
    enough = (left >= FEWEST_LINES) & (right >= FEWEST_LINES)
    lower = np.minimum(
        np.maximum.accumulate(of_ends)[left - 1],
        np.maximum.accumulate(of_starts[::-1])[right - 1],
    )
    upper = np.maximum(
        np.minimum.accumulate(of_ends)[left - 1],
        np.minimum.accumulate(of_starts[::-1])[right - 1],
    )
    return np.where(enough, (lower - upper) * WIDEST_BONUS * (1.0 - 0.5 * (n - left - right) / n), 0.0)


def _candidates(starts: Floats, ends: Floats, low: float, high: float) -> Floats:
    """Places between the right edge of some lines and the left edge of others; both edges come in order."""
    at = np.arange(low + NARROWEST, high - NARROWEST, STEP, dtype=np.float32)
    crossing = starts.searchsorted(at, "left") - ends.searchsorted(at, "right")
    lowest = np.zeros(len(at) + 2, np.bool_)
    lowest[1:-1] = crossing < MOST_CROSSING * len(starts)
    lowest[2:-1] &= crossing[1:] <= crossing[:-1]
    lowest[1:-2] &= crossing[:-1] <= crossing[1:]
    bounds = (lowest[1:] != lowest[:-1]).nonzero()[0]
    return at[(bounds[::2] + bounds[1::2]) // 2]


def _score(x: float, x0: Floats, x1: Floats, base: Floats, walls: Floats) -> float:
    """Points of height of the free stretches at x in which both sides hold lines that end and begin near it.

    The fragments come from top to bottom.
    """
    left, right = (x1 <= x).nonzero()[0], (x0 >= x).nonzero()[0]
    crossing = base[(x1 > x) & (x0 < x)]
    edges = np.concatenate([crossing, walls])
    edges.sort()
    stretches = base.searchsorted(edges, "right")
    on_left, on_right = left.searchsorted(stretches).tolist(), right.searchsorted(stretches).tolist()
    score = 0.0
    for a, a_end, b, b_end in zip(
        [0, *on_left], [*on_left, len(left)], [0, *on_right], [*on_right, len(right)], strict=True
    ):
        if a_end - a < FEWEST_LINES or b_end - b < FEWEST_LINES:
            continue
        here, there = left[a:a_end], right[b:b_end]
        overlap = min(base[here[-1]], base[there[-1]]) - max(base[here[0]], base[there[0]])
        wide = float(x0[there].min() - x1[here].max())
        if overlap > 0 and wide >= NARROWEST_GUTTER:
            score += float(overlap) * (1.0 + min(wide, WIDE_GUTTER) / (10 * WIDE_GUTTER))
    return score * (1.0 - 0.5 * len(crossing) / len(base))


def _bands(f: Fragments, inside: Indices, gutter: float, walls: _Walls) -> list[tuple[bool, Indices]]:
    """From top to bottom: (True, fragments that cross the gutter) and (False, fragments beside it)."""
    order = inside[f.base[inside].argsort(kind="stable")]
    across = (f.x0[order] < gutter - 0.5) & (f.x1[order] > gutter + 0.5)
    blocked = _on_lines_of(f, order, across)
    stretch = np.sort(walls.across(gutter)).searchsorted(f.base[order])
    change = (blocked[1:] != blocked[:-1]) | (stretch[1:] != stretch[:-1])
    cuts = (change.nonzero()[0] + 1).tolist()
    bands: list[tuple[bool, Indices]] = []
    for start, end in zip([0, *cuts], [*cuts, len(order)], strict=True):
        part = order[start:end]
        across_all = bool(blocked[start]) or _is_tail(f, part, gutter)
        if bands and bands[-1][0] and across_all:
            bands[-1] = (True, np.concatenate([bands[-1][1], part]))
        else:
            bands.append((across_all, part))
    return bands


def _is_tail(f: Fragments, band: Indices, gutter: float) -> bool:
    """A line or two beside nothing: the short end of a full-width paragraph, no column."""
    left = f.x1[band] <= gutter + 0.5
    return len(band) <= TAIL_LINES and bool(left.all() or not left.any())


def _on_lines_of(f: Fragments, order: Indices, across: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Fragments that stand on the line of a crossing one belong to it (a wide gap parted them)."""
    if not across.any():
        return across
    bases = f.base[order]
    crossing = bases[across]
    at = np.searchsorted(crossing, bases)
    lower = np.abs(bases - crossing[np.clip(at - 1, 0, len(crossing) - 1)])
    upper = np.abs(bases - crossing[np.clip(at, 0, len(crossing) - 1)])
    return across | (np.minimum(lower, upper) < 0.3 * f.size[order])
