"""datapackage.json: the Frictionless description of a folder of tables, and the check that its files are whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.dataset.schema import TABLES, VERSION, Column, Table

NAME = "datapackage.json"
PACKAGE = "casefold-dataset"
FIELD = {"str": "string", "int": "integer", "float": "number", "date": "date", "list[str]": "string", "json": "array"}


def table_schema(table: Table) -> dict[str, Any]:
    """The Frictionless Table Schema of the table's CSV."""
    return {
        "fields": [_field(column, table) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
        "foreignKeys": [_foreign_key(c, table) for c in table.columns if c.refers and c.refers[0] != "*"],
    }


def _field(column: Column, table: Table) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if table.key == (column.name,):
        constraints["unique"] = True
    if column.vocabulary and column.type == "str":
        constraints["enum"] = list(column.vocabulary)
    if column.pattern:
        constraints["pattern"] = column.pattern
    field: dict[str, Any] = {"name": column.name, "type": FIELD[column.type], "description": column.meaning}
    if column.unit:
        field["unit"] = column.unit
    if column.type == "list[str]":
        field["separator"] = "; "
        if column.vocabulary:
            field["vocabulary"] = list(column.vocabulary)
    if column.examples:
        field["examples"] = list(column.examples)
    if constraints:
        field["constraints"] = constraints
    return field


def _foreign_key(column: Column, table: Table) -> dict[str, Any]:
    assert column.refers is not None
    target, name = column.refers
    return {
        "fields": [column.name],
        "reference": {"resource": "" if target == table.name else target, "fields": [name]},
    }


def datapackage(folder: Path, formats: Iterable[str]) -> dict[str, Any]:
    """Describes the tables that lie in the folder: the CSV where there is one, with its Parquet beside it."""
    formats = tuple(formats)
    resources = []
    for table in TABLES.values():
        files = [_file(folder / f"{table.name}.{kind}") for kind in ("csv", "parquet") if kind in formats]
        resource = {"name": table.name, "description": table.meaning, **files[0], "schema": table_schema(table)}
        if files[0]["format"] == "csv":
            resource |= {"encoding": "utf-8", "dialect": {"csv": {"delimiter": ",", "doubleQuote": True}}}
        if files[1:]:
            resource["alternatives"] = files[1:]
        resources.append(resource)
    return {
        "name": PACKAGE,
        "title": "Clinical case reports, folded into one dataset",
        "schemaVersion": VERSION,
        "notes": "Missing is empty. In the CSV, text that a spreadsheet would take for a formula has an apostrophe in front; lists are joined by '; '.",
        "resources": resources,
    }


def _file(file: Path) -> dict[str, Any]:
    content = file.read_bytes()
    kind = file.suffix.removeprefix(".")
    media = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}[kind]
    return {
        "path": file.name,
        "format": kind,
        "mediatype": media,
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }


def text(package: dict[str, Any]) -> str:
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def listed_files(folder: Path) -> dict[str, str]:
    """File name → sha256, as the folder's datapackage.json says; empty where the folder holds no such dataset."""
    file = folder / NAME
    if not file.exists():
        return {}
    try:
        package = json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        return {}
    if package.get("name") != PACKAGE:
        return {}
    resources = [part for r in package["resources"] for part in (r, *r.get("alternatives", ()))]
    return {part["path"]: part["hash"].removeprefix("sha256:") for part in resources}


def broken(folder: Path) -> list[str]:
    """What is missing or differs from datapackage.json, one sentence each; empty when the dataset is whole."""
    files = listed_files(folder)
    if not files:
        return [f"{folder}: no readable {NAME}"]
    out = []
    for name, digest in files.items():
        file = folder / name
        if not file.exists():
            out.append(f"{file}: missing")
        elif hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            out.append(f"{file}: differs from {NAME}")
    return out
