"""casefold.duckdb: views over the Parquet of a folder."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipeline.dataset.schema import TABLES

NAME = "casefold.duckdb"


def write_database(folder: Path) -> Path:
    """Writes casefold.duckdb: one view a table over the Parquet beside it, with the schema's meanings as comments.

    The paths are relative: open it from its own folder, or set DuckDB's file_search_path to that folder.
    """
    file = folder / NAME
    file.unlink(missing_ok=True)
    with duckdb.connect(":memory:") as connection:
        connection.execute("SET file_search_path = " + quoted(str(folder)))
        connection.execute(f"ATTACH {quoted(str(file))} AS casefold")
        connection.execute("USE casefold")
        for table in TABLES.values():
            connection.execute(
                f'CREATE VIEW "{table.name}" AS SELECT * FROM read_parquet({quoted(table.name + ".parquet")})'
            )
            connection.execute(f'COMMENT ON VIEW "{table.name}" IS {quoted(table.meaning)}')
            for column in table.columns:
                connection.execute(f'COMMENT ON COLUMN "{table.name}"."{column.name}" IS {quoted(column.meaning)}')
    return file


def quoted(text: str) -> str:
    """A string literal of SQL."""
    return "'" + text.replace("'", "''") + "'"
