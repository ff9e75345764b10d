"""Lines that are no part of the flow: running heads, page numbers, footnotes, lettering inside figures."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from pipeline.reader.lines import Line
from pipeline.report import Role

MARGIN = 0.09
"""Running heads and page numbers stand within this share of the page's height from its edge."""
_NUMBER_ONLY = re.compile(
    r"\s*(?:[-–—|]?\s*(?:page|стр\.?|с\.)?\s*\d{1,5}\s*(?:(?:of|из|/)\s*\d{1,4})?\s*[-–—|]?)\s*", re.IGNORECASE
)
_FOOTNOTE = re.compile(r"\s*[\ufdd0*†‡§¶#∗]")
SMALL = 0.93


def body_size(lines: Sequence[Line]) -> float:
    """The em that most characters have."""
    count: Counter[float] = Counter()
    for line in lines:
        count[round(line.size * 4) / 4] += len(line.string)
    return count.most_common(1)[0][0] if count else 10.0


def roles(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[list[Role]]:
    """A role for each line of each page; `flow` where nothing speaks against it."""
    em = body_size([line for page in pages for line in page])
    repeated = _repeated(pages, heights)
    out: list[list[Role]] = []
    for page, height in zip(pages, heights, strict=True):
        out.append([_role(line, height, em, repeated) for line in page])
    return out


def _role(line: Line, height: float, em: float, repeated: set[tuple[str, int]]) -> Role:
    if _is_margin(line, height) and (_NUMBER_ONLY.fullmatch(line.string) or _place(line) in repeated):
        return "furniture"
    if line.bottom - line.top > 3 * line.size or line.top < 0 or line.bottom > height + 5:
        return "furniture"
    return "flow"


def _is_margin(line: Line, height: float) -> bool:
    return line.bottom < MARGIN * height or line.top > (1 - MARGIN) * height


def _place(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "0", line.string).strip().casefold(), round(line.base / 6)


def _repeated(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> set[tuple[str, int]]:
    """Texts, digits apart, that stand at the same height of several pages."""
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for number, (page, height) in enumerate(zip(pages, heights, strict=True)):
        for line in page:
            if _is_margin(line, height):
                text, at = _place(line)
                for near in (at - 1, at, at + 1):
                    seen[text, near].add(number)
    return {place for place, numbers in seen.items() if len(numbers) > 1}


def leading(lines: Sequence[Line]) -> float:
    """The usual distance of baselines, in points."""
    steps = [
        b.base - a.base
        for a, b in zip(lines, lines[1:], strict=False)
        if a.page == b.page and a.column == b.column and 0 < b.base - a.base < 3 * a.size
    ]
    return float(np.median(steps)) if steps else 12.0
