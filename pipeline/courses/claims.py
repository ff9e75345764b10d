"""Claims: an interval that the article states beside the one that its own dates give.

"33 months of stabilisation on imatinib": the first size under it is dated 2017-01-18, the drug was stopped on 2019-09-14,
that is 31.8 months. Only an interval whose words name what they count is compared, and only with the days of that: a
duration with a drug, the course of that drug; a time "after the drainage, on 9 March", the drainage and that day. What
ends at its own moment ("over the past 4 months") and what names nothing has no days to stand beside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.courses.told import Row, Told, dose_of, holding, in_time, once
from pipeline.facts import Case, Dose, Lesion, Measurement, TimeExpression
from pipeline.rules.times.edtf import DAYS_PER_MONTH, days_between, duration, precision_of

NEAR = 0.15
"""Share of what is stated beyond which the words are taken to mean other days, and nothing is said."""
SHORTEST_DAYS = 25
SUMMARIES = frozenset({"front", "abstract", "conclusion"})
"""Sections that tell again what the body tells."""
CHANGES = frozenset({"start", "stop", "hold", "resume", "increase", "reduce"})


@dataclass(frozen=True, slots=True)
class Day:
    """EDTF of a day, and the fact that gives it; None for the death of the case."""

    edtf: str
    fact_id: str | None


@dataclass(frozen=True, slots=True)
class Interval:
    """What some words count, and its two days: the drug of a course, or the event that they count from."""

    counted: str
    first: Day
    last: Day


def claims(
    case_id: str, report_id: str, case: Case, told: Sequence[Told], of_death: frozenset[int] = frozenset()
) -> list[Row]:
    """Each stated interval once, in the words of the body where it tells them; `of_death`: sentences that tell of a death."""
    stated = sorted((t for t in told if stated_days(t)), key=lambda t: (t.row["section"] in SUMMARIES, t.position))
    found: dict[tuple[str, Interval], Told] = {}
    for one in stated:
        for interval in intervals(one, told, case, of_death):
            if is_near(stated_days(one), interval):
                found.setdefault((length(one), interval), one)
    shown = [(in_body(one, stated), interval) for (_, interval), one in found.items()]
    return [
        claim(f"{case_id}-c{n}", report_id, case_id, one, interval)
        for n, (one, interval) in enumerate(sorted(shown, key=lambda s: s[0].position), 1)
    ]


def in_body(one: Told, stated: Sequence[Told]) -> Told:
    """The body's words for an interval that the abstract owns up to: «26 months» there, «for 26 months on sunitinib» here."""
    if one.row["section"] not in SUMMARIES:
        return one
    same = (t for t in stated if t.row["section"] not in SUMMARIES and length(t) == length(one))
    return next(same, one)


def intervals(one: Told, told: Sequence[Told], case: Case, of_death: frozenset[int]) -> Iterator[Interval]:
    """The interval that the words name; none where they name nothing that has days, or two things."""
    beside = [t for t in told if t.linked.fact.sentence == one.linked.fact.sentence and t is not one]
    if time_of(one).kind == "duration":
        yield from of_course(one, beside, told, case)
    elif time_of(one).anchor is not None and time_of(one).direction == "after":
        yield from after_event(one, beside, told, case, of_death)


def of_course(one: Told, beside: Sequence[Told], told: Sequence[Told], case: Case) -> Iterator[Interval]:
    """ "for 28 months at 200 mg daily": from the step that began it to the next, or to the end of the drug's courses."""
    drugs = {dose_of(t).drug for t in beside if isinstance(t.linked.fact.payload, Dose) and dose_of(t).drug}
    over = any(isinstance(t.linked.fact.payload, Measurement) and t.linked.fact.payload.over for t in beside)
    if len(drugs) != 1 or over:
        return
    drug = drugs.pop()
    steps = [t for t in in_time(holding(once(told))) if isinstance(t.linked.fact.payload, Dose)]
    steps = [t for t in steps if dose_of(t).drug == drug and day_of(t)]
    named = {step_of(t, told).position for t in beside if isinstance(t.linked.fact.payload, Dose) and has_amount(t)}
    begin = next((t for t in steps if {t.position} == named), None)
    begin = begin or next((t for t in steps if dose_of(t).action != "stop"), None)
    stop = next((t for t in reversed(steps) if dose_of(t).action == "stop"), None)
    first = began(begin, stop, told) if begin and stop else None
    if first and stop:
        yield Interval(str(drug), first, Day(str(day_of(stop)), stop.fact_id))


def began(begin: Told, stop: Told, told: Sequence[Told]) -> Day | None:
    """The day of a step; where only its month or year is told, the first size measured from then on, until the stop."""
    day = str(day_of(begin))
    if precision_of(day) == "day":
        return Day(day, begin.fact_id)
    sizes = (t for t in in_time(holding(once(told))) if is_dated_size(t))
    within = (t for t in sizes if begin.row["time_start"] <= t.row["time_start"] <= stop.row["time_start"])
    return next((Day(str(t.edtf), t.fact_id) for t in within), None)


