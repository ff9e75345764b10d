"""Pages of lines to one report text with its paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.reader import cleaning, hyphens
from pipeline.reader.document import Page
from pipeline.reader.front import Front, front_matter
from pipeline.reader.front_words import front_words
from pipeline.reader.furniture import roles
from pipeline.reader.headings import headings
from pipeline.reader.layout import LaidCell, LaidTable, PageLayout, body_em, lay_out, page_marks
from pipeline.reader.lines import LINE_END, Line
from pipeline.reader.paragraphs import Block, blocks, continues
from pipeline.reader.sections import Passage, language, sections
from pipeline.report import Cell, Paragraph, Table
from pipeline.text import Text

CHART_ROWS = 6
"""Blocks over a caption that may be its chart's lettering."""
AXIS_MARKS = 5
LABEL_WORDS = 12
LONG_WORD = re.compile(r"[^\W\d_]{4,}")
LAST_ROLES = ("furniture", "footnote", "figure")


@dataclass(frozen=True, slots=True)
class Assembled:
    """A report's text and what is known of its parts."""

    text: Text
    paragraphs: tuple[Paragraph, ...]
    language: str
    languages: tuple[str, ...]
    front: Front
    tables: tuple[Table, ...] = ()


def assemble(pages: Sequence[Page]) -> Assembled:
    """The report's text in reading order, its paragraphs and tables."""
    marks = [page_marks(page.glyphs, page.graphics, page.lettering) for page in pages]
    em = body_em(marks)
    laid: list[PageLayout] = []
    n_lines = n_characters = 0
    for page in marks:
        laid.append(lay_out(page, em, n_lines, n_characters))
        n_lines += laid[-1].n_lines
        n_characters += len(laid[-1].text)
    lines = [line for page in laid for line in page.lines]
    captions = [k for page in laid for k in page.captions]
    parts = blocks(lines, roles(laid, em), captions, headings())
    found = _joined(_in_order(with_chart_lettering(parts), laid))
    return _compose(found, Text.join(page.text for page in laid))


def with_chart_lettering(found: list[Block]) -> list[Block]:
    """What stands right over a figure's caption and is no prose is lettering of its drawing: numbers and units
    (`17 mm 14 mm`), an axis with its name (`0 30 60 90 Days since onset`), the labels below them, and a title
    above them that breaks into an unfinished sentence."""
    for place, block in enumerate(found):
        if block.role != "caption":
            continue
        top = place
        for number in range(place - 1, max(-1, place - 1 - CHART_ROWS), -1):
            words = _words_of(found[number])
            if found[number].role != "flow" or not (_is_lettering(words) or _is_label(words)):
                break
            if _is_lettering(words):
                top = number
        if 1 < top < place and _is_label(_words_of(found[top - 1])) and _unfinished(found[top - 2]):
            top -= 1
        for part in found[top:place]:
            part.role = "figure"
    return found


def _words_of(block: Block) -> list[str]:
    return " ".join(line.string for line in block.lines).split()


def _unfinished(block: Block) -> bool:
    return block.role == "flow" and _words_of(block)[-1][-1].isalpha()


def _is_lettering(words: Sequence[str]) -> bool:
    """At least half are numbers; few of them only beside units and signs of at most three letters."""
    numbers = sum(word[0].isdigit() for word in words)
    if numbers < 1 or 2 * numbers < len(words):
        return False
    return numbers >= AXIS_MARKS or not any(LONG_WORD.search(word) for word in words)


def _is_label(words: Sequence[str]) -> bool:
    return len(words) <= LABEL_WORDS and words[0][0].isupper() and not words[-1].endswith((".", ":", ";", ","))


def _in_order(found: list[Block], laid: Sequence[PageLayout]) -> list[Block]:
    """Tables follow their captions; what is out of the flow goes to the end."""
    tables = [table for page in laid for table in page.tables]
    of_caption: dict[tuple[int, int], list[int]] = {}
    for number, table in enumerate(tables):
        if table.caption >= 0:
            of_caption.setdefault((table.page, table.caption), []).append(number)
    loose = {number: table for number, table in enumerate(tables) if table.caption < 0}
    flow: list[Block] = []
    for block in found:
        if block.role in LAST_ROLES:
            continue
        for number in [n for n, table in loose.items() if table.page < block.first.page]:
            flow += _rows(loose.pop(number), number)
        flow.append(block)
        if block.role == "caption":
            block.tables = tuple(of_caption.pop((block.first.page, block.caption), ()))
            for number in block.tables:
                flow += _rows(tables[number], number)
    for number in [*(number for numbers in of_caption.values() for number in numbers), *loose]:
        flow += _rows(tables[number], number)
    return flow + [b for b in found if b.role in LAST_ROLES]


