"""The marks of a page as arrays: what is drawn, where, how large, in the order of the content stream."""

from __future__ import annotations

from codecs import utf_32_le_decode
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Glyphs:
    """n visible marks of one page; all lengths in points from the page's top left.

    code     Unicode code point of each mark (a ligature is one mark)
    x0, x1   left edge and end of the advance
    base     baseline; `size` the em at that place; `top` and `bottom` the box
    spaced   a space was drawn or inferred between this mark and the one before
    turn     quarter turns (counter-clockwise) by which these marks are turned on the page: lengths are then those of
             the page laid so that they read upright; `on_page` leads back
    """

    page: int
    width: float
    height: float
    code: Ints
    x0: Floats
    x1: Floats
    top: Floats
    bottom: Floats
    base: Floats
    size: Floats
    bold: Flags
    spaced: Flags
    turn: int = 0

    def __len__(self) -> int:
        return len(self.code)

    def string(self) -> str:
        """The marks as one string, one character a mark, without spaces."""
        return codes_to_string(self.code)

    def with_spaces(self, spaced: Flags) -> Glyphs:
        """The same marks with other spaces between them."""
        return replace(self, spaced=spaced)

    def with_codes(self, code: Ints, spaced: Flags) -> Glyphs:
        """The same places with other letters on them."""
        return replace(self, code=code, spaced=spaced)

    def take(self, keep: Flags | Ints) -> Glyphs:
        """Only the marks named by a mask or by indices, in that order."""
        return Glyphs(
            self.page,
            self.width,
            self.height,
            self.code[keep],
            self.x0[keep],
            self.x1[keep],
            self.top[keep],
            self.bottom[keep],
            self.base[keep],
            self.size[keep],
            self.bold[keep],
            self.spaced[keep],
            self.turn,
        )


def codes_to_string(codes: NDArray[np.integer]) -> str:
    """Code points to a string of the same length; lone surrogates become U+FFFD."""
    return utf_32_le_decode(codes.astype("<u4").tobytes(), "replace")[0]


def empty(page: int, width: float, height: float) -> Glyphs:
    """A page without a mark."""
    floats, flags = np.zeros(0, np.float32), np.zeros(0, np.bool_)
    return Glyphs(
        page, width, height, np.zeros(0, np.int32), floats, floats, floats, floats, floats, floats, flags, flags
    )


def upright(boxes: Floats, turn: int, width: float, height: float) -> Floats:
    """Boxes of a page as they stand when it is laid so that text turned by `turn` quarters reads upright."""
    x0, top, x1, bottom = boxes.T
    if turn == 1:
        boxes = np.column_stack([height - bottom, x0, height - top, x1])
    elif turn == 2:
        boxes = np.column_stack([width - x1, height - bottom, width - x0, height - top])
    elif turn == 3:
        boxes = np.column_stack([top, width - x1, bottom, width - x0])
    return boxes.astype(np.float32, copy=False)


def on_page(boxes: Floats, glyphs: Glyphs) -> Floats:
    """The way back: boxes in the frame of `glyphs` as they stand on the page."""
    return upright(boxes, (4 - glyphs.turn) % 4, glyphs.width, glyphs.height)
