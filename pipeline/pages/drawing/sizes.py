"""Largest diameters against time: a line a site, a shape a modality."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pipeline.pages.drawing.canvas import RIGHT, Format, join, point, uncertain
from pipeline.pages.drawing.labels import Labels, telling_first
from pipeline.pages.drawing.names import LETTER, cut
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
LEGEND: dict[str, Any] = {
    "frameon": False,
    "borderpad": 0,
    "borderaxespad": 0,
    "handlelength": 1.2,
    "handletextpad": 0.5,
    "columnspacing": 1.2,
    "labelspacing": 0.3,
}
KEY = 0.42
"""Inches of a legend's entry beside its words."""
NAME = 0.17
"""Inches from the edge of the drawing to the foot of the scale's name."""


def paint_sizes(axes: Axes, plan: Plan, format: Format, legend: float) -> int:
    """Returns how many sizes found no room for their words."""
    largest = max(m.value for line in plan.lines for m in line.marks)
    share = legend / (format.sizes_height + legend)
    axes.set_ylim(0, largest * 1.2 / (1 - share))
    axes.set_ylabel("largest diameter, mm", fontsize=format.size - 1)
    width = format.width - format.left - RIGHT
    if not format.names_beside:
        axes.yaxis.set_label_coords(-(format.left - NAME) / width, 0.5 * (1 - share))
    taken = Labels(axes, format, [e.at.middle for e in plan.events], (0.0, legend, width + RIGHT, 0.0))
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

    steps = MaxNLocator(5, steps=[1, 2, 5, 10]).tick_values(0, largest)
    return FixedLocator([t for t in steps if 0 <= t <= largest * 1.05])


def paint_line(axes: Axes, line: Line, colour: str, format: Format, taken: Labels) -> None:
    join(axes, line.marks, line.paths, color=colour, linewidth=1.4, zorder=2)
    for mark in telling_first(line.marks):
        uncertain(axes, mark.at, mark.value, colour)
        point(axes, mark, MARKERS.get(mark.modality or "", UNKNOWN_MARKER), colour, hollow=mark.modality is None)
        taken.write(mark, colour)


def modalities(plan: Plan) -> list[str]:
    return list(dict.fromkeys(m.modality or "modality not told" for line in plan.lines for m in line.marks))


def legend_rows(plan: Plan, format: Format) -> int:
    return sum(-(-len(names) // columns(names, format)) for names in (site_names(plan, format), modalities(plan)))


def site_names(plan: Plan, format: Format) -> list[str]:
    letters = round((format.width - format.left - KEY) / (LETTER * format.size))
    return [cut(line.name, letters) for line in plan.lines]


def columns(names: Sequence[str], format: Format) -> int:
    """As many columns as the names have room for; they are filled one after the other."""
    for n in range(min(len(names), 4 if format.names_beside else 2), 1, -1):
        rows, longer = divmod(len(names), n)
        ends = [(i + 1) * rows + min(i + 1, longer) for i in range(n)]
        widest = [max(map(len, names[begin:end])) for begin, end in zip([0, *ends], ends, strict=False)]
        if sum(KEY + LETTER * format.size * letters for letters in widest) < format.width - format.left:
            return n
    return 1


def size_legend(axes: Axes, plan: Plan, format: Format) -> None:
    """Sites by colour, then modalities by shape, above the values."""
    from matplotlib.lines import Line2D

    names = site_names(plan, format)
    sites = [Line2D([], [], color=LINES[n % len(LINES)], linewidth=2, label=name) for n, name in enumerate(names)]
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
    style = LEGEND | {"fontsize": format.size - 0.5}
    upper = axes.legend(
        handles=sites, loc="upper left", bbox_to_anchor=(0.005, 1.0), ncols=columns(names, format), **style
    )
    axes.add_artist(upper)
    rows = -(-len(names) // columns(names, format))
    height = axes.get_position().height * axes.figure.get_figheight()  # type: ignore[union-attr]
    below, shown = (0.005, 1 - 0.2 * rows / height), columns(modalities(plan), format)
    axes.legend(handles=shapes, loc="upper left", bbox_to_anchor=below, ncols=shown, **style)
