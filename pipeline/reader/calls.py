"""Calls of pdfium in bulk: one loop in C over characters instead of one in Python."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from pipeline.reader.glyphs import Floats

BLOCK = 4096
"""Characters whose boxes are fetched before they are copied."""
Handle = Any
"""A pointer ready to be passed; ctypes has no name for its kind."""


def direct(function: object, returns: type | None) -> Callable[..., Any]:
    """A function of pdfium that takes its arguments as they come, ints and ready pointers: typed ones cost twice as much.

    A pointer among the arguments must be a ctypes object: an int is passed as a C int.
    """
    return ctypes.PYFUNCTYPE(returns)(ctypes.cast(function, ctypes.c_void_p).value or 0)  # type: ignore[arg-type]


def handle_of(pointer: object) -> Handle:
    """A pointer of pypdfium2 as `direct` functions take it."""
    return handle_at(ctypes.cast(pointer, ctypes.c_void_p).value or 0)  # type: ignore[arg-type]


def handle_at(address: int) -> Handle:
    """An address as `direct` functions take it."""
    return ctypes.byref(ctypes.c_char.from_address(address))


class Pointer(ctypes.c_void_p):
    """What `direct` functions return where it is passed on as it is; a plain c_void_p comes back as an int."""


class _Block:
    """Memory for BLOCK structures of so many numbers, with a ready pointer to each of them."""

    def __init__(self, kind: type[ctypes.c_float] | type[ctypes.c_double], width: int) -> None:
        self.width = width
        buffer = (kind * (width * BLOCK))()
        self.view: NDArray[np.floating] = np.ctypeslib.as_array(buffer).reshape(BLOCK, width)
        self.pointers = [ctypes.byref(buffer, ctypes.sizeof(kind) * width * k) for k in range(BLOCK)]


_BOXES, _MATRICES = _Block(ctypes.c_float, 4), _Block(ctypes.c_float, 6)
_ABSCISSAS, _ORDINATES = _Block(ctypes.c_double, 1), _Block(ctypes.c_double, 1)
_rectangle = direct(raw.FPDFText_GetLooseCharBox, None)
_origin = direct(raw.FPDFText_GetCharOrigin, None)
_matrix = direct(raw.FPDFText_GetMatrix, None)
_object = direct(raw.FPDFText_GetTextObject, ctypes.c_void_p)
_size = direct(raw.FPDFText_GetFontSize, ctypes.c_double)


def loose_boxes(page: Handle, characters: Sequence[int]) -> Floats:
    """float32[n, 4]: left, top, right, bottom of the characters in the page's own space (y grows upwards)."""
    return _filled(_rectangle, page, characters, _BOXES)


def matrices(page: Handle, characters: Sequence[int]) -> Floats:
    """float32[n, 6]: the matrices of the characters."""
    return _filled(_matrix, page, characters, _MATRICES)


def origins(page: Handle, characters: Sequence[int]) -> Floats:
    """float32[n, 2]: where the characters stand on their baselines, in the page's own space."""
    return _filled(_origin, page, characters, _ABSCISSAS, _ORDINATES)


def font_sizes(page: Handle, characters: Iterable[int]) -> list[float]:
    """The size that each character's font was asked for, before its matrix."""
    return list(map(_size, repeat(page), characters))


def text_objects(page: Handle, characters: Iterable[int]) -> list[int | None]:
    """The address of the text object that drew each character."""
    return list(map(_object, repeat(page), characters))


def _filled(function: Callable[..., Any], page: Handle, characters: Sequence[int], *blocks: _Block) -> Floats:
    """What `function` writes into the blocks for each character, side by side."""
    out = np.empty((len(characters), sum(block.width for block in blocks)), np.float32)
    for start in range(0, len(characters), BLOCK):
        some = characters[start : start + BLOCK] if len(characters) > BLOCK else characters
        deque(map(function, repeat(page), some, *(block.pointers for block in blocks)), maxlen=0)
        column = 0
        for block in blocks:
            out[start : start + len(some), column : column + block.width] = block.view[: len(some)]
            column += block.width
    return out
