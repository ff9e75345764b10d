"""The rows of numbers that spreadsheets print under a chart, below the names of its points."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.reader.captions import Caption
from pipeline.reader.fragments import Fragments
from pipeline.reader.glyphs import Floats, Glyphs
from pipeline.reader.graphics import Graphics
from pipeline.reader.grid import SAME_ROW, TableCell, merged_rules
from pipeline.reader.tables import TableArea

FEWEST_POINTS = 4
BELOW = 2.2
"""The first row stands at most so many ems below the rule under the names."""
HIGHEST_NAMES = 60.0
SAME_ENDS = 4.0


def label_cuts(glyphs: Glyphs, f: Fragments, graphics: Graphics) -> list[int]:
    """Marks at which a row's label ends and its first number begins, where no gap parts them."""
    cuts: list[int] = []
    for _, lower in _bands(graphics):
        for i in _row_under(f, lower, float(lower[0]) - 200):
            if f.x0[i] < lower[0] - 2 and f.x1[i] > lower[0] + 2:
                marks = np.arange(f.start[i] + 1, f.end[i])
                spaces = marks[glyphs.spaced[marks]]
                if len(spaces):
                    cuts.append(int(spaces[np.argmin(np.abs(glyphs.x0[spaces] - lower[0]))]))
    return cuts


def chart_tables(glyphs: Glyphs, f: Fragments, graphics: Graphics, found: list[Caption]) -> list[TableArea]:
    """Tables under charts, each with the figure's caption as its own."""
    out: list[TableArea] = []
    for upper, lower in _bands(graphics):
        row = _row_under(f, lower, float(lower[0]) - 200)
        label = tuple(i for i in row if f.x1[i] <= lower[0] + 2)
        points = [i for i in row if i not in label and _is_number(glyphs, f, i)]
        if len(points) < FEWEST_POINTS or len(points) < len(row) - len(label):
            continue
        names = np.flatnonzero(
            (f.base > upper[1]) & (f.base < lower[1] + 1) & (f.x0 > upper[0] - 4) & (f.x1 < upper[2] + 4)
        )
        cells = _cells(f, points, label, names)
        if cells is None:
            continue
        members = (*label, *points, *names.tolist())
        box = (float(f.x0[list(members)].min()), float(upper[1]), float(lower[2]), float(f.bottom[points].max()))
        caption = next((c for c in found if c.kind == "figure" and f.base[c.first] > box[3] - 2), None)
        out.append(TableArea(caption, box, cells, members))
    return out


def _bands(graphics: Graphics) -> list[tuple[Floats, Floats]]:
    """Neighbouring rules of one width, between which the names of a chart's points may stand."""
    rules = merged_rules(graphics.across)
    if len(rules) < 2:
        return []
    rules = rules[np.argsort(rules[:, 1])]
    out = []
    for k, upper in enumerate(rules[:-1]):
        for lower in rules[k + 1 :]:
            alike = abs(upper[0] - lower[0]) < SAME_ENDS and abs(upper[2] - lower[2]) < SAME_ENDS
            if alike and lower[1] - upper[1] < HIGHEST_NAMES:
                out.append((upper, lower))
                break
    return out


def _row_under(f: Fragments, rule: Floats, left: float) -> list[int]:
    """Fragments of the first line below a rule, from left to right."""
    below = np.flatnonzero(
        (f.base > rule[1] + 2) & (f.base < rule[1] + BELOW * f.size) & (f.x0 > left) & (f.x1 < rule[2] + 4)
    )
    if not len(below):
        return []
    first = float(f.base[below].min())
    row = below[np.abs(f.base[below] - first) < SAME_ROW * f.size[below]]
    return sorted(row.tolist(), key=lambda i: float(f.x0[i]))


def _is_number(glyphs: Glyphs, f: Fragments, i: int) -> bool:
    codes = glyphs.code[f.start[i] : f.end[i]]
    return bool(((codes >= 0x30) & (codes <= 0x39)).sum() * 2 > len(codes))


def _cells(
    f: Fragments, points: list[int], label: tuple[int, ...], names: NDArray[np.intp]
) -> tuple[TableCell, ...] | None:
    """Names over the points they stand nearest to, numbers below; None where too few points are named."""
    middle = (f.x0[points] + f.x1[points]) / 2
    over: dict[int, list[int]] = {}
    for i in names.tolist():
        at = int(np.argmin(np.abs(middle - (f.x0[i] + f.x1[i]) / 2)))
        over.setdefault(at, []).append(i)
    if len(over) < 0.7 * len(points):
        return None
    cells = [
        TableCell(0, k + 1, tuple((i,) for i in sorted(over[k], key=lambda i: float(f.base[i]))), True)
        for k in sorted(over)
    ]
    if label:
        cells.append(TableCell(1, 0, (label,), True))
    cells += [TableCell(1, k + 1, ((i,),), False) for k, i in enumerate(points)]
    return tuple(cells)
