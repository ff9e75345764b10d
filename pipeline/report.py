"""One PDF (or one plain text) as the reader hands it on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pipeline.record import record
from pipeline.text import Text

Section = Literal[
    "front",
    "abstract",
    "introduction",
    "case",
    "methods",
    "results",
    "discussion",
    "conclusion",
    "references",
    "caption",
    "table",
]
Role = Literal["flow", "heading", "caption", "table", "footnote", "furniture", "figure"]
"""What a paragraph is on the page: running text, a heading, a figure's or table's caption, a table row,
a footnote, page furniture (running heads, page numbers, marginal boxes), lettering inside a figure."""


@record(frozen=True, slots=True)
class Paragraph:
    """string[start:end] of the report's text; paragraphs are parted by one newline."""

    start: int
    end: int
    section: Section
    language: str
    """`en` or `ru`, by the share of scripts."""
    role: Role = "flow"


@record(frozen=True, slots=True)
class Cell:
    """A table cell: string[start:end], at a row and column from 0; header cells name rows or columns."""

    start: int
    end: int
    row: int
    column: int
    header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose rows are paragraphs of section `table`, cells parted by a tab."""

    caption: tuple[int, int] | None
    cells: tuple[Cell, ...]
    page: int | None = None

    @property
    def head_rows(self) -> frozenset[int]:
        """Rows that name columns: those whose cells beside the first are marked so, else the first row."""
        return frozenset(c.row for c in self.cells if c.header and c.column > 0) or frozenset({0})

    def cell(self, row: int, column: int) -> Cell | None:
        return next((c for c in self.cells if c.row == row and c.column == column), None)


@dataclass(frozen=True, slots=True)
class Report:
    """A report that could be read. Offsets everywhere are into `text.string`."""

    report_id: str
    """First 16 hex digits of sha256."""
    sha256: str
    file_name: str
    n_bytes: int
    n_pages: int
    text: Text
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...] = ()
    text_source: Literal["text_layer", "ocr", "mixed", "plain_text"] = "text_layer"
    ocr_pages: frozenset[int] = frozenset()
    ocr_confidence: tuple[float, ...] = ()
    """Mean confidence of the words, 0 to 100, for each of `ocr_pages` in order."""
    language: str = "en"
    languages: tuple[str, ...] = ("en",)
    title: str | None = None
    authors: tuple[str, ...] = ()
    journal: str | None = None
    year: int | None = None
    doi: str | None = None
    keywords: tuple[str, ...] = ()
    reader_version: str = ""


Problem = Literal[
    "empty_file",
    "not_a_pdf",
    "damaged",
    "password_required",
    "no_text",
    "too_large",
    "timeout",
    "out_of_memory",
    "reader_crashed",
]


Stage = Literal["reading", "extraction"]
"""Where a report came to an end: at its PDF, or at the rules."""


@dataclass(frozen=True, slots=True)
class Quarantine:
    """A report that could not be read: why, and what its owner can do.

    stage    None where one worker does both and died
    detail   what was found, or raised, in a line
    """

    report_id: str
    sha256: str
    file_name: str
    n_bytes: int
    problem: Problem
    hint: str
    n_pages: int | None = None
    reader_version: str = ""
    stage: Stage | None = "reading"
    detail: str = field(default="", compare=False)


Reading = Report | Quarantine
