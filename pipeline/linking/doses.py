"""Doses of a story: what was done where no word tells, and the moment that the members of a list share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from pipeline.facts import Dose, Fact, Moment
from pipeline.linking.point import Point
from pipeline.record import replace
from pipeline.rules.chunk import Chunk

STORY = ("case", "results", "table")
IN_LIST = (
    "DRUG", "QUANTITY", "FREQUENCY", "DOSE_FREQUENCY", "ROUTE", "COMMA", "AND", "SLASH", "DASH", "OPEN", "CLOSE", "THEN", "EACH_OF_THEM",
)  # fmt: skip
"""What parts the members of a list of doses."""


def with_action(fact: Fact, subject: str, assertion: str, section: str) -> Fact:
    """«Меропенем 1 г × 3 р/сут» of the patient starts; "5 mg/kg is usual" does not."""
    dose = fact.payload
    if not isinstance(dose, Dose) or dose.action is not None:
        return fact
    begins = subject == "patient" and assertion == "present" and section in STORY
    return replace(fact, payload=replace(dose, action="start" if begins else "mention"))


def dated_together(told: Mapping[Fact, Moment], chunks: Sequence[Chunk], here: Sequence[Point]) -> dict[Fact, Moment]:
    """A day behind the last member of a list is the day of all: «A 600 mg, B 300 mg and C 1 g were started on 4 May»."""
    out = dict(told)
    doses = [fact for fact in told if isinstance(fact.payload, Dose) and fact.payload.dose_low is not None]
    for before, fact in reversed(list(pairwise(doses))):
        dated = any(p.moment == out[fact] and chunks[p.start].start >= fact.span[1] for p in here)
        if dated and out[before].time_basis == "inherited" and are_listed(before, fact, chunks):
            out[before] = out[fact]
    return out


def are_listed(one: Fact, two: Fact, chunks: Sequence[Chunk]) -> bool:
    between = [chunk for chunk in chunks if one.span[1] <= chunk.start and chunk.end <= two.span[0]]
    return all(chunk.has(*IN_LIST) for chunk in between)
