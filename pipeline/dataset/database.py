"""casefold.duckdb: views over the Parquet of a folder."""

from __future__ import annotations

import base64
import hashlib
import tempfile
import zlib
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from pipeline.dataset.rows import empty
from pipeline.dataset.schema import TABLES
from pipeline.kept import keep, kept

NAME = "casefold.duckdb"
KEPT = "views"
"""Name of the file in the cache."""


def database() -> bytes:
    """A DuckDB file with one view a table over the Parquet beside it, and the schema's meanings as comments.

    The paths in it are relative: open it from its own folder, or set DuckDB's file_search_path to that folder.
    It holds no rows, so that it is the same for every dataset of one schema, and is kept on disk for the next one.
    Raises OSError when the disk refuses.
    """
    script = statements()
    fingerprint = hashlib.sha256(f"{duckdb.__version__}\0{script}".encode()).hexdigest()[:16]
    known = kept(KEPT, fingerprint)
    if known is not None:
        return zlib.decompress(base64.b64decode(known))
    made = _made(script)
    keep(base64.b64encode(zlib.compress(made)).decode(), KEPT, fingerprint)
    return made


def statements() -> str:
    """The SQL script that makes the views, to be run in a folder that holds the tables."""
    lines = ["BEGIN"]
    for table in TABLES.values():
        lines.append(f'CREATE VIEW "{table.name}" AS SELECT * FROM read_parquet({quoted(f"{table.name}.parquet")})')
        lines.append(f'COMMENT ON VIEW "{table.name}" IS {quoted(table.meaning)}')
        lines += [f'COMMENT ON COLUMN "{table.name}"."{c.name}" IS {quoted(c.meaning)}' for c in table.columns]
    return ";\n".join([*lines, "COMMIT"])


def _made(script: str) -> bytes:
    """The file, made over empty tables in a folder whose name DuckDB can search (one with a comma it cannot)."""
    with tempfile.TemporaryDirectory(prefix="casefold-") as place:
        for name in TABLES:
            pq.write_table(empty(name), Path(place, f"{name}.parquet"))
        try:
            with duckdb.connect(":memory:") as connection:
                connection.execute(f"SET file_search_path = {quoted(place)}")
                connection.execute(f"ATTACH {quoted(str(Path(place, NAME)))} AS casefold")
                connection.execute("USE casefold")
                connection.execute(script)
        except duckdb.IOException as error:
            raise OSError(f"{NAME}: {error}") from error
        return Path(place, NAME).read_bytes()


def quoted(text: str) -> str:
    """A string literal of SQL."""
    return "'" + text.replace("'", "''") + "'"
