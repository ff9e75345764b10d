"""Days that say how a drug is given, not when it was: «gemcitabine 1 g/m2 on days 1 and 8 of a 21-day cycle»."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.linking.counting import DAY_RULES
from pipeline.linking.point import Point
from pipeline.rules.chunk import Chunk

FIRST_DAYS = ("P0D/", "P1D/")
"""«cytarabine 2 g/m2 on days 1–5», «в 1–3-й дни»."""
LIST_RULES = frozenset({"day_numbers", "ordinal_days"})
AFTER, BEFORE = 8, 10
"""Chunks around the days of a cycle in which the cycle and the drug are looked for."""


def without_schedule(found: Sequence[Point], chunks: Sequence[Chunk]) -> list[Point]:
    """The points without the days of a cycle; one list of them tells how the other days of the sentence are meant."""
    if not any(p.counting == "day" and scheduled(chunks, p.start) for p in found):
        return list(found)
    return [
        p
        for p in found
        if p.counting != "day" or p.moment.time_anchor not in (None, "treatment") or not follows_drug(chunks, p.start)
    ]


def scheduled(chunks: Sequence[Chunk], index: int) -> bool:
    """The day is one of any cycle («of each cycle»), or of a list behind a drug."""
    chunk = chunks[index]
    rule, time = chunk.rule.rpartition(".")[2], chunk.value
    if rule not in DAY_RULES or time.anchor not in (None, "treatment"):
        return False
    after = clause(chunks[index + 1 : index + AFTER])
    if any(c.concept("CYCLE") == "cycle" and repeated(after[:i]) for i, c in enumerate(after)):
        return True
    many = rule in LIST_RULES and listed(chunks, index) or (time.value or "").startswith(FIRST_DAYS)
    return many and follows_drug(chunks, index)


def repeated(before: Sequence[Chunk]) -> bool:
    """«of a 21-day cycle», «of each cycle», «каждого цикла»: any of them, no certain one."""
    return any(c.has("EVERY", "DURATION", "TIME_AMOUNT", "FREQUENCY", "INDEFINITE") for c in before)


def listed(chunks: Sequence[Chunk], index: int) -> bool:
    """More than one day stands here."""
    near = (*chunks[max(0, index - 2) : index], *chunks[index + 1 : index + 3])
    return any(c.has("RELATIVE") and c.rule == chunks[index].rule for c in near)


def follows_drug(chunks: Sequence[Chunk], index: int) -> bool:
    """The nearest name before is a drug, not an analyte."""
    for chunk in reversed(clause(chunks[max(0, index - BEFORE) : index])):
        if chunk.has("ANALYTE", "SPECIMEN"):
            return False
        if chunk.has("DRUG"):
            return True
    return False


def clause(chunks: Sequence[Chunk]) -> Sequence[Chunk]:
    return [c for c in chunks if not c.has("DETERMINER")]
