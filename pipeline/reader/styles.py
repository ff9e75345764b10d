"""How the marks of a page are set: where a run of marks of one style begins, and the style of each run."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import ne

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from pipeline.reader.calls import Handle, Pointer, direct, font_sizes, matrices, origins, text_objects
from pipeline.reader.glyphs import Flags, Floats, Ints

BOLD_WEIGHT = 600
BOLD_FLAG = 1 << 18
BOLD_NAMES = (b"bold", b"black", b"heavy")
LONGEST_NAME = 128
WORD_GAP = 0.1
"""White of this share of a box's height may part two words."""

_drawn_by = direct(raw.FPDFText_GetTextObject, Pointer)
_font = direct(raw.FPDFTextObj_GetFont, ctypes.c_void_p)
_font_told = direct(raw.FPDFText_GetFontInfo, ctypes.c_ulong)
_weight = direct(raw.FPDFText_GetFontWeight, ctypes.c_int)
_NAME, _ROOM, _FLAGS = ctypes.create_string_buffer(LONGEST_NAME), ctypes.c_ulong(LONGEST_NAME), ctypes.c_int()
_FLAGS_AT = ctypes.byref(_FLAGS)


@dataclass(frozen=True, slots=True, eq=False)
class Style:
    """Origin in the page's own space, em, quarter turns and weight of some marks."""

    origin: Floats
    size: Floats
    turn: Ints
    bold: Flags


def runs(
    page: Handle, shown: NDArray[np.intp], loose: Floats, spaced: Flags
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Marks whose boxes share top and bottom (left and right, when turned) share size and baseline; a font changes where a word and a text object begin.

    Returns the first mark of each run and the run of each mark.
    """
    begins = np.ones(len(shown), np.bool_)
    moved = loose[1:] != loose[:-1]
    begins[1:] = (moved[:, 1] | moved[:, 3]) & (moved[:, 0] | moved[:, 2])
    first = begins.nonzero()[0]
    behind = np.append(first[1:], len(shown))
    of_first = text_objects(page, shown[first].tolist())
    of_last = text_objects(page, shown[behind - 1].tolist())
    mixed = np.fromiter(map(ne, of_first, of_last), np.bool_).repeat(behind - first)
    white = loose[1:, 0] - loose[:-1, 2] > WORD_GAP * (loose[1:, 1] - loose[1:, 3])
    words = ((spaced[1:] | white) & mixed[1:] & ~begins[1:]).nonzero()[0] + 1
    of_word = text_objects(page, shown[words].tolist())
    of_mark_before = text_objects(page, shown[words - 1].tolist())
    begins[words] = list(map(ne, of_word, of_mark_before))
    return begins.nonzero()[0], begins.cumsum() - 1


def styles(page: Handle, characters: Sequence[int]) -> Style:
    """The style of each character."""
    a, b, c, d = matrices(page, characters)[:, :4].astype(np.float64).T
    scale = np.hypot(c, d)
    size = np.array(font_sizes(page, characters)) * np.where(scale > 0, scale, 1.0)
    turn = np.rint(np.arctan2(b, a) / (np.pi / 2)).astype(np.int32) % 4
    return Style(origins(page, characters), size.astype(np.float32), turn, _bold(page, characters))


def _bold(page: Handle, characters: Sequence[int]) -> Flags:
    """Which characters are bold; each font is asked once."""
    fonts = list(map(_font, map(_drawn_by, repeat(page), characters)))
    first = dict(zip(reversed(fonts), reversed(characters), strict=True))
    bold = {font: _is_bold(page, at) for font, at in first.items()}
    return np.array([bold[font] for font in fonts], np.bool_)


def _is_bold(page: Handle, character: int) -> bool:
    """By the name, the flags and the weight of the character's font."""
    _NAME.value, _FLAGS.value = b"", 0
    _font_told(page, character, _NAME, _ROOM, _FLAGS_AT)
    if _FLAGS.value & BOLD_FLAG or _weight(page, character) >= BOLD_WEIGHT:
        return True
    label = _NAME.value.lower()
    return any(part in label for part in BOLD_NAMES)
