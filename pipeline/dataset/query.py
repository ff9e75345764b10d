"""SQL over a dataset: DuckDB views over its Parquet."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd

from pipeline.dataset.database import quoted
from pipeline.dataset.rows import as_frame
from pipeline.dataset.schema import TABLES
from pipeline.dataset.versions import current


class NoDataset(ValueError):
    """There is nothing to query: the message says where it was looked for and what to do."""


def place(folder: Path) -> Path:
    """The folder that holds the Parquet: the current version of a published dataset, or the folder itself.

    Raises NoDataset where there is neither.
    """
    for candidate in (current(folder), folder):
        if candidate is not None and (candidate / "reports.parquet").exists():
            return candidate
    raise NoDataset(
        f"{folder}: no dataset with Parquet here; make one with `casefold run` or `casefold extract … --out {folder}`"
    )


def connect(folder: Path) -> duckdb.DuckDBPyConnection:
    """A connection in memory with one view a table; the dataset itself cannot be changed through it."""
    here = place(folder).resolve()
    connection = duckdb.connect(":memory:")
    for name in TABLES:
        file = here / f"{name}.parquet"
        if file.exists():
            connection.execute(f'CREATE VIEW "{name}" AS SELECT * FROM read_parquet({quoted(_literal_path(file))})')
    return connection


def query(sql: str, folder: Path) -> pd.DataFrame:
    """What the statement answers, columns typed by Arrow (an integer column with nulls is one of integers).

    Raises NoDataset, or duckdb.Error with DuckDB's own message on a faulty statement.
    """
    with connect(folder) as connection:
        relation = connection.sql(sql)
        return as_frame(relation.to_arrow_table()) if relation is not None else pd.DataFrame()


def _literal_path(file: Path) -> str:
    """DuckDB reads * ? [ in a path as wildcards."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in str(file))
