"""A small panel an analyte, with its reference range."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipeline.pages.drawing.canvas import Format, bare, point, uncertain
from pipeline.pages.drawing.labels import Labels
from pipeline.pages.marks import Mark, Panel
from pipeline.pages.palette import BAND, HIGH, INK, LOW, MUTED

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def paint_panel(axes: Axes, panel: Panel, format: Format) -> None:
    bare(axes)
    values = [v for m in panel.marks for v in (m.value, m.low) if v is not None]
    low, high = min(values), max(values)
    room = high - low or abs(high) or 1.0
    axes.set_ylim(low - 0.45 * room, high + (0.6 if format.names_beside else 1.1) * room)
    if panel.ref_low is not None or panel.ref_high is not None:
        bottom, top = axes.get_ylim()
        band = (
            panel.ref_low if panel.ref_low is not None else bottom,
            panel.ref_high if panel.ref_high is not None else top,
        )
        axes.axhspan(max(band[0], bottom), min(band[1], top), color=BAND, linewidth=0, zorder=0.2) if band[
            0
        ] < top and band[1] > bottom else None
    heading = f"{panel.name}\n{panel.unit}" if format.names_beside else f"{panel.name} {panel.unit}"
    if format.names_beside:
        axes.annotate(
            heading, (0, 0.5), (-6, 0), xycoords="axes fraction", textcoords="offset points", ha="right", va="center"
        )
    else:
        axes.annotate(
            heading, (0, 1), (2, 0), xycoords="axes fraction", textcoords="offset points", ha="left", va="top"
        )
    axes.plot(
        [m.at.middle for m in panel.marks], [m.value for m in panel.marks], color=MUTED, linewidth=0.9, zorder=1.8
    )
    taken = Labels(axes, format)
    taken.keep_off(panel.marks)
    for mark in flagged_first(panel.marks):
        colour = {"high": HIGH, "low": LOW}.get(mark.flag or "", INK)
        if mark.low is not None:
            axes.plot([mark.at.middle] * 2, [mark.low, mark.value], color=colour, linewidth=1.2, zorder=1.9)
        uncertain(axes, mark.at, mark.value, colour)
        point(axes, mark, {"high": "^", "low": "v"}.get(mark.flag or "", "o"), colour, size=24)
        taken.write(mark.at.middle, mark.value, mark.shown, colour)


def flagged_first(marks: Iterable[Mark]) -> list[Mark]:
    """Flagged values get their words first."""
    return sorted(marks, key=lambda m: m.flag is None)
