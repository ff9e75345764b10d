"""Times at the head of a table's columns: what one of them counts from, those beside it count from too.

"One week prior | Hospital day 1 | Day 2 | Day 3": all of the stay in hospital.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.linking.points import Times
from pipeline.record import replace
from pipeline.report import Cell, Report, Table
from pipeline.rules.chunk import Chunk, Sentence

Span = tuple[int, int]


def with_shared_anchors(report: Report, sentences: Sequence[Sentence], times: Times) -> Times:
    """The report's times; those of headings that name no anchor have the one that alone is named beside them."""
    out = dict(times)
    for table in report.tables:
        heads = dict(heading_times(table, sentences, times))
        named = {(t.anchor, t.anchor_printed) for t in (times[span] for span in heads) if t.anchor}
        if len({anchor for anchor, _ in named}) != 1:
            continue
        anchor, printed = min(named, key=str)
        for span, names_none in heads.items():
            if names_none:
                out[span] = replace(times[span], anchor=anchor, anchor_printed=printed)
    return out


def heading_times(table: Table, sentences: Sequence[Sentence], times: Times) -> Iterator[tuple[Span, bool]]:
    """Offsets of each relative time in the table's head row, and whether it leaves open what it counts from."""
    for cell in (c for c in table.cells if c.row in table.head_rows):
        row = next((s for s in sentences if s.role == "table" and s.start <= cell.start < s.end), None)
        for chunk in row.chunks if row else ():
            span = (chunk.start, chunk.end)
            if span in times and times[span].kind == "relative" and cell.start <= chunk.start < cell.end:
                yield span, times[span].anchor is None and is_last(chunk, cell)


def is_last(chunk: Chunk, cell: Cell) -> bool:
    """Nothing follows: «1 month after thyroidectomy» says what it counts from, though the rules may not know the word."""
    return chunk.end >= cell.end
