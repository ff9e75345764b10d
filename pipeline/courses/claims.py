"""Claims: an interval that the article states beside the one that its own dates give.

"33 months of stabilisation on imatinib": the first size is dated 2017-01-18, the drug was stopped on 2019-09-14,
that is 31.8 months. Only intervals between salient days of the case are compared: first and last size, start and end
of a course, admission, death; the nearest one is shown when it lies within a fifth of what is stated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from pipeline.courses.medications import action, courses
from pipeline.courses.told import Row, Told, holding, once
from pipeline.facts import Case, Dose, Lesion, TimeExpression
from pipeline.rules.times.edtf import DAYS_PER_MONTH, days_between, duration

NEAR = 0.2
SHORTEST_DAYS = 25

Day = tuple[str, str | None]
"""(EDTF of a day, fact_id of what happened on it)"""


def claims(case_id: str, report_id: str, case: Case, told: Sequence[Told]) -> list[Row]:
    days = list(dict.fromkeys(salient_days(case, told)))
    rows: list[Row] = []
    for one in told:
        stated = stated_days(one)
        if stated is None:
            continue
        pairs = [
            (abs(abs(n) - stated) / stated, a, b) for a, b in combinations(days, 2) if (n := days_between(a[0], b[0]))
        ]
        best = min(pairs, key=lambda p: p[0], default=None)
        if best is None or best[0] > NEAR:
            continue
        rows.append(claim(f"{case_id}-c{len(rows) + 1}", report_id, case_id, one, stated, best[1], best[2]))
    return rows


def stated_days(one: Told) -> float | None:
    time = one.linked.fact.payload
    if not isinstance(time, TimeExpression) or time.kind not in ("duration", "relative") or not time.value:
        return None
    parsed = duration(time.value)
    return float(parsed.in_days) if parsed is not None and abs(parsed.in_days) >= SHORTEST_DAYS else None


def salient_days(case: Case, told: Sequence[Told]) -> Iterator[Day]:
    facts = holding(once(told))
    sizes = [
        t
        for t in facts
        if isinstance(t.linked.fact.payload, Lesion) and t.linked.fact.payload.kind == "lesion" and t.first_day
    ]
    for one in (min(sizes, key=first_day, default=None), max(sizes, key=first_day, default=None)):
        if one is not None and one.edtf:
            yield one.edtf, one.row["fact_id"]
    for course in courses([t for t in facts if isinstance(t.linked.fact.payload, Dose)]):
        for one in (course.steps[0], course.steps[-1]):
            if one.edtf and (one is course.steps[0] or action(one) == "stop"):
                yield one.edtf, one.row["fact_id"]
    for one in facts:
        if one.row["time_anchor"] == "admission" and one.row["time_relation"] == "at" and one.edtf:
            yield one.edtf, one.row["fact_id"]
            break
    if case.outcome == "died" and case.outcome_edtf:
        yield case.outcome_edtf, None


def first_day(one: Told) -> str:
    return str(one.first_day)


def claim(claim_id: str, report_id: str, case_id: str, one: Told, stated: float, a: Day, b: Day) -> Row:
    earlier, later = sorted((a, b))
    days = days_between(earlier[0], later[0]) or 0
    time = one.linked.fact.payload
    assert isinstance(time, TimeExpression)
    return {
        "claim_id": claim_id,
        "report_id": report_id,
        "case_id": case_id,
        "fact_id": one.row["fact_id"],
        "quote": one.row["quote"],
        "stated_value": (time.value or "").lstrip("+-"),
        "stated_months": round(stated / float(DAYS_PER_MONTH), 2),
        "dated_days": days,
        "dated_months": round(days / float(DAYS_PER_MONTH), 1),
        "from_edtf": earlier[0],
        "to_edtf": later[0],
        "from_fact_id": earlier[1],
        "to_fact_id": later[1],
    }
