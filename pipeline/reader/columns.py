"""Reading order of fragments by geometry: gutters, the bands they run through, columns left to right."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.reader.fragments import Fragments

STEP = 2.0
"""Candidate gutters stand this many points apart."""
NARROWEST_GUTTER = 5.0
FEWEST_LINES = 3
"""A gutter has at least this many lines on either side of one free stretch."""
MOST_DEPTH = 4
Indices = NDArray[np.intp]


def regions(f: Fragments) -> list[Indices]:
    """Indices of the fragments, parted into single columns, in reading order."""
    return _cut(f, np.arange(len(f)), 0)


def _cut(f: Fragments, inside: Indices, depth: int) -> list[Indices]:
    if len(inside) < 2 * FEWEST_LINES or depth >= MOST_DEPTH:
        return [inside] if len(inside) else []
    gutter = _best_gutter(f, inside)
    if gutter is None:
        return [inside]
    out: list[Indices] = []
    for across, band in _bands(f, inside, gutter):
        if across:
            out += _cut(f, band, depth + 1) if len(band) < len(inside) else [band]
            continue
        left = band[f.x1[band] <= gutter + 0.5]
        right = band[f.x1[band] > gutter + 0.5]
        out += _cut(f, left, depth + 1) + _cut(f, right, depth + 1)
    return out


def _best_gutter(f: Fragments, inside: Indices) -> float | None:
    """The x with the longest free stretches that have text on both sides."""
    x0, x1, top, bottom, base = f.x0[inside], f.x1[inside], f.top[inside], f.bottom[inside], f.base[inside]
    low, high = float(x0.min()), float(x1.max())
    if high - low < 60:
        return None
    candidates = np.arange(low + 20, high - 20, STEP, dtype=np.float32)
    crossing = (x0[None, :] < candidates[:, None]) & (x1[None, :] > candidates[:, None])
    plausible = np.flatnonzero(crossing.sum(axis=1) < 0.6 * len(inside))
    best, best_score = None, 0.0
    for k in plausible.tolist():
        x = float(candidates[k])
        score = _score(x, x0, x1, top, bottom, base, crossing[k])
        if score > best_score * 1.001:
            best, best_score = x, score
    if best is None:
        return None
    return _centred(best, x0, x1, candidates, plausible)


def _score(
    x: float,
    x0: NDArray[np.float32],
    x1: NDArray[np.float32],
    top: NDArray[np.float32],
    bottom: NDArray[np.float32],
    base: NDArray[np.float32],
    across: NDArray[np.bool_],
) -> float:
    """Points of height of the free stretches at x in which both sides hold lines that end and begin near it."""
    edges = np.sort(base[across])
    stretch = np.searchsorted(edges, base)
    left, right = (x1 <= x), (x0 >= x)
    count = len(edges) + 1
    lines_left = np.bincount(stretch[left], minlength=count)
    lines_right = np.bincount(stretch[right], minlength=count)
    good = (lines_left >= FEWEST_LINES) & (lines_right >= FEWEST_LINES)
    if not good.any():
        return 0.0
    score = 0.0
    for k in np.flatnonzero(good).tolist():
        here = stretch == k
        a, b = base[here & left], base[here & right]
        overlap = min(a.max(), b.max()) - max(a.min(), b.min())
        wide = float(np.min(x0[here & right]) - np.max(x1[here & left]))
        if overlap <= 0 or wide < NARROWEST_GUTTER:
            continue
        score += float(overlap) * (1.0 + min(wide, 30.0) / 300.0)
    return score


def _centred(
    x: float,
    x0: NDArray[np.float32],
    x1: NDArray[np.float32],
    candidates: NDArray[np.float32],
    plausible: NDArray[np.intp],
) -> float:
    """The middle between the nearest common right edge and left edge around x."""
    left, right = x1[x1 <= x], x0[x0 >= x]
    if not len(left) or not len(right):
        return x
    return float((np.max(left) + np.min(right)) / 2)


def _bands(f: Fragments, inside: Indices, gutter: float) -> list[tuple[bool, Indices]]:
    """From top to bottom: (True, fragments that cross the gutter) and (False, fragments beside it)."""
    order = inside[np.argsort(f.base[inside], kind="stable")]
    across = (f.x0[order] < gutter - 0.5) & (f.x1[order] > gutter + 0.5)
    blocked = _on_lines_of(f, order, across)
    cuts = np.flatnonzero(np.diff(blocked.astype(np.int8))) + 1
    return [(bool(blocked[part[0]]), order[part]) for part in np.split(np.arange(len(order)), cuts) if len(part)]


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
