"""Medication courses: from a drug's first dose to what ended it, with every step between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.courses.endings import ending
from pipeline.courses.told import Row, Told, dose_of, holding, in_time, once
from pipeline.dosing import dose_words
from pipeline.facts import Case, Dose


@dataclass(slots=True)
class Course:
    """A course in the making."""

    drug: str
    steps: list[Told] = field(default_factory=list)
    stopped: bool = False


def courses(told: Sequence[Told]) -> list[Course]:
    """The courses of a case in order of their first step. A start after a stop begins another course.

    What the abstract or the conclusion says without a day is no step of a drug that the body tells of: it does not say
    when, and «topiramate was added» at the end of an article begins nothing.
    """
    out: list[Course] = []
    open_courses: dict[str, Course] = {}
    doses = [t for t in holding(once(told)) if isinstance(t.linked.fact.payload, Dose) and dose_of(t).drug is not None]
    in_body = {dose_of(t).drug for t in doses if t.in_order}
    for one in in_time([t for t in doses if t.in_order or dose_of(t).drug not in in_body]):
        dose = dose_of(one)
        drug = str(dose.drug)
        course = open_courses.get(drug)
        if course is None or (course.stopped and dose.action in ("start", "resume", "continue", "increase")):
            if course is None and dose.action == "mention" and dose.dose_low is None:
                continue
            course = open_courses[drug] = Course(drug)
            out.append(course)
        course.steps.append(one)
        course.stopped = course.stopped or dose.action == "stop"
    return out


def medication_courses(case_id: str, report_id: str, case: Case, told: Sequence[Told]) -> list[Row]:
    return [
        {
            "course_id": f"{case_id}-m{n}",
            "report_id": report_id,
            "case_id": case_id,
            "drug": course.drug,
            "start_edtf": next((s.edtf for s in course.steps if s.edtf), None),
            "steps": [step(s) for s in course.steps],
            **ending(course.steps, case),
        }
        for n, course in enumerate(courses(told), 1)
    ]


def step(one: Told) -> Row:
    return {
        "time": one.edtf,
        "dose": dose_words(one.row) or None,
        "action": dose_of(one).action,
        "fact_id": one.fact_id,
    }
