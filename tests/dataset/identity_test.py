"""A fact keeps its id when nothing that makes it this fact has changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.dataset.identity import fact_id, identify, report_id
from pipeline.dataset.schema import FACT_TABLES

from .sample import EN, RU, rows, sha

ROW = {"report_id": RU, "char_start": 5, "char_end": 12, "analyte": "creatinine", "value_low": 240.0, "unit": "umol/L"}


def test_ids_do_not_change_between_versions_of_casefold() -> None:
    assert fact_id("0123456789abcdef", "labs", 10, 19, "creatinine", 240, None, "=", "umol/L") == "2d2ff4d3194287ce"


def test_what_another_rule_codes_or_links_differently_is_the_same_fact() -> None:
    edits = {
        "rule": "other",
        "loinc": "2160-0",
        "subject": "family",
        "time_edtf": "2017",
        "file_name": "renamed.pdf",
        "flags": ["ocr"],
        "quote": "x",
    }
    assert identify("labs", [ROW]) == identify("labs", [{**ROW, **edits}])


def test_another_value_place_table_or_report_is_another_fact() -> None:
    others = [
        {"value_low": 241.0},
        {"unit": "mg/dL"},
        {"analyte": None},
        {"char_start": 6},
        {"char_end": 13},
        {"report_id": EN},
    ]
    ids = [identify("labs", [{**ROW, **other}])[0] for other in [{}, *others]] + identify("measurements", [ROW])
    assert len(set(ids)) == len(ids)


def test_two_facts_of_the_same_words_and_value_are_told_apart_by_order() -> None:
    first, second = identify("labs", [ROW, {**ROW, "specimen": "urine"}])
    assert first != second
    assert identify("labs", [ROW, ROW]) == [first, second]
    assert identify("labs", [{**ROW, "char_start": 1}, ROW, ROW])[1:] == [first, second]


def test_a_renamed_file_is_the_same_report() -> None:
    assert report_id(sha("ru")) == RU == sha("ru")[:16]


def test_ids_of_a_whole_report_survive_a_changed_neighbour() -> None:
    before, after = rows(28.0), rows(30.0)
    for table in FACT_TABLES:
        same = [a["fact_id"] == b["fact_id"] for a, b in zip(before[table], after[table], strict=True)]
        assert same == [a == b for a, b in zip(before[table], after[table], strict=True)]


@given(st.decimals(-1_000_000, 1_000_000, places=3).map(float))
def test_a_number_is_the_same_however_python_holds_it(value: float) -> None:
    assert fact_id(RU, "labs", 0, 1, value) == fact_id(RU, "labs", 0, 1, value * (1 + 1e-13))
    if value.is_integer():
        assert fact_id(RU, "labs", 0, 1, value) == fact_id(RU, "labs", 0, 1, int(value))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=12))
def test_ids_are_unique_within_a_table(places: list[tuple[int, int]]) -> None:
    ids = identify("labs", [{**ROW, "char_start": start, "value_low": value} for start, value in places])
    assert len(set(ids)) == len(ids)
