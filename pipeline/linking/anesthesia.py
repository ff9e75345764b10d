"""Drugs of anaesthesia are given before or during the operation, wherever the story stands when it tells them."""

from __future__ import annotations

from functools import lru_cache

from pipeline.facts import Dose, Fact, Lab, Measurement, Moment, TimeExpression
from pipeline.language.tables import table
from pipeline.linking.clock import Clock
from pipeline.record import replace
from pipeline.rules.chunk import Sentence
from pipeline.rules.where import holds


def anesthesia_moment(fact: Fact, sentence: Sentence, clock: Clock) -> Moment | None:
    """«Premedicated with midazolam 2 mg», «intrathecal bupivacaine 12 mg» before it, «maintained with remifentanil» in it.

    An anaesthetic without these words counts only while an operation is being told.
    """
    if not isinstance(fact.payload, Dose):
        return None
    preparing = holds(sentence.chunks, "PREMEDICATION")
    told = holds(sentence.chunks, "ANESTHESIA") or preparing and clock.theatre
    if not (told or clock.theatre or holds(sentence.chunks, "PREMEDICATED")):
        return None
    if fact.payload.drug not in anesthetics() and not (preparing and clock.theatre):
        return None
    return of_operation(clock, "before" if preparing else "at")


def theatre_moment(fact: Fact, sentence: Sentence, clock: Clock) -> Moment | None:
    """«The catheter was flushed with 10 mL of saline», «blood loss was 300 mL», told of an operation: still in it."""
    if not clock.theatre or not isinstance(fact.payload, Dose | Lab | Measurement | TimeExpression):
        return None
    return of_operation(clock, "at") if holds(sentence.chunks, "THEATRE", "ANESTHESIA") else None


def of_operation(clock: Clock, relation: str) -> Moment:
    return replace(
        clock.now,
        time_basis="inherited",
        time_relation=relation,
        time_anchor="procedure",
        time_offset=None,
        time_anchor_printed=None,
    )


@lru_cache(maxsize=1)
def anesthetics() -> frozenset[str]:
    return frozenset(row["drug"] for row in table("anesthetics"))
