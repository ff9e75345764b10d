"""The frame of a page: from pdfium's own space to points from the top left of the page as it is shown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium

from pipeline.reader.glyphs import Floats


@dataclass(frozen=True, slots=True)
class Frame:
    """The page's box in pdfium's space (y grows upwards), its size as it is shown, and its quarter turns."""

    left: float
    bottom: float
    right: float
    top: float
    width: float
    height: float
    turn: int

    @staticmethod
    def of(page: pdfium.PdfPage) -> Frame:
        """Raises PdfiumError where the page has no box."""
        left, bottom, right, top = map(float, page.get_bbox())
        width, height = map(float, page.get_size())
        return Frame(left, bottom, right, top, width, height, page.get_rotation() // 90 % 4)

    def shown(self, boxes: Floats) -> Floats:
        """Boxes of pdfium's space as x0, top, x1, bottom."""
        if not len(boxes):
            return boxes
        xa, ya = boxes[:, 0] - self.left, self.top - boxes[:, 1]
        xb, yb = boxes[:, 2] - self.left, self.top - boxes[:, 3]
        wide, high = self.right - self.left, self.top - self.bottom
        if self.turn == 1:
            xa, ya, xb, yb = high - ya, xa, high - yb, xb
        elif self.turn == 2:
            xa, ya, xb, yb = wide - xa, high - ya, wide - xb, high - yb
        elif self.turn == 3:
            xa, ya, xb, yb = ya, wide - xa, yb, wide - xb
        edges = np.empty((4, len(boxes)), np.float32)
        edges[0], edges[1] = np.minimum(xa, xb), np.minimum(ya, yb)
        edges[2], edges[3] = np.maximum(xa, xb), np.maximum(ya, yb)
        return edges.T
