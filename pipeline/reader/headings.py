"""Headings of the sections of a report, from the data files of each language."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import get_args

from pipeline.report import Section

DATA = Path(__file__).parent.parent / "language" / "data"
_NUMBER = re.compile(
    r"^\s*(?:(?:\d{1,2}|[IVX]{1,4})(?:\.\d{1,2}){0,3}[.)]?|[A-Z]\.|[•■▪●])\s+(?=\S)|^\s*\d{1,2}\.(?=[^\W\d])"
)
_EDGE = " .:;|*–—-"


@dataclass(frozen=True, slots=True)
class Headings:
    """Phrases, folded, with the section each one opens."""

    section_of: dict[str, Section]

    def section(self, line: str) -> Section | None:
        """The section that a line opens when it is nothing but a heading: `2. Case Presentation`, `Обсуждение`."""
        return self.section_of.get(fold(line))

    def run_in(self, paragraph: str) -> tuple[Section, int] | None:
        """The section and end of a heading that opens a paragraph's first line: `Results. We found …`."""
        opening = _RUN_IN.match(paragraph)
        if opening is None:
            return None
        section = self.section_of.get(fold(opening.group(1)))
        return (section, opening.end()) if section else None


_RUN_IN = re.compile(r"\s*([^\W\d][^.:!?\n—|]{1,60}?)\s*[.:—|]\s*(?=\S)")


def fold(line: str) -> str:
    """Case, numbering and closing marks do not tell headings apart."""
    plain = _NUMBER.sub("", line).replace("’", "'").replace("ё", "е").replace("Ё", "Е")
    return re.sub(r"\s+", " ", plain).strip(_EDGE).casefold()


@cache
def headings() -> Headings:
    """All languages' headings. Raises ValueError naming file and line of an unknown section or a phrase told twice."""
    found: dict[str, Section] = {}
    known = get_args(Section)
    for file in heading_files():
        with file.open(encoding="utf-8", newline="") as rows:
            for number, row in enumerate(csv.DictReader(rows), start=2):
                section, phrase = row.get("section"), fold(row.get("phrase") or "")
                if section not in known:
                    raise ValueError(
                        f"{file.name} of {file.parent.name}, line {number}: {section!r} is none of {', '.join(known)}"
                    )
                if not phrase or phrase in found:
                    raise ValueError(
                        f"{file.name} of {file.parent.name}, line {number}: {phrase!r} is empty or told twice"
                    )
                found[phrase] = section  # type: ignore[assignment]
    return Headings(found)


def heading_files() -> list[Path]:
    """One `headings.csv` a language."""
    return sorted(DATA.glob("*/headings.csv"))


def reader_tables() -> list[Path]:
    """Every data file that the reader looks into."""
    return heading_files()
