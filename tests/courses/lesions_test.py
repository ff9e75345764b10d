"""Size series: which sizes are of one place, and which of them are compared."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

from pipeline.batch import run
from pipeline.courses.lesions import lesion_series
from pipeline.courses.told import Told
from pipeline.dataset.rows import as_frame
from pipeline.facts import Lesion
from pipeline.settings import Settings
from tests.courses.told import lesion, told

SAMPLES = Path(__file__).parents[2] / "samples"
FALL_AND_RISE = [lesion(40, "2019-01-10"), lesion(20, "2019-06"), lesion(27, "2020-02-01")]


def reasons(facts: list[Told]) -> list[tuple[float, str | None]]:
    (series,) = lesion_series("c", "r", facts)
    return [(p["mm"], p["not_compared"]) for p in series["points"]]


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
    first = lesion(12, "2017-01-18")
    facts = [
        first,
        lesion(28, "2017-01-18"),
        lesion(31, "2017-05", repeat_of=first),
        lesion(29, "2017-02-02", assertion="planned"),
    ]
    assert reasons(facts) == [(28, None)]


@pytest.mark.parametrize(
    ("last", "reason"),
    [
        (lesion(100), "undated"),
        (lesion(100, "2021-01-05", comparator=">"), "bound"),
        (lesion(100, "2021-01-05", comparator="<"), "bound"),
        (lesion(100, "2021-01-05", section="conclusion"), "section"),
        (lesion(100, section="conclusion", comparator=">"), "section"),
        (lesion(100, "2021-01-05", modality="pathology"), "kind"),
    ],
    ids=["undated", "more than", "less than", "conclusion", "undated in the conclusion", "specimen"],
)
def test_a_last_point_that_cannot_be_compared_stays_and_changes_nothing(last: Told, reason: str) -> None:
    (series,) = lesion_series("c", "r", [*FALL_AND_RISE, last])
    assert [(p["mm"], p["not_compared"]) for p in series["points"]][-1] == (100, reason)
    assert (series["change_from_first_pct"], series["size_class"]) == (-32.5, "increased")


def test_fewer_than_two_that_can_be_compared_have_no_class() -> None:
    (series,) = lesion_series("c", "r", [lesion(40, "2019-01-10"), lesion(20), lesion(9, "2019-06", comparator="<")])
    assert "size_class" not in series and len(series["points"]) == 3


def test_an_autopsy_measures_in_the_body() -> None:
    facts = [lesion(36, "2020-01-24"), lesion(78, "2020-05-18"), lesion(87, "2020-07-22", modality="autopsy")]
    assert reasons(facts) == [(36, None), (78, None), (87, None)]


def test_specimens_alone_are_compared_with_each_other() -> None:
    facts = [lesion(40, "2019-01-10", modality="pathology"), lesion(20, "2019-06-01", modality="pathology")]
    assert reasons(facts) == [(40, None), (20, None)]


def test_a_specimen_of_the_day_of_the_scan_does_not_hide_it() -> None:
    facts = [lesion(40, "2019-01-10"), lesion(44, "2019-01-10", modality="pathology"), lesion(41, "2019-02-10")]
    assert reasons(facts) == [(40, None), (44, "kind"), (41, None)]


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


def places(facts: list[Told]) -> list[tuple[str, str | None, int]]:
    return [(s["site"], s["wider_site"], len(s["points"])) for s in lesion_series("c", "r", facts)]


def test_a_part_and_its_whole_are_one_series_where_nothing_contradicts() -> None:
    facts = [lesion(55, "2015-01-02", "aorta"), lesion(70, "2015-01-28", "abdominal aorta")]
    assert places(facts) == [("abdominal aorta", "aorta", 2)]
    assert lesion_series("c", "r", facts)[0]["size_class"] == "increased"


@pytest.mark.parametrize(
    "facts",
    [
        [lesion(55, "2015-01-02", "aorta"), lesion(70, "2015-01-02", "abdominal aorta")],
        [lesion(55, "2015-01-02", "aorta", sentence=1), lesion(70, "2015-02-02", "abdominal aorta", sentence=1)],
        [lesion(55, "2015-01-02", "abdomen"), lesion(70, "2015-02-02", "liver")],
        [lesion(55, "2015-01-02", "kidney", "left"), lesion(70, "2015-02-02", "renal pelvis", "right")],
        [told(Lesion(site="lung", max_mm=9, count_high=5), "2015-01-02"), lesion(7, "2016", "lingula")],
    ],
    ids=["of one day", "in one sentence", "a region", "on two sides", "several"],
)
def test_what_contradicts_keeps_part_and_whole_apart(facts: list[Told]) -> None:
    assert len(places(facts)) == 2


@pytest.mark.parametrize(
    ("told_of", "expected"),
    [
        ([("stomach", None, "2017"), ("gastric antrum", None, "2018")], ["gastric antrum"]),
        ([("aorta", None, None), ("infrarenal aorta", None, None)], ["infrarenal aorta"]),
        (
            [("aorta", None, None), ("abdominal aorta", None, None), ("infrarenal aorta", None, None)],
            ["infrarenal aorta"],
        ),
        (
            [("aorta", None, "2015-03"), ("abdominal aorta", None, "2016"), ("infrarenal aorta", None, "2015-03")],
            ["aorta", "infrarenal aorta"],
        ),
        ([("brain", None, "2017"), ("frontal lobe", None, "2018"), ("temporal lobe", None, "2018")], None),
        ([("brain", None, "2017-03"), ("frontal lobe", None, "2017-03")], None),
        ([("brain", "left", "2017"), ("frontal lobe", "right", "2018")], None),
        ([("kidney", "left", "2017"), ("kidney", "right", "2017"), ("renal pelvis", None, "2018")], None),
        ([("kidney", "bilateral", "2017"), ("renal pelvis", "left", "2018")], None),
        ([("abdomen", None, "2017"), ("liver", None, "2018")], None),
    ],
)
def test_an_organ_and_its_only_part_are_one_series(
    told_of: list[tuple[str, str | None, str | None]], expected: list[str] | None
) -> None:
    facts = [lesion(20 + n, edtf, site, side) for n, (site, side, edtf) in enumerate(told_of)]
    assert [s["site"] for s in lesion_series("c", "r", facts)] == (expected or [site for site, *_ in told_of])


def test_two_parts_of_a_whole_keep_it_apart() -> None:
    parts = ("aorta", "abdominal aorta", "aortic arch")
    assert len(places([lesion(50, f"2015-0{n}", site) for n, site in enumerate(parts, 1)])) == 3


def test_an_organ_is_no_lesion() -> None:
    assert lesion_series("c", "r", [told(Lesion(kind="organ", site="spleen", max_mm=150), "2017")]) == []


def test_the_sample_of_a_shrinking_cyst_is_one() -> None:
    series = as_frame(run([SAMPLES / "cyst_en.pdf"], Settings(jobs=1))["lesion_series"])
    (row,) = series[series["site"] == "liver"].to_dict("records")
    assert row["size_class"] == "decreased" and row["change_from_smallest_pct"] < 0


def test_the_examples_of_the_docstrings() -> None:
    failed, tried = doctest.testmod(importlib.import_module("pipeline.courses.lesions"))
    assert tried > 0 and failed == 0
