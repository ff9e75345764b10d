"""Raised and lowered marks that were drawn apart from their line, put back behind the mark they hang on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.reader.fragments import Fragments
from pipeline.reader.glyphs import Glyphs

MOST_MARKS = 8
MOST_SCRIPTS = 1500
"""More small pieces than this on one page are a map or a chart, no scripts."""
AT_ONCE = 64
"""Small pieces that are held against all others in one step: hardly any of them has a host."""
SMALLER = 0.86
RISE, REACH = 0.13, 0.6
"""Shares of the larger em between which the baselines lie apart."""
SIDE = 0.6
"""A mark hangs at most so many ems behind the end of its line."""
WORD_GAP = 0.14


def attached(glyphs: Glyphs, f: Fragments) -> Glyphs:
    """The marks in an order in which every script follows its host; the same marks where none stands apart."""
    small = np.flatnonzero((f.end - f.start <= MOST_MARKS) & (f.size < SMALLER * (f.size.max() if len(f) else 0)))
    if not 0 < len(small) <= MOST_SCRIPTS:
        return glyphs
    moves = _moves(glyphs, f, small)
    if not moves:
        return glyphs
    moved = np.zeros(len(glyphs), np.bool_)
    behind: dict[int, list[int]] = {}
    for at, i in moves:
        moved[f.start[i] : f.end[i]] = True
        behind.setdefault(at, []).append(i)
    order: list[int] = []
    spaced = glyphs.spaced.copy()
    for mark in np.flatnonzero(~moved).tolist():
        order.append(mark)
        for i in sorted(behind.get(mark, ()), key=lambda k: float(f.x0[k])):
            order += range(int(f.start[i]), int(f.end[i]))
            spaced[f.start[i]] = False
            _respace(glyphs, spaced, mark, int(f.end[i]) - 1)
    if len(order) != len(glyphs):
        return glyphs
    return glyphs.with_spaces(spaced).take(np.array(order, np.int32))


def _moves(glyphs: Glyphs, f: Fragments, small: NDArray[np.intp]) -> list[tuple[int, int]]:
    """Each of the small fragments that has a host, behind the mark after which it belongs."""
    out = []
    for some in (small[k : k + AT_ONCE] for k in range(0, len(small), AT_ONCE)):
        near = _near(f, some)
        for row in np.flatnonzero(near.any(axis=1)).tolist():
            at = _host_mark(glyphs, f, int(some[row]), np.flatnonzero(near[row]))
            if at is not None:
                out.append((at, int(some[row])))
    return out


def _near(f: Fragments, small: NDArray[np.intp]) -> NDArray[np.bool_]:
    """For each of the small fragments (rows), which fragments are large and near enough to be its host."""
    x0, size = f.x0[small, None], f.size[small, None]
    away = np.abs(f.base - f.base[small, None])
    beside = (f.x0 - 2 < x0) & (f.x1 + SIDE * f.size > x0)
    return beside & (f.size * SMALLER > size) & (away > RISE * f.size * 0.5) & (away < REACH * f.size)


def _host_mark(glyphs: Glyphs, f: Fragments, i: int, near: NDArray[np.intp]) -> int | None:
    """The mark after which script fragment i belongs; `near` are the fragments that may be its host."""
    best = int(near[np.argmin(np.abs(f.base[near] - f.base[i]))])
    marks = np.arange(f.start[best], f.end[best])
    before = marks[glyphs.x0[marks] < glyphs.x0[f.start[i]] + 0.5]
    if not len(before):
        return None
    last = int(before[-1])
    free = last + 1 >= f.end[best] or glyphs.x0[last + 1] > f.x1[i] - 0.35 * f.size[i]
    return last if free and glyphs.x1[last] < f.x0[i] + 0.35 * f.size[best] else None


def _respace(glyphs: Glyphs, spaced: np.ndarray, host: int, script: int) -> None:
    """The gap that the script fills is none; what is left of it behind the script may be."""
    following = host + 1
    if following < len(glyphs) and abs(glyphs.base[following] - glyphs.base[host]) < 1:
        gap = glyphs.x0[following] - glyphs.x1[script]
        spaced[following] = bool(gap > WORD_GAP * glyphs.size[host])
