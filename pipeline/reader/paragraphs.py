"""Lines to paragraphs: what breaks one, and what carries it over a column, a page or a figure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import mul

from pipeline.reader.front_words import front_words
from pipeline.reader.headings import Headings
from pipeline.reader.layout import LaidCell
from pipeline.reader.lines import Line
from pipeline.report import Role

_END = re.compile(r"[.!?:;…][\"”’»)\]\ufdd2\d,–-]*\s*$")
_LOWER_START = re.compile(r"\s*[(\[«“\"]?[a-zа-яё]")
_REFERENCE = re.compile(r"\s*(?:\[\d{1,3}\]|\d{1,3}\.\s|\d{1,3}\s+[A-ZА-Я])")
_DIGIT_START = re.compile(r"\s*\d(?!\d?[.)]\s)")
"""A number that opens no list: `31 kg` goes on, `3. Discussion` does not."""
_LIST_START = re.compile(r"\s*(?:[•●▪■‣–—]\s|\(?\d{1,2}\)\s|[a-zа-я]\)\s)")
SIZE_CHANGE = 0.06
GAP = 1.38
LEAST_STEP = 0.85
LONGEST_HEADING = 60
INDENT = 0.7
TITLE_SIZE = 13.5
"""Points from which a line belongs to a title rather than to a section's heading."""
SHORT = 0.12


Steps = dict[tuple[int, int], float]


@dataclass(slots=True)
class Block:
    """A paragraph while it is built: its lines and what it is on the page."""

    lines: list[Line]
    role: Role = "flow"
    caption: int = -1
    """Number of the caption on its page."""
    cells: list[LaidCell] = field(default_factory=list)
    """Of a table row."""
    tables: tuple[int, ...] = ()
    """Numbers of the tables in the report: of the one that a row is of, of those that a caption announces."""

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def last(self) -> Line:
        return self.lines[-1]

    @property
    def bold(self) -> float:
        weights = [line.bold for line in self.lines]
        if not any(weights):
            return 0.0
        lengths = [len(line.string) for line in self.lines]
        return sum(map(mul, weights, lengths)) / max(1, sum(lengths))

    @property
    def size(self) -> float:
        return max([line.size for line in self.lines])

    @property
    def string(self) -> str:
        return " ".join(line.string for line in self.lines)


def blocks(lines: Sequence[Line], roles: Sequence[Role], captions: Sequence[int], headings: Headings) -> list[Block]:
    """Paragraphs of the lines, in order; those over a column or page break are still apart."""
    steps = _steps(lines)
    out: list[Block] = []
    in_references = False
    for line, role, caption in zip(lines, roles, captions, strict=True):
        before = out[-1] if out else None
        if caption >= 0 and before is not None and before.caption == caption and before.last.page == line.page:
            before.lines.append(line)
        elif (
            before is None
            or before.role != role
            or caption >= 0
            or _breaks(before, line, steps, headings, in_references)
        ):
            out.append(Block([line], role, caption))
        else:
            before.lines.append(line)
        if role == "flow" and len(line.string) < LONGEST_HEADING:
            section = headings.section(line.string)
            if section is not None:
                in_references = section == "references"
    return out


def _steps(lines: Sequence[Line]) -> Steps:
    """The usual distance of baselines for each page and em, in points."""
    found = Counter(
        (a.page, round(a.size), round(step * 2) / 2)
        for a, b in zip(lines, lines[1:], strict=False)
        if a.column == b.column
        and a.page == b.page
        and LEAST_STEP * a.size < (step := b.base - a.base) < 2.2 * a.size
        and abs(a.size - b.size) <= 0.3
    )
    return {(page, size): step for (page, size, step), _ in reversed(found.most_common())}


