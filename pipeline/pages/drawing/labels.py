"""Values written beside their marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import hypot
from typing import TYPE_CHECKING, Any

from pipeline.pages.drawing.canvas import RIGHT, Format
from pipeline.pages.marks import Mark, Path

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Box = tuple[float, float, float, float]
"""Left, bottom, right and top in inches."""

MARK = 0.045
"""Half the side of a mark, in inches."""
NEAR = 0.13
"""Inches from a mark to the middle of the words above it."""
LED = 0.2
"""From this distance on, and at the corners, a thin line leads from the mark to its words."""
NEARER = 0.015
"""Words without such a line are nearer to their own mark than to any other, by so many inches; others keep MARK away."""
GRAIN = 0.04
"""Inches between the places of a line that words should keep off."""
LETTER = 0.0089
"""Width of a figure in inches for each point of its size."""
APART = 0.03
"""Inches between the words of two marks in one row."""
OVER = 0.08
"""Inches above the panel that words may reach into the gap."""


class Labels:
    """Values written above their marks, or below, or beside, or further off, or not at all where no place is free.

    Words stand where they can be taken for those of no other mark.
    """

    def __init__(
        self, axes: Axes, format: Format, upright: Iterable[float], heading: Box | None = None, left: float = MARK
    ) -> None:
        """upright   places of lines from top to bottom, which words keep off as they do of those that join marks
        heading   inches from the upper left corner that other words take
        left      inches left of the panel that are free
        """
        self._axes, self._size = axes, format.size - 0.5
        figure = axes.figure
        box = axes.get_position()
        self._inches = (box.width * figure.get_figwidth(), box.height * figure.get_figheight())  # type: ignore[union-attr]
        self._taken: list[Box] = []
        self._marks: list[tuple[float, float]] = []
        self._lines: list[tuple[float, float]] = []
        self._upright = [self._place(x, 0)[0] for x in upright]
        if heading is not None:
            left, bottom, right, top = heading
            self._taken.append((left, self._inches[1] - bottom, right, self._inches[1] - top))
        self._left = -left
        self.missing = 0

    def _place(self, x: float, y: float) -> tuple[float, float]:
        (left, right), (bottom, top) = self._axes.get_xlim(), self._axes.get_ylim()
        return (x - left) / (right - left) * self._inches[0], (y - bottom) / (top - bottom) * self._inches[1]

    def keep_off(self, marks: Iterable[Mark]) -> None:
        """No value is written over these marks."""
        self._marks += [self._place(mark.at.middle, mark.value) for mark in marks]

    def avoid(self, marks: Sequence[Mark], paths: Iterable[Path]) -> None:
        """Values are written over these lines only where no other place is free."""
        for path in paths:
            places = [self._place(marks[n].at.middle, marks[n].value) for n in path]
            for one, other in zip(places, places[1:], strict=False):
                self._lines += between(one, other)

    def write(self, mark: Mark, colour: str) -> None:
        """A value without room is still in the tables and in its mark's name."""
        x, y = self._place(mark.at.middle, mark.value)
        width, height = LETTER * self._size * len(mark.shown) + APART, self._size / 72
        free: list[tuple[bool, float, float]] = []
        for right, up in shifts(width):
            box = (x + right - width / 2, y + up - height / 2, x + right + width / 2, y + up + height / 2)
            if self._is_free(box) and self._is_its_own(box, (x, y), is_far(right, up, width)):
                free.append((self._crosses(box), right, up))
        if not free:
            self.missing += 1
            return
        _, right, up = min(free, key=lambda f: f[0])
        self._taken.append((x + right - width / 2, y + up - height / 2, x + right + width / 2, y + up + height / 2))
        led: dict[str, Any] = {}
        if is_far(right, up, width):
            led = {"arrowprops": LEADER | {"color": colour}}
            self._taken += [around(place, GRAIN / 2) for place in between((x, y), (x + right, y + up))]
        self._axes.annotate(
            mark.shown,
            (mark.at.middle, mark.value),
            (right * 72, up * 72),
            textcoords="offset points",
            ha="center",
            va="center",
            fontsize=self._size,
            color=colour,
            annotation_clip=False,
            **led,
        )

    def _is_free(self, box: Box) -> bool:
        inside = (
            box[1] > 0 and box[0] > self._left and box[2] < self._inches[0] + RIGHT and box[3] < self._inches[1] + OVER
        )
        marks = (around(place, MARK) for place in self._marks)
        return inside and not any(overlap(box, other) for other in (*self._taken, *marks))

    def _is_its_own(self, box: Box, mark: tuple[float, float], far: bool) -> bool:
        """No other mark is as near to the words; the line that leads to far ones meets no other words or marks."""
        others = [place for place in self._marks if place != mark]
        if not far:
            return all(distance(box, other) > distance(box, mark) + NEARER for other in others)
        way = between(mark, ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2))
        met = any(within(place, other) for place in way for other in self._taken)
        apart = [other for other in others if not overlap(around(other, MARK), around(mark, MARK))]
        met = met or any(within(place, around(other, MARK)) for place in way for other in apart)
        return not met and all(distance(box, other) > MARK + NEARER for other in others)

    def _crosses(self, box: Box) -> bool:
        along = any(within(place, box) for place in self._lines)
        return along or any(box[0] < x < box[2] for x in self._upright)


