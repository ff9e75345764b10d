"""A page taken apart: running text in reading order, captions, tables, lettering of figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pipeline.reader.accents import composed
from pipeline.reader.attachment import attached
from pipeline.reader.captions import Caption, captions
from pipeline.reader.chart_tables import chart_tables, label_cuts
from pipeline.reader.columns import Box, regions
from pipeline.reader.drop_caps import with_drop_caps
from pipeline.reader.figures import figure_boxes, lettering
from pipeline.reader.fragments import Fragments, fragments, without_doubles
from pipeline.reader.glyphs import Glyphs
from pipeline.reader.graphics import Graphics
from pipeline.reader.lines import Line, page_lines
from pipeline.reader.margins import margin
from pipeline.reader.tables import TableArea, tables, unannounced
from pipeline.report import Role
from pipeline.text import Text


@dataclass(frozen=True, slots=True, eq=False)
class LaidCell:
    """A table cell and its lines."""

    row: int
    column: int
    header: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, eq=False)
class LaidTable:
    """A table's cells, its small print, and the number of its caption on the page."""

    caption: int
    page: int
    cells: tuple[LaidCell, ...]
    notes: tuple[Line, ...]


@dataclass(frozen=True, slots=True, eq=False)
class PageLayout:
    """The lines of a page: first the flow in reading order, then lettering, then tables.

    roles      one for each line of the flow and the lettering
    captions   number of the caption that a line belongs to; -1 for none
    text       of every line, those of tables too; n_lines of them
    """

    lines: tuple[Line, ...]
    roles: tuple[Role, ...]
    captions: tuple[int, ...]
    tables: tuple[LaidTable, ...]
    text: Text
    n_lines: int
    width: float
    height: float


@dataclass(frozen=True, slots=True, eq=False)
class PageMarks:
    """Marks of a page in reading direction, cut into fragments, with what is drawn around them."""

    glyphs: Glyphs
    fragments: Fragments
    graphics: Graphics
    lettering: bool = False
    """Nothing but words of figures and margins."""


def page_marks(glyphs: Glyphs, graphics: Graphics, lettering: bool = False) -> PageMarks:
    """Doubled marks gone, accents on their letters, drop caps before their words, scripts behind their hosts."""
    f = fragments(glyphs)
    clean = with_drop_caps(composed(without_doubles(glyphs, f)))
    f = f if clean is glyphs else fragments(clean)
    ordered = attached(clean, f)
    if ordered is not clean:
        clean, f = ordered, fragments(ordered)
    return PageMarks(clean, f, graphics, lettering)


def body_em(pages: Sequence[PageMarks]) -> float:
    """The em, to a quarter point, that most marks of the report have."""
    sizes = [np.round(page.fragments.size * 4) / 4 for page in pages if len(page.fragments)]
    if not sizes:
        return 10.0
    counts = np.concatenate([page.fragments.end - page.fragments.start for page in pages if len(page.fragments)])
    values, where = np.unique(np.concatenate(sizes), return_inverse=True)
    return float(values[np.argmax(np.bincount(where, weights=counts))])


def lay_out(marks: PageMarks, em: float, first_line: int, first: int) -> PageLayout:
    """The page in reading order; `em` is the body's size.

    `first_line` numbers the first line, `first` is the place of its first character in the text of all pages.
    """
    glyphs, f = marks.glyphs, marks.fragments
    if not len(f):
        return PageLayout((), (), (), (), Text.plain(""), 0, glyphs.width, glyphs.height)
    if marks.lettering:
        nothing = np.zeros(0, np.intp)
        return _laid(marks, nothing, np.arange(len(f)), [], [], [], first_line, first)
    found = captions(glyphs, f, marks.graphics.across)
    areas = _tables(marks, f, found, em)
    if areas:
        finer = fragments(glyphs, label_cuts(glyphs, f, marks.graphics), _inside(glyphs, areas))
        if len(finer) > len(f):
            f = finer
            marks = replace(marks, fragments=f)
            found = captions(glyphs, f, marks.graphics.across)
            areas = _tables(marks, f, found, em)
    free = np.ones(len(f), np.bool_)
    for area in areas:
        free[[*area.members, *area.notes]] = False
    held = np.zeros(len(f), np.bool_)
    for caption in found:
        held[list(caption.members)] = True
    below = [_box(f, caption.members) for caption in found if caption.kind == "figure"]
    boxes = figure_boxes(glyphs, marks.graphics, [area.box for area in areas], below)
    lettered = lettering(f, boxes, em, below) & free & ~held
    flow = (free & ~lettered).nonzero()[0]
    obstacles = [area.box for area in areas] + [tuple(box) for box in boxes.tolist()]
    return _laid(marks, flow, lettered.nonzero()[0], obstacles, found, areas, first_line, first)


