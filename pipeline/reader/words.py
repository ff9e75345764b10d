"""The reader's data files: one table a purpose, one file a language."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.fault import DataFault

DATA = Path(__file__).parent.parent / "language" / "data"
TABLES = (
    "headings",
    "front",
    "captions",
    "hyphens",
    "common_words",
    "raised",
    "exponents",
    "symbol_font",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: where it stands, its language's folder, and its cells."""

    where: str
    folder: str
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def fault(self, what: str) -> DataFault:
        """The error that a faulty row is told with, by file and line."""
        return DataFault(f"{self.where}: {what}")


def rows(table: str) -> Iterator[Row]:
    """The rows of a table in all languages, cells without the blanks around them."""
    for file in files(table):
        with file.open(encoding="utf-8", newline="") as lines:
            for number, cells in enumerate(csv.DictReader(lines), start=2):
                where = f"data/{file.parent.name}/{file.name}:{number}"
                yield Row(where, file.parent.name, {column: (cell or "").strip() for column, cell in cells.items()})


def files(table: str) -> list[Path]:
    """One file a language, or one in `common`."""
    return sorted(DATA.glob(f"*/{table}.csv"))


def reader_tables() -> list[Path]:
    """Every data file that the reader looks into."""
    return [file for table in TABLES for file in files(table)]
