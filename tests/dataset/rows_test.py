"""Rows become typed tables without loss and without invention."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from pipeline.dataset.rows import RowFault, complete, to_arrow
from pipeline.dataset.schema import TABLES

from .sample import EN, frames

KEYS = {"fact_id": "f" * 16, "report_id": EN}


@pytest.mark.parametrize(
    ("column", "given", "kept"),
    [
        ("value_low", 5, 5.0),
        ("page", 3.0, 3),
        ("quote", "", None),
        ("time_start", "2017-01-18", datetime.date(2017, 1, 18)),
        ("flags", ("ocr",), ["ocr"]),
        ("flags", (), []),
        ("boxes", [(1, 2.5)], "[[1, 2.5]]"),
        ("boxes", "[]", "[]"),
        ("unit", None, None),
    ],
)
def test_what_fits_is_coerced(column: str, given: Any, kept: Any) -> None:
    assert to_arrow("labs", [{**KEYS, column: given}])[column].to_pylist() == [kept]


@pytest.mark.parametrize(
    ("column", "given"),
    [
        ("value_low", "5"),
        ("value_low", True),
        ("value_low", float("nan")),
        ("page", 3.5),
        ("page", True),
        ("quote", 5),
        ("time_start", "2017"),
        ("time_start", datetime.datetime(2017, 1, 18, 3)),
        ("flags", "ocr"),
        ("boxes", "[1,"),
        ("boxes", {"page": 1}),
        ("boxes", "5"),
        ("boxes", [float("nan")]),
        ("fact_id", None),
        ("quote", "\ud800"),
    ],
)
def test_what_does_not_fit_is_named(column: str, given: Any) -> None:
    with pytest.raises(RowFault, match=rf"labs\.{column}"):
        to_arrow("labs", [{**KEYS, column: given}])


def test_an_unknown_column_is_named() -> None:
    with pytest.raises(RowFault, match="row 1: no column 'valeu_low'"):
        to_arrow("labs", [KEYS, {**KEYS, "valeu_low": 5}])


def test_an_unknown_table_is_named() -> None:
    with pytest.raises(KeyError, match="lesoins"):
        to_arrow("lesoins", [])
    with pytest.raises(RowFault, match="lesoins"):
        complete({"lesoins": frames()["lesions"]})


def test_missing_keys_are_null_and_missing_tables_empty() -> None:
    table = to_arrow("labs", [KEYS])
    assert all(table[name].to_pylist() == [None] for name in table.column_names if name not in KEYS)
    assert [len(t) for t in complete({}).values()] == [0] * len(TABLES)