def _rows(table: LaidTable, number: int) -> list[Block]:
    """A block for each row, and one for the small print below."""
    rows: dict[int, list[LaidCell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    out = [
        Block([line for cell in cells for line in cell.lines], "table", cells=cells, tables=(number,))
        for cells in rows.values()
    ]
    return out + ([Block(list(table.notes), "caption")] if table.notes else [])


def _joined(found: list[Block]) -> list[Block]:
    """Paragraphs over a column, page or figure are put together; captions and tables between follow them."""
    out: list[Block] = []
    before: Block | None = None
    for block in found:
        if block.role == "flow":
            if before is not None and _parted(before, block) and continues(before, block):
                before.lines += block.lines
                continue
            before = block
        elif block.role in LAST_ROLES:
            before = None
        out.append(block)
    return out


def _parted(before: Block, block: Block) -> bool:
    a, b = before.last, block.first
    return a.page != b.page or a.column != b.column or b.base - a.base > 3 * a.size


def _raw(found: list[Block], text: Text) -> Text:
    """The blocks' lines parted by LINE_END, cells of a table row by tabs, blocks by newlines."""
    spans: list[tuple[int, int]] = []
    ends: list[str] = []
    for block in found:
        if block.cells:
            cells = {cell.column: cell.lines for cell in block.cells}
            parts: list[Sequence[Line]] = [cells.get(k, ()) for k in range(max(cells) + 1)]
        else:
            parts = [block.lines]
        for lines in parts:
            spans += [(line.start, line.end) for line in lines] or [(0, 0)]
            ends += [LINE_END] * (len(lines) - 1) + ["\t"]
        ends[-1] = "\n"
    ends[-1] = ""
    return text.arranged(spans, ends)


def _compose(found: list[Block], text: Text) -> Assembled:
    if not found:
        return _assembled(Text.plain(""), [])
    text = _raw(found, text)
    for step in cleaning.CHARACTER_STEPS:
        text = step(text)
    text = hyphens.joined(text)
    text = cleaning.unwrapped(text)
    passages = [
        Passage(string, block.role, block.bold, block.size, block.first.page)
        for block, string in zip(found, text.string.split("\n"), strict=True)
    ]
    assembled = _assembled(text, passages)
    return replace(assembled, tables=_tables(found, text.string))


def _tables(found: list[Block], string: str) -> tuple[Table, ...]:
    """Tables with the places of their cells in the text."""
    captions: dict[int, tuple[int, int]] = {}
    cells: dict[int, list[Cell]] = {}
    pages: dict[int, int] = {}
    start = 0
    for block, line in zip(found, string.split("\n"), strict=True):
        if block.cells:
            (number,) = block.tables
            cells.setdefault(number, []).extend(_placed(block, line, start))
            pages[number] = block.first.page
        else:
            captions |= dict.fromkeys(block.tables, (start, start + len(line)))
        start += len(line) + 1
    return tuple(Table(captions.get(n), tuple(cells[n]), pages[n]) for n in sorted(cells))


def _placed(block: Block, line: str, start: int) -> list[Cell]:
    header = {cell.column: (cell.row, cell.header) for cell in block.cells}
    out = []
    for column, string in enumerate(line.split("\t")):
        if column in header and string.strip():
            row, names = header[column]
            out.append(Cell(start, start + len(string), row, column, names))
        start += len(string) + 1
    return out


def assemble_plain(string: str) -> Assembled:
    """UTF-8 text as it stands: one paragraph a line, no pages."""
    return _assembled(Text.plain(string), [Passage(line, "flow") for line in string.split("\n")])


def _assembled(text: Text, passages: Sequence[Passage]) -> Assembled:
    """Paragraphs of the passages, which part the text at its newlines; empty ones are left out."""
    parts = sections(passages, headings(), front_words())
    paragraphs, start = [], 0
    for passage, (section, role) in zip(passages, parts, strict=True):
        end = start + len(passage.string)
        if passage.string.strip():
            paragraphs.append(Paragraph(start, end, section, language(passage.string), role))
        start = end + 1
    main, spoken = _languages(text, paragraphs)
    return Assembled(text, tuple(paragraphs), main, spoken, front_matter(passages, parts, headings(), front_words()))


def _languages(text: Text, paragraphs: Sequence[Paragraph]) -> tuple[str, tuple[str, ...]]:
    """The main language by characters of running text, and all that have some part of it."""
    amount: Counter[str] = Counter()
    for p in paragraphs:
        if p.role == "flow" and p.section != "references":
            amount[p.language] += p.end - p.start
    ranked = [name for name, n in amount.most_common() if n > 0.02 * amount.total()] or ["en"]
    return ranked[0], tuple(ranked)
