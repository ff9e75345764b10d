"""Accents that were drawn as marks of their own, put onto their letter."""

from __future__ import annotations

import unicodedata

import numpy as np

from pipeline.reader.glyphs import Glyphs

COMBINING = {
    0x60: 0x300,
    0xB4: 0x301,
    0x2C6: 0x302,
    0x2DC: 0x303,
    0xAF: 0x304,
    0x2D8: 0x306,
    0x2D9: 0x307,
    0xA8: 0x308,
    0x2DA: 0x30A,
    0x2DD: 0x30B,
    0x2C7: 0x30C,
    0xB8: 0x327,
    0x2DB: 0x328,
}
"""A spacing accent and the combining one that composes with a letter."""
ACCENTS = np.zeros(0x371, np.bool_)
"""Which code points are accents, up to the first letter behind them."""
ACCENTS[[*COMBINING, *range(0x300, 0x370)]] = True
DOTLESS = {0x131: 0x69, 0x237: 0x6A}
NEAR = 3
"""An accent is drawn among the so many marks before or behind its letter."""


def composed(glyphs: Glyphs) -> Glyphs:
    """`Sjo¨gren` becomes `Sjögren` where the accent stands over the letter; other accents stay as they are."""
    marks = np.flatnonzero(ACCENTS[np.minimum(glyphs.code, len(ACCENTS) - 1)])
    if not len(marks):
        return glyphs
    code, keep = glyphs.code.copy(), np.ones(len(glyphs), np.bool_)
    spaced = glyphs.spaced.copy()
    for at in marks.tolist():
        letter = _letter_under(glyphs, at)
        if letter is None:
            continue
        base = DOTLESS.get(int(code[letter]), int(code[letter]))
        whole = unicodedata.normalize("NFC", chr(base) + chr(COMBINING.get(int(glyphs.code[at]), int(glyphs.code[at]))))
        if len(whole) == 1:
            code[letter] = ord(whole)
            keep[at] = False
            _close(spaced, glyphs, at, letter)
    return glyphs if keep.all() else glyphs.with_codes(code, spaced).take(keep)


def _letter_under(glyphs: Glyphs, at: int) -> int | None:
    """The letter whose box holds the accent's middle."""
    middle = (glyphs.x0[at] + glyphs.x1[at]) / 2
    around = [k for k in range(max(0, at - NEAR), min(len(glyphs), at + NEAR + 1)) if k != at]
    for k in sorted(around, key=lambda k: abs(float(glyphs.x0[k] + glyphs.x1[k]) / 2 - middle)):
        near = abs(glyphs.base[k] - glyphs.base[at]) < 0.6 * glyphs.size[k]
        if near and glyphs.x0[k] - 0.5 <= middle <= glyphs.x1[k] + 0.5 and chr(int(glyphs.code[k])).isalpha():
            return k
    return None


def _close(spaced: np.ndarray, glyphs: Glyphs, at: int, letter: int) -> None:
    """The pen went back or forth for the accent: no space there unless the marks stand apart."""
    if at + 1 < len(glyphs):
        before = letter if letter > at - 2 else at - 1
        if before != at + 1:
            gap = glyphs.x0[at + 1] - glyphs.x1[max(before, at - 1) if letter < at else at - 1]
            spaced[at + 1] = bool(spaced[at + 1] or spaced[at]) and bool(gap > 0.12 * glyphs.size[at])
