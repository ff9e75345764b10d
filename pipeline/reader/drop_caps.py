"""A paragraph's first letter set over several lines, put back before its word."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from pipeline.reader.glyphs import Glyphs

LARGER = 1.7
"""A drop cap is at least so many times as large as the text beside it."""
SAMPLE = 16
"""Every so many marks tell how large the page's text is."""
CAP_HEIGHT = 0.7
NEAR = 1.2
"""The text begins within so many ems behind the letter."""


def with_drop_caps(glyphs: Glyphs) -> Glyphs:
    """`L` over two lines and `umbar hernias` beside its top become `Lumbar hernias`; the letter keeps its box."""
    found = [(cap, first) for cap in _large_letters(glyphs) if (first := _beside(glyphs, cap)) is not None]
    if not found:
        return glyphs
    order, base, size, spaced = list(range(len(glyphs))), glyphs.base.copy(), glyphs.size.copy(), glyphs.spaced.copy()
    for cap, first in found:
        base[cap], size[cap] = glyphs.base[first], glyphs.size[first]
        spaced[first] = _is_word(glyphs, cap, first)
        order.remove(cap)
        order.insert(order.index(first), cap)
    return replace(glyphs, base=base, size=size, spaced=spaced).take(np.array(order, np.int32))


def _large_letters(glyphs: Glyphs) -> list[int]:
    """Capitals much larger than the marks before and behind them."""
    if len(glyphs) < 2:
        return []
    size = glyphs.size
    before, behind = np.append(0.0, size[:-1]), np.append(size[1:], 0.0)
    alone = np.flatnonzero((LARGER * before < size) & (LARGER * behind < size))
    if not len(alone):
        return []
    large = alone[size[alone] > LARGER * float(np.median(size[::SAMPLE]))]
    return [at for at in large.tolist() if chr(int(glyphs.code[at])).isupper()]


def _beside(glyphs: Glyphs, cap: int) -> int | None:
    """The first mark of the line beside the letter's top, where another line begins beside its foot."""
    size, base = glyphs.size, glyphs.base
    gap = glyphs.x0 - glyphs.x1[cap]
    beside = (size * LARGER < size[cap]) & (gap > -0.3 * size) & (gap < NEAR * size)
    rise = (base - CAP_HEIGHT * size) - (base[cap] - CAP_HEIGHT * size[cap])
    top = np.flatnonzero(beside & (np.abs(rise) < 0.5 * size) & (base < base[cap] - 0.5 * size))
    foot = beside & (np.abs(base - base[cap]) < 0.35 * size)
    return int(top[np.argmin(glyphs.x0[top])]) if len(top) and foot.any() else None


def _is_word(glyphs: Glyphs, cap: int, first: int) -> bool:
    """Whether the letter is a word of its own (`A patient`): what follows it stands elsewhere on the page without it."""
    parts = np.split(np.arange(len(glyphs)), np.flatnonzero(glyphs.spaced))
    page = "\n".join("".join(map(chr, glyphs.code[part].tolist())) for part in parts)
    following = next("".join(map(chr, glyphs.code[part[part >= first]].tolist())) for part in parts if first in part)
    word = re.match(r"\w*", following)
    rest = word.group() if word else ""
    whole, alone = (
        len(re.findall(rf"(?<!\w){re.escape(string)}(?!\w)", page, re.IGNORECASE))
        for string in (chr(int(glyphs.code[cap])) + rest, rest)
    )
    return alone > whole + 1
