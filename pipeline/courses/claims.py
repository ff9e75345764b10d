"""Claims: an interval that the article states beside the one that its own dates give.

"33 months of stabilisation on imatinib": the first size is dated 2017-01-18, the drug was stopped on 2019-09-14,
that is 31.8 months. Only intervals between salient days of the case are compared: first and last size, start and end
of a course, admission, death; the nearest one is shown when it lies within 15 % of what is stated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from pipeline.courses.medications import action, courses
from pipeline.courses.told import Row, Told, holding, once
from pipeline.facts import Case, Dose, Lesion, TimeExpression
from pipeline.rules.times.edtf import DAYS_PER_MONTH, days_between, duration

NEAR = 0.15
SHORTEST_DAYS = 25
SUMMARIES = frozenset({"front", "abstract", "conclusion"})
"""Sections that tell again what the body tells."""

Day = tuple[str, str | None]
"""(EDTF of a day, fact_id of what happened on it)"""


def claims(case_id: str, report_id: str, case: Case, told: Sequence[Told]) -> list[Row]:
    """Each stated interval once, in the words of the body where it tells them."""
    days = list(dict.fromkeys(salient_days(case, told)))
    found: dict[tuple[str | None, Day, Day], tuple[Told, float]] = {}
    for one in sorted(told, key=lambda t: (t.row["section"] in SUMMARIES, t.position)):
        stated = stated_days(one)
        pair = None if stated is None else nearest(stated, days)
        if stated is not None and pair is not None:
            found.setdefault((length(one), *pair), (one, stated))
    ordered = sorted(found.items(), key=lambda f: f[1][0].position)
    return [
        claim(f"{case_id}-c{n}", report_id, case_id, one, stated, a, b)
        for n, ((_, a, b), (one, stated)) in enumerate(ordered, 1)
    ]


def nearest(stated: float, days: Sequence[Day]) -> tuple[Day, Day] | None:
    """The two days whose distance comes closest to what is stated; None where none comes near."""
    pairs = [(abs(abs(n) - stated) / stated, a, b) for a, b in combinations(days, 2) if (n := days_between(a[0], b[0]))]
    best = min(pairs, key=lambda p: p[0], default=None)
    return None if best is None or best[0] > NEAR else (best[1], best[2])


def length(one: Told) -> str:
    time = one.linked.fact.payload
    assert isinstance(time, TimeExpression)
    return (time.value or "").lstrip("+-")


def stated_days(one: Told) -> float | None:
    time = one.linked.fact.payload
    if not isinstance(time, TimeExpression) or time.kind not in ("duration", "relative") or not time.value:
        return None
    parsed = duration(time.value)
    return float(parsed.in_days) if parsed is not None and abs(parsed.in_days) >= SHORTEST_DAYS else None


def salient_days(case: Case, told: Sequence[Told]) -> Iterator[Day]:
    """Days that the text gives; one that was itself counted from a stated interval would only confirm it."""
    facts = [t for t in holding(once(told)) if t.row["time_offset"] is None]
    sizes = [
        t
        for t in facts
        if isinstance(t.linked.fact.payload, Lesion) and t.linked.fact.payload.kind == "lesion" and t.first_day
    ]
    for one in (min(sizes, key=first_day, default=None), max(sizes, key=first_day, default=None)):
        yield from day_of(one)
    for course in courses([t for t in facts if isinstance(t.linked.fact.payload, Dose)]):
        for one in (course.steps[0], course.steps[-1]):
            if one is course.steps[0] or action(one) == "stop":
                yield from day_of(one)
    for one in facts:
        if one.row["time_anchor"] == "admission" and one.row["time_relation"] == "at" and one.edtf:
            yield from day_of(one)
            break
    if case.outcome == "died" and case.outcome_edtf:
        yield case.outcome_edtf, None


def day_of(one: Told | None) -> Iterator[Day]:
    """When it was, or began ("since 10 May 2018")."""
    if one is not None and one.edtf:
        yield one.edtf.removesuffix("/.."), one.row["fact_id"]


def first_day(one: Told) -> str:
    return str(one.first_day)


def claim(claim_id: str, report_id: str, case_id: str, one: Told, stated: float, a: Day, b: Day) -> Row:
    earlier, later = sorted((a, b))
    days = days_between(earlier[0], later[0]) or 0
    return {
        "claim_id": claim_id,
        "report_id": report_id,
        "case_id": case_id,
        "fact_id": one.row["fact_id"],
        "quote": one.row["quote"],
        "stated_value": length(one),
        "stated_months": round(stated / float(DAYS_PER_MONTH), 2),
        "dated_days": days,
        "dated_months": round(days / float(DAYS_PER_MONTH), 1),
        "from_edtf": earlier[0],
        "to_edtf": later[0],
        "from_fact_id": earlier[1],
        "to_fact_id": later[1],
    }
