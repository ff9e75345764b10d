"""The data files: where they lie and how they are read. A fault stops the load with file and line."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
LANGUAGES = tuple(sorted(p.name for p in DATA.iterdir() if p.is_dir() and p.name != "common"))


class DataFault(ValueError):
    """A data file says something that cannot be: the message names file, line and what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    file: Path
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def fault(self, message: str) -> DataFault:
        return DataFault(f"{shown(self.file)}:{self.line}: {message}")


def shown(file: Path) -> Path:
    """The file as an error names it: those of the project from data/ on, a user's as given."""
    return file.relative_to(DATA.parent) if file.is_relative_to(DATA.parent) else file


def header(file: Path) -> tuple[str, ...]:
    """The columns of a CSV file: its first line that is no comment."""
    with file.open(encoding="utf-8", newline="") as stream:
        first = next((line for line in stream if line.strip() and not line.startswith("#")), "")
    return tuple(column.strip() for column in next(csv.reader([first]), ()))


def rows(file: Path) -> Iterator[Row]:
    """Rows of a CSV file; lines that begin with # are comments and stand before the header or between rows."""
    with file.open(encoding="utf-8", newline="") as stream:
        numbered = [(n, line) for n, line in enumerate(stream, 1) if line.strip() and not line.startswith("#")]
    if not numbered:
        return
    columns = next(csv.reader([numbered[0][1]]))
    for n, line in numbered[1:]:
        cells = next(csv.reader([line]))
        if len(cells) != len(columns):
            raise DataFault(f"{shown(file)}:{n}: {len(cells)} cells, the header has {len(columns)}")
        yield Row(file, n, {k: v.strip() for k, v in zip(columns, cells, strict=True)})


def table(name: str, folder: str = "common") -> tuple[Row, ...]:
    """All rows of data/<folder>/<name>.csv; empty where the file is absent."""
    file = DATA / folder / f"{name}.csv"
    return tuple(rows(file)) if file.exists() else ()


@lru_cache
def abbreviations(language: str) -> frozenset[str]:
    return frozenset(r["abbreviation"].rstrip(".") for r in table("abbreviations", language))