def is_dated_size(one: Told) -> bool:
    size = one.linked.fact.payload
    return (
        isinstance(size, Lesion) and size.kind == "lesion" and precision_of(one.edtf or "") == "day" and owns_day(one)
    )


def after_event(
    one: Told, beside: Sequence[Told], told: Sequence[Told], case: Case, of_death: frozenset[int]
) -> Iterator[Interval]:
    """ "Twelve months after the drainage, on 9 March 2020": from the event's day to the day that is told."""
    anchor = str(time_of(one).anchor)
    change = change_named(beside, told) if anchor == "treatment" else None
    first = Day(str(day_of(change)), change.fact_id) if change else event(anchor, told)
    days = {
        t.edtf: t for t in (one, *beside) if t.row["time_basis"] == "stated" and precision_of(t.edtf or "") == "day"
    }
    dies = one.linked.fact.sentence in of_death and case.outcome == "died" and case.outcome_edtf
    last = Day(str(case.outcome_edtf), None) if dies else None
    if len(days) == 1:
        edtf, by = next(iter(days.items()))
        last = Day(str(edtf), by.fact_id)
    if first and last:
        yield Interval(str(dose_of(change).drug) if change else anchor, first, last)


def change_named(beside: Sequence[Told], told: Sequence[Told]) -> Told | None:
    """The one change of treatment of the sentence, where it has a day: «через 10 месяцев после отмены препарата»."""
    doses = [t for t in beside if isinstance(t.linked.fact.payload, Dose) and dose_of(t).action in CHANGES]
    steps = list({step.position: step for step in (step_of(t, told) for t in doses)}.values())
    return steps[0] if len(steps) == 1 and day_of(steps[0]) else None


def event(anchor: str, told: Sequence[Told]) -> Day | None:
    """The day of an event; None where it has none, or where two days are told and nobody knows which is meant.

    A treatment has as many beginnings and ends as there are drugs: only a change that is named counts.
    """
    if anchor == "treatment":
        return None
    at = [t for t in once(told) if t.row["time_anchor"] == anchor and t.row["time_relation"] == "at" and owns_day(t)]
    days = {str(t.edtf): t for t in at if precision_of(t.edtf or "") == "day"}
    return next((Day(edtf, t.fact_id) for edtf, t in days.items()), None) if len(days) == 1 else None


def owns_day(one: Told) -> bool:
    """The text gives the day; one counted from a stated interval would only confirm it."""
    return one.row["time_offset"] is None or one.row["time_basis"] == "stated"


def step_of(one: Told, told: Sequence[Told]) -> Told:
    """The step of the body that a mention tells again."""
    again = one.linked.repeat_of
    return next((t for t in told if t.position == again), one) if again is not None else one


def has_amount(one: Told) -> bool:
    return dose_of(one).dose_low is not None


def day_of(one: Told) -> str | None:
    """When a change was, or began ("since 10 May 2018"); None where the text does not give it itself."""
    return one.edtf.removesuffix("/..") if one.edtf and owns_day(one) else None


def time_of(one: Told) -> TimeExpression:
    time = one.linked.fact.payload
    assert isinstance(time, TimeExpression)
    return time


def length(one: Told) -> str:
    return (time_of(one).value or "").lstrip("+-")


def stated_days(one: Told) -> float:
    """0 for what states no interval of some length."""
    time = one.linked.fact.payload
    if not isinstance(time, TimeExpression) or time.kind not in ("duration", "relative") or not time.value:
        return 0.0
    parsed = duration(time.value)
    return float(parsed.in_days) if parsed is not None and parsed.in_days >= SHORTEST_DAYS else 0.0


def is_near(stated: float, interval: Interval) -> bool:
    days = days_between(interval.first.edtf, interval.last.edtf)
    return days is not None and abs(days - stated) <= NEAR * stated


def claim(claim_id: str, report_id: str, case_id: str, one: Told, interval: Interval) -> Row:
    days = days_between(interval.first.edtf, interval.last.edtf) or 0
    return {
        "claim_id": claim_id,
        "report_id": report_id,
        "case_id": case_id,
        "fact_id": one.fact_id,
        "quote": one.row["quote"],
        "counted": interval.counted,
        "stated_value": length(one),
        "stated_months": round(stated_days(one) / float(DAYS_PER_MONTH), 2),
        "dated_days": days,
        "dated_months": round(days / float(DAYS_PER_MONTH), 1),
        "from_edtf": interval.first.edtf,
        "to_edtf": interval.last.edtf,
        "from_fact_id": interval.first.fact_id,
        "to_fact_id": interval.last.fact_id,
    }
