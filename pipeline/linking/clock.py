"""The clock of a story: what governs, what happened last, and which day each event has.

Offsets count from what they name. Those that name nothing: «two days later» from what was told last, so that several
steps add up; «on day 7», «на 6-е сутки» from the event whose days are counted; «after 3 days», «через 3 дня» from the
last event, or from what was told last where the story would else go back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.facts import Fact, Moment
from pipeline.linking.standpoint import Point
from pipeline.record import replace
from pipeline.rules.times.edtf import add, duration, precision_of, total

PRESENTATION = Moment(time_basis="inherited", time_relation="at", time_anchor="admission")
AFTERWARDS = {"procedure": "after", "discharge": "after"}
"""After a clause that tells an operation or a discharge, the story goes on after it."""
RELATIVE_STARTS = ("start", "increase", "reduce", "stop", "resume", "hold")
"""Changes of treatment from which later offsets count."""
COUNTED = ("procedure", "birth")
"""Events whose days are counted («on day 7», «на 6-е сутки»), beside a stay in hospital."""
MILESTONES = ("discharge", "procedure", "birth")
"""What is given then is part of it; the story goes on counting from it."""
SAME_STAY = 60
"""Days in which «on the 10th day after the bite he presented again» goes on counting from the bite; years start anew."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The state of a story between two of its moments.

    now      the moment that governs
    event    anchor class of what happened last, and `elapsed` how long ago that was, where an offset told it
    base     anchor class that «at 6 months» counts from: a milestone, not each change of a dose
    counted  anchor class of the event whose days are counted: a stay, an operation, birth
    day      the date of `now`, where it has one
    dates    EDTF of each event that has one
    begun    the story has gone beyond its first visit
    latest   the last of the dates that governed
    zero     the day before the story's day 1, where it dates one of its days: «on 12 March (day 1)»
    """

    now: Moment = PRESENTATION
    event: str | None = "admission"
    elapsed: str | None = None
    base: str | None = "admission"
    counted: str | None = None
    day: str | None = None
    dates: Mapping[str, str] = field(default_factory=dict)
    begun: bool = False
    latest: str | None = None
    zero: str | None = None


def resolved_in_turn(found: Sequence[Point], clock: Clock) -> list[Point]:
    """Each point resolved against what stands before it, in the sentence and in the story."""
    out: list[Point] = []
    for point in found:
        out.append(resolved(point, clock))
        clock = ticked(clock, out[-1])
    return out


def resolved(point: Point, clock: Clock) -> Point:
    """The point with the date that the story gives it; an offset also with what it counts from."""
    moment = point.moment
    if moment.time_edtf and "XXXX" in moment.time_edtf and clock.day:
        moment = replace(moment, time_edtf=with_year(moment.time_edtf, clock.day))
    if moment.time_edtf:
        return replace(point, moment=moment)
    return offset(point, clock) if moment.time_offset else standing(point, clock)


def standing(point: Point, clock: Clock) -> Point:
    """A standpoint with the date of its event: «on admission», «during the operation»."""
    moment = point.moment
    if point.place and clock.begun and moved_on(clock):
        return replace(point, moment=clock.now, event=None)
    if moment.time_anchor == "procedure" and clock.now.time_anchor == "death":
        return replace(point, moment=clock.now, event=None)
    known = None
    if moment.time_relation == "at" and not (point.happened and moved_on(clock)):
        known = clock.dates.get(moment.time_anchor or "")
    if (
        moment.time_relation == "during"
        or not known
        and moment.time_relation == "at"
        and (
            moment.time_anchor == "procedure"
            or precision_of(clock.day or "") == "day"
            and moment.time_anchor == "admission"
        )
    ):
        known = clock.now.time_edtf
    return replace(point, moment=replace(moment, time_edtf=known)) if known else point


def moved_on(clock: Clock) -> bool:
    """An offset of some days, or a date, governs: what happens now is no longer the first visit."""
    now = clock.now
    return counted_in_days(now) or bool(now.time_edtf and now.time_edtf != clock.dates.get("admission"))


def offset(point: Point, clock: Clock) -> Point:
    """An offset with its anchor, the steps before it added, and its date where the anchor has one."""
    moment, value = point.moment, point.moment.time_offset or ""
    anchor = None if moment.time_anchor == "follow-up" else moment.time_anchor
    base = clock.dates.get(anchor or "")
    if clock.zero and point.counting == "day" and value.endswith("D") and anchor in (None, clock.event):
        return told(point, anchor or clock.event, add(clock.zero, value), value)
    if anchor is None:
        anchor = unnamed(point, clock)
        base = clock.dates.get(anchor or "")
        if goes_on(point, clock):
            edtf = add(clock.day, value) if clock.day else None
            return told(point, anchor or moment.time_anchor, edtf, total(clock.elapsed or "", value) or value)
        here = clock.day if clock.elapsed is None and (point.counting == "by" or anchor == clock.event) else None
        base = here or base if point.counting in ("by", "later") else base or here
    edtf = add(base, value) if base else None
    return told(point, anchor or moment.time_anchor, edtf, value)


def told(point: Point, anchor: str | None, edtf: str | None, value: str) -> Point:
    basis = "relative" if edtf else point.moment.time_basis
    return replace(
        point, moment=replace(point.moment, time_anchor=anchor, time_edtf=edtf, time_offset=value, time_basis=basis)
    )


def goes_on(point: Point, clock: Clock) -> bool:
    """The offset counts from what was told last, not from the event: «a week later … two days after that»."""
    if clock.elapsed is None or point.retrospective:
        return False
    if point.counting == "later":
        return True
    step, before = duration(point.moment.time_offset or ""), duration(clock.elapsed)
    return point.counting == "by" and step is not None and before is not None and step.in_days <= before.in_days


def unnamed(point: Point, clock: Clock) -> str | None:
    """What an offset counts from that does not say it."""
    if point.counting in ("by", "later"):
        return clock.event
    if point.counting == "day" and (point.moment.time_offset or "").endswith("D"):
        return days_of(clock, point.moment.time_offset or "")
    return clock.base


def days_of(clock: Clock, value: str) -> str | None:
    """Whose days «on day 7» counts: those counted so far, unless they are past it; else those of the last event."""
    step, before = duration(value), duration(clock.elapsed or "")
    back = step is not None and before is not None and step.in_days < before.in_days
    if clock.counted is None or back and clock.event in COUNTED:
        return "admission" if clock.event == "discharge" else clock.event
    return clock.counted


def with_year(edtf: str, day: str) -> str:
    """The year of the story's last date, or the next one where the month would lie far back.

    >>> with_year("XXXX-06-23", "2009-06-16"), with_year("XXXX-01-10", "2009-11-02")
    ('2009-06-23', '2010-01-10')
    """
    year, month = int(day[:4]), day[5:7]
    later = edtf.partition("XXXX-")[2][:2]
    if month and later and int(later) + 6 <= int(month):
        year += 1
    return edtf.replace("XXXX", str(year))


def ticked(clock: Clock, point: Point) -> Clock:
    """The clock after one point."""
    dates, moment = dict(clock.dates), point.moment
    single = single_date(moment.time_edtf)
    if point.event and single:
        dates[point.event] = single
    elif point.event and point.happened and moved_on(clock):
        dates.pop(point.event, None)
    zero = None if point.event in COUNTED or point.stay else clock.zero
    if single and point.counting == "day" and (moment.time_offset or "").endswith("D"):
        zero = add(single, f"-{moment.time_offset}")
    if not point.governs or point.retrospective:
        return replace(clock, dates=dates, zero=zero)
    if point.event == "admission" and not single and counted_in_days(clock.now) and clock.now.time_basis != "inherited":
        return replace(clock, event="admission", elapsed=None, dates=dates, begun=True)
    now, event, elapsed, base, counted = moment, clock.event, clock.elapsed, clock.base, clock.counted
    if point.event:
        event, elapsed = point.event, None
        base = base if event == "discharge" and base == "procedure" else event
        if point.event in AFTERWARDS:
            now = replace(now, time_relation=AFTERWARDS[point.event])
    elif moment.time_offset:
        event, elapsed = moment.time_anchor or event, moment.time_offset
        base = event
    elif moment.time_anchor:
        event, elapsed = moment.time_anchor, None
        base = event
    elif single:
        elapsed = None
    if point.stay or event in COUNTED or moment.time_offset:
        counted = event
    elif point.event:
        counted = None
    day = single or (dates.get(event or "") if point.event else clock.day if not moment.time_offset else None)
    return Clock(
        now,
        event,
        elapsed,
        base,
        counted,
        day,
        dates,
        begun=True,
        latest=max(single or "", clock.latest or "") or None,
        zero=zero,
    )


def single_date(edtf: str | None) -> str | None:
    """The date that an event can have: no interval, no unknown year."""
    one = (edtf or "").removeprefix("../")
    return None if not one or "/" in one or "X" in one else one


def counted_in_days(moment: Moment) -> bool:
    found = duration(moment.time_offset) if moment.time_offset else None
    return found is not None and abs(found.in_days) < SAME_STAY


def advanced(clock: Clock, here: Sequence[Point], facts: Mapping[Fact, Moment]) -> Clock:
    """The clock after a sentence; a change of treatment is what later offsets count from."""
    for point in here:
        clock = ticked(clock, point)
    changes = [
        (getattr(f.payload, "action", ""), m)
        for f, m in facts.items()
        if getattr(f.payload, "action", None) in RELATIVE_STARTS and not (m.time_anchor in MILESTONES and undated(m))
    ]
    if not changes:
        return clock
    action, moment = changes[-1]
    if is_history(moment, clock):
        return clock
    dates = {k: v for k, v in clock.dates.items() if k != "treatment"}
    start = single_date(moment.time_edtf)
    if start:
        dates["treatment"] = start
    begins = action in ("start", "resume") and moment.time_edtf and moment.time_basis == "stated"
    return replace(clock, event="treatment", elapsed=None, dates=dates, base="treatment" if begins else clock.base)


def is_history(moment: Moment, clock: Clock) -> bool:
    """«and, until 2014, had received prednisone», told after 2017: the story does not go on from there."""
    change = single_date(moment.time_edtf)
    return bool(change and clock.latest and change < clock.latest[: len(change)])


def undated(moment: Moment) -> bool:
    """The moment only says at, before or after which event it was."""
    return moment.time_offset is None and (moment.time_edtf is None or moment.time_basis == "inherited")


def inherited(moment: Moment) -> Moment:
    return replace(moment, time_basis="inherited") if moment != Moment() else moment
