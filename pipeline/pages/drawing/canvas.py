"""What every part of the figure is drawn with: its measures, marks and lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.pages.axis import Stretch
from pipeline.pages.marks import Mark, Path
from pipeline.pages.palette import PAPER

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ANCHOR_PREFIX = "f-"
"""A link of the figure leads to the row `f-<fact_id>` of the page."""

RIGHT = 0.35
"""Inches right of the axes."""


@dataclass(frozen=True, slots=True)
class Format:
    """Inches and points of one drawing."""

    name: str
    width: float
    left: float
    size: float
    sizes_height: float
    row: float
    panel: float
    names_beside: bool
    """Names of drugs and analytes in the left margin, else above their rows."""


WIDE = Format("wide", 8.6, 1.55, 9.0, 2.3, 0.36, 0.62, True)
NARROW = Format("narrow", 4.0, 0.5, 9.0, 2.2, 0.52, 0.8, False)


def bare(axes: Axes) -> None:
    """No frame and no scale of values."""
    axes.spines["left"].set_visible(False)
    axes.set_yticks([])


def upright(axes: Axes, places: Iterable[float], **style: Any) -> None:
    """Lines from top to bottom, as one path."""
    first, last = axes.get_xlim()
    inside = [p for p in places if first <= p <= last]
    if inside:
        xs = [x for p in inside for x in (p, p, float("nan"))]
        axes.plot(
            xs, [0.0, 1.0, float("nan")] * len(inside), transform=axes.get_xaxis_transform(), clip_on=False, **style
        )


def point(axes: Axes, mark: Mark, marker: str, colour: str, hollow: bool = False, size: float = 34) -> None:
    """One mark, linked to the row of its fact."""
    face = PAPER if hollow else colour
    edge: dict[str, Any] = {} if marker == "|" else {"edgecolors": colour}
    drawn = axes.scatter(
        [mark.at.middle], [mark.value], s=size, marker=marker, c=face, linewidths=1.2, zorder=3, clip_on=False, **edge
    )
    drawn.set_urls([f"#{ANCHOR_PREFIX}{mark.fact_id}"])


def join(axes: Axes, marks: Sequence[Mark], paths: Iterable[Path], **style: Any) -> None:
    """Lines along the paths, drawn as one."""
    some = [(*path, None) for path in paths]
    xs = [float("nan") if n is None else marks[n].at.middle for path in some for n in path]
    ys = [float("nan") if n is None else marks[n].value for path in some for n in path]
    if xs:
        axes.plot(xs[:-1], ys[:-1], **style)


def uncertain(axes: Axes, at: Stretch, value: float, colour: str) -> None:
    """The days between the first and the last possible one as a span behind the mark."""
    if at.last > at.first:
        axes.plot(
            [at.first, at.last],
            [value, value],
            color=colour,
            linewidth=5,
            alpha=0.28,
            solid_capstyle="butt",
            zorder=1.5,
        )
    for open_, place, marker in ((at.open_start, at.first, 4), (at.open_end, at.last, 5)):
        if open_:
            axes.plot([place], [value], marker=marker, color=colour, markersize=5, alpha=0.6, zorder=1.6)