def _box(f: Fragments, members: Sequence[int]) -> Box:
    some = list(members)
    return float(f.x0[some].min()), float(f.top[some].min()), float(f.x1[some].max()), float(f.bottom[some].max())


def _tables(marks: PageMarks, f: Fragments, found: list[Caption], em: float) -> list[TableArea]:
    """Announced tables, numbers under charts, and what else stands in columns between rules."""
    glyphs, graphics = marks.glyphs, marks.graphics
    if len(graphics.across) < 2 and not any(c.kind == "table" for c in found):
        return []
    areas = tables(glyphs, f, graphics, found, em)
    areas += chart_tables(glyphs, f, graphics, found)
    return areas + unannounced(glyphs, f, graphics, areas)


def _inside(glyphs: Glyphs, areas: list[TableArea]) -> NDArray[np.bool_]:
    """Marks within a table's box."""
    out = np.zeros(len(glyphs), np.bool_)
    for area in areas:
        x0, top, x1, bottom = area.box
        out |= (glyphs.x0 > x0 - 2) & (glyphs.x1 < x1 + 2) & (glyphs.base > top) & (glyphs.base < bottom + 2)
    return out


def _laid(
    marks: PageMarks,
    flow: NDArray[np.intp],
    lettered: NDArray[np.intp],
    obstacles: list[Box],
    found: list[Caption],
    areas: list[TableArea],
    first_line: int,
    first: int,
) -> PageLayout:
    glyphs, f = marks.glyphs, marks.fragments
    beside = margin(f, flow) if glyphs.page == 1 else flow[:0]
    columns = regions(f, np.setdiff1d(flow, beside) if len(beside) else flow, obstacles)
    groups = [[beside, *columns] if len(beside) else columns, [lettered] if len(lettered) else []]
    for area in areas:
        groups += [_columns(area), [np.array(area.notes, np.intp)] if area.notes else []]
    made = page_lines(glyphs, f, groups, first_line, first)
    running, figure, *of_tables = made.groups
    number_of = {int(f.start[i]): k for k, caption in enumerate(found) for i in caption.members}
    caption_of = [number_of.get(line.first, -1) for line in running]
    roles: list[Role] = ["caption" if k >= 0 else "flow" for k in caption_of] + ["figure"] * len(figure)
    tables = [
        LaidTable(found.index(area.caption) if area.caption else -1, glyphs.page, _cells(area, lines), notes)
        for area, lines, notes in zip(areas, of_tables[::2], of_tables[1::2], strict=True)
    ]
    return PageLayout(
        (*running, *figure),
        tuple(roles),
        (*caption_of, *([-1] * len(figure))),
        tuple(tables),
        made.text,
        sum(map(len, made.groups)),
        glyphs.width,
        glyphs.height,
    )


def _columns(area: TableArea) -> list[NDArray[np.intp]]:
    """Each cell is laid out like a column of its own."""
    return [np.array([i for line in cell.lines for i in line], np.intp) for cell in area.cells]


def _cells(area: TableArea, lines: Sequence[Line]) -> tuple[LaidCell, ...]:
    by_cell: dict[int, list[Line]] = {}
    for line in lines:
        by_cell.setdefault(line.column, []).append(line)
    return tuple(
        LaidCell(cell.row, cell.column, cell.header, tuple(by_cell.get(k, ()))) for k, cell in enumerate(area.cells)
    )
