"""SQL over a dataset: DuckDB views over its Parquet."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
from pyarrow.dataset import dataset

from pipeline.dataset.rows import as_frame
from pipeline.dataset.schema import TABLES
from pipeline.dataset.versions import current


class NoStatement(ValueError):
    """There is nothing to run."""


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
    """A connection in memory with one view a table. It reaches no file: statements can neither change the dataset nor
    write or read beside it."""
    here = place(folder)
    connection = duckdb.connect(":memory:")
    for name in TABLES:
        file = here / f"{name}.parquet"
        if file.exists():
            connection.register(name, dataset(file))
    for setting in ("enable_external_access", "python_enable_replacements"):
        connection.execute(f"SET {setting} = false")
    connection.execute("SET lock_configuration = true")
    return connection


def query(sql: str, folder: Path) -> pd.DataFrame:
    """What the statement answers, columns typed by Arrow (an integer column with nulls is one of integers).

    Raises NoDataset, NoStatement where the text holds none, or duckdb.Error with DuckDB's own message on a faulty one.
    """
    if not duckdb.extract_statements(sql):
        raise NoStatement('the statement is empty: write one in quotation marks, as in "select * from lesions"')
    with connect(folder) as connection:
        relation = connection.sql(sql)
        return as_frame(relation.to_arrow_table()) if relation is not None else pd.DataFrame()
