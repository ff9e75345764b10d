"""Units that a report leaves out: the one unit that it prints for the analyte elsewhere, flagged as a guess."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipeline.facts import Fact, Lab
from pipeline.normalization.conversion import convert
from pipeline.record import replace
from pipeline.rules.labs.loinc import loinc
from pipeline.rules.values.catalogue import analytes
from pipeline.rules.values.fitting import within


def with_units(facts: Sequence[Fact]) -> list[Fact]:
    """The facts in order; a bare value takes the unit that all other values of its analyte and specimen have."""
    printed: dict[tuple[str | None, str | None], set[str]] = defaultdict(set)
    for fact in facts:
        if isinstance(fact.payload, Lab) and fact.payload.unit not in (None, "%", "{ULN}", "1"):
            printed[fact.payload.analyte, fact.payload.specimen].add(fact.payload.unit or "")
    return [guessed(fact, printed) for fact in facts]


def guessed(fact: Fact, printed: dict[tuple[str | None, str | None], set[str]]) -> Fact:
    lab = fact.payload
    if not isinstance(lab, Lab) or "unit_missing" not in fact.flags:
        return fact
    known = printed.get((lab.analyte, lab.specimen), set())
    entry = analytes().get(lab.analyte or "")
    if len(known) != 1 or entry is None or lab.value_low is None or lab.value_high is None:
        return fact
    unit = next(iter(known))
    low, high = (convert(n, unit, entry.unit, entry.formula) for n in (lab.value_low, lab.value_high))
    if low is None or high is None or not (within(low, entry) and within(high, entry)):
        return fact
    flags = tuple("unit_guessed" if flag == "unit_missing" else flag for flag in fact.flags)
    whole = replace(
        lab,
        unit=unit,
        loinc=loinc(entry.concept, lab.specimen or "", unit),
        canonical_low=low,
        canonical_high=high,
        canonical_unit=entry.unit,
    )
    return replace(fact, payload=whole, flags=flags)
