"""The tables of a batch on the disk: a folder a version, whole or not there at all.

folder/batch-000001/000003/<table>.parquet
The manifest says which version counts, so that a reader never meets half of the old tables and half of the new.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.dataset.rows import arrow_schema, complete
from pipeline.dataset.schema import TABLES
from pipeline.dataset.versions import settle
from pipeline.dataset.write import replaced, write_parquet

KEPT = 2
"""Versions of a batch that stay: the one that counts, and the one that a publisher may still be reading."""
UNFINISHED = ".writing-"


def write(folder: Path, frames: Mapping[str, pa.Table]) -> int:
    """The tables that have rows as the batch's next version; returns its number. Old versions go."""
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)
    version = max(versions(folder), default=0) + 1
    unfinished = folder / f"{UNFINISHED}{os.getpid()}"
    unfinished.mkdir()
    for name, table in frames.items():
        if len(table):
            with replaced(unfinished / f"{name}.parquet") as stream:
                write_parquet(table, TABLES[name], stream)
    settle(unfinished)
    os.replace(unfinished, folder / f"{version:06d}")
    settle(folder)
    return version


def prune(folder: Path) -> None:
    """Removes all but the last versions; called once the manifest names the newest."""
    for version in versions(folder)[:-KEPT]:
        shutil.rmtree(folder / f"{version:06d}", ignore_errors=True)


def versions(folder: Path) -> list[int]:
    """Numbers of the whole versions, oldest first."""
    return sorted(int(p.name) for p in folder.iterdir() if p.name.isdigit()) if folder.is_dir() else []


def load(folder: Path, version: int, names: Collection[str] = TABLES) -> dict[str, pa.Table]:
    """Every table of the schema, those not among `names` empty. Raises FileNotFoundError where the version is not there.

    Tables of an older schema are brought to today's: a column that is missing is null, one that went is left out.
    """
    here = folder / f"{version:06d}"
    if not here.is_dir():
        raise FileNotFoundError(f"{here}: the batch's tables are gone; materialize facts of batch {folder.name} again")
    files = (file for file in here.glob("*.parquet") if file.stem in TABLES and file.stem in names)
    return complete({file.stem: as_today(file.stem, pq.read_table(file)) for file in files})


def of_reports(tables: Mapping[str, pa.Table], reports: Sequence[str]) -> dict[str, pa.Table]:
    """The rows of these reports."""
    ids = pa.array(reports, pa.string())
    return {name: rows.filter(pc.is_in(rows["report_id"], value_set=ids)) for name, rows in tables.items()}


def digest(folder: Path, version: int) -> str:
    """SHA-256 over the tables' bytes: the same rows give the same digest, whichever version holds them."""
    total = hashlib.sha256()
    for file in sorted((folder / f"{version:06d}").glob("*.parquet")):
        total.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def as_today(name: str, table: pa.Table) -> pa.Table:
    schema = arrow_schema(name)
    if table.schema.equals(schema):
        return table.cast(schema)
    columns = [
        table[f.name].cast(f.type) if f.name in table.column_names else pa.nulls(len(table), f.type) for f in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)
