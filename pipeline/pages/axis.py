"""The axis of a course figure: calendar days where there are dates, else time counted from an event, else the telling.

Every axis places a fact as a `Stretch` of its own units, or says that it cannot.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pipeline.pages.wording import when
from pipeline.rules.times.edtf import bounds, duration

Row = Mapping[str, Any]

ENOUGH = 0.5
"""Share of the facts that an axis must place to be taken."""
UNITS = (("days", 1.0, 90.0), ("weeks", 7.0, 365.0), ("months", 30.4375, 1500.0), ("years", 365.25, float("inf")))
"""Name, days in it, and the longest course in days that it is used for."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From the first to the last possible place; `open_end` where it goes on from there (since 2014).

    `lasting`: it held all the way ("from 11 September to 28 January"), instead of at some place between.
    """

    first: float
    last: float
    open_start: bool = False
    open_end: bool = False
    lasting: bool = False

    @property
    def middle(self) -> float:
        return (self.first + self.last) / 2


class Axis(Protocol):
    @property
    def label(self) -> str: ...

    def place(self, row: Row) -> Stretch | None:
        """Where a row with the dataset's time columns stands; None where this axis cannot tell."""

    def after(self, place: float, lasting: str) -> float | None:
        """Where something ends that begins at `place` and lasts so long (ISO 8601)."""


@dataclass(frozen=True, slots=True)
class CalendarAxis:
    """Days, as proleptic ordinals."""

    label: str = "Calendar dates"

    def place(self, row: Row) -> Stretch | None:
        """
        >>> CalendarAxis().place({"time_edtf": "2014/.."})
        Stretch(first=735234, last=735598, open_start=False, open_end=True, lasting=False)
        """
        edtf = row["time_edtf"]
        if not edtf:
            return None
        start, slash, end = edtf.partition("/")
        begins = bounds(start)
        ends = bounds(end) if slash else begins
        if begins[0] and ends[1]:
            return Stretch(begins[0].toordinal(), ends[1].toordinal(), lasting=bool(slash))
        if begins[0] and begins[1]:
            return Stretch(begins[0].toordinal(), begins[1].toordinal(), open_end=True)
        if ends[0] and ends[1]:
            return Stretch(ends[0].toordinal(), ends[1].toordinal(), open_start=True)
        return None

    def after(self, place: float, lasting: str) -> float | None:
        parsed = duration(lasting)
        return place + float(parsed.in_days) if parsed else None


@dataclass(frozen=True, slots=True)
class OffsetAxis:
    """Time counted from one event of the report, whose own date is not told."""

    anchor: str
    unit: str = "days"
    unit_days: float = 1.0

    @property
    def label(self) -> str:
        return f"{self.unit.capitalize()} from {self.anchor}, as the report counts them; it gives no calendar dates"

    def place(self, row: Row) -> Stretch | None:
        """
        >>> OffsetAxis("admission").place({"time_anchor": "admission", "time_relation": "after", "time_offset": "P2W"})
        Stretch(first=14.0, last=14.0, open_start=False, open_end=False, lasting=False)
        """
        if row["time_anchor"] != self.anchor:
            return None
        if not row["time_offset"]:
            return Stretch(0.0, 0.0) if row["time_relation"] == "at" else None
        ends = [duration(part) for part in row["time_offset"].split("/")]
        days = sorted(float(e.in_days) / self.unit_days for e in ends if e is not None)
        return Stretch(days[0], days[-1]) if len(days) == len(ends) else None

    def after(self, place: float, lasting: str) -> float | None:
        parsed = duration(lasting)
        return place + float(parsed.in_days) / self.unit_days if parsed else None


@dataclass(frozen=True, slots=True)
class TellingAxis:
    """The moments in the order in which they are told, at equal distances."""

    moments: tuple[str, ...]
    label: str = "Moments in the order of telling, not to scale"

    def place(self, row: Row) -> Stretch | None:
        moment = moment_of(row)
        if moment not in self.moments:
            return None
        n = float(self.moments.index(moment))
        return Stretch(n, n)

    def after(self, place: float, lasting: str) -> float | None:
        return None


def moment_of(row: Row) -> str:
    return when(row) or "time not told"


def choose(rows: Sequence[Row]) -> Axis:
    """The first axis of calendar, time from an event, and order of telling that places enough of these facts."""
    calendar = CalendarAxis()
    if fits(calendar, rows):
        return calendar
    for anchor, _ in Counter(r["time_anchor"] for r in rows if r["time_anchor"] and r["time_offset"]).most_common():
        axis = OffsetAxis(anchor)
        if fits(axis, rows):
            return scaled(axis, rows)
    return TellingAxis(tuple(dict.fromkeys(moment_of(r) for r in sorted(rows, key=lambda r: r["char_start"]))))


def fits(axis: Axis, rows: Sequence[Row]) -> bool:
    """Enough facts have a place, and the places are two at least."""
    places = [p for p in map(axis.place, rows) if p is not None]
    return len(places) >= ENOUGH * len(rows) and len({p.middle for p in places}) > 1


def scaled(axis: OffsetAxis, rows: Sequence[Row]) -> OffsetAxis:
    """The axis in the unit that suits its length."""
    places = [p for p in map(axis.place, rows) if p is not None]
    length = max(p.last for p in places) - min(p.first for p in places)
    name, days, _ = next(u for u in UNITS if length <= u[2])
    return OffsetAxis(axis.anchor, name, days)
