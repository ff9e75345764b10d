"""Courses of drugs as bars, a row a drug, with their steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.pages.drawing.canvas import RIGHT, Format, bare, point
from pipeline.pages.drawing.names import beside
from pipeline.pages.marks import Bar, Lane, Mark, Piece, Plan
from pipeline.pages.palette import BAR, BAR_MAYBE, INK, MUTED, PAPER

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STUB = 0.04
"""Length of the dashes after a course whose end is not told, as a share of the axis."""
LEAST = 0.3
"""Share of a bar's thickness that the smallest dose keeps."""

ACTIONS = {"hold": "hold", "stop": "stop", "resume": "resumed"}


def paint_lanes(axes: Axes, plan: Plan, format: Format) -> None:
    bare(axes)
    axes.set_ylim(len(plan.lanes) - 0.5, -0.5)
    thick = 0.30 if format.names_beside else 0.20
    for row, lane in enumerate(plan.lanes):
        middle = row + (0.12 if format.names_beside else 0.28)
        name(axes, lane.drug, row, format, above=row - 0.36)
        for bar in lane.bars:
            for piece in bar.pieces:
                paint_piece(axes, piece, middle, thick)
        paint_steps(axes, lane, middle, thick, format)


def name(axes: Axes, words: str, row: float, format: Format, above: float) -> None:
    """The name of a row: in the margin where there is one, else above the row."""
    at, side = ((-6, 0), "right") if format.names_beside else ((2, 0), "left")
    axes.annotate(
        beside(words, format) if format.names_beside else words,
        (0, row + 0.12 if format.names_beside else above),
        at,
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        ha=side,
        va="center",
        linespacing=1.0,
    )


def paint_piece(axes: Axes, piece: Piece, middle: float, thick: float) -> None:
    """Bars stand on one line; the higher, the more is given."""
    first, last = axes.get_xlim()
    foot, high = middle + thick / 2, thick * (LEAST + (1 - LEAST) * piece.level)
    place, size = (piece.first, piece.last - piece.first), (foot - high, high)
    if piece.kind == "open":
        xs = [piece.first, piece.first + STUB * (last - first)]
        dashes: dict[str, Any] = {"linewidth": 2, "linestyle": (0, (1.5, 1)), "clip_on": False}
        axes.plot(xs, [foot - high / 2] * 2, color=BAR, zorder=2, **dashes)
    elif piece.kind == "hold":
        hatched: dict[str, Any] = {"facecolor": PAPER, "edgecolor": BAR, "hatch": "////", "linewidth": 0.8}
        axes.broken_barh([place], (foot - thick, thick), zorder=2.2, **hatched)
    else:
        axes.broken_barh([place], size, facecolor=BAR if piece.kind == "on" else BAR_MAYBE, zorder=2)


def paint_steps(axes: Axes, lane: Lane, middle: float, thick: float, format: Format) -> None:
    """A notch at each step, a diamond for an amount given once; above it the dose or the change, where it says
    something new and has room."""
    first, last = axes.get_xlim()
    inches = axes.get_position().width * axes.figure.get_figwidth()  # type: ignore[union-attr]
    letter = 0.0085 * (format.size - 1) * (last - first) / inches
    told = ""
    written: list[tuple[float, str]] = []
    for bar in lane.bars:
        for step in sorted(bar.steps, key=lambda s: s.place.first):
            paint_step(axes, Mark(step.place, middle, "", step.said, step.fact_id), bar, step.single, thick)
            words = step.dose if step.dose and step.dose != told else ACTIONS.get(step.action, "")
            told = step.dose or told
            add_words(written, step.place.first, words, letter, (first, last + RIGHT * (last - first) / inches))
    for begin, words in written:
        above = middle - thick / 2 - 0.07
        axes.text(begin, above, words, ha="left", va="bottom", fontsize=format.size - 1.5, color=MUTED)


def paint_step(axes: Axes, mark: Mark, bar: Bar, single: bool, thick: float) -> None:
    if single or not bar.pieces:
        point(axes, mark, "D", BAR, size=22)
    else:
        point(axes, mark, "|", INK, size=60 * thick / 0.3)


def add_words(
    written: list[tuple[float, str]], place: float, words: str, letter: float, ends: tuple[float, float]
) -> None:
    """Words begin at their place, further left before the end of the axis, and join those that they would cover."""
    if not words:
        return
    begin = starting(place, words, letter, ends)
    if written:
        before, earlier = written[-1]
        if before + letter * (len(earlier) + 1) > begin:
            if words not in earlier.split(", "):
                joint = f"{earlier}, {words}"
                written[-1] = (starting(before, joint, letter, ends), joint)
            return
    written.append((begin, words))


def starting(place: float, words: str, letter: float, ends: tuple[float, float]) -> float:
    return max(min(place, ends[1] - letter * len(words)), ends[0])
