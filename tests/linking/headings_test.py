"""Times at the head of a table's columns, and what they count from."""

from __future__ import annotations

from pipeline.extraction import extract
from tests.labs.tables_test import report_of


def times(head: list[str]) -> list[tuple[str | None, str | None]]:
    """(offset, anchor) of a value under each heading."""
    found = extract(report_of([["", *head], ["Platelets, ×10^9/L", *("40",) * len(head)]], "en"))
    return [(f.moment.time_offset, f.moment.time_anchor) for f in found.facts if f.fact.table == "labs"]


def test_days_beside_a_day_of_the_stay_are_of_the_stay() -> None:
    assert times(["One week prior", "Hospital day 1", "Day 2"]) == [
        ("-P1W", "admission"),
        ("P1D", "admission"),
        ("P2D", "admission"),
    ]


def test_a_heading_with_words_of_its_own_shares_nothing() -> None:
    assert times(["1 month after admission", "1 month after the flood"])[1] == ("P1M", None)


def test_two_anchors_share_nothing() -> None:
    assert times(["2 days after admission", "2 days after discharge", "Day 7"])[2] == ("P7D", None)
