"""The cells of a report's tables: in which one an offset stands, and what its row and its column are called."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pipeline.report import Cell, Report, Table


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a table; the fields are columns of every fact table.

    table_number               from 1, in the order of the text
    table_row, table_column    from 0
    row_heading                the first cell of the row, as printed
    column_heading             the header cells of the column, as printed
    """

    table_number: int | None = None
    table_row: int | None = None
    table_column: int | None = None
    row_heading: str | None = None
    column_heading: str | None = None


NOWHERE = Place()


def places(report: Report) -> Callable[[int], Place]:
    """Offset into the text → its place among the report's tables; NOWHERE outside of them."""
    cells = sorted(
        ((cell.start, cell, number) for number, table in enumerate(report.tables, 1) for cell in table.cells),
        key=lambda one: one[0],
    )
    starts = [start for start, *_ in cells]
    headings = [(rows_of(report, table), columns_of(report, table)) for table in report.tables]

    def place(offset: int) -> Place:
        at = bisect_right(starts, offset) - 1
        if at < 0 or cells[at][1].end <= offset:
            return NOWHERE
        _, cell, number = cells[at]
        rows, columns = headings[number - 1]
        return Place(number, cell.row, cell.column, rows.get(cell.row), columns.get(cell.column))

    return place


def rows_of(report: Report, table: Table) -> Mapping[int, str]:
    return {c.row: words for c in table.cells if c.column == 0 and (words := printed(report, c))}


def columns_of(report: Report, table: Table) -> Mapping[int, str]:
    """Headings of two storeys are joined from top to bottom."""
    out: dict[int, list[str]] = {}
    heads = table.head_rows
    for cell in sorted(table.cells, key=lambda c: (c.column, c.row)):
        if cell.row in heads and (words := printed(report, cell)):
            out.setdefault(cell.column, []).append(words)
    return {column: " ".join(words) for column, words in out.items()}


def printed(report: Report, cell: Cell) -> str:
    return " ".join(report.text.string[cell.start : cell.end].split())
