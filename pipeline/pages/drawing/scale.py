"""The axis of time: its limits and the words below it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pipeline.pages.axis import CalendarAxis, TellingAxis
from pipeline.pages.drawing.canvas import RIGHT, Format
from pipeline.pages.drawing.names import in_lines
from pipeline.pages.marks import Plan

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240)
APART = 0.28
"""Inches from one moment to the next that two lines of words need."""
DAY_STEPS = (1, 2, 5, 10)


def limits(plan: Plan) -> tuple[float, float]:
    first, last = plan.span
    margin = 0.5 if isinstance(plan.axis, TellingAxis) else max((last - first) * 0.05, 1.0 if last == first else 0.0)
    return first - margin, last + margin


def ticks(axes: Axes, plan: Plan, format: Format) -> None:
    if isinstance(plan.axis, TellingAxis):
        names = ["\n".join(lines) for lines in moment_names(plan, format)]
        axes.set_xticks(plan.axis.places, names, rotation=90, fontsize=format.size - 1.5, linespacing=1.2)
    elif isinstance(plan.axis, CalendarAxis):
        days = calendar_ticks(*axes.get_xlim(), most=9 if format.names_beside else 5)
        axes.set_xticks([d for d, _ in days], [name for _, name in days])
    else:
        from matplotlib.ticker import MaxNLocator

        axes.xaxis.set_major_locator(MaxNLocator(9 if format.names_beside else 5, integer=True))


def moment_names(plan: Plan, format: Format) -> list[list[str]]:
    """The words below each moment, in two lines where the moments stand far enough apart."""
    assert isinstance(plan.axis, TellingAxis)
    first, last = limits(plan)
    inches = (format.width - format.left - RIGHT) / (last - first)
    width, most = (22, 2) if inches >= APART else (32, 1)
    return [in_lines(m.label, width, most) for m in plan.axis.moments]


def telling_foot(plan: Plan, format: Format) -> float:
    """Inches that the upright names of moments need."""
    if not isinstance(plan.axis, TellingAxis):
        return 0.0
    return 0.06 * max(len(line) for lines in moment_names(plan, format) for line in lines)


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
