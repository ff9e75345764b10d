"""Marks of a page read in bulk through pdfium's raw API: one call a character, the rest once a run."""

from __future__ import annotations

import ctypes
import unicodedata
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from pipeline.reader.calls import Handle, direct, handle_at, handle_of, loose_boxes
from pipeline.reader.frame import Frame
from pipeline.reader.glyphs import Flags, Floats, Glyphs, Ints, empty, upright
from pipeline.reader.styles import Style, runs, styles

HYPHEN, UNKNOWN = 0x2D, 0xFFFD
LINE_END_HYPHENS = (0xFFFE, 0x02)
"""What pdfium puts in the place of a hyphen at a line's end."""
FIRST_SURROGATE = 0xD800
BLANKS = np.zeros(0x110000, np.bool_)
"""Which code points show nothing."""
BLANKS[[0x00, 0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x3000, *range(0x2000, 0x200C), 0x202F, 0x205F, 0xFEFF]] = True
SANE_HEIGHT = (0.6, 1.7)
"""A loose box lower or taller than this many ems comes from a wrong ascent: the em decides instead."""
ASCENT, DESCENT = 0.78, 0.22
FONT_GAP = 0.13
"""Ems of white that part two words where the font changes."""
_unmapped = direct(raw.FPDFText_HasUnicodeMapError, ctypes.c_int)
_unicode = direct(raw.FPDFText_GetUnicode, ctypes.c_uint)
_text = direct(raw.FPDFText_GetText, ctypes.c_int)
SAMPLE = 80
UNMAPPED = 0.3
"""Share of sampled marks without a character map from which a page's letters are not to be trusted."""


@dataclass(frozen=True, slots=True, eq=False)
class PageText:
    """The marks of a page, those of each reading direction apart, and whether most fonts told what letters they are."""

    directions: list[Glyphs]
    mapped: bool = True


def page_text(page: pdfium.PdfPage, frame: Frame, number: int, max_characters: int) -> PageText:
    """The visible marks of a page, `number` counted from 1: the upright ones first, then those of each other direction.

    Raises OverflowError where the page holds more than `max_characters`.
    """
    text_page = page.get_textpage()
    try:
        handle, count = handle_of(text_page.raw), raw.FPDFText_CountChars(text_page.raw)
        if count > max_characters:
            raise OverflowError(f"page {number}: {count} characters, more than {max_characters}")
        return PageText(_read(handle, count, frame, number), _is_mapped(handle, count))
    finally:
        text_page.close()


