"""One schema, and nothing generated from it that says otherwise."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from pipeline.dataset.columns import column_records
from pipeline.dataset.dictionary import data_dictionary
from pipeline.dataset.package import table_schema
from pipeline.dataset.rows import ARROW, arrow_schema
from pipeline.dataset.schema import FACT_TABLES, FILE, TABLES, SchemaFault, load
from pipeline.dataset.soundness import pandera_schema
from pipeline.facts import TABLE_OF, Moment

from .sample import SHARED

DOCS = Path(__file__).resolve().parents[2] / "docs"
CONTRACT = SHARED / "dataset.md"
ELSEWHERE = {"anchor_printed": "time_anchor_printed", "times_per_day": "the dose that it belongs to"}
"""Fields of a time expression that are no columns of `dates`."""


def test_the_dictionary_in_docs_is_the_one_the_schema_gives() -> None:
    written = (DOCS / "data_dictionary.md").read_text(encoding="utf-8")
    assert written == data_dictionary(), "stale: run python -m pipeline.dataset.dictionary"


@pytest.mark.parametrize("name", TABLES)
def test_every_generated_form_has_the_columns_types_and_nulls_of_the_schema(name: str) -> None:
    table = TABLES[name]
    columns = [(c.name, c.required) for c in table.columns]
    arrow = arrow_schema(name)
    assert [(f.name, not f.nullable) for f in arrow] == columns
    assert [f.type for f in arrow] == [ARROW[c.type] for c in table.columns]
    checks = pandera_schema(name).columns
    assert [(c.name, not c.nullable) for c in checks.values()] == columns
    records = column_records(name)
    assert [(r["name"], not r["nullable"]) for r in records] == columns
    assert [(r["type"], r["description"]) for r in records] == [(c.type, c.meaning) for c in table.columns]
    fields_ = table_schema(table)["fields"]
    assert [(f["name"], f.get("constraints", {}).get("required", False)) for f in fields_] == columns
    for column, field in zip(table.columns, fields_, strict=True):
        assert field.get("unit") == column.unit
        words = field.get("constraints", {}).get("enum") or field.get("vocabulary") or []
        assert tuple(words) == column.vocabulary
        assert all(f"`{word}`" in data_dictionary() for word in column.vocabulary)


def test_payloads_of_the_rules_are_columns_of_their_tables() -> None:
    assert set(TABLE_OF.values()) == set(FACT_TABLES)
    for payload, table in TABLE_OF.items():
        names = {f.name for f in fields(payload)} - (set(ELSEWHERE) if table == "dates" else set())
        assert names <= set(TABLES[table].column_names)
        assert {f.name for f in fields(Moment)} <= set(TABLES[table].column_names)


@pytest.mark.skipif(not CONTRACT.exists(), reason="the contract ../shared/dataset.md is not beside this checkout")
def test_every_table_and_column_of_the_contract_is_there() -> None:
    text = CONTRACT.read_text(encoding="utf-8").partition("## Spans")[0]
    assert contract_columns(text).keys() >= {"reports", "cases", "fact", *FACT_TABLES, "intake", "numbers"}
    for name, wanted in contract_columns(text).items():
        for table in FACT_TABLES if name == "fact" else [name]:
            missing = wanted - set(TABLES[table].column_names)
            assert not missing, f"{table} lacks {missing}"


def contract_columns(text: str) -> dict[str, set[str]]:
    """Table → the columns that the contract names for it; `fact` for those of every fact table."""
    out: dict[str, set[str]] = {}
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        head, _, body = section.partition("\n")
        name = head.split()[0]
        if head.startswith("Columns of every fact table"):
            cells = [line.split("|")[1] for line in body.splitlines() if re.match(r"\| (?!column )", line)]
            out["fact"] = {column.strip() for cell in cells for column in cell.split(",")}
        elif name in TABLES:
            first = re.sub(r"\((?:[^()]|\([^()]*\))*\)|`[^`]*`", "", body.splitlines()[0])
            out[name] = {piece.strip() for piece in re.split("[,.]", first) if re.fullmatch(r" *[a-z]\w* *", piece)}
    intake = re.search(r"\*\*intake\*\* — (.*?)\.$", text, flags=re.MULTILINE)
    census = re.search(r"^(report_id, char_start, char_end, text, .*?) \(`fact`", text, flags=re.MULTILINE)
    assert intake and census
    out["intake"] = set(intake[1].split(", "))
    out["numbers"] = set(census[1].split(", "))
    for line in text.partition("## Derived")[2].splitlines():
        if derived := re.match(r"- \*\*(\w+)\*\*: (case_id, .*)", line):
            plain = re.sub(r"\([^)]*\)|`[^`]*`", "", derived[2]).partition(":")[0]
            out[derived[1]] = {column.strip().rstrip(".") for column in plain.split(",")}
    return out


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('type = "int"', 'type = "integer"', "integer"),
        ('refers = "reports.report_id"', 'refers = "reports.id"', "refers to reports.id"),
        ('vocabulary = "sex"', 'vocabulary = "gender"', "gender"),
        ('key = ["fact_id"]', 'key = ["id"]', "'id'"),
        ("required = true", "needed = true", "needed"),
    ],
)
def test_a_schema_that_contradicts_itself_stops_with_the_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    file = tmp_path / "schema.toml"
    file.write_text(FILE.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SchemaFault, match=re.escape(said)):
        load(file)
