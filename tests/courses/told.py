"""Facts of one invented patient, as the linking hands them on."""

from __future__ import annotations

from itertools import count
from typing import Any

from pipeline.courses.timeline import COPIED
from pipeline.courses.told import Told
from pipeline.facts import Case, Dose, Fact, Lesion, LinkedFact, Moment, Payload, TimeExpression
from pipeline.rows import fields_of
from pipeline.rules.times.edtf import bounds

NUMBERS = count()
ALIVE = Case(1, sex="female")
DIED = Case(1, sex="female", outcome="died", outcome_edtf="2020-07-22")


def told(
    payload: Payload,
    edtf: str | None = None,
    repeat_of: Told | None = None,
    assertion: Any = "present",
    sentence: int | None = None,
    **row: Any,
) -> Told:
    """A fact in a sentence of its own, unless one is given."""
    n = next(NUMBERS)
    fact = Fact(n, n + 1, (n, n + 1), "example", payload, n if sentence is None else sentence)
    moment = Moment(edtf, *(row.get(c) for c in ("time_basis", "time_offset", "time_relation", "time_anchor")))
    again = None if repeat_of is None else repeat_of.position
    linked = LinkedFact(fact, assertion=assertion, case=1, moment=moment, repeat_of=again)
    start, end = bounds(edtf) if edtf else (None, None)
    base = dict.fromkeys((*COPIED, "section", "time_relation")) | fields_of(payload)
    cells = {
        **base,
        "fact_id": f"{n:016x}",
        "time_edtf": edtf,
        "time_start": start,
        "time_end": end,
        "assertion": assertion,
        "section": "case",
        "quote": "words",
    }
    return Told(linked, {**cells, **row}, n)


def lesion(mm: float, edtf: str | None = None, site: str = "liver", side: str | None = None, **more: Any) -> Told:
    sign, modality = more.pop("comparator", "="), more.pop("modality", None)
    return told(Lesion(site=site, laterality=side, max_mm=mm, comparator=sign, modality=modality), edtf, **more)


def dose(action: str, edtf: str | None = None, amount: float | None = None, **more: Any) -> Told:
    duration, drug = more.pop("duration", None), more.pop("drug", "imatinib")
    unit = None if amount is None else "mg"
    return told(
        Dose(drug, dose_low=amount, dose_high=amount, dose_unit=unit, per="day", duration=duration, action=action),
        edtf,
        **more,
    )


def stated(value: str, kind: Any = "duration", **more: Any) -> Told:
    anchor, edtf = more.pop("anchor", None), more.pop("edtf", None)
    direction = "after" if kind == "relative" else None
    return told(TimeExpression(kind, value=value, direction=direction, anchor=anchor), edtf, **more)
