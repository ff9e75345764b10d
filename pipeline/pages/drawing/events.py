"""What stands above the figure: the names of events, or what each stretch of moments is told in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.pages.axis import TellingAxis
from pipeline.pages.drawing.canvas import ANCHOR_PREFIX, RIGHT, Format, bare
from pipeline.pages.drawing.scale import limits
from pipeline.pages.marks import Plan
from pipeline.pages.palette import MUTED

if TYPE_CHECKING:
    from matplotlib.axes import Axes

EVENT: dict[str, Any] = {"color": MUTED, "linewidth": 0.8, "linestyle": (0, (2, 2))}
"""The line of an event."""
BETWEEN = 0.05
"""Inches between two names."""


def event_rows(plan: Plan, format: Format) -> list[int]:
    """The row of each event's name, so that no two names lie on each other; the later of two stands below, nearer to the
    figure, so that the line of the earlier passes it by."""
    first, last = limits(plan)
    inch = (last - first) / (format.width - format.left - RIGHT)
    begins: list[float] = []
    levels = {}
    for n, event in sorted(enumerate(plan.events), key=lambda e: e[1].at.middle, reverse=True):
        length = length_of(event.name, format) * inch
        begin = (
            event.at.middle if on_the_right(event.at.middle, length, last + RIGHT * inch) else event.at.middle - length
        )
        level = next((i for i, other in enumerate(begins) if begin + length + BETWEEN * inch < other), len(begins))
        begins[level : level + 1] = [begin]
        levels[n] = level
    return [len(begins) - 1 - levels[n] for n in range(len(plan.events))]


def length_of(name: str, format: Format) -> float:
    return 0.0082 * format.size * len(name) + BETWEEN


def on_the_right(place: float, length: float, end: float) -> bool:
    """A name stands right of its line, left of it at the end of the axis."""
    return place + length < end


def paint_events(axes: Axes, plan: Plan, format: Format, rows: list[int]) -> None:
    bare(axes)
    axes.spines["bottom"].set_visible(False)
    axes.set_ylim(max(rows) + 0.5, -0.5)
    first, last = axes.get_xlim()
    inch = (last - first) / (format.width - format.left - RIGHT)
    for event, row in zip(plan.events, rows, strict=True):
        at = event.at.middle
        right = on_the_right(at, length_of(event.name, format) * inch, last + RIGHT * inch)
        axes.plot([at, at], [row - 0.3, max(rows) + 1], clip_on=False, zorder=0.5, **EVENT)
        words = axes.annotate(
            event.name,
            (at, row),
            (3 if right else -3, 0),
            textcoords="offset points",
            ha="left" if right else "right",
            va="center",
            fontsize=format.size - 0.5,
            color=MUTED,
        )
        if event.fact_id:
            words.set_url(f"#{ANCHOR_PREFIX}{event.fact_id}")


def tracks(plan: Plan) -> list[tuple[int, float, float]]:
    """Where there are tables with moments of their own: number (0 is the text), first and last place of each stretch."""
    axis = plan.axis
    if not isinstance(axis, TellingAxis) or not any(m.track for m in axis.moments):
        return []
    out: dict[int, list[float]] = {}
    for moment, place in zip(axis.moments, axis.places, strict=True):
        out.setdefault(moment.track, []).append(place)
    return [(number, places[0], places[-1]) for number, places in out.items()]


def paint_tracks(axes: Axes, plan: Plan, format: Format) -> None:
    bare(axes)
    axes.spines["bottom"].set_visible(False)
    axes.set_ylim(0.5, -0.5)
    for number, first, last in tracks(plan):
        words = f"columns of table {number}" if number else "in the text"
        axes.text((first + last) / 2, 0, words, ha="center", va="center", fontsize=format.size - 0.5, color=MUTED)


def partings(plan: Plan) -> list[float]:
    """Places between the stretches."""
    some = tracks(plan)
    return [(a[2] + b[1]) / 2 for a, b in zip(some, some[1:], strict=False)]
