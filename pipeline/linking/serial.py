"""Values in a row and the days of a row: «CSF on days 3, 7 and 12 … protein 3.2, 1.9 and 1.1 g/L, in that order»."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from pipeline.facts import Fact, Lab, Measurement, Moment
from pipeline.linking.point import Point
from pipeline.record import replace
from pipeline.rules.chunk import Chunk

APART = 2
"""Chunks that may part the days of one row: a comma, «and»."""
DAYS = re.compile(r"P(\d+)D/P(\d+)D")


def rows_of_days(chunks: Sequence[Chunk], here: Sequence[Point]) -> list[tuple[Moment, ...]]:
    """The moments of each row of two or more offsets or dates; «days 1 to 5» is a row of five."""
    rows: list[list[Point]] = []
    for point in here:
        beside = rows and point.start - rows[-1][-1].end <= APART and point.counting == rows[-1][-1].counting
        if beside and joined(chunks[rows[-1][-1].end : point.start]) and timed(point):
            rows[-1].append(point)
        elif timed(point):
            rows.append([point])
    return [tuple(p.moment for p in row) for row in rows if len(row) > 1] + [
        days for p in here if (days := each_day(chunks[p.start], p.moment))
    ]


def joined(between: Sequence[Chunk]) -> bool:
    return bool(between) and all(c.has("COMMA", "TIME_AND", "AND", "SEMICOLON") for c in between)


def timed(point: Point) -> bool:
    return bool(point.moment.time_offset or point.moment.time_edtf) and not point.retrospective


def each_day(chunk: Chunk, moment: Moment) -> tuple[Moment, ...]:
    """«on days 1 to 5»: each of them."""
    found = DAYS.fullmatch(getattr(chunk.value, "value", None) or "")
    if not found:
        return ()
    first, last = int(found[1]), int(found[2])
    return tuple(replace(moment, time_edtf=None, time_offset=f"P{day}D") for day in range(first, last + 1))


def in_order(facts: Sequence[Fact], rows: Sequence[tuple[Moment, ...]]) -> Mapping[Fact, Moment]:
    """As many values of one name as a row has days: the first is of the first day, and so on."""
    out: dict[Fact, Moment] = {}
    values = [f for f in facts if isinstance(f.payload, Lab | Measurement) and f.when is None]
    for _, group in groupby(values, key=name_of):
        row = list(group)
        days = next((days for days in rows if len(days) == len(row) > 1), None)
        if days is not None:
            out.update(zip(row, days, strict=True))
    return out


def name_of(fact: Fact) -> tuple[object, ...]:
    payload = fact.payload
    return (payload.analyte, payload.specimen) if isinstance(payload, Lab) else (getattr(payload, "what", None),)
