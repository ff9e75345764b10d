"""Largest diameters against time: a line a site, a shape a modality."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.pages.drawing.canvas import Format, join, point, uncertain
from pipeline.pages.drawing.labels import Labels
from pipeline.pages.marks import Line, Plan
from pipeline.pages.palette import LINES, MUTED, PAPER

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARKERS = {
    "ultrasound": "s",
    "CT": "o",
    "MRI": "^",
    "PET": "D",
    "X-ray": "p",
    "endoscopy": "v",
    "echocardiography": "h",
    "pathology": "X",
    "surgery": "P",
    "exam": "d",
    "autopsy": "X",
}
UNKNOWN_MARKER = "o"


def paint_sizes(axes: Axes, plan: Plan, format: Format, legend: float) -> int:
    """Returns how many sizes found no room for their words."""
    largest = max(m.value for line in plan.lines for m in line.marks)
    share = legend / (format.sizes_height + legend)
    axes.set_ylim(0, largest * 1.2 / (1 - share))
    axes.set_ylabel("largest diameter, mm", fontsize=format.size - 1)
    taken = Labels(axes, format, [e.at.middle for e in plan.events])
    taken.keep_off(m for line in plan.lines for m in line.marks)
    for line in plan.lines:
        taken.avoid(line.marks, line.paths)
    for n, line in enumerate(plan.lines):
        paint_line(axes, line, LINES[n % len(LINES)], format, taken)
    axes.yaxis.set_major_locator(value_ticks(largest))
    size_legend(axes, plan, format)
    return taken.missing


def value_ticks(largest: float) -> Any:
    from matplotlib.ticker import FixedLocator, MaxNLocator

    steps = MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]).tick_values(0, largest)
    return FixedLocator([t for t in steps if 0 <= t <= largest * 1.05])


def paint_line(axes: Axes, line: Line, colour: str, format: Format, taken: Labels) -> None:
    join(axes, line.marks, line.paths, color=colour, linewidth=1.4, zorder=2)
    for mark in line.marks:
        uncertain(axes, mark.at, mark.value, colour)
        point(axes, mark, MARKERS.get(mark.modality or "", UNKNOWN_MARKER), colour, hollow=mark.modality is None)
        taken.write(mark, colour)


def modalities(plan: Plan) -> list[str]:
    return list(dict.fromkeys(m.modality or "modality not told" for line in plan.lines for m in line.marks))


def legend_rows(plan: Plan, format: Format) -> int:
    columns = 4 if format.names_beside else 2
    return -(-len(plan.lines) // columns) + -(-len(modalities(plan)) // columns)


def size_legend(axes: Axes, plan: Plan, format: Format) -> None:
    """Sites by colour, then modalities by shape, above the values."""
    from matplotlib.lines import Line2D

    columns = 4 if format.names_beside else 2
    sites = [
        Line2D([], [], color=LINES[n % len(LINES)], linewidth=2, label=line.name) for n, line in enumerate(plan.lines)
    ]
    shapes = [
        Line2D(
            [],
            [],
            linestyle="",
            marker=MARKERS.get(m, UNKNOWN_MARKER),
            color=MUTED,
            markersize=5,
            markerfacecolor=MUTED if m in MARKERS else PAPER,
            label=m,
        )
        for m in modalities(plan)
    ]
    style: dict[str, Any] = dict(
        frameon=False,
        fontsize=format.size - 0.5,
        ncols=columns,
        borderpad=0,
        borderaxespad=0,
        handlelength=1.2,
        handletextpad=0.5,
        columnspacing=1.2,
        labelspacing=0.3,
    )
    upper = axes.legend(handles=sites, loc="upper left", bbox_to_anchor=(0.005, 1.0), **style)
    axes.add_artist(upper)
    rows = -(-len(plan.lines) // columns)
    height = axes.get_position().height * axes.figure.get_figheight()  # type: ignore[union-attr]
    axes.legend(handles=shapes, loc="upper left", bbox_to_anchor=(0.005, 1 - 0.2 * rows / height), **style)
