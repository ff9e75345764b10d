"""Values from one UCUM unit to another, and between moles and grams by a chemical formula.

Units are read by ucumvert on pint, molar masses come from molmass; both are loaded at the first conversion that no
process has made before.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipeline.kept import keep, kept

EQUIVALENTS_PER_MOLE = {"Na": 1, "K": 1, "Cl": 1, "Ca": 2, "Mg": 2, "Li": 1}
"""Charge of the ions that laboratories report in milliequivalents."""
SAME_AS = {"[IU]": "U", "k[IU]": "kU", "m[IU]": "mU", "u[IU]": "uU"}
"""Laboratories print U and IU of an enzyme for one another; ucum.org keeps them apart."""
FIELDS = ("HPF", "LPF")
"""Of a microscope: the registry takes them for plain numbers, and two cells a field are no two hundred percent."""
MAKERS = ("pint", "ucumvert", "molmass")


@lru_cache
def registry() -> Any:
    """pint's registry with UCUM's units, made once."""
    import pint
    from ucumvert import PintUcumRegistry

    made = PintUcumRegistry()
    pint.set_application_registry(made)
    return made


@lru_cache
def molar_mass(formula: str) -> float:
    """Grams a mole."""
    from molmass import Formula

    return float(Formula(formula).mass)


@lru_cache(maxsize=4096)
def factor(source: str, target: str, formula: str | None = None) -> float | None:
    """What a number in `source` is multiplied by to be in `target`; None where the units do not measure the same.

    >>> factor("mg/dL", "g/L")
    0.01
    """
    if source == target:
        return 1.0
    key = f"{source}\t{target}\t{formula or ''}"
    known: dict[str, float | None] = kept("factors", fingerprint()) or {}
    if key not in known:
        known[key] = worked_out(source, target, formula)
        keep(known, "factors", fingerprint())
    return known[key]


@lru_cache
def fingerprint() -> str:
    made_by = "".join(f"{name} {version(name)}\n" for name in MAKERS)
    return hashlib.sha256(Path(__file__).read_bytes() + made_by.encode()).hexdigest()[:12]


def worked_out(source: str, target: str, formula: str | None) -> float | None:
    from pint.errors import PintError

    if by_field(source) != by_field(target):
        return None
    units = registry()
    try:
        left, right = (quantity(units, code, formula) for code in (source, target))
        if left.dimensionality == right.dimensionality:
            return rounded((left / right).to("dimensionless").magnitude)
        if formula is None:
            return None
        mass = molar_mass(formula) * units.gram / units.mole
        for by_mass in (left / mass, left * mass):
            if by_mass.dimensionality == right.dimensionality:
                return rounded((by_mass / right).to("dimensionless").magnitude)
    except (PintError, ValueError, TypeError, AttributeError):
        return None
    return None


def by_field(code: str) -> bool:
    return any(field in code for field in FIELDS)


def quantity(units: Any, code: str, formula: str | None = None) -> Any:
    """One of a UCUM unit; milliequivalents as millimoles over the ion's charge, IU as U."""
    for printed, same in SAME_AS.items():
        code = code.replace(printed, same) if code.startswith(printed) else code
    if code == "1":
        return units.Quantity(1, "dimensionless")
    charge = EQUIVALENTS_PER_MOLE.get(formula or "", 1) if code.startswith("meq") else 1
    parsed = units.from_ucum(code.replace("meq", "mmol", 1) if code.startswith("meq") else code)
    return units.Quantity(getattr(parsed, "magnitude", 1) / charge, parsed.units)


def convert(number: float, source: str, target: str, formula: str | None = None) -> float | None:
    """The number in `target`; None where it cannot be told. Temperatures are shifted, all else is scaled."""
    if source == target:
        return number
    if source == "[degF]" and target == "Cel":
        return rounded((number - 32.0) / 1.8)
    times = factor(source, target, formula)
    return None if times is None else rounded(number * times)


def rounded(number: float) -> float:
    """Ten significant digits: what the binary form of a factor adds is cut off."""
    return float(f"{number:.10g}")
