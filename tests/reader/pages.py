"""What the tests ask of a reading."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.reader import read
from pipeline.report import Report
from pipeline.settings import Settings


def report_of(path: Path) -> Report:
    """The report that a sound file gives, read without OCR."""
    reading = read(path, Settings(ocr=False))
    assert isinstance(reading, Report), reading
    return reading


def numbers(report: Report) -> list[int]:
    """The sentences' numbers in the order read."""
    return [int(n) for n in re.findall(r"(?:number|номер) (\d+)", report.text.string)]


def paragraphs(report: Report, section: str | None = None, role: str | None = None) -> list[str]:
    return [
        report.text.string[p.start : p.end]
        for p in report.paragraphs
        if section in (None, p.section) and role in (None, p.role)
    ]


def section_of(report: Report, words: str) -> str:
    """The section of the paragraph that holds the words."""
    at = report.text.string.index(words)
    return next(p.section for p in report.paragraphs if p.start <= at < p.end)


def rows(report: Report, table: int = 0) -> list[list[str]]:
    """A table's cells as strings, row by row, empty cells left out."""
    cells = report.tables[table].cells
    out: list[list[str]] = [[] for _ in range(1 + max(c.row for c in cells))]
    for cell in cells:
        out[cell.row].append(report.text.string[cell.start : cell.end])
    return out
