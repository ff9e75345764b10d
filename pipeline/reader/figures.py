"""Lettering inside figures: axis labels, panel letters, text printed on pictures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.reader.fragments import Fragments
from pipeline.reader.glyphs import Floats, Glyphs
from pipeline.reader.graphics import Graphics

Box = tuple[float, float, float, float]
SMALLEST = 24.0
"""A figure is at least this wide and high, in points."""
LARGEST_SHARE = 0.7
"""A picture that covers more of the page is a background or a scan, no figure."""
NEAR = 14.0
"""Pieces of one figure lie at most this far apart."""
REACH = 26.0
"""Labels of axes and panels stand at most this far outside."""
LABEL_MARKS = 4
SHORT_MARKS = 42
LINE_MARKS = 16
"""A line of running text has more marks."""
SMALL_PRINT = 0.93
"""Lettering of this share of the body's em needs not lie within its figure's width."""
LEGEND = 120.0
"""Points between a drawing and its caption that the names of axes and a legend take at most."""
LEADING = 1.6
"""Ems between the lines of a paragraph at most."""
FEWEST_STROKES = 5
BODY_MARKS = 45
"""A fragment of body size with more marks is running text, whatever lies behind it."""


def figure_boxes(glyphs: Glyphs, graphics: Graphics, taken: Sequence[Box], below: Sequence[Box]) -> Floats:
    """Boxes of pictures and charts, float32[n, 4]; what lies in a `taken` box (a table) is none.

    A drawing over a figure's caption (`below`) may be lower than one that stands alone.
    """
    page = glyphs.width * glyphs.height
    images = graphics.images
    if len(images):
        wide, high = images[:, 2] - images[:, 0], images[:, 3] - images[:, 1]
        images = images[(wide >= SMALLEST) & (high >= SMALLEST) & (wide * high < LARGEST_SHARE * page)]
    strokes = np.concatenate([graphics.drawn, graphics.down, graphics.across])
    if len(strokes):
        narrow = strokes[:, 2] - strokes[:, 0] < 0.62 * glyphs.width
        strokes = strokes[narrow & ~_within(strokes, taken)]
    found = [box for box, pieces in _clusters(images, 1) if pieces]
    found += [box for box, pieces in _clusters(strokes, FEWEST_STROKES) if _is_figure(box, pieces, below)]
    return np.array(found, np.float32).reshape(-1, 4)


def _is_figure(box: Box, pieces: int, below: Sequence[Box]) -> bool:
    side = min(box[2] - box[0], box[3] - box[1])
    return pieces >= FEWEST_STROKES and (
        side >= 2 * SMALLEST or side >= SMALLEST and any(_stands_over(box, caption) for caption in below)
    )


def _stands_over(box: Box, caption: Box) -> bool:
    return box[0] < caption[2] and box[2] > caption[0] and 0 < caption[1] + 8 - box[3] < LEGEND


def _within(boxes: Floats, taken: Sequence[Box]) -> NDArray[np.bool_]:
    inside = np.zeros(len(boxes), np.bool_)
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    for x0, top, x1, bottom in taken:
        inside |= (x > x0 - 3) & (x < x1 + 3) & (y > top - 3) & (y < bottom + 3)
    return inside


def _clusters(boxes: Floats, fewest: int) -> list[tuple[Box, int]]:
    """Boxes that lie near each other, as (box around them, how many)."""
    if len(boxes) < fewest or len(boxes) > 3000:
        return []
    groups: list[list[float]] = []
    for x0, top, x1, bottom in boxes[np.argsort(boxes[:, 1], kind="stable")].tolist():
        one = [x0, top, x1, bottom, 1.0]
        changed = True
        while changed:
            changed = False
            for other in groups:
                if (
                    one[0] <= other[2] + NEAR
                    and other[0] <= one[2] + NEAR
                    and one[1] <= other[3] + NEAR
                    and other[1] <= one[3] + NEAR
                ):
                    one = [
                        min(one[0], other[0]),
                        min(one[1], other[1]),
                        max(one[2], other[2]),
                        max(one[3], other[3]),
                        one[4] + other[4],
                    ]
                    groups.remove(other)
                    changed = True
                    break
        groups.append(one)
    return [((g[0], g[1], g[2], g[3]), int(g[4])) for g in groups]


def lettering(f: Fragments, boxes: Floats, em: float, below: Sequence[Box]) -> NDArray[np.bool_]:
    """Which fragments belong to a figure rather than to the text; `em` is the body's size, `below` are figures' captions."""
    out = np.zeros(len(f), np.bool_)
    if not len(boxes):
        return out
    marks = f.end - f.start
    middle_x, middle_y = (f.x0 + f.x1) / 2, (f.top + f.bottom) / 2
    body = (marks > BODY_MARKS) & (np.abs(f.size - em) < 0.08 * em)
    for x0, top, x1, bottom in boxes.tolist():
        inside = (middle_x > x0 - 2) & (middle_x < x1 + 2) & (middle_y > top - 2) & (middle_y < bottom + 2)
        if (inside & body).sum() >= 2:
            continue
        near = (f.x1 > x0 - REACH) & (f.x0 < x1 + REACH) & (f.bottom > top - REACH) & (f.top < bottom + REACH)
        label = marks <= LABEL_MARKS
        small = (marks <= SHORT_MARKS) & (f.size < 0.9 * em) & ~_opens_caption_row(f, x0, x1, bottom)
        out |= (inside & ~body) | _alone(f, near & (label | small))
        for caption in below:
            if _stands_over((x0, top, x1, bottom), caption):
                out |= _between(f, (x0, top, x1, caption[1]), em)
    return out


def _between(f: Fragments, area: Box, em: float) -> NDArray[np.bool_]:
    """Names of axes and legends between a drawing and its caption; none where running text stands there."""
    x0, top, x1, bottom = area
    middle = (f.x0 + f.x1) / 2
    inside = (middle > x0 - REACH) & (middle < x1 + REACH) & (f.top > top) & (f.bottom < bottom + 1)
    running = inside & (f.end - f.start > BODY_MARKS) & (f.size > SMALL_PRINT * em)
    if running.any():
        return np.zeros(len(f), np.bool_)
    return inside & ((f.size < SMALL_PRINT * em) | ((f.x0 > x0 - 4) & (f.x1 < x1 + 4)))


def _alone(f: Fragments, some: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Fragments that share their line with nothing but short ones, and end no paragraph above them."""
    out = some.copy()
    here, marks = np.flatnonzero(some), f.end - f.start
    long, lines = np.flatnonzero(marks > SHORT_MARKS), np.flatnonzero(marks > LINE_MARKS)
    if not len(here):
        return out
    size, x0, x1 = f.size[here, None], f.x0[here, None], f.x1[here, None]
    beside = (np.abs(f.base[long] - f.base[here, None]) < 0.4 * size) & (
        (np.abs(f.x0[long] - x1) < 1.6 * size) | (np.abs(f.x1[long] - x0) < 1.6 * size)
    )
    step = f.base[here, None] - f.base[lines]
    under = (np.abs(f.x0[lines] - x0) < 0.2 * size) & (step > 0.5 * size) & (step < LEADING * size)
    ends = under & (np.abs(f.size[lines] - size) < 0.04 * size)
    out[here] = ~(beside.any(axis=1) | ends.any(axis=1))
    return out


def _opens_caption_row(f: Fragments, x0: float, x1: float, bottom: float) -> NDArray[np.bool_]:
    """Small text right under a figure that fills lines is its caption."""
    under = (f.top > bottom - 4) & (f.x0 < x1) & (f.x1 > x0)
    return under & (f.end - f.start > 16)
