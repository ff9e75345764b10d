"""Courses of a drug: their steps, and what ends them."""

from __future__ import annotations

import pytest

from pipeline.courses.medications import medication_courses
from pipeline.courses.told import Told
from pipeline.facts import Case
from tests.courses.told import ALIVE, DIED, dose

COURSE = [
    dose("start", "2014/..", 400),
    dose("continue", "2017-02-02"),
    dose("hold", "2019-08"),
    dose("resume", "2019-08"),
    dose("stop", "2019-09-14"),
]


def test_a_course_runs_from_its_first_step_to_its_stop() -> None:
    (course,) = medication_courses("c", "r", DIED, COURSE)
    assert (course["start_edtf"], course["end_edtf"], course["ended_by"]) == ("2014/..", "2019-09-14", "stop")
    assert course["end_fact_id"] == COURSE[-1].fact_id
    assert [s["action"] for s in course["steps"]] == ["start", "continue", "hold", "resume", "stop"]
    assert course["steps"][0]["dose"] == "400 mg/day"


def test_a_start_after_a_stop_is_another_course() -> None:
    again = [*COURSE, dose("start", "2020-01", 300)]
    assert [c["start_edtf"] for c in medication_courses("c", "r", ALIVE, again)] == ["2014/..", "2020-01"]


def test_what_is_told_apart_without_a_day_is_no_step() -> None:
    facts = [dose("increase", section="abstract"), *COURSE, dose("start", section="conclusion")]
    (course,) = medication_courses("c", "r", ALIVE, facts)
    assert [s["fact_id"] for s in course["steps"]] == [s.fact_id for s in COURSE]


def test_a_drug_that_only_the_abstract_tells_has_its_course() -> None:
    (course,) = medication_courses("c", "r", ALIVE, [dose("start", section="abstract", drug="lithium")])
    assert course["drug"] == "lithium"


@pytest.mark.parametrize(
    ("steps", "case", "expected"),
    [
        ([dose("continue", "2019-01", 400)], DIED, ("2020-07-22", "death")),
        ([dose("start", "2019-05-03", 400, duration="P10D")], ALIVE, ("2019-05-13", "duration")),
        ([dose("start", "2019-05-03/2019-05-13", 400), dose("mention")], ALIVE, ("2019-05-13", "duration")),
        ([dose("start", None, 400, duration="P10D")], ALIVE, (None, "duration")),
        ([dose("start", "2019-05-03", 400)], DIED, (None, None)),
        ([dose("start", "2019-05-03/..", 400)], ALIVE, (None, None)),
        ([dose("start", "2019-05-03", 400), dose("hold", "2019-06-01/2019-06-08")], ALIVE, (None, None)),
        ([dose("start", "2019-05-03", 400), dose("hold", "2019-06-01", duration="P2W")], ALIVE, (None, None)),
    ],
)
def test_what_ends_a_course(steps: list[Told], case: Case, expected: tuple[str | None, str | None]) -> None:
    (course,) = medication_courses("c", "r", case, steps)
    assert (course["end_edtf"], course["ended_by"]) == expected
    assert (course["end_fact_id"] is not None) == (course["ended_by"] in ("stop", "duration"))
