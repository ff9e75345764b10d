"""Report to sentences: paragraphs, sentences, and the cascade of levels over each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from pipeline.language.sentence import sentences
from pipeline.report import Report
from pipeline.rules.cascade import Cascade, Lost
from pipeline.rules.chunk import Line, Sentence
from pipeline.rules.doses.stems import STEMS
from pipeline.rules.lesions.dimensions import DIMENSIONS
from pipeline.rules.lexing import chunks
from pipeline.rules.quantities import QUANTITIES
from pipeline.rules.times.levels import TIMES

CASCADE = Cascade(STEMS, *DIMENSIONS, *TIMES, QUANTITIES)
"""After tokens, names and units: unknown words with the stem of a drug; sizes of several figures, so that "28х35 мм" is no ordinal
("28-х") and leaves no "35 мм" behind; then times, so that "18.01.17" and "2 weeks" are taken before numbers are read as amounts."""

PROSE_ROLES = frozenset({"flow", "heading", "caption", "footnote"})


def cascade(text: str, offset: int, language: str, user_drugs: Path | None = None) -> tuple[Line, tuple[Lost, ...]]:
    """(chunks of a sentence or a table cell, what other rules lost)."""
    found, lost = CASCADE.apply(chunks(text, offset, language, user_drugs), language)
    return found, tuple(lost)


def cells_of_row(
    text: str, offset: int, language: str, user_drugs: Path | None = None
) -> tuple[Line, tuple[Lost, ...]]:
    """The cells of a table row, each read by itself: «1 | Day 2» is no day."""
    found: list[Line] = []
    lost: list[Lost] = []
    for cell in text.split("\t"):
        chunks_of_cell, losers = cascade(cell, offset, language, user_drugs)
        found.append(chunks_of_cell)
        lost += losers
        offset += len(cell) + 1
    return Line(chain(*found), "".join([line.letters for line in found])), tuple(lost)


def read_sentences(report: Report, user_drugs: Path | None = None) -> tuple[Sentence, ...]:
    """Every sentence of the running text, headings, captions and footnotes, in order.

    Table rows are one Sentence each (role `table`), so that facts of cells have a sentence to belong to.
    References, page furniture and figure lettering are not read for facts. `user_drugs`: see `language/user_drugs.py`.
    """
    return tuple(read(report, user_drugs))


def read(report: Report, user_drugs: Path | None) -> Iterator[Sentence]:
    index = 0
    for number, paragraph in enumerate(report.paragraphs):
        if paragraph.section == "references" or paragraph.role not in (*PROSE_ROLES, "table"):
            continue
        text = report.text.string[paragraph.start : paragraph.end]
        whole = paragraph.role == "table"
        for start, end in [(0, len(text))] if whole else sentences(text, paragraph.language):
            words = text[start:end]
            read_words = cells_of_row if whole else cascade
            found, lost = read_words(words, paragraph.start + start, paragraph.language, user_drugs)
            yield Sentence(
                index,
                number,
                paragraph.start + start,
                paragraph.start + end,
                paragraph.language,
                paragraph.section,
                paragraph.role,
                words,
                found,
                lost,
            )
            index += 1