LEADER = {"arrowstyle": "-", "linewidth": 0.5, "shrinkA": 0, "shrinkB": 3}


def shifts(width: float) -> Iterator[tuple[float, float]]:
    """To the right and up, in inches, in the order in which they are tried."""
    beside = width / 2 + NEAR * 0.75
    yield from ((0, NEAR), (0, -NEAR), (beside, 0), (-beside, 0))
    yield from ((0, 2 * NEAR), (0, -2 * NEAR))
    yield from ((beside, NEAR), (-beside, NEAR), (beside, -NEAR), (-beside, -NEAR))
    yield from ((beside, 2 * NEAR), (-beside, 2 * NEAR))
    for n in (3, 4):
        yield from ((0, n * NEAR), (0, -n * NEAR), (beside, n * NEAR), (-beside, n * NEAR))


def is_far(right: float, up: float, width: float) -> bool:
    """Words at a corner of their mark may be taken for those of the next one."""
    return abs(up) > LED or abs(right) - width / 2 > LED or bool(right and up)


def between(one: tuple[float, float], other: tuple[float, float]) -> list[tuple[float, float]]:
    """Places on the line that joins two."""
    (a, b), (c, d) = one, other
    n = max(1, int(max(abs(c - a), abs(d - b)) / GRAIN))
    return [(a + (c - a) * i / n, b + (d - b) * i / n) for i in range(n + 1)]


def overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def around(place: tuple[float, float], half: float) -> Box:
    return (place[0] - half, place[1] - half, place[0] + half, place[1] + half)


def within(place: tuple[float, float], box: Box) -> bool:
    return box[0] < place[0] < box[2] and box[1] < place[1] < box[3]


def distance(box: Box, place: tuple[float, float]) -> float:
    """From a place to the nearest edge of a box.

    >>> distance((0, 0, 2, 1), (1, 0.5)), distance((0, 0, 2, 1), (5, 5))
    (0.0, 5.0)
    """
    return hypot(max(box[0] - place[0], 0, place[0] - box[2]), max(box[1] - place[1], 0, place[1] - box[3]))


def telling_first(marks: Sequence[Mark]) -> list[Mark]:
    """The order in which marks get their words: the ends of the course and its extremes, then what is flagged."""
    if not marks:
        return []
    ends = (min, max)
    by_time, by_value = (lambda m: m.at.middle), (lambda m: m.value)
    kept = {end(marks, key=by).fact_id for end in ends for by in (by_time, by_value)}
    return sorted(marks, key=lambda m: (m.fact_id not in kept, m.flag is None))
