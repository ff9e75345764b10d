"""What the facts of one invented patient add up to: size series, drug courses, claims, timeline."""

from __future__ import annotations

import doctest
import importlib
from itertools import count
from typing import Any

import pytest

from pipeline.courses.claims import claims
from pipeline.courses.lesions import lesion_series
from pipeline.courses.medications import medication_courses
from pipeline.courses.timeline import COPIED, timeline
from pipeline.courses.told import Told
from pipeline.facts import Case, Dose, Fact, Lesion, LinkedFact, Moment, Payload, TimeExpression
from pipeline.rules.times.edtf import bounds

NUMBERS = count()
ALIVE = Case(1, sex="female")
DIED = Case(1, sex="female", outcome="died", outcome_edtf="2020-07-22")


def told(
    payload: Payload, edtf: str | None = None, repeat_of: int | None = None, assertion: Any = "present", **row: Any
) -> Told:
    n = next(NUMBERS)
    fact = Fact(n, n + 1, (n, n + 1), "example", payload, 0)
    linked = LinkedFact(fact, assertion=assertion, case=1, moment=Moment(edtf), repeat_of=repeat_of)
    start, end = bounds(edtf) if edtf else (None, None)
    base = dict.fromkeys((*COPIED, "section", "time_relation"))
    cells = {
        **base,
        "fact_id": f"{n:016x}",
        "time_edtf": edtf,
        "time_start": start,
        "time_end": end,
        "assertion": assertion,
    }
    return Told(linked, {**cells, "section": "case", "quote": "words", **row}, n)


def lesion(mm: float, edtf: str | None = None, site: str = "liver", side: str | None = None, **more: Any) -> Told:
    return told(Lesion(site=site, laterality=side, max_mm=mm, comparator="="), edtf, **more)


def dose(action: str, edtf: str | None = None, amount: float | None = None, **more: Any) -> Told:
    duration = more.pop("duration", None)
    unit = None if amount is None else "mg"
    return told(
        Dose(
            "imatinib", dose_low=amount, dose_high=amount, dose_unit=unit, per="day", duration=duration, action=action
        ),
        edtf,
        **more,
    )


def stated(value: str, **more: Any) -> Told:
    return told(TimeExpression("duration", value=value), **more)


FALL_AND_RISE = [lesion(40, "2019-01-10"), lesion(20, "2019-06"), lesion(27, "2020-02-01")]


def test_a_series_is_in_order_of_time_and_has_its_change() -> None:
    (series,) = lesion_series("c", "r", list(reversed(FALL_AND_RISE)))
    assert [p["mm"] for p in series["points"]] == [40, 20, 27]
    assert (series["change_from_first_pct"], series["change_from_smallest_pct"], series["change_from_smallest_mm"]) == (
        -32.5,
        35.0,
        7.0,
    )
    assert series["size_class"] == "increased"


def test_one_point_has_no_change() -> None:
    (series,) = lesion_series("c", "r", [lesion(28, "2017-01-18")])
    assert "size_class" not in series and "change_from_first_pct" not in series


def test_the_largest_of_one_moment_counts_and_a_repeat_does_not() -> None:
    facts = [
        lesion(12, "2017-01-18"),
        lesion(28, "2017-01-18"),
        lesion(31, "2017-05", repeat_of=0),
        lesion(29, "2017-02-02", assertion="planned"),
    ]
    (series,) = lesion_series("c", "r", facts)
    assert [p["mm"] for p in series["points"]] == [28]


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        ((None, "bilateral", None), [("bilateral", 3)]),
        (("right", None, "right"), [("right", 3)]),
        (("right", "left", "right"), [("right", 2), ("left", 1)]),
        (("right", "left", None), [("right", 1), ("left", 1), (None, 1)]),
    ],
)
def test_only_left_beside_right_parts_a_site(
    sides: tuple[str | None, ...], expected: list[tuple[str | None, int]]
) -> None:
    facts = [lesion(20 + n, f"2017-0{n + 1}", side=side) for n, side in enumerate(sides)]
    assert [(s["laterality"], len(s["points"])) for s in lesion_series("c", "r", facts)] == expected


@pytest.mark.parametrize(
    ("told_of", "expected"),
    [
        ([("stomach", None, "2017"), ("gastric antrum", None, "2018")], ["gastric antrum"]),
        ([("aorta", None, None), ("infrarenal aorta", None, None)], ["infrarenal aorta"]),
        (
            [("aorta", None, None), ("abdominal aorta", None, None), ("infrarenal aorta", None, None)],
            ["infrarenal aorta"],
        ),
        ([("brain", None, "2017"), ("frontal lobe", None, "2018"), ("temporal lobe", None, "2018")], None),
        ([("brain", None, "2017-03"), ("frontal lobe", None, "2017-03")], None),
        ([("brain", "left", "2017"), ("frontal lobe", "right", "2018")], None),
        ([("abdomen", None, "2017"), ("liver", None, "2018")], None),
    ],
)
def test_an_organ_and_its_only_part_are_one_series(
    told_of: list[tuple[str, str | None, str | None]], expected: list[str] | None
) -> None:
    facts = [lesion(20 + n, edtf, site, side) for n, (site, side, edtf) in enumerate(told_of)]
    assert [s["site"] for s in lesion_series("c", "r", facts)] == (expected or [site for site, *_ in told_of])


