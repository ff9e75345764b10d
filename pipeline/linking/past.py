"""Facts that their own words put into the past: the reason for an operation, what "had been" before the visit."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.facts import Dose, Fact, Lab, Lesion, Measurement
from pipeline.linking.clock import Clock
from pipeline.linking.counting import leaves
from pipeline.linking.point import Point, at_visit
from pipeline.linking.reach import place
from pipeline.rules.chunk import Chunk

HAD_REACH = 12
"""Chunks before a fact in which its "had been" stands."""
PARTICIPLE_REACH = 3
CHANGE_REACH = 9
"""Chunks before "in 3 months" in which the loss or the growth stands that took so long."""


def of_reason(chunks: Sequence[Chunk], fact: Fact, here: Sequence[Point], near: Point | None) -> bool:
    """«Since the aneurysm had enlarged to 70 mm, repair was performed on hospital day 27»: it was so before."""
    if not isinstance(fact.payload, Lab | Lesion | Measurement):
        return False
    first, last = place(chunks, fact)
    for operation in here:
        if operation.event != "procedure" or not operation.happened:
            continue
        if first > operation.end:
            between = chunks[operation.end : first]
            return any(c.has("REASON") for c in between) and not any(c.has("SEMICOLON") for c in between)
        ahead = next((i for i, c in enumerate(chunks[:first]) if c.has("REASON")), None)
        opened = ahead is not None and (ahead <= 1 or chunks[ahead - 1].has("COMMA"))
        dated = near is not None and near.start < operation.start and near.start > (ahead or 0)
        if opened and last < operation.start and not dated:
            return True
    return False


def of_past(chunks: Sequence[Chunk], fact: Fact) -> bool:
    """«The platelets had ranged between …», "had been treated with …", "had received …": before the visit."""
    if not isinstance(fact.payload, Lab | Lesion | Measurement | Dose):
        return False
    first, _ = place(chunks, fact)
    for index in range(first - 1, max(-1, first - 1 - HAD_REACH), -1):
        chunk = chunks[index]
        if chunk.has("SEMICOLON", "TREND") or chunk.has("COMMA") and not isinstance(fact.payload, Dose):
            return False
        following = chunks[index + 1 : index + 1 + PARTICIPLE_REACH]
        if chunk.has("PLUPERFECT") or chunk.has("HAD") and any(c.has("PARTICIPLE") for c in following):
            return True
    return False


def of_change(point: Point, chunks: Sequence[Chunk], clock: Clock) -> bool:
    """«She had lost 6 kg | in 3 months», «had grown to 5 cm | within a year», told at the visit: so long it took up to it."""
    if not chunks[point.start].has("RELATIVE") or point.counting != "by" or not at_visit(clock.now):
        return False
    cued = chunks[point.start - 1].has("OVER_CUE") or leaves(chunks[point.start])[0].has("OVER_CUE")
    if not cued or clock.event != "admission":
        return False
    before = chunks[max(0, point.start - CHANGE_REACH) : point.start]
    if any(c.has("DRUG", "RELATIVE", "DATE", "SEMICOLON") for c in before):
        return False
    measured = any(c.has("MEASURE") for c in before) and any(c.has("MASS", "PERCENT") for c in before)
    return measured or any(c.has("WEIGHT_VERB") or c.has("CHANGE") and not c.has("DOSE_CHANGE") for c in before)
