"""Pieces of a printed line: marks that follow each other in the stream, on one baseline, without a wide gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.reader.glyphs import Floats, Glyphs, Ints

WIDEST_SPACE = 0.95
"""A gap of more ems parts two fragments; justified words that stand wider apart are put together again as a line."""
CELL_GAP = 0.62
"""Inside tables a gap of more ems parts two cells."""
OVERLAP = 0.6
"""Marks may reach back by this many ems (kerning, accents)."""
NEAR = 0.12
"""A mark drawn twice is shifted by less than so many ems."""
SHIFT = 0.55
"""A raised or lowered mark stays within this many ems of the larger mark's baseline."""
MAIN = 0.88
"""Marks of at least this share of a fragment's largest em carry its baseline."""


@dataclass(frozen=True, slots=True, eq=False)
class Fragments:
    """m fragments of a page: marks start[i]:end[i] of its glyphs, in stream order."""

    start: Ints
    end: Ints
    x0: Floats
    x1: Floats
    top: Floats
    bottom: Floats
    base: Floats
    size: Floats
    bold: Floats
    """Share of bold marks."""

    def __len__(self) -> int:
        return len(self.start)

    def take(self, keep: NDArray[np.bool_] | NDArray[np.intp]) -> Fragments:
        return Fragments(
            self.start[keep],
            self.end[keep],
            self.x0[keep],
            self.x1[keep],
            self.top[keep],
            self.bottom[keep],
            self.base[keep],
            self.size[keep],
            self.bold[keep],
        )


def without_doubles(glyphs: Glyphs, f: Fragments) -> Glyphs:
    """Fake bold draws a mark twice at nearly the same place: the second one goes. `f` are the marks' fragments."""
    some = _doubtful(glyphs, f)
    if not len(some):
        return glyphs
    order = some[np.lexsort((glyphs.x0[some], np.round(glyphs.base[some]), glyphs.code[some]))]
    a, b = order[:-1], order[1:]
    near = NEAR * glyphs.size[a]
    twice = (
        (glyphs.code[a] == glyphs.code[b])
        & (np.abs(glyphs.x0[a] - glyphs.x0[b]) < near)
        & (np.abs(glyphs.base[a] - glyphs.base[b]) < near)
    )
    if not twice.any():
        return glyphs
    keep = np.ones(len(glyphs), np.bool_)
    keep[np.maximum(a[twice], b[twice])] = False
    return glyphs.take(keep)


def _doubtful(glyphs: Glyphs, f: Fragments) -> NDArray[np.intp]:
    """Marks that follow their equal without a step, and those of fragments that lie on each other."""
    still = (glyphs.code[1:] == glyphs.code[:-1]).nonzero()[0]
    still = still[np.abs(glyphs.x0[still + 1] - glyphs.x0[still]) < NEAR * glyphs.size[still]]
    order = np.lexsort((f.x0, f.base.round()))
    base, x0, x1, reach = f.base[order], f.x0[order], f.x1[order], NEAR * f.size[order]
    upon = (x0[1:] < x1[:-1] - reach[1:]) & (x0[:-1] < x1[1:] - reach[1:])
    over = ((np.abs(base[1:] - base[:-1]) < reach[1:]) & upon).nonzero()[0]
    if not len(still) and not len(over):
        return still
    held = [np.arange(f.start[i], f.end[i]) for i in np.unique(order[np.concatenate([over, over + 1])]).tolist()]
    return np.unique(np.concatenate([still, still + 1, *held]))


def fragments(glyphs: Glyphs, cuts: Sequence[int] = (), narrow: NDArray[np.bool_] | None = None) -> Fragments:
    """Cut the stream of marks wherever the pen jumps, before each of `cuts`, and at narrower gaps between `narrow` marks."""
    n = len(glyphs)
    if not n:
        none, nothing = np.zeros(0, np.int32), np.zeros(0, np.float32)
        return Fragments(none, none, nothing, nothing, nothing, nothing, nothing, nothing, nothing)
    em = np.maximum(glyphs.size[1:], glyphs.size[:-1])
    gap = glyphs.x0[1:] - glyphs.x1[:-1]
    widest = WIDEST_SPACE * em
    if narrow is not None:
        widest = np.where(narrow[1:] & narrow[:-1], CELL_GAP * em, widest)
    step = np.abs(glyphs.base[1:] - glyphs.base[:-1])
    begins = np.ones(n, np.bool_)
    begins[1:] = (step > SHIFT * em) | (gap > widest) | (gap < -OVERLAP * em)
    for cut in cuts:
        begins[cut] = True
    start = begins.nonzero()[0].astype(np.int32)
    end = np.empty_like(start)
    end[:-1], end[-1] = start[1:], n
    size = np.maximum.reduceat(glyphs.size, start)
    weight = (glyphs.size >= (MAIN * size).repeat(end - start)).astype(np.float32)
    base = np.add.reduceat(glyphs.base * weight, start) / np.add.reduceat(weight, start)
    return Fragments(
        start,
        end,
        np.minimum.reduceat(glyphs.x0, start),
        np.maximum.reduceat(glyphs.x1, start),
        np.minimum.reduceat(glyphs.top, start),
        np.maximum.reduceat(glyphs.bottom, start),
        base.astype(np.float32),
        size,
        (np.add.reduceat(glyphs.bold.astype(np.float32), start) / (end - start)).astype(np.float32),
    )
