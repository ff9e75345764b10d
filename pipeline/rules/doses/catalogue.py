"""What is known of a drug: kind, codes and the usual range of one amount; and what the user adds."""

from __future__ import annotations

from functools import lru_cache

from pipeline.language.tables import table
from pipeline.record import record

FACTOR = {"g": 1000.0, "mg": 1.0, "ug": 0.001, "ng": 0.000001, "kg": 1_000_000.0}
"""Units of mass in milligrams."""
BEYOND = 10.0
"""An amount so many times below or above the usual range is implausible."""


@record(frozen=True, slots=True)
class Drug:
    """A row of common/drugs.csv; the usual range is of a single or daily amount for an adult, in `usual_unit`."""

    concept: str
    kind: str
    rxcui: str | None
    unii: str | None
    usual_low: float | None
    usual_high: float | None
    usual_unit: str | None


@lru_cache
def drugs() -> dict[str, Drug]:
    return {
        row["concept"]: Drug(
            row["concept"],
            row["kind"],
            row["rxcui"] or None,
            row["unii"] or None,
            float(row["usual_low"]) if row["usual_low"] else None,
            float(row["usual_high"]) if row["usual_high"] else None,
            row["usual_unit"] or None,
        )
        for row in table("drugs")
    }


def kind_of(concept: str | None) -> str | None:
    """drug | blood_product | fluid | vaccine; None for a name that the catalogue does not hold."""
    drug = drugs().get(concept or "")
    return drug.kind if drug else None


@lru_cache
def bag_products() -> frozenset[str]:
    """Blood products that are counted in bags: «seven erythrocyte concentrates»."""
    return frozenset(row["concept"] for row in table("blood_bags"))


@lru_cache
def other_routes() -> frozenset[str]:
    return frozenset(row["concept"] for row in table("not_intravenous"))


def goes_into_a_vein(concept: str | None) -> bool:
    """Blood and what is made of it, but for the immunoglobulins that go into a muscle."""
    return kind_of(concept) == "blood_product" and concept not in other_routes()


@lru_cache
def class_stems() -> dict[str, tuple[str, ...]]:
    """Class → the stems of its members, with `^` and `$` where a stem is tied to an end of the name."""
    out: dict[str, tuple[str, ...]] = {}
    for row in table("drug_class_members"):
        out[row["class"]] = (*out.get(row["class"], ()), row["stem"])
    return out


def is_of_class(concept: str, drug_class: str) -> bool:
    """May "the steroid" mean prednisolone?"""
    return any(stem in f"^{concept}$" for stem in class_stems().get(drug_class, ()))


def implausible(
    concept: str | None, low: float, high: float, unit: str, per_body: str | None, beyond: float = BEYOND
) -> bool:
    """Is an amount more than ten times outside the usual range? False where no range or no common unit is known."""
    drug = drugs().get(concept or "")
    if drug is None or drug.usual_low is None or drug.usual_high is None or per_body is not None:
        return False
    if unit == drug.usual_unit:
        factor = 1.0
    elif unit in FACTOR and drug.usual_unit in FACTOR:
        factor = FACTOR[unit] / FACTOR[drug.usual_unit]
    else:
        return False
    return high * factor > drug.usual_high * beyond or low * factor < drug.usual_low / beyond
