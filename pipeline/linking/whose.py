"""Whose a single fact is, where it says so itself: limits, targets, times of what is general."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.facts import Dose, Fact, Lab, Lesion, Measurement, TimeExpression
from pipeline.linking.subject import Telling, plain
from pipeline.rules.chunk import Chunk, Sentence
from pipeline.rules.where import first_after, holds, where

TOLD_ELSEWHERE = frozenset({"introduction", "discussion", "conclusion"})
LIMITS = frozenset({"<", "<=", ">", ">="})
DONOR_REACH = 2
"""Chunks between a donor and its age."""
TARGET_REACH = 5
"""Chunks between "target" and the value: "target INR of 2–3"."""
LIMIT_REACH = 12
"""The same for a limit, which may be the second of a list."""


def fact_subject(fact: Fact, sentence: Sentence, telling: Telling) -> str:
    """The sentence's subject at the fact, but for what no sentence about a person makes a person's.

    The dates of a report's front are those of its publication: "Received 30 September 2015".
    """
    told = telling.at(fact.span[0])
    if isinstance(fact.payload, TimeExpression):
        if fact.payload.kind == "age" and told == "patient" and of_donor(fact, sentence):
            return "literature"
        if sentence.section == "front" and fact.payload.kind == "date":
            return "literature"
        return "literature" if told == "general" else plain(told)
    if is_limit(fact, sentence) and told == "published" or is_target(fact, sentence):
        return "general"
    return plain(told)


def of_donor(fact: Fact, sentence: Sentence) -> bool:
    """«a liver from a 63-year-old donor», «от донора 45 лет»: no age of the patient's."""
    if not holds(sentence.chunks, "DONOR"):
        return False
    at = first_after(sentence.chunks, fact.span[0]) or 0
    return holds(sentence.chunks[max(0, at - DONOR_REACH) : at + 1 + DONOR_REACH], "DONOR")


def is_limit(fact: Fact, sentence: Sentence) -> bool:
    """ "a macroadenoma (≥ 10 mm)", «при клиренсе креатинина < 30 мл/мин»: what divides, not what was measured."""
    payload = fact.payload
    return (
        isinstance(payload, Lab | Lesion | Measurement)
        and payload.comparator in LIMITS
        and sentence.section in TOLD_ELSEWHERE
    )


def is_target(fact: Fact, sentence: Sentence) -> bool:
    """ "target INR 2–3", «целевое МНО 2,0–3,0», "to keep hemoglobin above 7 g/dL and platelets above 20": a value to be reached."""
    if isinstance(fact.payload, TimeExpression | Dose | Lesion):
        return False
    value = first_after(sentence.chunks, fact.span[0])
    at = len(sentence.chunks) if value is None else value
    first = max(0, at - (LIMIT_REACH if fact.payload.comparator in LIMITS else TARGET_REACH))
    aims = (i for i in where(sentence.chunks, "TARGET") if first <= i < at)
    return any(leads_to_value(sentence.chunks[i + 1 : at]) for i in aims)


def leads_to_value(between: Sequence[Chunk]) -> bool:
    """Not «to achieve hemostasis, the spleen was removed; platelets were …», "to keep it above 7 g/dL, but it was 5"."""
    named = next((i for i, chunk in enumerate(between) if chunk.has("ANALYTE", "MEASURE")), len(between))
    return not any(chunk.has("SEMICOLON", "CONTRAST") for chunk in between) and not holds(between[:named], "COMMA")
