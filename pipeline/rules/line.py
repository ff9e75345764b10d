"""A fact as one line, as the example tables and `casefold explain` show it."""

from __future__ import annotations

from dataclasses import fields

from pipeline.facts import Dose, Fact, Lab, Lesion, Measurement, TimeExpression

SHOWN: dict[type, tuple[str, ...]] = {
    TimeExpression: ("edtf", "bound", "value", "direction", "anchor"),
    Dose: ("per", "per_body", "times_per_day", "route", "duration"),
    Lesion: ("site", "laterality", "modality", "change"),
    Lab: ("specimen", "flag"),
    Measurement: ("over",),
}
"""What follows the head of the line, where it is known; a specimen of blood and the action `mention` go without saying."""


def line(fact: Fact) -> str:
    """
    medication imatinib 400 mg per=day action=start
    lesion <= 28 mm lesion site=liver modality=ultrasound
    lab hemoglobin 97 g/L flag=low
    """
    payload = fact.payload
    shown = {f.name: getattr(payload, f.name) for f in fields(payload) if f.name in SHOWN[type(payload)]}
    if isinstance(payload, Lab) and payload.specimen == "blood":
        shown.pop("specimen")
    if isinstance(payload, Dose) and payload.action not in (None, "mention"):
        shown["action"] = payload.action
    if isinstance(payload, Lab) and (payload.ref_low is not None or payload.ref_high is not None):
        shown["ref"] = f"{plain(payload.ref_low)}..{plain(payload.ref_high)}"
    if isinstance(payload, Lesion) and payload.count_high is not None:
        shown["count"] = f"{plain(payload.count_low)}..{plain(payload.count_high)}"
    if fact.flags:
        shown["flags"] = ",".join(sorted(fact.flags))
    return " ".join([head(fact), *(f"{k}={plain(v)}" for k, v in shown.items() if v is not None)])


def head(fact: Fact) -> str:
    p = fact.payload
    match p:
        case TimeExpression():
            return p.kind
        case Dose():
            return joined("medication", p.drug or "?", amount(None, p.dose_low, p.dose_high, p.dose_unit))
        case Lesion():
            dims = [d for d in (p.dim1_mm, p.dim2_mm, p.dim3_mm) if d is not None]
            size = (
                f"{plain(p.low_mm)}-{plain(dims[0])}"
                if p.low_mm is not None and dims
                else "x".join(plain(d) for d in dims)
            )
            size = size and f"{size} mm"
            area = f"{plain(p.area_mm2)} mm2" if p.area_mm2 is not None else ""
            volume = f"{plain(p.volume_ml)} mL" if p.volume_ml is not None else ""
            return joined("lesion", "" if p.comparator in (None, "=") else p.comparator, size, area, volume, p.kind)
        case Lab():
            return joined("lab", p.analyte or "?", amount(p.comparator, p.value_low, p.value_high, p.unit))
        case Measurement():
            return joined("measurement", p.what or "?", amount(p.comparator, p.value_low, p.value_high, p.unit))
    raise TypeError(f"no line for {type(p).__name__}")


def amount(comparator: str | None, low: float | None, high: float | None, unit: str | None) -> str:
    if low is None and high is None:
        return ""
    number = plain(low) if low == high or high is None else f"{plain(low)}-{plain(high)}"
    return joined("" if comparator in (None, "=") else comparator, number, unit)


def plain(value: object) -> str:
    return f"{value:.10g}" if isinstance(value, float) else "" if value is None else str(value)


def joined(*parts: str | None) -> str:
    return " ".join(p for p in parts if p)
