"""The course figure drawn: events, sizes, treatment and labs one below the other on one axis."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pipeline.pages.drawing.canvas import RIGHT, Format, upright
from pipeline.pages.drawing.events import EVENT, event_rows, paint_events, paint_tracks, partings, tracks
from pipeline.pages.drawing.labs import paint_panel
from pipeline.pages.drawing.scale import limits, telling_foot, ticks
from pipeline.pages.drawing.sizes import legend_rows, paint_sizes
from pipeline.pages.drawing.treatment import paint_lanes
from pipeline.pages.marks import Plan
from pipeline.pages.palette import GRID, INK, MUTED

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TOP, GAP, FOOT = 0.08, 0.30, 0.55
CLOSE = 0.06
"""Between the names of the events and what they stand over."""
STYLE: dict[str, Any] = {
    "font.family": "sans-serif",
    "text.parse_math": False,
    "text.color": INK,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": MUTED,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.8,
    "hatch.linewidth": 0.8,
    "path.simplify": False,
}

LINE = 0.14
"""Inches of a line of the words below the axis; the first has its place in the foot."""

Part = tuple[float, Callable[["Axes"], int | None]]
"""Height in inches and what paints it, which may say how many values found no room for their words."""


def draw(plan: Plan, format: Format) -> Figure:
    """The figure; the same plan and format give the same drawing."""
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context({**STYLE, "font.size": format.size}):  # type: ignore[dict-item]
        parts = parts_of(plan, format)
        below = lines_below(plan, format, 0)
        foot = FOOT + telling_foot(plan, format) + LINE * (len(below) - 1)
        headed = bool(plan.events or tracks(plan))
        gaps = [CLOSE if headed and n == 0 else GAP for n in range(len(parts))]
        height = TOP + foot + sum(h for h, _ in parts) + sum(gaps[:-1])
        figure = Figure(figsize=(format.width, height))
        figure.patch.set_alpha(0)
        top = height - TOP
        first, last = limits(plan)
        all_axes, unwritten = [], 0
        for (part_height, paint), gap in zip(parts, gaps, strict=True):
            axes = add_axes(figure, format, top, part_height)
            axes.set_xlim(first, last)
            top -= part_height + gap
            unwritten += paint(axes) or 0
            all_axes.append(axes)
        for axes in all_axes:
            axes.xaxis.set_visible(axes is all_axes[-1])
            ticks(axes, plan, format)
        for axes in all_axes[1:] if headed else all_axes:
            upright(axes, axes.get_xticks(), color=GRID, linewidth=0.6, zorder=0.1)
            upright(axes, [e.at.middle for e in plan.events], zorder=0.5, **EVENT)
            upright(axes, partings(plan), color=MUTED, linewidth=0.8, zorder=0.5)
        if unwritten:
            more = lines_below(plan, format, unwritten)
            raise_all(figure, LINE * (len(more) - len(below)))
            below = more
        all_axes[-1].set_xlabel("\n".join(below), fontsize=format.size - 1)
    return figure


def add_axes(figure: Figure, format: Format, top: float, height: float) -> Axes:
    """Axes of so many inches that hang from `top`."""
    whole = figure.get_figheight()
    width = 1 - (format.left + RIGHT) / format.width
    axes = figure.add_axes((format.left / format.width, (top - height) / whole, width, height / whole))
    axes.patch.set_alpha(0)
    return axes


def lines_below(plan: Plan, format: Format, unwritten: int) -> list[str]:
    """What the axis is, and how many values found no room for their words."""
    said = [plan.axis.label]
    if unwritten:
        said.append(f"{unwritten} {'value' if unwritten == 1 else 'values'} without words for lack of room")
    return [line for one in said for line in textwrap.wrap(one, 90 if format.names_beside else 46)]


def raise_all(figure: Figure, by: float) -> None:
    """Make room below: what is drawn keeps its size."""
    height = figure.get_figheight()
    figure.set_figheight(height + by)
    for axes in figure.axes:
        box = axes.get_position()
        share = height / (height + by)
        axes.set_position((box.x0, (box.y0 * height + by) / (height + by), box.width, box.height * share))


def parts_of(plan: Plan, format: Format) -> list[Part]:
    parts: list[Part] = []
    if plan.events:
        rows = event_rows(plan, format)
        parts.append((0.19 * (max(rows) + 1), lambda axes: paint_events(axes, plan, format, rows)))
    if tracks(plan):
        parts.append((0.19, lambda axes: paint_tracks(axes, plan, format)))
    if plan.lines:
        legend = 0.2 * legend_rows(plan, format)
        parts.append((format.sizes_height + legend, lambda axes: paint_sizes(axes, plan, format, legend)))
    if plan.lanes:
        parts.append((format.row * len(plan.lanes), lambda axes: paint_lanes(axes, plan, format)))
    for panel in plan.panels:
        parts.append((format.panel, lambda axes, panel=panel: paint_panel(axes, panel, plan, format)))  # type: ignore[misc]
    return parts