def _is_mapped(page: Handle, count: int) -> bool:
    asked = range(0, count, max(1, count // SAMPLE))
    told = list(map(_unmapped, repeat(page), asked))
    return told.count(1) <= UNMAPPED * len(asked)


def _read(page: Handle, count: int, frame: Frame, number: int) -> list[Glyphs]:
    if count <= 0:
        return [empty(number, frame.width, frame.height)]
    code = _codes(page, count)
    for sign in LINE_END_HYPHENS:
        code[code == sign] = HYPHEN
    code = _whole_code_points(code)
    blank = BLANKS.take(code)
    shown = (~blank).nonzero()[0]
    if not len(shown):
        return [empty(number, frame.width, frame.height)]
    spaced = np.zeros(count + 1, np.bool_)
    spaced[1:] = blank & (code != 0x0D) & (code != 0x0A) & (code != 0)
    return _directions(page, frame, number, code[shown], shown, spaced[shown])


def _directions(
    handle: Handle, frame: Frame, number: int, code: Ints, shown: NDArray[np.intp], spaced: Flags
) -> list[Glyphs]:
    """The marks shown, those of each reading direction apart."""
    loose = loose_boxes(handle, shown.tolist())
    first, run = runs(handle, shown, loose, spaced)
    style = styles(handle, shown[first].tolist())
    boxes = frame.shown(loose)
    spaced[first[_parted(boxes, first, style)]] = True
    marks = _Marks(code, boxes, style.size.take(run), style.bold.take(run), spaced)
    turn = (style.turn - frame.turn) % 4
    origin = frame.shown(style.origin[:, [0, 1, 0, 1]])
    bases = {k: upright(origin, k, frame.width, frame.height)[:, 1] for k in {0, *turn.tolist()}}
    if len(bases) == 1:
        return [_upright(marks, bases[0].take(run), number, frame, 0)]
    out = []
    for quarter, base in sorted(bases.items()):
        some = np.flatnonzero(turn[run] == quarter)
        chosen = _Marks(*(getattr(marks, name)[some] for name in _Marks.__slots__))
        out.append(_upright(chosen, base[run[some]], number, frame, quarter))
    return out


def _codes(handle: Handle, count: int) -> Ints:
    """One code point a character; the bulk call serves where it gives one UTF-16 unit a character."""
    units = np.empty(count + 1, np.uint16)
    if _text(handle, 0, count, handle_at(units.ctypes.data)) == count + 1:
        return units[:count].astype(np.int32)
    told = np.fromiter(map(_unicode, repeat(handle), range(count)), np.int64, count)
    return np.where(told < len(BLANKS), told, UNKNOWN).astype(np.int32)


def _whole_code_points(code: Ints) -> Ints:
    """Surrogate pairs (mathematical letters) as one code point, in the place of the first; letters without their style."""
    if code.max() < FIRST_SURROGATE:
        return code
    high = np.flatnonzero((code[:-1] >= 0xD800) & (code[:-1] < 0xDC00) & (code[1:] >= 0xDC00) & (code[1:] < 0xE000))
    whole = code.copy()
    whole[high] = 0x10000 + ((code[high] - 0xD800) << 10) + (code[high + 1] - 0xDC00)
    whole[high + 1] = 0
    for at in np.flatnonzero(whole >= 0x10000).tolist():
        plain = unicodedata.normalize("NFKC", chr(int(whole[at])))
        whole[at] = ord(plain) if len(plain) == 1 else whole[at]
    return whole


def _parted(boxes: Floats, first: NDArray[np.intp], style: Style) -> Flags:
    """Runs that another font sets behind the run before, on its baseline and after the white of a space: no space need be drawn there."""
    before, here = boxes[first[1:] - 1], boxes[first[1:]]
    size, turn, base = style.size, style.turn, style.origin[:, 1]
    near = 0.05 * size[1:]
    parted = np.zeros(len(first), np.bool_)
    parted[1:] = (np.abs(size[1:] - size[:-1]) < near) & (np.abs(base[1:] - base[:-1]) < near)
    parted[1:] &= (turn[1:] == 0) & (turn[:-1] == 0) & (here[:, 0] - before[:, 2] > FONT_GAP * size[1:])
    return parted


@dataclass(frozen=True, slots=True, eq=False)
class _Marks:
    """What pdfium tells of the marks shown: code point, box, em, baseline in each direction, weight, space before."""

    code: Ints
    boxes: Floats
    size: Floats
    bold: Flags
    spaced: Flags


def _upright(marks: _Marks, base: Floats, number: int, frame: Frame, turn: int) -> Glyphs:
    """Marks of one direction, in the frame in which they read upright."""
    width, height = frame.width, frame.height
    x0, top, x1, bottom = upright(marks.boxes, turn, width, height).T
    if turn % 2:
        width, height = height, width
    tall = bottom - top
    size = np.where(marks.size > 0.5, marks.size, np.maximum(tall, np.float32(1.0)))
    wrong = (tall < SANE_HEIGHT[0] * size) | (tall > SANE_HEIGHT[1] * size)
    if wrong.any():
        top = np.where(wrong, base - ASCENT * size, top).astype(np.float32)
        bottom = np.where(wrong, base + DESCENT * size, bottom).astype(np.float32)
    x0, x1 = _split_ligatures(x0, x1, base)
    return Glyphs(number, width, height, marks.code, x0, x1, top, bottom, base, size, marks.bold, marks.spaced, turn)


def _split_ligatures(x0: Floats, x1: Floats, base: Floats) -> tuple[Floats, Floats]:
    """Characters of one ligature arrive with one box: each gets its share of the width."""
    again = (x0[1:] == x0[:-1]).nonzero()[0]
    again = again[(x1[again + 1] == x1[again]) & (base[again + 1] == base[again])]
    if not len(again):
        return x0, x1
    ends = (again[1:] > again[:-1] + 1).nonzero()[0] + 1
    opens = np.concatenate(([0], ends))
    letters = np.concatenate((ends, [len(again)])) - opens + 1
    behind = letters.cumsum()
    place = np.arange(behind[-1]) - (behind - letters).repeat(letters)
    at = again[opens].repeat(letters) + place
    wide = x1 - x0
    share = wide[at] / letters.repeat(letters)
    left, right = x0.copy(), x0 + wide
    left[at], right[at] = x0[at] + share * place, x0[at] + share * (place + 1)
    return left, right
