"""Which point of a sentence dates a fact: how far each point stands from it."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.facts import Fact, Moment, TimeExpression
from pipeline.linking.standpoint import OPENING, Point
from pipeline.rules.chunk import Chunk
from pipeline.rules.where import first_after, last_before

EARLIER, LATER = 100.0, 8.0
"""How far a point may stand before or after the fact that it dates (see `distance`)."""
BEHIND, ADJACENT = 0.5, 0.1
"""What it costs a point to stand behind the fact; right behind it, it is the fact's own: «3.2 cm at week 8 and 1.0 cm at week 16»."""
OPENING_COST = 2.0
"""A time that opens the sentence holds for all of it, unless another stands close."""


def nearest(chunks: Sequence[Chunk], fact: Fact, here: Sequence[Point]) -> Point | None:
    """The point that reaches the fact from the least distance."""
    first, last = place(chunks, fact)
    reach = [
        (distance(chunks, p, first, last, opens(p, here, first)), p)
        for p in here
        if not p.apart and not (of_treatment(chunks, p) and overlaps(p, first, last))
    ]
    if before_change(chunks, fact):
        reach = [(cost, p) for cost, p in reach if p.start < first or p.retrospective]
    reach = [r for r in reach if r[0] <= (LATER if r[1].start > last else EARLIER)]
    return min(reach, key=lambda r: r[0])[1] if reach else None


def place(chunks: Sequence[Chunk], fact: Fact) -> tuple[int, int]:
    """First and last chunk of the fact: its value, and what of its words stands behind; the name may stand far before.

    A change told with a later verb of its drug («was begun on day 2 and stopped on day 7») stands at that verb.
    """
    first = first_after(chunks, fact.span[0]) or 0
    before = last_before(chunks, fact.end)
    last = first if before is None else before
    if not getattr(fact.payload, "action", None):
        return first, last
    timed = any(isinstance(c.value, TimeExpression) for c in chunks[first:last])
    return last if timed else first, last


def before_change(chunks: Sequence[Chunk], fact: Fact) -> bool:
    """The value from which it changed: «СРБ снизился с 6,1 до 3,15 мг/л ко 2-й неделе»; a later time is not its own."""
    value = first_after(chunks, fact.span[0]) or 0
    if not value or not chunks[value - 1].has("FROM_CUE"):
        return False
    return not any(c.has("TO", "TO_WORD") and c.start < fact.span[1] for c in chunks[value:])


def counts_on(moment: Moment) -> bool:
    """The moment lies after the start of the story; a value "from" which it changed was there before."""
    return moment.time_offset is not None and not moment.time_offset.startswith("-") and moment.time_edtf is None


def of_treatment(chunks: Sequence[Chunk], point: Point) -> bool:
    """Words such as "after starting lithium", which do not date the start of lithium itself."""
    return point.moment.time_anchor == "treatment" and not isinstance(chunks[point.start].value, TimeExpression)


def overlaps(point: Point, first: int, last: int) -> bool:
    return point.start <= last and first < point.end


def opens(point: Point, here: Sequence[Point], first: int) -> bool:
    """The point opens the sentence, and no date stands between it and the fact: «Через 3 месяца, при КТ от 16.08.18 г., …»."""
    dated = (p for p in here if point.end <= p.start and p.end <= first)
    return point.start <= OPENING and not any(p.moment.time_edtf and not p.retrospective for p in dated)


def distance(chunks: Sequence[Chunk], point: Point, first: int, last: int, opening: bool) -> float:
    """How far a point is from a fact at chunks first to last; one that opens the sentence is never far.

    A point before the fact reaches over much of the sentence; one after it must stand close ("530 copies/mL two days
    later", "ganciclovir, started on 12 June"): each word between counts more, names of a list and brackets less.
    """
    if overlaps(point, first, last):
        return 0.0
    later = point.start > last
    between = outside_brackets(chunks[last + 1 : point.start] if later else chunks[point.end : first])
    cost = (BEHIND if later else 0.0) + sum(chunk_cost(chunk, later) for chunk in between)
    if opening and not later:
        return min(cost, OPENING_COST)
    if later and point.happened and not point.moment.time_edtf:
        cost += 8.0
    return ADJACENT if later and cost == BEHIND else cost


def chunk_cost(chunk: Chunk, later: bool) -> float:
    if chunk.has("SEMICOLON"):
        return 30.0
    if chunk.has("COMMA", "OPEN", "CLOSE"):
        return 1.5 if later else 1.0
    if chunk.has("QUANTITY"):
        return 4.0 if later else 0.5
    if chunk.has("WHEN_AT", "DETERMINER", "PERIOD", "DEFINITE_IN"):
        return 0.0
    if chunk.has("DRUG", "ANALYTE"):
        return 0.3
    return 0.8 if later else 0.2


def outside_brackets(chunks: Sequence[Chunk]) -> list[Chunk]:
    """The chunks without what stands in brackets."""
    depth, out = 0, []
    for chunk in chunks:
        depth += chunk.has("OPEN") - chunk.has("CLOSE")
        if depth <= 0 and not chunk.has("CLOSE"):
            out.append(chunk)
    return out
