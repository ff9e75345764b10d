"""The columns of a table as plain records, for whoever shows them (Dagster's column schema)."""

from __future__ import annotations

from typing import TypedDict

from pipeline.dataset.schema import Column, Table, table_named


class ColumnRecord(TypedDict):
    name: str
    type: str
    description: str
    nullable: bool
    unique: bool
    constraints: list[str]
    """What else holds, one sentence each: vocabulary, form, reference, unit."""


def column_records(table_name: str) -> list[ColumnRecord]:
    """One record a column, in order. Raises KeyError on an unknown table."""
    table = table_named(table_name)
    return [_record(column, table) for column in table.columns]


def _record(column: Column, table: Table) -> ColumnRecord:
    return {
        "name": column.name,
        "type": column.type,
        "description": column.meaning,
        "nullable": not column.required,
        "unique": table.key == (column.name,),
        "constraints": _constraints(column),
    }


def _constraints(column: Column) -> list[str]:
    said = (
        column.vocabulary and f"one of {', '.join(column.vocabulary)}",
        column.pattern and f"matches {column.pattern}",
        column.refers and f"refers to {'.'.join(column.refers)}",
        column.unit and f"in {column.unit}",
    )
    return [sentence for sentence in said if sentence]
