"""Facts told twice: the abstract, the discussion and the conclusion tell the body's facts again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.facts import Dose, Lab, Lesion, LinkedFact, Measurement, TimeExpression

CHANGES = frozenset({"start", "stop"})
BODY = frozenset({"case", "results", "table"})


def core(linked: LinkedFact) -> tuple[object, ...] | None:
    """What makes two mentions the same fact of one patient."""
    p = linked.fact.payload
    match p:
        case Dose():
            return (
                "medications",
                p.drug,
                p.dose_low,
                p.dose_high,
                p.dose_unit,
                p.action if p.dose_low is None else None,
            )
        case Lesion():
            return ("lesions", p.dim1_mm, p.dim2_mm, p.dim3_mm, p.low_mm, p.area_mm2, p.volume_ml)
        case Lab():
            return ("labs", p.analyte, p.value_low, p.value_high, p.unit)
        case Measurement():
            return ("measurements", p.what, p.value_low, p.value_high, p.unit)
        case TimeExpression():
            return ("dates", p.kind, p.edtf, p.value, p.direction) if p.edtf or p.value else None
    return None


def change_of(linked: LinkedFact) -> tuple[object, ...] | None:
    """A change of a drug without an amount: "was started on methimazole" tells the body's "methimazole 30 mg daily" again."""
    p = linked.fact.payload
    if linked.subject != "patient" or not isinstance(p, Dose) or p.drug is None or p.action not in CHANGES:
        return None
    return (linked.case, p.drug, p.action)


def repeats(linked: Sequence[LinkedFact], sections: Mapping[int, str]) -> dict[int, int]:
    """Position of a mention outside the body → position of the one in the body that it tells again."""
    first: dict[tuple[object, ...], int] = {}
    changes: dict[tuple[object, ...], int] = {}
    for position, one in enumerate(linked):
        if sections[one.fact.sentence] not in BODY:
            continue
        key, change = key_of(one), change_of(one)
        if key is not None:
            first.setdefault(key, position)
        if change is not None:
            changes.setdefault(change, position)
    out = {}
    for position, one in enumerate(linked):
        if sections[one.fact.sentence] in BODY:
            continue
        key = key_of(one)
        again = first.get(key) if key is not None else None
        if again is None and getattr(one.fact.payload, "dose_low", 0) is None:
            again = changes.get(change_of(one) or ())
        if again is not None:
            out[position] = again
    return out


def key_of(one: LinkedFact) -> tuple[object, ...] | None:
    if one.subject != "patient":
        return None
    what = core(one)
    return None if what is None else (one.case, *what)
