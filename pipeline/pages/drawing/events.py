"""What stands above the figure: the names of events, or what each stretch of moments is told in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.pages.axis import TellingAxis
from pipeline.pages.drawing.canvas import ANCHOR_PREFIX, RIGHT, Format, bare
from pipeline.pages.drawing.scale import limits
from pipeline.pages.marks import Plan
from pipeline.pages.palette import MUTED

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def event_rows(plan: Plan, format: Format) -> list[int]:
    """The row of each event's name, so that no two names lie on each other."""
    first, last = limits(plan)
    inch = (last - first) / (format.width - format.left - RIGHT)
    ends: list[float] = []
    rows = []
    for event in plan.events:
        half = 0.038 * len(event.name) * inch
        row = next((r for r, end in enumerate(ends) if event.at.middle - half > end), len(ends))
        ends[row : row + 1] = [event.at.middle + half + 0.05 * inch]
        rows.append(row)
    return rows


def paint_events(axes: Axes, plan: Plan, format: Format, rows: list[int]) -> None:
    bare(axes)
    axes.spines["bottom"].set_visible(False)
    axes.set_ylim(max(rows) + 0.5, -0.5)
    first, last = axes.get_xlim()
    for event, row in zip(plan.events, rows, strict=True):
        share = (event.at.middle - first) / (last - first)
        side = "left" if share < 0.06 else "right" if share > 0.94 else "center"
        words = axes.text(
            event.at.middle, row, event.name, ha=side, va="center", fontsize=format.size - 0.5, color=MUTED
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
