"""Medication courses: from a drug's first dose to what ended it, with every step between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.courses.told import Row, Told, holding, in_time, once
from pipeline.facts import Case, Dose
from pipeline.rules.line import plain
from pipeline.rules.times.edtf import add


@dataclass(slots=True)
class Course:
    """A course in the making."""

    drug: str
    steps: list[Told] = field(default_factory=list)
    ended: bool = False


def courses(told: Sequence[Told]) -> list[Course]:
    """The courses of a case in order of their first step. A start after a stop begins another course."""
    out: list[Course] = []
    open_courses: dict[str, Course] = {}
    for one in in_time(holding(once(told))):
        dose = one.linked.fact.payload
        if not isinstance(dose, Dose) or dose.drug is None:
            continue
        course = open_courses.get(dose.drug)
        if course is None or (course.ended and dose.action in ("start", "resume", "continue", "increase")):
            if course is None and dose.action == "mention" and dose.dose_low is None:
                continue
            course = open_courses[dose.drug] = Course(dose.drug)
            out.append(course)
        course.steps.append(one)
        course.ended = course.ended or dose.action == "stop"
    return out


def medication_courses(case_id: str, report_id: str, case: Case, told: Sequence[Told]) -> list[Row]:
    return [
        {
            "course_id": f"{case_id}-m{n}",
            "report_id": report_id,
            "case_id": case_id,
            "drug": course.drug,
            "start_edtf": next((s.edtf for s in course.steps if s.edtf), None),
            "end_edtf": end(course, case),
            "steps": [step(s) for s in course.steps],
            "ended_by": ended_by(course, case),
        }
        for n, course in enumerate(courses(told), 1)
    ]


def ended_by(course: Course, case: Case) -> str | None:
    """What ended a course: that it was stopped, the death, or that its stated duration was over."""
    if course.ended:
        return "stop"
    if lasted_to_death(course, case):
        return "death"
    return "duration" if run_out(course) else None


def end(course: Course, case: Case) -> str | None:
    if course.ended:
        return next((s.edtf for s in reversed(course.steps) if action(s) == "stop"), None)
    return case.outcome_edtf if lasted_to_death(course, case) else run_out(course)


def run_out(course: Course) -> str | None:
    """The last day that the last dated step tells: of a period ("from 3 to 13 May"), or by its duration ("for 10 days")."""
    last = next((s for s in reversed(course.steps) if s.edtf), None)
    if last is None or action(last) == "hold":
        return None
    begins, _, ends = str(last.edtf).partition("/")
    if ends not in ("", ".."):
        return ends if begins not in ("", "..") else None
    dose = last.linked.fact.payload
    assert isinstance(dose, Dose)
    return add(begins, dose.duration) if dose.duration else None


def lasted_to_death(course: Course, case: Case) -> bool:
    """The last step says that it goes on, and the patient died."""
    return case.outcome == "died" and bool(course.steps) and action(course.steps[-1]) == "continue"


def action(one: Told) -> str | None:
    payload = one.linked.fact.payload
    assert isinstance(payload, Dose)
    return payload.action


def step(one: Told) -> Row:
    dose = one.linked.fact.payload
    assert isinstance(dose, Dose)
    return {"time": one.edtf, "dose": dose_line(dose), "action": dose.action, "fact_id": one.row["fact_id"]}


def dose_line(dose: Dose) -> str | None:
    """400 mg/day; 3-5 mg/kg, 2 a day; None without an amount."""
    if dose.dose_low is None:
        return None
    amount = (
        plain(dose.dose_low)
        if dose.dose_low == dose.dose_high or dose.dose_high is None
        else f"{plain(dose.dose_low)}-{plain(dose.dose_high)}"
    )
    body = f"/{dose.per_body}" if dose.per_body else ""
    per = f"/{dose.per}" if dose.per and dose.per not in ("dose", "total") else ""
    rhythm = f", {plain(dose.times_per_day)} a day" if dose.times_per_day else ""
    return f"{amount} {dose.dose_unit}{body}{per}{rhythm}"