def test_an_organ_is_no_lesion() -> None:
    assert lesion_series("c", "r", [told(Lesion(kind="organ", site="spleen", max_mm=150), "2017")]) == []


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
    assert [s["action"] for s in course["steps"]] == ["start", "continue", "hold", "resume", "stop"]
    assert course["steps"][0]["dose"] == "400 mg/day"


def test_a_start_after_a_stop_is_another_course() -> None:
    again = [*COURSE, dose("start", "2020-01", 300)]
    assert [c["start_edtf"] for c in medication_courses("c", "r", ALIVE, again)] == ["2014/..", "2020-01"]


@pytest.mark.parametrize(
    ("steps", "case", "expected"),
    [
        ([dose("continue", "2019-01", 400)], DIED, ("2020-07-22", "death")),
        ([dose("start", "2019-05-03", 400, duration="P10D")], ALIVE, ("2019-05-13", "duration")),
        ([dose("start", "2019-05-03/2019-05-13", 400), dose("mention")], ALIVE, ("2019-05-13", "duration")),
        ([dose("start", "2019-05-03", 400)], DIED, (None, None)),
        ([dose("start", "2019-05-03/..", 400)], ALIVE, (None, None)),
        ([dose("start", "2019-05-03", 400), dose("hold", "2019-06-01/2019-06-08")], ALIVE, (None, None)),
    ],
)
def test_what_ends_a_course(steps: list[Told], case: Case, expected: tuple[str | None, str | None]) -> None:
    (course,) = medication_courses("c", "r", case, steps)
    assert (course["end_edtf"], course["ended_by"]) == expected


def test_a_claim_stands_beside_the_days_it_may_mean() -> None:
    facts = [lesion(28, "2017-01-18"), *COURSE, stated("P33M")]
    (claim,) = claims("c", "r", DIED, facts)
    assert (claim["stated_months"], claim["dated_days"], claim["dated_months"]) == (33.0, 969, 31.8)
    assert (claim["from_edtf"], claim["to_edtf"]) == ("2017-01-18", "2019-09-14")


def test_a_claim_is_told_once_in_the_words_of_the_body() -> None:
    facts = [
        stated("P33M", section="abstract", quote="33 months"),
        lesion(28, "2017-01-18"),
        *COURSE,
        stated("P33M", quote="33 месяца"),
    ]
    assert [c["quote"] for c in claims("c", "r", DIED, facts)] == ["33 месяца"]


def test_a_course_that_goes_on_still_has_the_day_of_its_start() -> None:
    facts = [dose("start", "2018-05-10/..", 50), dose("stop", "2020-07-15"), stated("P26M")]
    assert [c["from_edtf"] for c in claims("c", "r", ALIVE, facts)] == ["2018-05-10"]


@pytest.mark.parametrize(
    "facts",
    [
        [lesion(28, "2017-01-18"), lesion(29, "2019-10-18", time_offset="P33M"), stated("P33M")],
        [lesion(28, "2017-01-18"), lesion(29, "2019-10"), stated("P33M")],
        [lesion(28, "2017-01-18"), lesion(29, "2024-01-18"), stated("P33M")],
        [lesion(28, "2017-01-18"), lesion(29, "2017-01-25"), stated("P7D")],
    ],
    ids=["a day counted from the claim", "no day", "too far from it", "too short"],
)
def test_no_claim(facts: list[Told]) -> None:
    assert claims("c", "r", ALIVE, facts) == []


def test_the_timeline_is_in_order_of_time_with_repeats_folded_and_undated_facts_last() -> None:
    undated, late, early = dose("mention", amount=5), lesion(20, "2019-06"), lesion(40, "2019-01-10")
    again = lesion(40, repeat_of=early.position)
    rows = timeline("c", "r", [undated, late, early, again], {early.position: [again.row["fact_id"]]})
    assert [r["fact_id"] for r in rows] == [t.row["fact_id"] for t in (early, late, undated)]
    assert [r["position"] for r in rows] == [1, 2, 3]
    assert rows[0]["repeats"] == [again.row["fact_id"]]


@pytest.mark.parametrize("module", ["lesions"])
def test_the_examples_of_the_docstrings(module: str) -> None:
    failed, tried = doctest.testmod(importlib.import_module(f"pipeline.courses.{module}"))
    assert tried > 0 and failed == 0
