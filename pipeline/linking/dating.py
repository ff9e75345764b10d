"""Which date or offset of a sentence is that of an event in it: «18.05.2020 пациентка была госпитализирована»."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.linking.point import OPENING, STEPS, Point
from pipeline.record import replace
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import CLAUSE_ENDS

BESIDE = 3
"""Chunks between a discharge and the day that dates it."""
BEHIND_OPERATION = 4
"""Chunks between an operation and the time that makes it a former one: «underwent a transplantation 14 years ago»."""


def with_dates_of_events(found: Sequence[Point], chunks: Sequence[Chunk]) -> list[Point]:
    """A date beside an event in one clause is the event's date: «18.05.2020 пациентка была госпитализирована»."""
    out = list(found)
    for i, point in enumerate(out):
        if not point.event or point.moment.time_edtf:
            continue
        offset = next((o for o in out if o.moment.time_offset and same_clause(chunks, point, o)), None)
        if offset is not None and offset.counting == "age" and (point.happened or point.event == "birth"):
            out[i] = replace(point, moment=offset.moment, governs=False, event=None, counting="age")
            continue
        if offset is not None and dates_former(point, offset):
            out[i] = replace(point, moment=offset.moment, governs=False, event=None, retrospective=True)
            continue
        vague = next((o for o in out if o.counting == "vague" and not o.retrospective), None)
        if point.event == "death" and vague is not None and beside(chunks, point, vague):
            out[out.index(vague)] = replace(vague, governs=False, apart=True)
        if point.event == "death" and offset is not None:
            out[i] = replace(point, moment=offset.moment)
            out[out.index(offset)] = replace(offset, governs=False, apart=True)
            continue
        left = next((o for o in out if o.moment.time_offset and dates_discharge(chunks, point, o)), None)
        if left is not None and same_clause(chunks, point, left):
            out[out.index(left)] = replace(left, governs=False, apart=True)
        same = next((p for p in out[:i] if p.event == point.event and p.moment.time_edtf), None)
        if same is not None and same_clause(chunks, same, point):
            out[i] = replace(point, moment=same.moment)
            continue
        j = dated_beside(out, point, chunks)
        if j is None:
            continue
        merged = replace(
            out[j].moment,
            time_relation="at",
            time_anchor=point.event,
            time_anchor_printed=point.moment.time_anchor_printed,
        )
        out[j] = replace(out[j], moment=merged, event=point.event, stay=point.stay)
        out[i] = replace(point, moment=merged)
    return out


def dated_beside(found: Sequence[Point], event: Point, chunks: Sequence[Chunk]) -> int | None:
    """Which point is the date nearest to an event in its clause; None where another event stands nearer to it."""
    dated = [j for j, p in enumerate(found) if p.moment.time_edtf and same_clause(chunks, event, p) and not p.event]
    j = min(dated, key=lambda k: abs(found[k].start - event.start), default=None)
    if j is None or any(e is not event and e.event and nearer(chunks, found[j], e, event) for e in found):
        return None
    return j


def dates_former(point: Point, offset: Point) -> bool:
    """«Three weeks before admission to our clinic she was admitted elsewhere», «underwent a transplantation 14 years ago»."""
    if not (point.happened and offset.retrospective):
        return False
    behind = point.event == "procedure" and offset.moment.time_anchor is None
    return (
        offset.start <= OPENING
        and offset.end <= point.start
        or behind
        and 0 <= offset.start - point.end <= BEHIND_OPERATION
    )


def nearer(chunks: Sequence[Chunk], date: Point, one: Point, other: Point) -> bool:
    """The date is rather one event's than the other's: «with a myeloma diagnosed in 2011, he was admitted»."""
    return same_clause(chunks, date, one) and apart_by(date, one) < apart_by(date, other)


def apart_by(one: Point, other: Point) -> int:
    return max(one.start, other.start) - min(one.end, other.end)


def telling_first(found: Sequence[Point], chunks: Sequence[Chunk]) -> list[Point]:
    """What tells when an event was is decided before the event: «she presented | six hours later»."""
    out = list(found)
    for i, (event, late) in enumerate(pairwise(found)):
        if event.happened and tells_when(event, late) and beside(chunks, event, late):
            out[i], out[i + 1] = late, event
    return out


def tells_when(event: Point, late: Point) -> bool:
    """«she presented | six hours later», «he was drained | on day 7»; but «was operated on | on day 3 after the injury» has its own order."""
    unnamed = late.moment.time_anchor is None and event.event in ("procedure", "death")
    vague = late.counting == "vague" and not late.retrospective
    return late.counting in STEPS or vague or late.counting == "day" and unnamed


def beside(chunks: Sequence[Chunk], event: Point, late: Point) -> bool:
    between = chunks[event.end : late.start]
    return 0 <= len(between) <= BESIDE and not any(c.has("COMMA", "TIME_AND", "OPEN", *CLAUSE_ENDS) for c in between)


def dates_discharge(chunks: Sequence[Chunk], point: Point, offset: Point) -> bool:
    """«discharged on day 25», "at discharge (day 15)", "discharged ten days later"; but what he is told to do «in a week» lies after it."""
    if point.event != "discharge" or offset.retrospective:
        return False
    if not point.happened:
        behind = offset.start >= point.end
        between = chunks[point.end : offset.start]
        return behind and offset.counting == "day" and all(c.has("OPEN", "WHEN_AT") for c in between)
    if offset.start < point.start:
        joined = any(c.has("TIME_AND") for c in chunks[offset.end : point.start])
        return point.start - offset.end <= BESIDE and not joined
    return beside(chunks, point, offset) and offset.counting in ("day", *STEPS)


def same_clause(chunks: Sequence[Chunk], one: Point, other: Point) -> bool:
    """No clause ends between them; a period within a sentence is an abbreviation's: «в 2014 г. больная обратилась»."""
    low, high = min(one.end, other.end), max(one.start, other.start)
    return not any(chunk.has("SEMICOLON", "QUESTION") for chunk in chunks[low:high])
