"""The names of events above the figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.pages.drawing.canvas import RIGHT, Format, bare
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
        axes.text(event.at.middle, row, event.name, ha=side, va="center", fontsize=format.size - 0.5, color=MUTED)
