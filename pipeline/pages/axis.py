"""The axis of a course figure: calendar days where there are dates, else time counted from an event, else the telling.

Every axis places a fact as a `Stretch` of its own units, or says that it cannot; and it says of two facts whether the one
is known to be earlier, so that a line may lead to the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pipeline.pages.moments import Moment, Story, is_before, story, told_apart
from pipeline.rules.times.edtf import bounds, duration

Row = Mapping[str, Any]

ENOUGH = 0.5
"""Share of the facts that an axis must place to be taken."""
UNITS = (("days", 1.0, 90.0), ("weeks", 7.0, 365.0), ("months", 30.4375, 1500.0), ("years", 365.25, float("inf")))
"""Name, days in it, and the longest course in days that it is used for."""
BETWEEN_TRACKS = 0.8
"""Of the way from one moment to the next: the gap before a table's columns."""


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

    @property
    def lacking(self) -> str:
        """What a fact without a place lacks: «without a date»."""

    def place(self, row: Row) -> Stretch | None:
        """Where a row with the dataset's time columns stands; None where this axis cannot tell."""

    def ordered(self, row: Row, other: Row) -> bool:
        """Whether the first is known to be earlier than the other; both have a place."""

    def bridges(self, row: Row, other: Row) -> bool:
        """Whether a treatment may be drawn from the one step to the next."""

    def after(self, place: float, lasting: str) -> float | None:
        """Where something ends that begins at `place` and lasts so long (ISO 8601)."""


@dataclass(frozen=True, slots=True)
class CalendarAxis:
    """Days, as proleptic ordinals."""

    label: str = "Calendar dates"
    lacking: str = "without a date"

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

    def ordered(self, row: Row, other: Row) -> bool:
        return comes_before(self.place(row), self.place(other))

    def bridges(self, row: Row, other: Row) -> bool:
        return True

    def after(self, place: float, lasting: str) -> float | None:
        parsed = duration(lasting)
        return place + float(parsed.in_days) if parsed else None


def comes_before(one: Stretch | None, other: Stretch | None) -> bool:
    """It lies further left; «in August 2019» before 14 August is drawn so, by its middle."""
    return one is not None and other is not None and one.middle < other.middle


@dataclass(frozen=True, slots=True)
class OffsetAxis:
    """Time counted from one event of the report, whose own date is not told; `facts` are counted from that event."""

    anchor: str
    facts: frozenset[str]
    unit: str = "days"
    unit_days: float = 1.0

    @property
    def label(self) -> str:
        return f"{self.unit.capitalize()} from {self.anchor}, as the report counts them; it gives no calendar dates"

    @property
    def lacking(self) -> str:
        return f"not counted from this {self.anchor}"

    def place(self, row: Row) -> Stretch | None:
        """
        >>> axis = OffsetAxis("admission", frozenset({"f"}))
        >>> axis.place({"fact_id": "f", "time_relation": "after", "time_offset": "P2W"})
        Stretch(first=14.0, last=14.0, open_start=False, open_end=False, lasting=False)
        """
        if row["fact_id"] not in self.facts:
            return None
        if not row["time_offset"]:
            return Stretch(0.0, 0.0) if row["time_relation"] == "at" else None
        ends = [duration(part) for part in row["time_offset"].split("/")]
        days = sorted(float(e.in_days) / self.unit_days for e in ends if e is not None)
        return Stretch(days[0], days[-1]) if len(days) == len(ends) else None

    def ordered(self, row: Row, other: Row) -> bool:
        return comes_before(self.place(row), self.place(other))

    def bridges(self, row: Row, other: Row) -> bool:
        return True

    def after(self, place: float, lasting: str) -> float | None:
        parsed = duration(lasting)
        return place + float(parsed.in_days) / self.unit_days if parsed else None


