"""Lines that are no part of the flow: running heads, page numbers, footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.reader.front_words import front_words
from pipeline.reader.layout import PageLayout
from pipeline.reader.lines import Line
from pipeline.report import Role

MARGIN = 0.09
"""Running heads and page numbers stand within this share of the page's height from its edge."""
LONE_GAP = 1.7
"""A running head stands so many ems apart from the text."""
LONGEST_HEAD = 120
FOOT = 0.6
"""Footnotes stand below this share of the page's height."""
SMALL = 0.93
"""Footnotes are set at most in this share of the body's em."""
_NUMBERED = re.compile(r"\s*\d{1,5}\s+\S.*|.*\S\s+\d{1,5}\s*")
_PANELS = re.compile(r"\s*(?:\([a-zа-я]\)\s*)+|\s*(?:[A-HА-З]\s+)*[A-HА-З]\s*")
"""Letters of a figure's panels: `(a) (b)`, `А Б`."""
_NO_WORD = re.compile(r"[\d\W]+")
_FOOTNOTE = re.compile(r"\s*(?:\ufdd0|[*†‡§¶∗])")


def roles(pages: Sequence[PageLayout], em: float) -> list[Role]:
    """A role for each line of all pages; what the layout has settled stays."""
    margins = [_margin(page) for page in pages]
    repeated = _repeated(margins)
    out: list[Role] = []
    for page, margin in zip(pages, margins, strict=True):
        foot = _footnotes(page, em)
        for number, (line, role) in enumerate(zip(page.lines, page.roles, strict=True)):
            if role == "flow" and _is_furniture(line, page, margin.get(number), repeated):
                role = "furniture"
            elif role == "flow" and _PANELS.fullmatch(line.string):
                role = "figure"
            elif role == "flow" and number in foot:
                role = "footnote"
            out.append(role)
    return out


def _is_furniture(line: Line, page: PageLayout, words: str | None, repeated: set[str]) -> bool:
    """`words` are those of a line in the margin, None for any other."""
    if line.top < -5 or line.bottom > page.height + 5 or line.x1 < 0 or line.x0 > page.width:
        return True
    if words is None:
        return False
    if front_words().page_number.fullmatch(line.string) or words in repeated:
        return True
    numbered = bool(_NUMBERED.fullmatch(line.string)) or _beside_number(line, page)
    return len(line.string) < LONGEST_HEAD and numbered and _stands_alone(line, page)


def _beside_number(line: Line, page: PageLayout) -> bool:
    """The page's number stands on the same line."""
    return any(
        abs(other.base - line.base) < 0.5 * line.size and front_words().page_number.fullmatch(other.string)
        for other in page.lines
        if other is not line
    )


def _stands_alone(line: Line, page: PageLayout) -> bool:
    """Nothing but margin lines beyond it, and white between it and the text."""
    upper = line.bottom < page.height / 2
    for other in page.lines:
        if other is line or abs(other.base - line.base) < 0.5 * line.size:
            continue
        step = other.base - line.base if upper else line.base - other.base
        if 0 < step < LONE_GAP * line.size or (step < 0 and not _is_margin(other, page.height)):
            return False
    return True


def _is_margin(line: Line, height: float) -> bool:
    return line.bottom < MARGIN * height or line.top > (1 - MARGIN) * height


def _margin(page: PageLayout) -> dict[int, str]:
    """The lines in the page's margin, by number, with their words, digits apart."""
    height = page.height
    return {
        number: _NO_WORD.sub(" ", line.string).strip().casefold()
        for number, line in enumerate(page.lines)
        if _is_margin(line, height)
    }


def _repeated(margins: Sequence[dict[int, str]]) -> set[str]:
    """Words that stand in the margin of several pages."""
    seen = Counter(words for margin in margins for words in set(margin.values()) if words)
    return {words for words, pages in seen.items() if pages > 1}


def _footnotes(page: PageLayout, em: float) -> set[int]:
    """Lines of small print at the foot of a column, from its first mark, or words of a first page's foot, on."""
    out: set[int] = set()
    inside: tuple[int, float] | None = None
    for number, (line, role) in enumerate(zip(page.lines, page.roles, strict=True)):
        if role != "flow" or line.size >= SMALL * em or line.top <= FOOT * page.height:
            inside = None
            continue
        follows = inside is not None and inside[0] == line.column and 0 < line.base - inside[1] < 2 * line.size
        first_page = line.page == 1 and front_words().boilerplate.search(line.string)
        if follows or first_page or _FOOTNOTE.match(line.string):
            inside = (line.column, line.base)
            out.add(number)
        else:
            inside = None
    return out
