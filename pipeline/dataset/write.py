"""A dataset as plain files in a folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.dataset import citation, database, dictionary, package
from pipeline.dataset.identifiers import masked
from pipeline.dataset.rows import RowFault, arrow_schema, complete
from pipeline.dataset.schema import TABLES, Table
from pipeline.dataset.spreadsheet import write_csv

FORMATS = ("parquet", "csv")


def ordered(table: pa.Table, described: Table) -> pa.Table:
    """The rows in the schema's order, nulls last."""
    return table.sort_by([(column, "ascending") for column in described.order])


def write_parquet(table: pa.Table, described: Table, stream: IO[bytes]) -> None:
    """zstd, one row group for each 100,000 rows; the same rows give the same bytes."""
    pq.write_table(table, stream, compression="zstd", row_group_size=100_000)


WRITERS: dict[str, Callable[[pa.Table, Table, IO[bytes]], None]] = {"parquet": write_parquet, "csv": write_csv}


def write_tables(
    frames: Mapping[str, pa.Table], folder: Path, formats: Sequence[str] = FORMATS, mask: bool = False
) -> list[Path]:
    """`<table>.parquet` and `<table>.csv` of every table (empty where not given), datapackage.json,
    data_dictionary.md, CITATION and, over Parquet, casefold.duckdb. Returns the files.

    With `mask`, possible names and identifiers in printed words become blocks of the same length.
    Each file is written beside its place and moved into it, datapackage.json last. Of an older dataset in the
    same folder, the tables in formats not asked for are removed: they would tell something else.
    Raises ValueError on an unknown format, RowFault where a frame is not of the schema, OSError when writing fails.
    """
    if unknown := set(formats) - set(FORMATS):
        raise ValueError(f"no format {', '.join(sorted(unknown))}; there are {', '.join(FORMATS)}")
    if not formats:
        raise ValueError(f"no format given; there are {', '.join(FORMATS)}")
    tables = complete(frames)
    for name, table in tables.items():
        if not table.schema.equals(arrow_schema(name)):
            raise RowFault(f"{name}: the frame is not of the schema; make it with to_arrow")
    if mask:
        tables = masked(tables)
    folder.mkdir(parents=True, exist_ok=True)
    older = set(package.listed_files(folder))
    out = []
    for name, table in tables.items():
        rows = ordered(table, TABLES[name])
        for kind in formats:
            out.append(folder / f"{name}.{kind}")
            with replaced(out[-1]) as stream:
                WRITERS[kind](rows, TABLES[name], stream)
    for name in older - {file.name for file in out}:
        (folder / Path(name).name).unlink(missing_ok=True)
    others = {
        "data_dictionary.md": dictionary.data_dictionary().encode(),
        "CITATION": citation.citation(tables["reports"]).encode(),
        package.NAME: package.text(package.datapackage(folder, formats)).encode(),
    }
    if "parquet" in formats:
        others = {database.NAME: database.database(), **others}
    else:
        (folder / database.NAME).unlink(missing_ok=True)
    for file_name, content in others.items():
        out.append(folder / file_name)
        with replaced(out[-1]) as stream:
            stream.write(content)
    return out


@contextmanager
def replaced(file: Path) -> Iterator[IO[bytes]]:
    """A stream whose content takes the file's place at once when the block ends well, and never when it does not."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with beside.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(beside, file)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
