"""A small panel an analyte, with its reference range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.pages.drawing.canvas import Format, bare, join, point, uncertain
from pipeline.pages.drawing.labels import MARK, Box, Labels, telling_first
from pipeline.pages.drawing.names import LETTER as NAME_LETTER
from pipeline.pages.drawing.names import beside
from pipeline.pages.marks import Panel, Plan
from pipeline.pages.palette import BAND, HIGH, INK, LOW, MUTED

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def paint_panel(axes: Axes, panel: Panel, plan: Plan, format: Format) -> int:
    """Returns how many values found no room for their words."""
    bare(axes)
    values = [v for m in panel.marks for v in (m.value, m.low) if v is not None]
    low, high = min(values), max(values)
    room = high - low or abs(high) or 1.0
    axes.set_ylim(low - 0.45 * room, high + (0.6 if format.names_beside else 1.1) * room)
    paint_range(axes, panel)
    taken_by_name = heading(axes, panel, format)
    join(axes, panel.marks, panel.paths, color=MUTED, linewidth=0.9, zorder=1.8)
    left = MARK if format.names_beside else format.left / 2
    taken = Labels(axes, format, [e.at.middle for e in plan.events], taken_by_name, left)
    taken.keep_off(panel.marks)
    taken.avoid(panel.marks, panel.paths)
    for mark in telling_first(panel.marks):
        colour = {"high": HIGH, "low": LOW}.get(mark.flag or "", INK)
        if mark.low is not None:
            axes.plot([mark.at.middle] * 2, [mark.low, mark.value], color=colour, linewidth=1.2, zorder=1.9)
        uncertain(axes, mark.at, mark.value, colour)
        point(axes, mark, {"high": "^", "low": "v"}.get(mark.flag or "", "o"), colour, size=24)
        taken.write(mark, colour)
    return taken.missing


def paint_range(axes: Axes, panel: Panel) -> None:
    """The printed reference range, as far as it lies in the panel."""
    bottom, top = axes.get_ylim()
    low = bottom if panel.ref_low is None else panel.ref_low
    high = top if panel.ref_high is None else panel.ref_high
    if (panel.ref_low, panel.ref_high) != (None, None) and low < top and high > bottom:
        axes.axhspan(max(low, bottom), min(high, top), color=BAND, linewidth=0, zorder=0.2)


def heading(axes: Axes, panel: Panel, format: Format) -> Box | None:
    """Returns what the name takes of the panel, in inches from its upper left corner."""
    at, by, side, upright = (
        ((0, 0.5), (-6, 0), "right", "center") if format.names_beside else ((0, 1), (2, 0), "left", "top")
    )
    words = f"{beside(panel.name, format)}\n{panel.unit}" if format.names_beside else f"{panel.name} {panel.unit}"
    axes.annotate(
        words.strip(),
        at,
        by,
        xycoords="axes fraction",
        textcoords="offset points",
        ha=side,
        va=upright,
        linespacing=1.1,
    )
    return None if format.names_beside else (0.0, format.size / 72, NAME_LETTER * format.size * len(words.strip()), 0.0)
