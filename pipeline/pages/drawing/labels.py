"""Values written beside their marks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipeline.pages.drawing.canvas import Format
from pipeline.pages.marks import Mark

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARK = 0.045
"""Half the side of a mark, in inches."""


class Labels:
    """Values written above their marks, or below, or not at all where another is written."""

    def __init__(self, axes: Axes, format: Format) -> None:
        self._axes, self._size = axes, format.size - 0.5
        figure = axes.figure
        box = axes.get_position()
        self._inches = (box.width * figure.get_figwidth(), box.height * figure.get_figheight())  # type: ignore[union-attr]
        self._taken: list[tuple[float, float, float, float]] = []

    def _place(self, x: float, y: float) -> tuple[float, float]:
        (left, right), (bottom, top) = self._axes.get_xlim(), self._axes.get_ylim()
        return (x - left) / (right - left) * self._inches[0], (y - bottom) / (top - bottom) * self._inches[1]

    def keep_off(self, marks: Iterable[Mark]) -> None:
        """No value is written over these marks."""
        for mark in marks:
            x, y = self._place(mark.at.middle, mark.value)
            self._taken.append((x - MARK, y - MARK, x + MARK, y + MARK))

    def write(self, x: float, y: float, words: str, colour: str) -> bool:
        """False where there was no room; the value is still in the tables and in the mark's name."""
        place = self._place(x, y)
        width, height = 0.0085 * self._size * len(words), self._size / 72
        for up in (0.13, -0.13, 0.26, -0.26):
            box = (place[0] - width / 2, place[1] + up - height / 2, place[0] + width / 2, place[1] + up + height / 2)
            if box[1] > 0 and not any(overlap(box, other) for other in self._taken):
                self._taken.append(box)
                self._axes.annotate(
                    words,
                    (x, y),
                    (0, up * 72),
                    textcoords="offset points",
                    ha="center",
                    va="center",
                    fontsize=self._size,
                    color=colour,
                    annotation_clip=False,
                )
                return True
        return False


def overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
