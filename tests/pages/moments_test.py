"""The moments of a case: told apart where they are two, in an order that is known, or not joined."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.pages.axis import CalendarAxis, OffsetAxis, TellingAxis, choose, telling
from pipeline.pages.moments import is_before, story
from tests.pages.told import told


def labels(*rows: dict[str, Any]) -> list[str]:
    return [moment.label for moment in telling(rows, story(rows)).moments]


def ordered(first: dict[str, Any], second: dict[str, Any], *rows: dict[str, Any]) -> bool:
    known = story([first, second, *rows])
    return is_before(known.of_fact[first["fact_id"]], known.of_fact[second["fact_id"]])


def test_two_discharges_are_two_moments() -> None:
    first, days, later = told("discharge"), told("treatment", "P13D"), told("discharge")
    assert labels(first, days, later) == ["at discharge", "13 days after treatment", "at discharge (2)"]
    assert not ordered(days, later, first)


def test_moments_are_numbered_among_those_that_are_drawn() -> None:
    rows = [told("admission"), told("admission", "P5D"), told("admission"), told("procedure")]
    assert labels(*rows) == ["at admission", "5 days after admission", "at admission (2)", "at procedure"]
    assert [m.label for m in telling(rows[2:], story(rows)).moments] == ["at admission", "at procedure"]


def test_looking_back_from_an_admission_does_not_leave_it() -> None:
    back = told("admission", "P5D", time_relation="before")
    assert labels(told("admission"), back, told("admission")) == ["5 days before admission", "at admission"]


def test_days_that_begin_anew_count_from_another_treatment() -> None:
    first, second = told("treatment", "P2M"), told("treatment", "P1M")
    assert not ordered(second, first)


def test_days_from_one_event_are_in_order_wherever_they_are_told() -> None:
    later, earlier = told("procedure", "P14D"), told("procedure", "P3D")
    assert labels(later, earlier) == ["3 days after procedure", "14 days after procedure"]
    assert ordered(earlier, later) and not ordered(later, earlier)


def test_the_abstract_orders_nothing_and_a_fact_without_time_has_no_moment() -> None:
    ahead = told("discharge", section="abstract")
    assert labels(ahead, told("admission"), told(), told("discharge")) == ["at admission", "at discharge"]


def test_an_admission_is_before_its_discharge() -> None:
    assert ordered(told("admission"), told("discharge"))


def column(number: int, heading: str, **when: Any) -> dict[str, Any]:
    table = {"table_number": 1, "table_row": 1, "table_column": number, "row_heading": "TSH", "column_heading": heading}
    return told(**when, **table, section="table")


def test_the_columns_of_a_table_are_moments_in_their_order_with_or_without_a_time() -> None:
    cells = [
        column(1, "Before pembrolizumab"),
        column(2, "1 month after pembrolizumab", anchor="treatment", offset="P1M"),
        column(3, "Pembrolizumab held"),
        column(4, "1 month after restart", anchor="treatment", offset="P1M", time_anchor_printed="restart"),
        column(5, "2 months after restart", anchor="treatment", offset="P2M"),
    ]
    known = story(cells)
    assert [m.label for m in known.moments] == [c["column_heading"] for c in cells]
    assert all(is_before(a, b) for a, b in zip(known.moments, known.moments[1:], strict=False))


def test_columns_that_are_no_times_are_no_moments() -> None:
    assert labels(column(1, "Left"), column(2, "Right"), told("admission")) == ["at admission"]


def test_the_axis_is_the_first_that_places_half_of_the_facts() -> None:
    dated = [told(edtf="2019-01"), told(edtf="2019-05-03"), told()]
    counted = [told("admission"), told("admission", "P6D"), told(edtf="2019")]
    plain = [told("admission"), told("discharge"), told()]
    assert isinstance(choose(dated, dated), CalendarAxis)
    assert isinstance(choose(counted, counted), OffsetAxis)
    axis = choose(plain, plain)
    assert isinstance(axis, TellingAxis) and [m.label for m in axis.moments] == ["at admission", "at discharge"]


def test_time_counted_from_one_admission_places_nothing_of_another() -> None:
    rows = [told("admission"), told("admission", "P6D"), told("admission", "P9D"), told("procedure"), told("admission")]
    axis = choose(rows, rows)
    assert isinstance(axis, OffsetAxis) and axis.anchor == "admission"
    assert axis.place(rows[2]) is not None and axis.place(rows[4]) is None


def test_a_long_course_is_counted_in_a_longer_unit() -> None:
    rows = [told("procedure"), told("procedure", "P3M"), told("procedure", "P2Y")]
    axis = choose(rows, rows)
    assert isinstance(axis, OffsetAxis) and axis.unit == "months"
    place = axis.place(rows[1])
    assert place is not None and round(place.first, 3) == 3


@pytest.mark.parametrize(("relation", "before"), [("before", True), ("after", False)])
def test_before_an_event_is_known_to_be_earlier(relation: str, before: bool) -> None:
    assert ordered(told("procedure", time_relation=relation), told("procedure")) == before
