"""The course figure drawn: events, sizes, treatment and labs one below the other on one axis."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline.pages.axis import CalendarAxis, Stretch, TellingAxis
from pipeline.pages.palette import BAND, BAR, BAR_MAYBE, GRID, HIGH, INK, LINES, LOW, MUTED, PAPER
from pipeline.pages.plan import Bar, Line, Mark, Panel, Plan

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

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
ANCHOR_PREFIX = "f-"
"""A link of the figure leads to the row `f-<fact_id>` of the page."""
STUB = 0.04
"""Length of the dashes after a course whose end is not told, as a share of the axis."""
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
RIGHT, TOP, GAP, FOOT = 0.35, 0.08, 0.30, 0.55
CLOSE = 0.06
"""Between the names of the events and what they stand over."""


def draw(plan: Plan, format: Format) -> Figure:
    """The figure; the same plan and format give the same drawing."""
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context({**STYLE, "font.size": format.size}):  # type: ignore[dict-item]
        parts = parts_of(plan, format)
        foot = FOOT + telling_foot(plan)
        gaps = [CLOSE if plan.events and n == 0 else GAP for n in range(len(parts))]
        height = TOP + foot + sum(h for h, _ in parts) + sum(gaps[:-1])
        figure = Figure(figsize=(format.width, height))
        figure.patch.set_alpha(0)
        top = height - TOP
        first, last = limits(plan)
        all_axes = []
        for (part_height, paint), gap in zip(parts, gaps, strict=True):
            box = (
                format.left / format.width,
                (top - part_height) / height,
                1 - (format.left + RIGHT) / format.width,
                part_height / height,
            )
            axes = figure.add_axes(box)
            axes.patch.set_alpha(0)
            axes.set_xlim(first, last)
            top -= part_height + gap
            paint(axes)
            all_axes.append(axes)
        for axes in all_axes:
            axes.xaxis.set_visible(axes is all_axes[-1])
            ticks(axes, plan, format)
        for axes in all_axes[1:] if plan.events else all_axes:
            upright(axes, axes.get_xticks(), color=GRID, linewidth=0.6, zorder=0.1)
            upright(
                axes, [e.at.middle for e in plan.events], color=MUTED, linewidth=0.8, linestyle=(0, (2, 2)), zorder=0.5
            )
        all_axes[-1].set_xlabel(wrapped(plan.axis.label, 90 if format.names_beside else 46), fontsize=format.size - 1)
    return figure


Part = tuple[float, Callable[["Axes"], None]]
"""Height in inches and what paints it."""


def parts_of(plan: Plan, format: Format) -> list[Part]:
    parts: list[Part] = []
    if plan.events:
        rows = event_rows(plan, format)
        parts.append((0.19 * (max(rows) + 1), lambda axes: paint_events(axes, plan, format, rows)))
    if plan.lines:
        legend = 0.2 * legend_rows(plan, format)
        parts.append((format.sizes_height + legend, lambda axes: paint_sizes(axes, plan, format, legend)))
    if plan.bars:
        parts.append((format.row * len(plan.bars), lambda axes: paint_bars(axes, plan, format)))
    for panel in plan.panels:
        parts.append((format.panel, lambda axes, panel=panel: paint_panel(axes, panel, format)))  # type: ignore[misc]
    return parts


def limits(plan: Plan) -> tuple[float, float]:
    first, last = plan.span
    margin = 0.5 if isinstance(plan.axis, TellingAxis) else max((last - first) * 0.05, 1.0 if last == first else 0.0)
    return first - margin, last + margin


def telling_foot(plan: Plan) -> float:
    """Inches that the upright names of moments need."""
    return min(1.5, 0.075 * max(map(len, plan.axis.moments))) if isinstance(plan.axis, TellingAxis) else 0.0


def ticks(axes: Axes, plan: Plan, format: Format) -> None:
    if isinstance(plan.axis, TellingAxis):
        names = [n if len(n) <= 24 else n[:23] + "…" for n in plan.axis.moments]
        axes.set_xticks(range(len(names)), names, rotation=90, fontsize=format.size - 1.5)
    elif isinstance(plan.axis, CalendarAxis):
        days = calendar_ticks(*axes.get_xlim(), most=9 if format.names_beside else 5)
        axes.set_xticks([d for d, _ in days], [name for _, name in days])
    else:
        from matplotlib.ticker import MaxNLocator

        axes.xaxis.set_major_locator(MaxNLocator(9 if format.names_beside else 5, integer=True))


def upright(axes: Axes, places: Iterable[float], **style: Any) -> None:
    """Lines from top to bottom, as one path."""
    first, last = axes.get_xlim()
    inside = [p for p in places if first <= p <= last]
    if inside:
        xs = [x for p in inside for x in (p, p, float("nan"))]
        axes.plot(
            xs, [0.0, 1.0, float("nan")] * len(inside), transform=axes.get_xaxis_transform(), clip_on=False, **style
        )


MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240)
DAY_STEPS = (1, 2, 5, 10)


def calendar_ticks(first: float, last: float, most: int) -> list[tuple[float, str]]:
    """Days at round places, `most` at the most: days of a month, first days of months, or of years.

    >>> calendar_ticks(date(2016, 12, 1).toordinal(), date(2019, 5, 1).toordinal(), 3)
    [(736330, '2017'), (736695, '2018'), (737060, '2019')]
    """
    for step in DAY_STEPS:
        if (last - first) / step <= most:
            days = range(int(-(-first // 1)), int(last) + 1)
            kept = [d for d in days if (date.fromordinal(d).day - 1) % step == 0 and date.fromordinal(d).day < 31]
            return [
                (d, date.fromordinal(d).isoformat() if n == 0 else f"{date.fromordinal(d):%m-%d}")
                for n, d in enumerate(kept)
            ]
    start, end = date.fromordinal(max(int(first), 1)), date.fromordinal(int(last))
    months = (end.year - start.year) * 12 + end.month - start.month
    step = next((s for s in MONTH_STEPS if months / s <= most), MONTH_STEPS[-1])
    out: list[tuple[float, str]] = []
    for month in range(start.year * 12, end.year * 12 + 12, step):
        day = date(month // 12, month % 12 + 1, 1)
        if first <= day.toordinal() <= last:
            out.append((day.toordinal(), f"{day:%Y}" if step >= 12 else f"{day:%Y-%m}"))
    return out


def wrapped(words: str, width: int) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(words, width))


def bare(axes: Axes) -> None:
    """No frame and no scale of values."""
    axes.spines["left"].set_visible(False)
    axes.set_yticks([])


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


def paint_sizes(axes: Axes, plan: Plan, format: Format, legend: float) -> None:
    largest = max(m.value for line in plan.lines for m in line.marks)
    share = legend / (format.sizes_height + legend)
    axes.set_ylim(0, largest * 1.2 / (1 - share))
    axes.set_ylabel("largest diameter, mm", fontsize=format.size - 1)
    taken = Labels(axes, format)
    taken.keep_off(m for line in plan.lines for m in line.marks)
    for n, line in enumerate(plan.lines):
        paint_line(axes, line, LINES[n % len(LINES)], format, taken)
    axes.yaxis.set_major_locator(value_ticks(largest))
    size_legend(axes, plan, format)


def value_ticks(largest: float) -> Any:
    from matplotlib.ticker import FixedLocator, MaxNLocator

    steps = MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]).tick_values(0, largest)
    return FixedLocator([t for t in steps if 0 <= t <= largest * 1.05])


def paint_line(axes: Axes, line: Line, colour: str, format: Format, taken: Labels) -> None:
    axes.plot([m.at.middle for m in line.marks], [m.value for m in line.marks], color=colour, linewidth=1.4, zorder=2)
    for mark in line.marks:
        uncertain(axes, mark.at, mark.value, colour)
        point(axes, mark, MARKERS.get(mark.modality or "", UNKNOWN_MARKER), colour, hollow=mark.modality is None)
        taken.write(mark.at.middle, mark.value, mark.shown, colour)


def point(axes: Axes, mark: Mark, marker: str, colour: str, hollow: bool = False, size: float = 34) -> None:
    """One mark, linked to the row of its fact."""
    face = PAPER if hollow else colour
    edge: dict[str, Any] = {} if marker == "|" else {"edgecolors": colour}
    drawn = axes.scatter(
        [mark.at.middle], [mark.value], s=size, marker=marker, c=face, linewidths=1.2, zorder=3, clip_on=False, **edge
    )
    drawn.set_urls([f"#{ANCHOR_PREFIX}{mark.fact_id}"])


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


def paint_bars(axes: Axes, plan: Plan, format: Format) -> None:
    bare(axes)
    axes.set_ylim(len(plan.bars) - 0.5, -0.5)
    first, last = axes.get_xlim()
    for row, bar in enumerate(plan.bars):
        middle = row + (0.12 if format.names_beside else 0.28)
        name(axes, bar.drug, row, format, above=row - 0.36)
        thick = 0.30 if format.names_beside else 0.20
        for piece in bar.pieces:
            paint_piece(axes, piece.kind, piece.first, piece.last, middle, thick, STUB * (last - first))
        paint_steps(axes, bar, middle, thick, format)


def name(axes: Axes, words: str, row: float, format: Format, above: float) -> None:
    """The name of a row: in the margin where there is one, else above the row."""
    if format.names_beside:
        short = words if len(words) <= 24 else words[:23] + "…"
        axes.annotate(
            short,
            (0, row + 0.12),
            (-6, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            ha="right",
            va="center",
        )
    else:
        axes.annotate(
            words,
            (0, above),
            (2, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            ha="left",
            va="center",
        )


def paint_piece(axes: Axes, kind: str, first: float, last: float, middle: float, thick: float, stub: float) -> None:
    low = middle - thick / 2
    if kind == "open":
        axes.plot(
            [first, first + stub],
            [middle, middle],
            color=BAR,
            linewidth=2,
            linestyle=(0, (1.5, 1)),
            clip_on=False,
            zorder=2,
        )
    elif kind == "hold":
        axes.broken_barh(
            [(first, last - first)],
            (low, thick),
            facecolor=PAPER,
            edgecolor=BAR,
            hatch="////",
            linewidth=0.8,
            zorder=2.2,
        )
    else:
        axes.broken_barh([(first, last - first)], (low, thick), facecolor=BAR if kind == "on" else BAR_MAYBE, zorder=2)


ACTIONS = {"hold": "hold", "stop": "stop", "resume": "resumed"}


def paint_steps(axes: Axes, bar: Bar, middle: float, thick: float, format: Format) -> None:
    """A notch at each step, and above it the dose or the change, where it fits and says something new."""
    first, last = axes.get_xlim()
    inches = axes.get_position().width * axes.figure.get_figwidth()  # type: ignore[union-attr]
    inch = (last - first) / inches
    told = ""
    written: list[tuple[float, str]] = []
    for step in bar.steps:
        place = step.place.first
        shape = "|" if bar.pieces else "D"
        mark = Mark(step.place, middle, "", step.said, step.fact_id)
        point(axes, mark, shape, INK if shape == "|" else BAR, size=60 * thick / 0.3 if shape == "|" else 22)
        words = step.dose if step.dose and step.dose != told else ACTIONS.get(step.action, "")
        told = step.dose or told
        add_words(written, place, words, 0.0085 * (format.size - 1) * inch, last)
    for begin, words in written:
        above = middle - thick / 2 - 0.07
        axes.text(begin, above, words, ha="left", va="bottom", fontsize=format.size - 1.5, color=MUTED)


def add_words(written: list[tuple[float, str]], place: float, words: str, letter: float, end: float) -> None:
    """Words begin at their place, further left before the end of the axis, and join those that they would cover."""
    if not words:
        return
    begin = min(place, end - letter * len(words))
    if written:
        before, earlier = written[-1]
        if before + letter * (len(earlier) + 1) > begin:
            if words in earlier.split(", "):
                return
            joint = f"{earlier}, {words}"
            written[-1] = (min(before, end - letter * len(joint)), joint)
            return
    written.append((begin, words))


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
