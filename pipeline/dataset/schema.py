"""The schema, read from schema.toml: the one place that says what a table and a column are."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

FILE = Path(__file__).parent / "schema.toml"
ColumnType = Literal["str", "int", "float", "date", "list[str]", "json"]


ATTRIBUTES = {"type", "meaning", "vocabulary", "examples", "pattern", "unit", "refers", "required"} | {
    "printed",
    "names_file",
}
"""What schema.toml may say of a column."""


class SchemaFault(ValueError):
    """schema.toml says something that cannot be: the message names table, column and what to do."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `vocabulary` is closed, `examples` are words of an open one."""

    name: str
    type: ColumnType
    meaning: str
    required: bool = False
    """Never null: a key, or a column without which the row says nothing."""
    vocabulary: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    pattern: str | None = None
    unit: str | None = None
    """UCUM."""
    refers: tuple[str, str] | None = None
    """(table, column) that holds every value; the table `*` is the one that the column fact_table names, else any."""
    printed: bool = False
    """Words of the PDF as printed, or made of them."""
    names_file: bool = False
    """What its owner called the file: it may name a patient."""


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    order: tuple[str, ...]
    """Columns by which rows are sorted on disk."""
    identity: tuple[str, ...] = ()
    """Fact tables: the columns that make the value of a fact, for its fact_id."""

    @property
    def is_fact(self) -> bool:
        return bool(self.identity)

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def __getitem__(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name!r}; it has {', '.join(self.column_names)}")


def _known(where: str, given: Mapping[str, Any], allowed: set[str]) -> None:
    if unknown := sorted(set(given) - allowed):
        raise SchemaFault(f"{where}: unknown {', '.join(unknown)}; known are {', '.join(sorted(allowed))}")


def _named(where: str, name: str | None, known: Mapping[str, Any], what: str) -> Any:
    if name is None:
        return None
    if name not in known:
        raise SchemaFault(f"{where}: no {what} {name!r}; known are {', '.join(known)}")
    return known[name]


def _column(table: str, name: str, given: Mapping[str, Any], schema: Mapping[str, Any], key: tuple[str, ...]) -> Column:
    where = f"{FILE.name}: {table}.{name}"
    _known(where, given, ATTRIBUTES)
    if given.get("type") not in get_args(ColumnType):
        raise SchemaFault(f"{where}: type {given.get('type')!r} is none of {', '.join(get_args(ColumnType))}")
    if not given.get("meaning"):
        raise SchemaFault(f"{where}: no meaning")
    target = given.get("refers", "").replace("self.", f"{table}.")
    refers = tuple(target.split(".")) if target else None
    if refers is not None and len(refers) != 2:
        raise SchemaFault(f'{where}: refers {target!r} should be "table.column"')
    return Column(
        name=name,
        type=given["type"],
        meaning=given["meaning"],
        required=name in key or given.get("required", False),
        vocabulary=tuple(_named(where, given.get("vocabulary"), schema["vocabulary"], "vocabulary") or ()),
        examples=tuple(given.get("examples", ())),
        pattern=_named(where, given.get("pattern"), schema["pattern"], "pattern"),
        unit=given.get("unit"),
        refers=refers,
        printed=given.get("printed", False),
        names_file=given.get("names_file", False),
    )


def _table(name: str, given: Mapping[str, Any], schema: Mapping[str, Any]) -> Table:
    where = f"{FILE.name}: {name}"
    _known(where, given, {"meaning", "key", "order", "fact", "identity", "columns"})
    first, last = (schema["fact"]["first"], schema["fact"]["last"]) if given.get("fact") else ({}, {})
    if twice := (set(first) | set(last)) & set(given["columns"]):
        raise SchemaFault(f"{where}: {', '.join(sorted(twice))} stand among the fact columns already")
    key = tuple(given["key"])
    columns = tuple(_column(name, n, c, schema, key) for n, c in {**first, **given["columns"], **last}.items())
    table = Table(name, given["meaning"], columns, key, tuple(given["order"]), tuple(given.get("identity", ())))
    for named in (*table.key, *table.order, *table.identity):
        if named not in table.column_names:
            raise SchemaFault(f"{where}: key, order or identity names {named!r}, which is no column")
    if bool(given.get("fact")) != table.is_fact:
        raise SchemaFault(f"{where}: a fact table, and no other, needs an identity")
    return table


def load(file: Path = FILE) -> tuple[str, dict[str, Table]]:
    """Version and tables of a schema file. Raises SchemaFault where it contradicts itself."""
    schema = tomllib.loads(file.read_text(encoding="utf-8"))
    _known(file.name, schema, {"schema_version", "vocabulary", "pattern", "fact", "table"})
    tables = {name: _table(name, given, schema) for name, given in schema["table"].items()}
    for table in tables.values():
        for column in table.columns:
            if column.refers and column.refers[0] != "*":
                target, name = column.refers
                if target not in tables or name not in tables[target].column_names:
                    raise SchemaFault(
                        f"{file.name}: {table.name}.{column.name} refers to {target}.{name}, which is not there"
                    )
    return schema["schema_version"], tables


VERSION, TABLES = load()
FACT_TABLES = tuple(table.name for table in TABLES.values() if table.is_fact)


def table_named(name: str) -> Table:
    """Raises KeyError naming the tables there are."""
    if name not in TABLES:
        raise KeyError(f"no table {name!r}; there are {', '.join(TABLES)}")
    return TABLES[name]
