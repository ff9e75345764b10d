"""Each check finds what it is for, and says nothing of a sound dataset."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from pipeline.dataset.checks import Finding, check
from pipeline.dataset.rows import to_arrow

from .sample import EN, arrow, frames, rows

Edit = tuple[str, int, dict[str, Any]]


def findings(*edits: Edit, **versions: str) -> list[Finding]:
    by_table = rows()
    for table, number, cells in edits:
        by_table[table][number] |= cells
    return check(arrow(by_table), **versions)


def named(found: list[Finding]) -> set[tuple[str, bool, str, str | None]]:
    return {(f.check, f.blocking, f.table, f.column) for f in found}


SOUND = {("quarantined", False, "reports", "problem"), ("unexplained", False, "numbers", "fate")}


def test_a_sound_dataset_has_nothing_blocking() -> None:
    assert named(findings()) == SOUND
    assert check({}) == []


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        (("labs", 0, {"subject": "someone"}), ("schema", "labs", "subject")),
        (("labs", 0, {"flags": ["ocr", "odd"]}), ("schema", "labs", "flags")),
        (("labs", 0, {"time_offset": "2 weeks"}), ("schema", "labs", "time_offset")),
        (("reports", 0, {"sha256": "abc"}), ("schema", "reports", "sha256")),
        (("lesions", 1, {"fact_id": rows()["lesions"][0]["fact_id"]}), ("key", "lesions", "fact_id")),
        (("numbers", 1, {"char_start": 13, "char_end": 15}), ("key", "numbers", None)),
        (("timeline", 1, {"position": 1}), ("key", "timeline", None)),
        (("cases", 1, {"report_id": "0" * 16}), ("reference", "cases", "report_id")),
        (("labs", 0, {"case_id": f"{EN}-2"}), ("reference", "labs", "case_id")),
        (("lesions", 2, {"repeat_of": "0" * 16}), ("reference", "lesions", "repeat_of")),
        (("numbers", 0, {"fact_table": "lesions"}), ("reference", "numbers", "fact_id")),
        (("timeline", 0, {"fact_id": "0" * 16}), ("reference", "timeline", "fact_id")),
    ],
)
def test_a_broken_schema_key_or_reference_blocks(edit: Edit, found: tuple[str, str, str | None]) -> None:
    name, table, column = found
    assert (name, True, table, column) in named(findings(edit))


def test_a_frame_that_is_not_of_the_schema_blocks() -> None:
    lab = frames()["labs"]
    other = lab.set_column(lab.schema.get_field_index("page"), "page", pa.array(["1", "2"]))
    for frame, said in (
        (lab.drop_columns(["loinc"]), "lacks loinc"),
        (other, "other types in page"),
        (lab.append_column("x", lab["page"]), "unknown x"),
    ):
        found = [f for f in check({**frames(), "labs": frame}) if f.table == "labs"]
        assert [f.check for f in found if f.blocking] == ["schema"] and said in found[0].message


def test_a_null_in_a_key_blocks() -> None:
    labs = frames()["labs"]
    nulled = labs.set_column(0, labs.schema.field(0), pa.nulls(len(labs), pa.string()))
    assert ("key", True, "labs", "fact_id") in named(check({**frames(), "labs": nulled}))


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        (("labs", 0, {"flags": ["implausible"]}), ("implausible", "labs", "flags")),
        (("labs", 0, {"char_end": 10}), ("implausible", "labs", "char_start")),
        (("labs", 0, {"time_start": "2020-01-02", "time_end": "2020-01-01"}), ("implausible", "labs", "time_start")),
        (("labs", 0, {"quote": "Mrs. Harrison, Hb 85"}), ("identifier", "labs", "quote")),
        (("cases", 0, {"label": "больной Сидоров П.К."}), ("identifier", "cases", "label")),
        (("reports", 1, {"rules_version": "v0"}), ("older_rules", "reports", "rules_version")),
        (("reports", 1, {"reader_version": None}), ("older_rules", "reports", "reader_version")),
    ],
)
def test_what_a_reader_should_know_warns(edit: Edit, found: tuple[str, str, str | None]) -> None:
    name, table, column = found
    assert named(findings(edit)) - SOUND == {(name, False, table, column)}


def test_reports_made_by_other_rules_than_those_of_now_are_counted() -> None:
    assert named(findings(rules_version="v1", reader_version="r1")) == SOUND
    [older] = [f for f in findings(rules_version="v2") if f.check == "older_rules"]
    assert (older.rows, older.examples) == (2, ("v1",)) and "2 of 2" in older.message


def test_the_share_of_unexplained_numbers_is_of_case_sections_and_tables() -> None:
    [found] = [f for f in findings() if f.check == "unexplained"]
    assert "1 of 2 numbers in case sections and tables (50.0 %)" in found.message
    assert named(findings(("numbers", 1, {"section": "table"}))) == SOUND
    assert named(findings(("numbers", 1, {"section": "discussion"}))) == SOUND - {
        ("unexplained", False, "numbers", "fate")
    }


def test_a_warning_of_names_does_not_repeat_them() -> None:
    [found] = [f for f in findings(("labs", 0, {"quote": "Mrs. Harrison, Hb 85"})) if f.check == "identifier"]
    assert "Harrison" not in str(found) and "titled_surname" in str(found)


def test_a_finding_says_where_what_and_such_as() -> None:
    [found] = [f for f in findings(("cases", 1, {"sex": "m"})) if f.blocking]
    assert str(found).startswith("cases.sex: fails isin") and str(found).endswith("(such as m)")
    assert found.rows == 1


def test_many_broken_rows_are_one_finding_with_some_examples() -> None:
    cases = to_arrow("cases", [{"case_id": f"{EN}-{n}", "report_id": "0" * 16, "sex": "m"} for n in range(50)])
    found = [f for f in check({"cases": cases}) if f.blocking]
    assert {(f.check, f.column, f.rows, len(f.examples)) for f in found} == {
        ("schema", "sex", 50, 5),
        ("reference", "report_id", 50, 5),
    }
