"""Marks of a page read in bulk through pdfium's raw API: one call a character, the rest once a run."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import repeat
from operator import ne
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from pipeline.reader.glyphs import Flags, Floats, Glyphs, Ints, empty, upright

HYPHEN = 0x2D
LINE_END_HYPHENS = (0xFFFE, 0x02)
"""What pdfium puts in the place of a hyphen at a line's end."""
BLANKS = np.array(
    [0x00, 0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x3000, *range(0x2000, 0x200C), 0x202F, 0x205F, 0xFEFF], np.int32
)
SANE_HEIGHT = (0.6, 1.7)
"""A loose box lower or taller than this many ems comes from a wrong ascent: the em decides instead."""
ASCENT, DESCENT = 0.78, 0.22
BOLD_WEIGHT = 600
ITALIC_FLAG, BOLD_FLAG = 1 << 6, 1 << 18


def bare(function: object, returns: type, *takes: type) -> Callable[..., Any]:
    """A function of pdfium that takes and gives plain addresses: half the cost of a call with typed pointers."""
    return ctypes.CFUNCTYPE(returns, *takes)(ctypes.cast(function, ctypes.c_void_p).value or 0)  # type: ignore[arg-type]


_rectangle = bare(raw.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_object = bare(raw.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)


SAMPLE = 80
UNMAPPED = 0.3
"""Share of sampled marks without a character map from which a page's letters are not to be trusted."""


@dataclass(frozen=True, slots=True, eq=False)
class PageText:
    """The marks of a page, those of each reading direction apart, and whether most fonts told what letters they are."""

    directions: list[Glyphs]
    mapped: bool = True


def page_text(page: pdfium.PdfPage, number: int, max_characters: int) -> PageText:
    """The visible marks of a page, `number` counted from 1: the upright ones first, then those of each other direction.

    Raises OverflowError where the page holds more than `max_characters`.
    """
    text_page = page.get_textpage()
    try:
        return PageText(_read(page, text_page, number, max_characters), _is_mapped(text_page))
    finally:
        text_page.close()


def _is_mapped(text_page: pdfium.PdfTextPage) -> bool:
    count = raw.FPDFText_CountChars(text_page.raw)
    asked = range(0, count, max(1, count // SAMPLE))
    return sum(raw.FPDFText_HasUnicodeMapError(text_page.raw, at) == 1 for at in asked) <= UNMAPPED * len(asked)


def _read(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, number: int, max_characters: int) -> list[Glyphs]:
    handle = text_page.raw
    count = raw.FPDFText_CountChars(handle)
    width, height = page.get_size()
    if count > max_characters:
        raise OverflowError(f"page {number}: {count} characters, more than {max_characters}")
    if count <= 0:
        return [empty(number, width, height)]
    code = _codes(handle, count)
    code[np.isin(code, LINE_END_HYPHENS)] = HYPHEN
    code = _whole_code_points(code)
    blank = np.isin(code, BLANKS)
    shown = np.flatnonzero(~blank)
    if not len(shown):
        return [empty(number, width, height)]
    spaced = np.zeros(count + 1, np.bool_)
    spaced[1:] = blank & (code != 0x0D) & (code != 0x0A) & (code != 0)
    loose = _loose_boxes(handle, count)[shown]
    first, run = _runs(handle, shown, loose, spaced[shown])
    style = _styles(handle, shown[first])
    boxes = in_page(page, loose)
    origin = in_page(page, np.column_stack([style.origin, style.origin]))[:, :2][run]
    turn = (style.turn - page.get_rotation() // 90)[run] % 4
    out = []
    for quarter in (0, 1, 2, 3):
        some = turn == quarter
        if quarter == 0 or some.any():
            marks = (code[shown], boxes, origin, style.size[run], style.bold[run], style.italic[run], spaced[shown])
            out.append(_assemble(number, float(width), float(height), quarter, *(part[some] for part in marks)))
    return out


def _codes(handle: raw.FPDF_TEXTPAGE, count: int) -> Ints:
    """One code point a character; the bulk call serves where it gives one UTF-16 unit a character."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(handle, 0, count, buffer)
    if written == count + 1:
        return np.frombuffer(bytes(buffer), np.dtype("<u2"))[:count].astype(np.int32)
    return np.fromiter(map(raw.FPDFText_GetUnicode, repeat(handle), range(count)), np.int64, count).astype(np.int32)


def _whole_code_points(code: Ints) -> Ints:
    """Surrogate pairs (mathematical letters) as one code point, in the place of the first; letters without their style."""
    if not ((code >= 0xD800) & (code < 0xE000)).any() and code.max() < 0x10000:
        return code
    high = np.flatnonzero((code[:-1] >= 0xD800) & (code[:-1] < 0xDC00) & (code[1:] >= 0xDC00) & (code[1:] < 0xE000))
    whole = code.copy()
    whole[high] = 0x10000 + ((code[high] - 0xD800) << 10) + (code[high + 1] - 0xDC00)
    whole[high + 1] = 0
    for at in np.flatnonzero(whole >= 0x10000).tolist():
        plain = unicodedata.normalize("NFKC", chr(int(whole[at])))
        whole[at] = ord(plain) if len(plain) == 1 else whole[at]
    return whole


def _loose_boxes(handle: raw.FPDF_TEXTPAGE, count: int) -> Floats:
    """float32[n, 4]: left, top, right, bottom in the page's own space (y grows upwards)."""
    out = np.zeros((count, 4), np.float32)
    address = out.ctypes.data
    pointer = ctypes.cast(handle, ctypes.c_void_p).value
    deque(map(_rectangle, repeat(pointer), range(count), range(address, address + 16 * count, 16)), maxlen=0)
    return out


def _runs(
    handle: raw.FPDF_TEXTPAGE, shown: NDArray[np.intp], loose: Floats, spaced: Flags
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Marks whose boxes share top and bottom (left and right, when turned) share size and baseline; a font changes where a word and a text object begin.

    Returns the first mark of each run and the run of each mark.
    """
    step = np.diff(loose, axis=0) != 0
    change = (step[:, 1] | step[:, 3]) & (step[:, 0] | step[:, 2])
    words = np.flatnonzero(spaced[1:] & ~change) + 1
    pointer = ctypes.cast(handle, ctypes.c_void_p).value
    of_word = map(_object, repeat(pointer), shown[words].tolist())
    of_mark_before = map(_object, repeat(pointer), shown[words - 1].tolist())
    change[words - 1] = list(map(ne, of_word, of_mark_before))
    first = np.concatenate([[0], np.flatnonzero(change) + 1])
    run = np.concatenate([[0], np.cumsum(change)])
    return first, run


@dataclass(frozen=True, slots=True, eq=False)
class _Style:
    """Origin in the page's own space, em, quarter turns, bold and italic of some marks."""

    origin: Floats
    size: Floats
    turn: Ints
    bold: Flags
    italic: Flags


def _styles(handle: raw.FPDF_TEXTPAGE, characters: NDArray[np.intp]) -> _Style:
    n = len(characters)
    origin, size, turn = np.zeros((n, 2), np.float32), np.zeros(n, np.float32), np.zeros(n, np.int32)
    bold, italic = np.zeros(n, np.bool_), np.zeros(n, np.bool_)
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    for k, at in enumerate(characters.tolist()):
        raw.FPDFText_GetCharOrigin(handle, at, x, y)
        raw.FPDFText_GetMatrix(handle, at, matrix)
        origin[k] = x.value, y.value
        size[k] = raw.FPDFText_GetFontSize(handle, at) * (math.hypot(matrix.c, matrix.d) or 1.0)
        turn[k] = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
        raw.FPDFText_GetFontInfo(handle, at, name, 128, flags)
        label = name.value.lower()
        bold[k] = (
            b"bold" in label
            or b"black" in label
            or b"heavy" in label
            or bool(flags.value & BOLD_FLAG)
            or raw.FPDFText_GetFontWeight(handle, at) >= BOLD_WEIGHT
        )
        italic[k] = b"italic" in label or b"oblique" in label or bool(flags.value & ITALIC_FLAG)
    return _Style(origin, size, turn, bold, italic)


def in_page(page: pdfium.PdfPage, boxes: Floats) -> Floats:
    """Boxes of the page's own space as x0, top, x1, bottom from the top left of the page as it is shown."""
    left, bottom, right, top = page.get_bbox()
    xa, ya = boxes[:, 0] - left, top - boxes[:, 1]
    xb, yb = boxes[:, 2] - left, top - boxes[:, 3]
    wide, high = right - left, top - bottom
    turn = page.get_rotation() % 360
    if turn == 90:
        xa, ya, xb, yb = high - ya, xa, high - yb, xb
    elif turn == 180:
        xa, ya, xb, yb = wide - xa, high - ya, wide - xb, high - yb
    elif turn == 270:
        xa, ya, xb, yb = ya, wide - xa, yb, wide - xb
    return np.column_stack([np.minimum(xa, xb), np.minimum(ya, yb), np.maximum(xa, xb), np.maximum(ya, yb)]).astype(
        np.float32
    )


def _assemble(
    page: int,
    width: float,
    height: float,
    turn: int,
    code: Ints,
    boxes: Floats,
    origin: Floats,
    size: Floats,
    bold: Flags,
    italic: Flags,
    spaced: Flags,
) -> Glyphs:
    """Marks of one direction, in the frame in which they read upright."""
    boxes = upright(boxes, turn, width, height)
    base = upright(np.column_stack([origin, origin]), turn, width, height)[:, 1]
    if turn % 2:
        width, height = height, width
    tall = boxes[:, 3] - boxes[:, 1]
    size = np.where(size > 0.5, size, np.maximum(tall, 1.0)).astype(np.float32)
    wrong = (tall < SANE_HEIGHT[0] * size) | (tall > SANE_HEIGHT[1] * size)
    top = np.where(wrong, base - ASCENT * size, boxes[:, 1]).astype(np.float32)
    bottom = np.where(wrong, base + DESCENT * size, boxes[:, 3]).astype(np.float32)
    x0, x1 = _split_ligatures(boxes[:, 0], boxes[:, 2], base)
    code = code.astype(np.int32)
    return Glyphs(page, width, height, code, x0, x1, top, bottom, base, size, bold, italic, spaced, turn)


def _split_ligatures(x0: Floats, x1: Floats, base: Floats) -> tuple[Floats, Floats]:
    """Characters of one ligature arrive with one box: each gets its share of the width."""
    same = np.zeros(len(x0), np.bool_)
    same[1:] = (x0[1:] == x0[:-1]) & (x1[1:] == x1[:-1]) & (base[1:] == base[:-1])
    if not same.any():
        return x0, x1
    group = np.cumsum(~same) - 1
    starts = np.flatnonzero(~same)
    of = np.diff(np.append(starts, len(x0)))[group]
    place = np.arange(len(x0)) - starts[group]
    wide = (x1 - x0) / of
    return (x0 + wide * place).astype(np.float32), (x0 + wide * (place + 1)).astype(np.float32)
