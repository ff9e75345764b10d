"""The narrow column of addresses and dates that some journals set in small print beside a first page's text."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.reader.fragments import Fragments

LINE_MARKS = 20
SMALL = 0.9
"""The margin's share of the em of the text, at most."""
WIDEST = 0.3
"""Share of the page's text width that a margin takes at most."""
FEWEST_LINES = 5
WHITE = 5.0
"""Points between the margin and the text."""
Indices = NDArray[np.intp]


def margin(f: Fragments, inside: Indices) -> Indices:
    """The fragments of `inside` that make up such a column; none where a line of the text reaches into it."""
    none = np.zeros(0, np.intp)
    lines = inside[f.end[inside] - f.start[inside] > LINE_MARKS]
    if not len(lines):
        return none
    size = float(np.median(f.size[lines]))
    low, high = float(f.x0[inside].min()), float(f.x1[inside].max())
    small = f.size[inside] < SMALL * size
    left = inside[small & (f.x1[inside] < low + WIDEST * (high - low))]
    right = inside[small & (f.x0[inside] > high - WIDEST * (high - low))]
    return next((strip for strip in (left, right) if _stands_apart(f, inside, strip, size)), none)


def _stands_apart(f: Fragments, inside: Indices, strip: Indices, size: float) -> bool:
    """At its height nothing but the strip stands in its width, and text of the body's size beside it."""
    if len(strip) < FEWEST_LINES:
        return False
    x0, x1 = float(f.x0[strip].min()) - WHITE, float(f.x1[strip].max()) + WHITE
    top, bottom = float(f.base[strip].min()) - size, float(f.base[strip].max()) + 0.2 * size
    others = np.setdiff1d(inside, strip)
    level = others[(f.base[others] > top) & (f.base[others] < bottom)]
    free = not ((f.x0[level] < x1) & (f.x1[level] > x0)).any()
    return free and int((f.size[level] >= SMALL * size).sum()) >= FEWEST_LINES - 1
