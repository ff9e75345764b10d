"""Courses of drugs as bars, with their steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.pages.drawing.canvas import Format, bare, point
from pipeline.pages.marks import Bar, Mark, Plan
from pipeline.pages.palette import BAR, BAR_MAYBE, INK, MUTED, PAPER

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STUB = 0.04
"""Length of the dashes after a course whose end is not told, as a share of the axis."""

ACTIONS = {"hold": "hold", "stop": "stop", "resume": "resumed"}


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
