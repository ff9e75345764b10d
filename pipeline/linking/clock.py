"""The clock of a story: what governs, what happened last, and which day each event has.

Offsets count from what they name. Those that name nothing: «two days later» from what was told last, so that several
steps add up; «on day 7», «на 6-е сутки» from the event whose days are counted; «after 3 days», «через 3 дня» from the
last event, or from what was told last where the story would else go back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from pipeline.facts import Fact, Moment
from pipeline.linking.point import LATER, STEPS, Point
from pipeline.record import record, replace
from pipeline.rules.times.edtf import add, days_between, duration, precision_of, total

PRESENTATION = Moment(time_basis="inherited", time_relation="at", time_anchor="admission")
AFTERWARDS = {"procedure": "after", "discharge": "after"}
"""After a clause that tells an operation or a discharge, the story goes on after it."""
RELATIVE_STARTS = ("start", "increase", "reduce", "stop", "resume", "hold")
"""Changes of treatment from which later offsets count."""
COUNTED = ("procedure", "birth")
"""Events whose days are counted («on day 7», «на 6-е сутки»), beside a stay in hospital."""
MILESTONES = ("discharge", "procedure", "birth")
"""What is given then is part of it; the story goes on counting from it."""
HISTORIC = 28
"""Days of a step in a history: «five years later»."""
SAME_STAY = 60
"""Days in which «on the 10th day after the bite he presented again» goes on counting from the bite; years start anew."""
FEW = 15
"""Days that do not count in a step of months or years."""
AGAIN = 370
"""Days after which a later visit is told as of its own time."""


@record(frozen=True, slots=True)
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
    visit    the moment of the visit or stay that was told last
    flashback  the story looks at what was before that visit, to which an examination brings it back
    back     the moment of the history that the sentence before told, from which «five years later» counts
    fresh    an offset of this sentence governs, and `by_day` whether it counts days («on day 7»)
    mentioned  the date named last, even in passing
    theatre  an operation is being told
    grown    the patient is no newborn: what is counted from birth was before the visit
    age      the patient's age in days, where the story tells it
    course   the event and the time since it before the last change of treatment: the story's own day
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
    visit: Moment | None = None
    flashback: bool = False
    back: Moment | None = None
    fresh: bool = False
    by_day: bool = False
    grown: bool = False
    age: float | None = None
    theatre: bool = False
    mentioned: str | None = None
    course: tuple[str | None, str | None] | None = None


def resolved_in_turn(found: Sequence[Point], clock: Clock) -> list[Point]:
    """Each point resolved against what stands before it, in the sentence and in the story."""
    out: list[Point] = []
    clock = replace(clock, fresh=False, by_day=False)
    for point in found:
        out.append(resolved(point, clock))
        clock = ticked(clock, out[-1])
        clock = replace(clock, back=out[-1].moment) if opens_history(out[-1], clock) else clock
    return out


def opens_history(point: Point, clock: Clock) -> bool:
    """«Three years ago she had taken letrozole, which she stopped | after one year»: the step counts from there."""
    return point.retrospective and clock.flashback and (point.moment.time_offset or "").startswith("-")


def resolved(point: Point, clock: Clock) -> Point:
    """The point with the date that the story gives it; an offset also with what it counts from."""
    moment = point.moment
    if moment.time_edtf and "XXXX" in moment.time_edtf and clock.day:
        moment = replace(moment, time_edtf=with_year(moment.time_edtf, clock.day))
    if moment.time_edtf:
        return replace(point, moment=moment)
    if point.counting == "vague":
        anchor = moment.time_anchor or ("admission" if point.retrospective else clock.event)
        return replace(point, moment=replace(moment, time_anchor=anchor))
    return offset(point, of_story(point, clock)) if moment.time_offset else standing(point, clock)


def of_story(point: Point, clock: Clock) -> Clock:
    """«Ceftriaxone was started. | The next day …»: the day after the story's own, not after the drug's."""
    if point.counting != "next" or clock.course is None:
        return clock
    event, elapsed = clock.course
    return replace(clock, event=event, elapsed=elapsed)


def standing(point: Point, clock: Clock) -> Point:
    """A standpoint with the date of its event: «on admission», «during the operation»."""
    moment, now = point.moment, clock.now
    if point.place and clock.flashback:
        return replace(point, moment=clock.visit or moment)
    if (
        point.place
        and clock.begun
        and (moved_on(clock) or point.unit and clock.event == "procedure")
        or moment.time_anchor == "procedure"
        and now.time_anchor == "death"
    ):
        return replace(point, moment=now, event=None)
    if point.happened and point.event == "admission" and stays(clock):
        return replace(point, moment=now)
    known = date_of_event(point, clock)
    return replace(point, moment=replace(moment, time_edtf=known)) if known else point


def date_of_event(point: Point, clock: Clock) -> str | None:
    """The date of what a standpoint names, where the story has told it."""
    moment, now = point.moment, clock.now
    anchor, during = moment.time_anchor or "", moment.time_relation == "during"
    if during and anchor == "treatment":
        return now.time_edtf if lasts(now) else None
    if not during and moment.time_relation != "at":
        return None
    told = clock.dates.get(anchor) if not during and not (point.happened and moved_on(clock)) else None
    if told and not (point.happened and is_former(told, clock)):
        return told
    if clock.flashback and point.happened and point.event in ("procedure", "diagnosis"):
        return None
    of_now = anchor == "procedure" or precision_of(clock.day or "") == "day" and anchor == "admission"
    if during or of_now or point.happened and anchor == "diagnosis" and not now.time_offset:
        return now.time_edtf
    return now.time_edtf if point.happened and anchor == "admission" and clock.fresh else None


def is_former(date: str, clock: Clock) -> bool:
    """A second operation is not of the day of the first, told before a later visit."""
    return clock.latest is not None and date < clock.latest[: len(date)]


def lasts(moment: Moment) -> bool:
    """What was told last goes on: «since 2014, when he was given imatinib. During treatment …»."""
    return (moment.time_edtf or "").endswith("/..")


def moved_on(clock: Clock) -> bool:
    """An offset or another date governs: what happens now is no longer the first visit."""
    now = clock.now
    return now.time_offset is not None or bool(now.time_edtf and now.time_edtf != clock.dates.get("admission"))


def stays(clock: Clock) -> bool:
    """A visit is of the days counted so far: «At one week after discharge … He presented»; a second visit also of the
    months that its sentence tells: «Six months later he was readmitted»; years start anew."""
    if clock.flashback and not clock.fresh or clock.now.time_basis == "inherited":
        return False
    if clock.grown and clock.now.time_anchor == "birth":
        return False
    if clock.fresh and clock.now.time_anchor == "birth":
        return True
    known = clock.visit is not None or clock.event == "discharge"
    return counted_in_days(clock.now, AGAIN if clock.fresh and known else SAME_STAY)


def looks_back(point: Point, clock: Clock) -> bool:
    """The story turns to what was before its visit: «Three years prior …», «A pacemaker was implanted in 2009»,
    «ligated on the third day of life»."""
    if clock.grown and point.moment.time_anchor == "birth":
        return True
    if clock.visit is None and not clock.begun and (point.moment.time_offset or "").startswith("-"):
        return True
    if clock.visit is None or clock.now != clock.visit or point.event == "admission":
        return clock.flashback
    if point.retrospective or point.moment.time_anchor == "birth":
        return True
    date = single_date((point.moment.time_edtf or "").removesuffix("/.."))
    if date is None and not point.governs:
        return clock.flashback
    if date is None or precision_of(date) == "day":
        return False
    return clock.visit.time_edtf is None or date < clock.visit.time_edtf[: len(date)]


def offset(point: Point, clock: Clock) -> Point:
    """An offset with its anchor, the steps before it added, and its date where the anchor has one."""
    moment, value = point.moment, point.moment.time_offset or ""
    anchor = None if moment.time_anchor == "follow-up" else moment.time_anchor
    if (
        anchor is None
        and moment.time_relation == "before"
        and (point.counting == "ago" or clock.event not in MILESTONES)
    ):
        anchor = "admission"
        base = clock.day or clock.dates.get(anchor)
        return told(point, anchor, add(base, value) if base else None, value)
    base = clock.dates.get(anchor or "")
    if clock.zero and point.counting == "day" and value.endswith("D") and anchor in (None, clock.event):
        return told(point, anchor or clock.event, add(clock.zero, value), value)
    if anchor is None and of_history(point, clock):
        return replace(point, moment=later(clock.back or moment, value), governs=False, retrospective=True)
    if anchor is None:
        anchor = unnamed(point, clock)
        base = clock.dates.get(anchor or "")
        if goes_on(point, clock):
            edtf = add(clock.day, value) if clock.day else None
            elapsed = "" if passed_over(point, clock) else clock.elapsed or ""
            return told(point, anchor or moment.time_anchor, edtf, total(elapsed, value) or value)
        here = clock.day if clock.elapsed is None and (point.counting == "by" or anchor == clock.event) else None
        base = here or base if point.counting in STEPS else base or here
        base = base or clock.mentioned if point.counting in LATER else base
    edtf = add(base, value) if base else None
    return told(point, anchor or moment.time_anchor, edtf, value)


def passed_over(point: Point, clock: Clock) -> bool:
    """«Six hours after surgery … On the following day», «after 9 days … Two months later»: no day and six hours, no two
    months and nine days."""
    step, elapsed = point.moment.time_offset or "", clock.elapsed or ""
    if point.counting == "next" and "T" in elapsed:
        return True
    before = duration(elapsed)
    return step.endswith(("M", "Y")) and "T" not in step and before is not None and before.in_days < FEW


def later(moment: Moment, lasted: str) -> Moment:
    """So long after a moment, as far as its offset or its date tells."""
    edtf = add(moment.time_edtf, lasted) if moment.time_edtf else None
    reach = total(moment.time_offset, lasted) if moment.time_offset else lasted
    if reach is None or (moment.time_edtf and edtf is None):
        return moment
    return replace(moment, time_edtf=edtf, time_offset=reach, time_relation="after", time_basis="relative")


def of_history(point: Point, clock: Clock) -> bool:
    """«Five years later», «stopped after one year» behind a history count from it; days and weeks are of the visit again."""
    step = duration(point.moment.time_offset or "") if clock.flashback and clock.back else None
    if step is None or clock.back is None or step.in_days < HISTORIC:
        return False
    before = duration((clock.back.time_offset or "").removeprefix("-"))
    within = before is not None and (clock.back.time_offset or "").startswith("-") and step.in_days < before.in_days
    return point.counting in LATER or point.counting == "by" and within


def told(point: Point, anchor: str | None, edtf: str | None, value: str) -> Point:
    basis = "relative" if edtf else point.moment.time_basis
    return replace(
        point, moment=replace(point.moment, time_anchor=anchor, time_edtf=edtf, time_offset=value, time_basis=basis)
    )


def goes_on(point: Point, clock: Clock) -> bool:
    """The offset counts from what was told last, not from the event: «a week later … two days after that»."""
    if clock.elapsed is None or point.retrospective:
        return False
    if point.counting in LATER:
        return True
    step, before = duration(point.moment.time_offset or ""), duration(clock.elapsed)
    return point.counting == "by" and step is not None and before is not None and step.in_days <= before.in_days


def unnamed(point: Point, clock: Clock) -> str | None:
    """What an offset counts from that does not say it."""
    if point.counting in STEPS:
        return clock.event
    if point.counting == "day" and (point.moment.time_offset or "").endswith("D"):
        return days_of(clock, point.moment.time_offset or "")
    return clock.event if "T" in (point.moment.time_offset or "") else clock.base


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
    single = single_date(point.moment.time_edtf)
    known = replace(clock, dates=dates_after(clock, point, single), mentioned=single or clock.mentioned)
    zero, flashback = zero_after(clock, point, single), looks_back(point, clock)
    if not point.governs or point.retrospective:
        return replace(known, zero=zero, flashback=flashback)
    if point.event == "admission" and not single and stays(clock):
        counted = clock.counted if (clock.now.time_offset or "").endswith("D") else "admission" if point.stay else None
        return replace(known, event="admission", elapsed=None, counted=counted, begun=True, visit=clock.now)
    return governed(replace(known, zero=zero, flashback=flashback and not returns(point)), point, single)


def dates_after(clock: Clock, point: Point, single: str | None) -> dict[str, str]:
    """The dates of the events; what happens anew on a day that is not told loses the old one."""
    dates = dict(clock.dates)
    if point.event and single:
        dates[point.event] = single
    elif point.event and point.happened and (moved_on(clock) or is_former(dates.get(point.event, "Z"), clock)):
        dates.pop(point.event, None)
    return dates


def zero_after(clock: Clock, point: Point, single: str | None) -> str | None:
    """The day before day 1: «on 12 March (day 1)»; a new event or stay begins to count anew."""
    if single and point.counting == "day" and (point.moment.time_offset or "").endswith("D"):
        return add(single, f"-{point.moment.time_offset}")
    return None if point.event in COUNTED or point.stay and point.happened else clock.zero


def governed(clock: Clock, point: Point, single: str | None) -> Clock:
    """The clock once the point governs."""
    now, moment = clock.now if on_day(point, clock) else governing(point, single), point.moment
    event, elapsed, base = counting_from(clock, point, single)
    counted = clock.counted if goes_on_counting(clock, point, single) else None
    in_hours = "T" in (moment.time_offset or "")
    named = point.counting == "day" or moment.time_anchor_printed is not None and not in_hours
    if on_day(point, clock):
        counted = counted or event if clock.by_day else event
    elif point.stay and (point.happened or counted is None) or point.event in COUNTED or moment.time_offset and named:
        counted = event
    elif point.event and point.event not in ("follow-up", "discharge", counted) and not point.stay:
        counted = None
    day = single or (clock.dates.get(event or "") if point.event else clock.day if not moment.time_offset else None)
    operated = point.happened and point.event == "procedure"
    return replace(
        clock,
        now=now,
        event=event,
        elapsed=elapsed,
        base=base,
        counted=counted,
        day=day,
        course=None,
        begun=True,
        latest=max(single or "", clock.latest or "") or None,
        visit=now if point.event == "admission" else clock.visit,
        back=None,
        fresh=clock.fresh or moment.time_offset is not None,
        by_day=point.counting == "day" if moment.time_offset else clock.by_day,
        theatre=operated
        or moment.time_anchor == "procedure"
        and moment.time_relation in ("at", "during")
        or clock.theatre
        and point.event == "birth",
    )


def goes_on_counting(clock: Clock, point: Point, single: str | None) -> bool:
    """Not the days of an operation years ago: «transplanted in 2010 … In January 2020 … on day 11»."""
    if single and not point.event:
        begun = clock.dates.get(clock.counted or "")
        apart = days_between(begun, single) if begun else None
        return apart is not None and apart <= SAME_STAY
    return not point.moment.time_offset or counted_in_days(point.moment)


def on_day(point: Point, clock: Clock) -> bool:
    """«On day 7 he was drained»: what follows is of that day, and the days go on to be counted as before."""
    operated = point.happened and point.event == "procedure" and point.moment.time_edtf is None
    undated = clock.now.time_edtf is None and "T" not in (clock.now.time_offset or "")
    return operated and clock.fresh and undated and counted_in_days(clock.now)


def governing(point: Point, single: str | None) -> Moment:
    """The moment that goes on: after the operation or the discharge that was told, from the date until which it was so."""
    now = point.moment
    if now.time_edtf and now.time_edtf.startswith("../"):
        now = replace(now, time_edtf=single)
    return replace(now, time_relation=AFTERWARDS[point.event]) if point.event in AFTERWARDS else now


def counting_from(clock: Clock, point: Point, single: str | None) -> tuple[str | None, str | None, str | None]:
    """(the last event, the time since it, the last milestone) once the point governs."""
    moment, anchor = point.moment, point.moment.time_anchor
    if point.event and point.event != "follow-up":
        told_already = point.event == "discharge" and clock.base == "procedure"
        return point.event, None, clock.base if told_already else point.event
    if moment.time_offset:
        event = anchor or clock.event
        return event, moment.time_offset, event
    if anchor and anchor != "follow-up" and point.counting != "vague":
        return anchor, None, anchor
    return clock.event, None if single else clock.elapsed, clock.base


def returns(point: Point) -> bool:
    """The story is with its patient again: an examination, a visit, days counted from a named event."""
    if point.event in ("admission", "death"):
        return True
    named = point.moment.time_anchor_printed is not None and point.moment.time_anchor != "birth"
    return point.moment.time_offset is not None and (
        named or point.counting == "day" and point.moment.time_anchor != "birth"
    )


def single_date(edtf: str | None) -> str | None:
    """The date that an event can have: no interval, no unknown year."""
    one = (edtf or "").removeprefix("../")
    return None if not one or "/" in one or "X" in one else one


def counted_in_days(moment: Moment, most: int = SAME_STAY) -> bool:
    found = duration(moment.time_offset) if moment.time_offset else None
    return found is not None and abs(found.in_days) < most


def advanced(clock: Clock, here: Sequence[Point], facts: Mapping[Fact, Moment]) -> Clock:
    """The clock after a sentence; a change of treatment is what later offsets count from."""
    clock = replace(clock, fresh=False, by_day=False)
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
    course = clock.course or (clock.event, clock.elapsed)
    base = "treatment" if begins else clock.base
    return replace(clock, event="treatment", elapsed=None, dates=dates, base=base, course=course)


def is_history(moment: Moment, clock: Clock) -> bool:
    """«and, until 2014, had received prednisone», told after 2017: the story does not go on from there."""
    change = single_date(moment.time_edtf)
    return bool(change and clock.latest and change < clock.latest[: len(change)])


def undated(moment: Moment) -> bool:
    """The moment only says at, before or after which event it was."""
    return moment.time_offset is None and (moment.time_edtf is None or moment.time_basis == "inherited")


def inherited(moment: Moment) -> Moment:
    return replace(moment, time_basis="inherited") if moment != Moment() else moment
