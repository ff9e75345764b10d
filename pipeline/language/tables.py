"""The data files: where they lie and how they are read. A fault stops the load with file and line."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.fault import DataFault

DATA = Path(__file__).parent / "data"
LANGUAGES = tuple(sorted(p.name for p in DATA.iterdir() if p.is_dir() and p.name != "common"))


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


def user_rows(file: Path, setting: str, columns: Sequence[str]) -> Iterator[Row]:
    """Rows of a CSV file that a setting names. Raises DataFault where it is not there, or lacks a column, or a cell of one."""
    if not file.is_file():
        raise DataFault(f"{file}: there is no such file; the setting {setting} names it: make it, or mend the setting")
    lacking = [column for column in columns if column not in header(file)]
    if lacking:
        raise DataFault(
            f"{file}: no column {', '.join(lacking)}; the file of the setting {setting} begins with the line "
            f"`{','.join(columns)}`, cells parted by commas"
        )
    for row in rows(file):
        for column in columns:
            if not row[column]:
                raise row.fault(f"column {column} is empty; fill it, or remove the line")
        yield row


def header(file: Path) -> tuple[str, ...]:
    """The columns of a CSV file: its first line that is no comment."""
    first = next(_numbered(file), (1, ""))[1]
    return tuple(column.strip() for column in next(csv.reader([first]), ()))


def rows(file: Path) -> Iterator[Row]:
    """Rows of a CSV file; lines that begin with # are comments and stand before the header or between rows."""
    numbered = _numbered(file)
    columns = [column.strip() for column in next(csv.reader([next(numbered, (1, ""))[1]]), ())]
    for n, line in numbered:
        cells = next(csv.reader([line]))
        if len(cells) != len(columns):
            raise DataFault(
                f"{shown(file)}:{n}: {len(cells)} cells, the header has {len(columns)}; "
                'a cell that holds a comma stands in "quotation marks"'
            )
        yield Row(file, n, {k: v.strip() for k, v in zip(columns, cells, strict=True)})


def _numbered(file: Path) -> Iterator[tuple[int, str]]:
    """(line number, line) of what is no comment. Raises DataFault where the file is not UTF-8."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            yield from [(n, line) for n, line in enumerate(stream, 1) if line.strip() and not line.startswith("#")]
    except UnicodeDecodeError:
        content = file.read_bytes()
        line = next(n for n, line in enumerate(content.split(b"\n"), 1) if not _is_utf8(line))
        raise DataFault(f"{shown(file)}:{line}: not UTF-8: save the file as CSV in UTF-8") from None


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def table(name: str, folder: str = "common") -> tuple[Row, ...]:
    """All rows of data/<folder>/<name>.csv; empty where the file is absent."""
    file = DATA / folder / f"{name}.csv"
    return tuple(rows(file)) if file.exists() else ()


@lru_cache
def abbreviations(language: str) -> frozenset[str]:
    return frozenset(r["abbreviation"].rstrip(".") for r in table("abbreviations", language))
