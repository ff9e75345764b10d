"""casefold.duckdb: views over the Parquet of a folder."""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from pipeline.dataset.rows import empty
from pipeline.dataset.schema import TABLES

NAME = "casefold.duckdb"


def database() -> bytes:
    """A DuckDB file with one view a table over the Parquet beside it, and the schema's meanings as comments.

    The paths in it are relative: open it from its own folder, or set DuckDB's file_search_path to that folder.
    It holds no rows, so it is made over empty tables, in a folder whose name DuckDB can search (one with a comma
    it cannot). Raises OSError when the disk refuses.
    """
    with tempfile.TemporaryDirectory(prefix="casefold-") as place:
        for name in TABLES:
            pq.write_table(empty(name), Path(place, f"{name}.parquet"))
        try:
            _write(Path(place))
        except duckdb.IOException as error:
            raise OSError(f"{NAME}: {error}") from error
        return Path(place, NAME).read_bytes()


def _write(folder: Path) -> None:
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"SET file_search_path = {quoted(str(folder))}")
        connection.execute(f"ATTACH {quoted(str(folder / NAME))} AS casefold")
        connection.execute("USE casefold")
        for table in TABLES.values():
            file = quoted(f"{table.name}.parquet")
            connection.execute(f'CREATE VIEW "{table.name}" AS SELECT * FROM read_parquet({file})')
            connection.execute(f'COMMENT ON VIEW "{table.name}" IS {quoted(table.meaning)}')
            for column in table.columns:
                connection.execute(f'COMMENT ON COLUMN "{table.name}"."{column.name}" IS {quoted(column.meaning)}')


def quoted(text: str) -> str:
    """A string literal of SQL."""
    return "'" + text.replace("'", "''") + "'"
