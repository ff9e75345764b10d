"""Tables: which name, unit, range and time belong to a cell's value.

Names stand in the first column and times (or "value", "unit", "normal range") in the header, or the other way round.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from pipeline.language.unit import Unit
from pipeline.record import record, replace
from pipeline.report import Cell, Report, Table
from pipeline.rules.chunk import Chunk, Sentence
from pipeline.rules.lexing import unit_of
from pipeline.rules.reading import cascade
from pipeline.rules.values.fitting import fits
from pipeline.rules.values.ownership import Owned
from pipeline.rules.values.reading import cell_chunks
from pipeline.rules.values.references import reference
from pipeline.rules.values.series import is_time
from pipeline.rules.values.value import Name, Reference, name_of, reference_of, value_of

DATED = ("date", "relative")


@record(frozen=True, slots=True)
class Reading:
    """A cell's value with its name, the chunks of both, and the span of the column's (or row's) time."""

    sentence: Sentence
    chunks: tuple[Chunk, ...]
    owned: Owned
    when: tuple[int, int] | None


@record(frozen=True, slots=True)
class Label:
    """What a row's or a column's heading says."""

    chunks: tuple[Chunk, ...] = ()
    name: Name | None = None
    name_at: int = 0
    unit: Unit | None = None
    unit_printed: str | None = None
    reference: Reference | None = None
    when: tuple[int, int] | None = None
    holds_units: bool = False
    holds_ranges: bool = False


NOTHING = Label()


def table_readings(report: Report, sentences: Sequence[Sentence]) -> list[Reading]:
    """Every value of the report's tables that has a name, in order."""
    out: list[Reading] = []
    for table in report.tables:
        out += readings(report, table, sentences)
    return sorted(out, key=lambda r: r.owned.value.start)


def covered(report: Report, sentences: Sequence[Sentence]) -> frozenset[int]:
    """Indexes of the sentences (table rows) whose cells `table_readings` reads."""
    found = (sentence_at(sentences, cell.start) for table in report.tables for cell in table.cells)
    return frozenset(s.index for s in found if s is not None)


def readings(report: Report, table: Table, sentences: Sequence[Sentence]) -> Iterator[Reading]:
    chunks = {(c.row, c.column): read_cell(report, c, sentences) for c in table.cells}
    cells = {(c.row, c.column): c for c in table.cells}
    head_rows = table.head_rows
    columns = {c: merged([chunks[r, c] for r in sorted(head_rows) if (r, c) in chunks]) for c in {c for _, c in cells}}
    rows = {r: label(chunks[r, 0]) for r in {r for r, _ in cells} - head_rows if (r, 0) in chunks}
    upright = sum(one.name is not None for one in rows.values()) >= sum(
        one.name is not None for one in columns.values()
    )
    for (r, c), cell in sorted(cells.items()):
        if r in head_rows or c == 0:
            continue
        row, column = rows.get(r, NOTHING), columns.get(c, NOTHING)
        if column.holds_units or column.holds_ranges:
            continue
        owner, other = (row, column) if upright else (column, row)
        sentence = sentence_at(sentences, cell.start)
        if owner.name is None or sentence is None:
            continue
        aside = beside(chunks, columns, r) if upright else NOTHING
        one = tied(owner, other, aside, chunks[r, c])
        if one is not None:
            yield Reading(sentence, (*owner.chunks, *chunks[r, c]), one, other.when or owner.when)


def read_cell(report: Report, cell: Cell, sentences: Sequence[Sentence]) -> tuple[Chunk, ...]:
    sentence = sentence_at(sentences, cell.start)
    language = sentence.language if sentence else report.language
    read = chunks_of_cell(sentence, cell) if sentence else None
    found = cascade(report.text.string[cell.start : cell.end], cell.start, language)[0] if read is None else read
    return tuple(cell_chunks(found, language))


def chunks_of_cell(row: Sentence, cell: Cell) -> Sequence[Chunk] | None:
    """What the cascade made of the cell when it read the row; None where the row's cells are others."""
    start, end = cell.start - row.start, cell.end - row.start
    begins = start == 0 or row.text[start - 1 : start] == "\t"
    ends = end == len(row.text) or row.text[end : end + 1] == "\t"
    if row.role != "table" or not begins or not ends or "\t" in row.text[start:end]:
        return None
    return [chunk for chunk in row.chunks if cell.start <= chunk.start < cell.end]


def merged(parts: Sequence[tuple[Chunk, ...]]) -> Label:
    return label(tuple(chunk for part in parts for chunk in part))


def label(chunks: tuple[Chunk, ...]) -> Label:
    """Name, unit, range and time of a heading: «Hemoglobin (g/dL)», "Day 3", «Норма»."""
    name_at = next((i for i, c in enumerate(chunks) if name_of(c) is not None), None)
    unit = next((c for c in chunks if c.has("UNIT")), None)
    when = next(((c.start, c.end) for c in chunks if is_time(c) and c.value.kind in DATED), None)
    ranged = next((r for c in chunks if (r := reference_of(c)) is not None), None) or next(
        (r for c in chunks if (v := value_of(c)) is not None and (r := reference(v)) is not None), None
    )
    return Label(
        chunks,
        name_of(chunks[name_at]) if name_at is not None else None,
        name_at or 0,
        unit_of(unit) if unit else None,
        unit.text if unit else None,
        ranged,
        when,
        name_at is None and any(c.has("UNIT_HEADING") for c in chunks),
        name_at is None and any(c.has("REFERENCE_CUE") for c in chunks),
    )


def beside(chunks: dict[tuple[int, int], tuple[Chunk, ...]], columns: dict[int, Label], row: int) -> Label:
    """Unit and range of a row from the columns that hold them."""
    unit = next(
        (label(chunks[row, c]) for c, head in columns.items() if head.holds_units and (row, c) in chunks), NOTHING
    )
    ranged = next(
        (label(chunks[row, c]) for c, head in columns.items() if head.holds_ranges and (row, c) in chunks), NOTHING
    )
    return Label((), None, 0, unit.unit or ranged.unit, unit.unit_printed or ranged.unit_printed, ranged.reference)


def tied(owner: Label, other: Label, aside: Label, cell: tuple[Chunk, ...]) -> Owned | None:
    """The first value of a cell with its name; the unit from the cell, the row, the unit column or the heading."""
    at = next((i for i, c in enumerate(cell) if value_of(c) is not None), None)
    value = value_of(cell[at]) if at is not None else None
    if at is None or value is None or owner.name is None:
        return None
    of_range = owner.reference.unit if owner.reference else None
    unit = value.unit or owner.unit or of_range or aside.unit or other.unit
    printed = value.unit_printed or owner.unit_printed or aside.unit_printed or other.unit_printed
    whole = replace(value, unit=unit, unit_printed=printed) if value.form == "amount" else value
    if not fits(owner.name, whole):
        if not fits(owner.name, value):
            return None
        whole = value
    own = next((r for c in cell if (r := reference_of(c)) is not None), None)
    return Owned(
        owner.name,
        whole,
        owner.name_at,
        len(owner.chunks) + at,
        own or owner.reference or aside.reference,
        unit_borrowed=value.unit is None and whole.unit is not None,
    )


def sentence_at(sentences: Sequence[Sentence], offset: int) -> Sentence | None:
    """The sentence that holds an offset, else the last one before it."""
    index = bisect_right(sentences, offset, key=lambda s: s.start) - 1
    return sentences[index] if index >= 0 else None
