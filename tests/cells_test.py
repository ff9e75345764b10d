"""In which cell of a table a value stands."""

from __future__ import annotations

from pipeline.cells import NOWHERE, Place, places
from pipeline.extraction import extract
from pipeline.rows import extraction_rows
from pipeline.settings import Settings
from tests.labs.tables_test import report_of

ROWS = [["", "", "Treatment"], ["", "Before", "After"], ["Platelets, ×10^9/L", "40", "155"]]


def test_a_cell_is_named_by_its_row_and_by_all_storeys_of_its_column() -> None:
    report = report_of(ROWS, "en", headers=2)
    place = places(report)
    assert place(report.text.string.index("155")) == Place(1, 2, 2, "Platelets, ×10^9/L", "Treatment After")
    assert place(report.text.string.index("40")).column_heading == "Before"


def test_outside_of_cells_is_nowhere() -> None:
    report = report_of(ROWS, "en", headers=2)
    assert places(report)(len(report.text.string) - 1) == NOWHERE
    assert places(report_of([[""]], "en"))(0) == NOWHERE


def test_a_row_of_the_dataset_tells_its_value_and_its_cell() -> None:
    report = report_of(ROWS, "en", headers=2)
    labs = extraction_rows(extract(report), Settings())["labs"]
    string = report.text.string
    assert [string[lab["value_start"] : lab["value_end"]] for lab in labs] == ["40", "155"]
    assert [string[lab["char_start"] : lab["char_end"]] for lab in labs] == [
        "Platelets, ×10^9/L\t40",
        "Platelets, ×10^9/L\t40\t155",
    ]
    assert [(lab["table_column"], lab["column_heading"]) for lab in labs] == [(1, "Before"), (2, "Treatment After")]
