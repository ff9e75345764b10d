"""Values written beside their marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
"""From this distance on a thin line leads from the mark to its words."""
GRAIN = 0.04
"""Inches between the places of a line that words should keep off."""


class Labels:
    """Values written above their marks, or below, or beside, or further off, or not at all where no place is free."""

    def __init__(self, axes: Axes, format: Format, upright: Iterable[float]) -> None:
        """upright   places of lines from top to bottom, which words keep off as they do of those that join marks"""
        self._axes, self._size = axes, format.size - 0.5
        figure = axes.figure
        box = axes.get_position()
        self._inches = (box.width * figure.get_figwidth(), box.height * figure.get_figheight())  # type: ignore[union-attr]
        self._taken: list[Box] = []
        self._lines: list[tuple[float, float]] = []
        self._upright = [self._place(x, 0)[0] for x in upright]
        self.missing = 0

    def _place(self, x: float, y: float) -> tuple[float, float]:
        (left, right), (bottom, top) = self._axes.get_xlim(), self._axes.get_ylim()
        return (x - left) / (right - left) * self._inches[0], (y - bottom) / (top - bottom) * self._inches[1]

    def keep_off(self, marks: Iterable[Mark]) -> None:
        """No value is written over these marks."""
        for mark in marks:
            x, y = self._place(mark.at.middle, mark.value)
            self._taken.append((x - MARK, y - MARK, x + MARK, y + MARK))

    def avoid(self, marks: Sequence[Mark], paths: Iterable[Path]) -> None:
        """Values are written over these lines only where no other place is free."""
        for path in paths:
            places = [self._place(marks[n].at.middle, marks[n].value) for n in path]
            for one, other in zip(places, places[1:], strict=False):
                self._lines += between(one, other)

    def write(self, mark: Mark, colour: str) -> None:
        """A value without room is still in the tables and in its mark's name."""
        x, y = self._place(mark.at.middle, mark.value)
        width, height = 0.0085 * self._size * len(mark.shown), self._size / 72
        free: list[tuple[bool, float, float]] = []
        for right, up in shifts(width):
            box = (x + right - width / 2, y + up - height / 2, x + right + width / 2, y + up + height / 2)
            if self._is_free(box):
                free.append((self._crosses(box), right, up))
        if not free:
            self.missing += 1
            return
        _, right, up = min(free, key=lambda f: f[0])
        self._taken.append((x + right - width / 2, y + up - height / 2, x + right + width / 2, y + up + height / 2))
        far = abs(up) > LED or abs(right) - width / 2 > LED
        led: dict[str, Any] = {"arrowprops": LEADER | {"color": colour}} if far else {}
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
        inside = box[1] > 0 and box[0] > -MARK and box[2] < self._inches[0] + RIGHT
        return inside and not any(overlap(box, other) for other in self._taken)

    def _crosses(self, box: Box) -> bool:
        along = any(box[0] < x < box[2] and box[1] < y < box[3] for x, y in self._lines)
        return along or any(box[0] < x < box[2] for x in self._upright)


LEADER = {"arrowstyle": "-", "linewidth": 0.5, "shrinkA": 0, "shrinkB": 3}


def shifts(width: float) -> Iterator[tuple[float, float]]:
    """To the right and up, in inches, in the order in which they are tried."""
    beside = width / 2 + NEAR * 0.75
    yield from ((0, NEAR), (0, -NEAR), (beside, 0), (-beside, 0))
    yield from ((beside, NEAR), (-beside, NEAR), (beside, -NEAR), (-beside, -NEAR))
    for n in (2, 3):
        yield from ((0, n * NEAR), (0, -n * NEAR), (beside, n * NEAR), (-beside, n * NEAR))


def between(one: tuple[float, float], other: tuple[float, float]) -> list[tuple[float, float]]:
    """Places on the line that joins two."""
    (a, b), (c, d) = one, other
    n = max(1, int(max(abs(c - a), abs(d - b)) / GRAIN))
    return [(a + (c - a) * i / n, b + (d - b) * i / n) for i in range(n + 1)]


def overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
