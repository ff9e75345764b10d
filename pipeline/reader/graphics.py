"""What is drawn on a page besides text: rules, pictures, strokes of charts."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.reader.calls import Pointer, direct, handle_of
from pipeline.reader.frame import Frame
from pipeline.reader.glyphs import Floats, upright

LINE, BEND = raw.FPDF_SEGMENT_LINETO, raw.FPDF_SEGMENT_BEZIERTO
TEXT, PATH, IMAGE, FORM = raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM
THIN = 2.5
"""A rule is at most this thick, in points."""
SHORTEST_RULE = 12.0
MOST_SEGMENTS = 400
"""Paths of more segments are drawings, not rules."""

_kind = direct(raw.FPDFPageObj_GetType, ctypes.c_int)
_of_page = direct(raw.FPDFPage_GetObject, Pointer)
_of_form = direct(raw.FPDFFormObj_GetObject, Pointer)
_in_form = direct(raw.FPDFFormObj_CountObjects, ctypes.c_int)
_bounds = direct(raw.FPDFPageObj_GetBounds, None)
_BOUNDS = (ctypes.c_float * 4)()
_EDGES = [ctypes.byref(_BOUNDS, 4 * k) for k in range(4)]
_matrix = direct(raw.FPDFPageObj_GetMatrix, None)
_MATRIX = raw.FS_MATRIX()
_segments = direct(raw.FPDFPath_CountSegments, ctypes.c_int)
_segment = direct(raw.FPDFPath_GetPathSegment, Pointer)
_way = direct(raw.FPDFPathSegment_GetType, ctypes.c_int)
_end = direct(raw.FPDFPathSegment_GetPoint, None)
_X, _Y = ctypes.c_float(), ctypes.c_float()
_POINT = ctypes.byref(_X), ctypes.byref(_Y)


@dataclass(frozen=True, slots=True, eq=False)
class Graphics:
    """Boxes in points from the page's top left, float32[n, 4] each: x0, top, x1, bottom."""

    across: Floats
    """Horizontal rules."""
    down: Floats
    """Vertical rules."""
    drawn: Floats
    """Other paths: curves, bars, frames."""
    images: Floats
    objects: int = 0
    """How many objects the page holds, text included."""
    texts: int = 0
    """How many of them are pieces of text."""

    def upright(self, turn: int, width: float, height: float) -> Graphics:
        """As they stand when the page is laid so that text turned by `turn` quarters reads upright."""
        if not turn:
            return self
        across, down = (self.down, self.across) if turn % 2 else (self.across, self.down)
        across, down, drawn, images = (
            upright(part, turn, width, height) for part in (across, down, self.drawn, self.images)
        )
        return Graphics(across, down, drawn, images, self.objects, self.texts)


_NONE: Floats = np.zeros((0, 4), np.float32)
NOTHING = Graphics(_NONE, _NONE, _NONE, _NONE)


def page_graphics(page: pdfium.PdfPage, frame: Frame, number: int, max_objects: int) -> Graphics:
    """Rules, drawings and pictures of a page. Raises OverflowError where it holds more than `max_objects`."""
    count = raw.FPDFPage_CountObjects(page.raw)
    if count > max_objects:
        raise OverflowError(f"page {number}: {count} objects, more than {max_objects}")
    handle = handle_of(page.raw)
    paths: list[tuple[float, float, float, float]] = []
    images: list[tuple[float, float, float, float]] = []
    things = list(map(_of_page, repeat(handle), range(count)))
    kinds = list(map(_kind, things))
    for thing, kind in zip(things, kinds, strict=True):
        if kind != TEXT:
            _collect(thing, kind, paths, images)
    texts = kinds.count(TEXT)
    if not paths and not images:
        return Graphics(_NONE, _NONE, _NONE, _NONE, count, texts)
    boxes = frame.shown(np.array(paths, np.float32).reshape(-1, 4))
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    across = (high <= THIN) & (wide >= SHORTEST_RULE)
    down = (wide <= THIN) & (high >= SHORTEST_RULE / 2)
    pictures = frame.shown(np.array(images, np.float32).reshape(-1, 4))
    return Graphics(boxes[across], boxes[down], boxes[~across & ~down], pictures, count, texts)


def _collect(
    thing: Pointer,
    kind: int,
    paths: list[tuple[float, float, float, float]],
    images: list[tuple[float, float, float, float]],
) -> None:
    """Add the box of a path or picture, or of a form that holds a picture."""
    if kind == PATH:
        paths.extend(_path_boxes(thing))
    elif kind == IMAGE:
        images.append(_box(thing))
    elif kind == FORM:
        inside = min(_in_form(thing), MOST_SEGMENTS)
        if any(_kind(_of_form(thing, ctypes.c_ulong(k))) == IMAGE for k in range(inside)):
            images.append(_box(thing))


def _box(thing: Pointer) -> tuple[float, float, float, float]:
    """Left, bottom, right, top."""
    _bounds(thing, *_EDGES)
    return tuple(_BOUNDS)  # type: ignore[return-value]


def _path_boxes(thing: Pointer) -> list[tuple[float, float, float, float]]:
    """The path's box, or that of each straight piece where several rules were drawn at one stroke."""
    whole = _box(thing)
    if whole[2] - whole[0] <= THIN or whole[3] - whole[1] <= THIN:
        return [whole]
    count = _segments(thing)
    if not 3 <= count <= MOST_SEGMENTS:
        return [whole]
    pieces = _straight(thing, count)
    return pieces if pieces is not None else [whole]


def _straight(thing: Pointer, count: int) -> list[tuple[float, float, float, float]] | None:
    """Boxes of the segments when all of them run across or down."""
    _matrix(thing, ctypes.byref(_MATRIX))
    a, b, c, d, e, f = _MATRIX.a, _MATRIX.b, _MATRIX.c, _MATRIX.d, _MATRIX.e, _MATRIX.f
    out: list[tuple[float, float, float, float]] = []
    at: tuple[float, float] | None = None
    for k in range(count):
        segment = _segment(thing, k)
        way = _way(segment)
        if way == BEND:
            return None
        _end(segment, *_POINT)
        x, y = _X.value, _Y.value
        here = (a * x + c * y + e, b * x + d * y + f)
        if way == LINE and at is not None:
            if min(abs(here[0] - at[0]), abs(here[1] - at[1])) > THIN:
                return None
            out.append((min(at[0], here[0]), min(at[1], here[1]), max(at[0], here[0]), max(at[1], here[1])))
        at = here
    return out or None