def _breaks(block: Block, line: Line, steps: Steps, headings: Headings, in_references: bool) -> bool:
    last = block.lines[-1]
    em = max(last.size, line.size)
    if last.page != line.page or (last.column != line.column and not _goes_on_below(last, line, steps)):
        return True
    if abs(last.size - line.size) > SIZE_CHANGE * em:
        return True
    step = line.base - last.base
    if step < 0 or step > GAP * steps.get((last.page, round(last.size)), 1.25 * em):
        return True
    if _looks_like_heading(line, last) and not _one_title(last, line) and headings.section(line.string) is not None:
        return True
    if len(block.lines) == 1 and _looks_like_heading(last, line) and headings.section(last.string) is not None:
        return True
    if (last.bold > 0.9 or line.bold > 0.9) and _other_weight(block, line):
        return True
    if in_references and _REFERENCE.match(line.string) and line.x0 <= block.first.x0 + 0.5 * em:
        return True
    ended = _ends(last.string)
    if ended and (front_words().keywords.match(line.string) or _after_short(last, line)):
        return True
    return not in_references and _indented(block, line, em, ended)


def _ends(string: str) -> bool:
    """Whether a sentence ends with the line; most lines end with a letter, which needs no second look."""
    return not string[-1:].isalpha() and _END.search(string) is not None


def _other_weight(block: Block, line: Line) -> bool:
    """One of two lines is bold, a heading rather than the end of a bold paragraph; or both are, and one is in capitals."""
    last = block.last
    if last.bold > 0.9 and line.bold > 0.9:
        return last.string.isupper() != line.string.isupper() and len(line.string) > 12
    return line.bold > 0.9 or len(block.string) < 120


def _goes_on_below(last: Line, line: Line, steps: Steps) -> bool:
    """The short last line of a full-width paragraph stands in the first of the columns below it."""
    step = steps.get((last.page, round(last.size)), 1.25 * last.size)
    return (
        0 < line.base - last.base < 1.15 * step and abs(line.x0 - last.x0) < 0.5 * line.size and line.x1 <= last.x1 + 2
    )


def _one_title(last: Line, line: Line) -> bool:
    """Lines of a title: large, and set alike."""
    return min(last.size, line.size) > TITLE_SIZE and abs(last.bold - line.bold) < 0.2


def _looks_like_heading(line: Line, other: Line) -> bool:
    return (
        line.bold > 0.6
        or line.string.isupper()
        or line.x1 < line.right - 3 * line.size
        or line.size > 1.03 * other.size
    )


def _indented(block: Block, line: Line, em: float, ended: bool) -> bool:
    """A first line stands in from the lines before it."""
    last = block.last
    if ended and _LIST_START.match(line.string):
        return True
    if line.x0 <= last.x0:
        return False
    left = min(one.x0 for one in block.lines[-4:])
    if last.x0 > left + 0.3 * em or not INDENT * em < line.x0 - left < 6 * em:
        return False
    centred = abs((last.x0 + last.x1) - (line.x0 + line.x1)) < em and last.x0 > last.left + 2 * em
    return not centred and (ended or not _LOWER_START.match(line.string))


def _after_short(last: Line, line: Line) -> bool:
    """The line before, which ends a sentence, ended early, and this one would have fitted."""
    room = last.right - last.x1
    width = last.right - last.left
    return room > SHORT * width + 2 * last.size and not _LOWER_START.match(line.string)


def continues(block: Block, following: Block) -> bool:
    """Whether a paragraph goes on in the next column or on the next page."""
    last, line = block.last, following.first
    em = max(last.size, line.size)
    if abs(last.size - line.size) > SIZE_CHANGE * em or block.role != following.role:
        return False
    if block.last.bold > 0.9 or following.first.bold > 0.9:
        return block.last.bold > 0.9 and following.first.bold > 0.9 and not _ends(last.string)
    if _LOWER_START.match(line.string) and not _LIST_START.match(line.string):
        return not _ends(last.string) or last.string.rstrip()[-1:] in ";:,"
    if last.string.rstrip()[-1:] in ("-", "\u2010", "\u00ad", ","):
        return True
    if _ends(last.string):
        reaches = last.x1 > last.right - 1.5 * em
        stands_in = line.x0 - line.left > INDENT * em
        return reaches and not stands_in and _has_indents(block, following)
    if _DIGIT_START.match(line.string) and last.string.rstrip()[-1:].islower():
        return True
    return last.x1 > last.right - 6 * em


def _has_indents(block: Block, following: Block) -> bool:
    """The report parts paragraphs by indents, so that a line without one goes on."""
    return len(block.lines) > 1 and block.first.x0 - block.first.left > INDENT * block.first.size
