"""LOINC codes of laboratory values: common/loinc.csv."""

from __future__ import annotations

from functools import lru_cache

from pipeline.language.tables import table
from pipeline.language.unit import units
from pipeline.rules.values.catalogue import analytes

Property = tuple[str, ...]


def loinc(analyte: str, specimen: str, unit: str | None) -> str | None:
    """The code of an analyte in a specimen, told in such a unit; None without a unit or where no code is known.

    >>> loinc("creatinine", "blood", "mg/dL"), loinc("creatinine", "blood", "umol/L"), loinc("neutrophils", "blood", "%")
    ('2160-0', '14682-9', '770-8')
    """
    return codes().get((analyte, specimen, property_of(unit))) if unit else None


def property_of(unit: str) -> Property:
    """What a UCUM unit is of, part by part: LOINC's kind of property.

    >>> property_of("mg/dL"), property_of("10*9/L"), property_of("/uL"), property_of("g/d")
    (('MASS', 'VOLUME'), ('COUNT', 'VOLUME'), ('COUNT', 'VOLUME'), ('MASS', 'TIME'))
    """
    known = units()
    return tuple(known[part].dimension if part in known else part or "COUNT" for part in unit.split("/"))


@lru_cache
def codes() -> dict[tuple[str, str, Property], str]:
    out: dict[tuple[str, str, Property], str] = {}
    for row in table("loinc"):
        if row["concept"] not in analytes():
            raise row.fault(f"{row['concept']} is not in common/analytes.csv")
        key = row["concept"], row["specimen"], property_of(row["unit"])
        if key in out:
            raise row.fault(f"{row['concept']} in {row['specimen']} by {row['unit']} has two codes")
        out[key] = row["loinc"]
    return out