@dataclass(frozen=True, slots=True)
class TellingAxis:
    """The moments of the story at equal distances, the columns of its tables apart; `places` stand beside `moments`."""

    moments: tuple[Moment, ...]
    places: tuple[float, ...]
    of_fact: Mapping[str, Moment]
    label: str = "Moments as the report tells them, not to scale; lines join values whose order is known"
    lacking: str = "without a time in the story"

    def place(self, row: Row) -> Stretch | None:
        moment = self.of_fact.get(row["fact_id"])
        if moment not in self.moments:
            return None
        at = self.places[self.moments.index(moment)]
        return Stretch(at, at)

    def ordered(self, row: Row, other: Row) -> bool:
        return is_before(self.of_fact[row["fact_id"]], self.of_fact[other["fact_id"]])

    def bridges(self, row: Row, other: Row) -> bool:
        """In the text, or in one table, and not backwards: a start is before its stop."""
        one, later = self.place(row), self.place(other)
        tracks = {self.of_fact[r["fact_id"]].track for r in (row, other)}
        return len(tracks) == 1 and one is not None and later is not None and one.middle <= later.middle

    def after(self, place: float, lasting: str) -> float | None:
        return None


def choose(drawable: Sequence[Row], told: Iterable[Row]) -> Axis:
    """The first axis of calendar, time from an event, and the telling that places enough of the facts to draw.

    told   all facts of the case, which show where the story stands
    """
    calendar = CalendarAxis()
    if fits(calendar, drawable):
        return calendar
    known = story(told)
    for anchor, facts in counted(drawable, known):
        axis = OffsetAxis(anchor, facts)
        if fits(axis, drawable):
            return scaled(axis, drawable)
    return telling(drawable, known)


def counted(drawable: Sequence[Row], known: Story) -> list[tuple[str, frozenset[str]]]:
    """Each event with the facts that count from it, the one with most to draw first.

    Days in a table's headings count from an event that is the only one of its name in the text.
    """
    of_fact = {r["fact_id"]: event for r in drawable if (event := event_of(r, known)) is not None}
    counts = Counter(event for event in of_fact.values())
    return [
        (anchor, frozenset(f for f, e in of_fact.items() if e == (anchor, n)))
        for (anchor, n), _ in counts.most_common()
    ]


def event_of(row: Row, known: Story) -> tuple[str, int] | None:
    moment = known.of_fact.get(row["fact_id"])
    if moment is None or row["time_anchor"] is None:
        return None
    if moment.track == 0:
        return (moment.anchor, moment.event) if moment.anchor else None
    events = {m.event for m in known.moments if m.anchor == row["time_anchor"]} or {1}
    return (row["time_anchor"], min(events)) if len(events) == 1 else None


def telling(drawable: Sequence[Row], known: Story) -> TellingAxis:
    """Of the moments those at which there is something to draw."""
    kept = {known.of_fact[r["fact_id"]] for r in drawable if r["fact_id"] in known.of_fact}
    named = told_apart([m for m in known.moments if m in kept])
    moments = tuple(named.values())
    places, at = [], 0.0
    for n, moment in enumerate(moments):
        apart = n and moment.track != moments[n - 1].track
        at += 0 if n == 0 else 1 + BETWEEN_TRACKS if apart else 1
        places.append(at)
    of_fact = {fact_id: named[moment] for fact_id, moment in known.of_fact.items() if moment in named}
    return TellingAxis(moments, tuple(places), of_fact)


def fits(axis: Axis, rows: Sequence[Row]) -> bool:
    """Enough facts have a place, and the places are two at least."""
    places = [p for p in map(axis.place, rows) if p is not None]
    return len(places) >= ENOUGH * len(rows) and len({p.middle for p in places}) > 1


def scaled(axis: OffsetAxis, rows: Sequence[Row]) -> OffsetAxis:
    """The axis in the unit that suits its length."""
    places = [p for p in map(axis.place, rows) if p is not None]
    length = max(p.last for p in places) - min(p.first for p in places)
    name, days, _ = next(u for u in UNITS if length <= u[2])
    return OffsetAxis(axis.anchor, axis.facts, name, days)
