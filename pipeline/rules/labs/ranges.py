"""A range that the report prints once serves every value of that analyte in the same unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipeline.facts import Fact, Lab
from pipeline.record import replace
from pipeline.rules.labs.flags import by_bounds

Key = tuple[str | None, str | None, str | None]
Bounds = tuple[float | None, float | None]


def key(lab: Lab) -> Key:
    return lab.analyte, lab.specimen, lab.unit


def ranged(facts: Sequence[Fact]) -> list[Fact]:
    """The facts in order; those without a range of their own have the one range printed for their analyte and unit."""
    printed: dict[Key, set[Bounds]] = defaultdict(set)
    for fact in facts:
        if isinstance(fact.payload, Lab) and fact.payload.ref_source == "printed":
            printed[key(fact.payload)].add((fact.payload.ref_low, fact.payload.ref_high))
    return [with_range(fact, printed) for fact in facts]


def with_range(fact: Fact, printed: dict[Key, set[Bounds]]) -> Fact:
    lab = fact.payload
    if (
        not isinstance(lab, Lab)
        or lab.ref_source
        or lab.unit is None
        or lab.value_low is None
        or lab.value_high is None
    ):
        return fact
    bounds = printed.get(key(lab), set())
    if len(bounds) != 1:
        return fact
    low, high = next(iter(bounds))
    flag = by_bounds(lab.value_low, lab.value_high, lab.comparator or "=", low, high)
    fresh = replace(lab, ref_low=low, ref_high=high, ref_source="printed")
    if lab.flag is None and flag is not None:
        fresh = replace(fresh, flag=flag, flag_source="range")
    return replace(fact, payload=fresh)
