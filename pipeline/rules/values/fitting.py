"""Can a name have such a value? By the dimension of the unit and, where the unit is missing, by the plausible."""

from __future__ import annotations

from pipeline.language.unit import Unit, units
from pipeline.normalization.conversion import convert
from pipeline.rules.values.catalogue import Entry, analytes, measures
from pipeline.rules.values.value import Name, Value

CHART_DISTANCES = (6.0, 20.0)
"""Where a chart of acuity is read from: 6 metres, 20 feet."""
UNLISTED = ("CONCENTRATION", "TITRE", "MASS_RATIO", "INDEX")
"""Dimensions in which an analyte may be reported that no catalogue knows."""
CHEMICAL = ("MASS", "SUBSTANCE")
MULTIPLE = "{ULN}"
SMALL_VOLUMES = ("uL", "mm3")
MEANT_BY_LENGTH = {"mm": "mmol/L", "um": "umol/L", "nm": "nmol/L"}
"""What a length means behind an analyte: its molar form has lost a capital."""


def entry_of(name: Name) -> Entry | None:
    return analytes().get(name.concept) if name.kind == "analyte" else measures().get(name.concept)


def fits(name: Name, value: Value) -> bool:
    """May the value belong to the name at all?"""
    entry = entry_of(name)
    if entry is None:
        in_unit = value.unit is None or value.unit.dimension in UNLISTED
        return not name.known and value.form in ("amount", "share", "titre") and in_unit
    if value.form == "pair":
        return entry.form in ("pair", "share", "score", "fraction")
    if entry.form == "pair" and value.unit is None:
        return False
    if value.form == "titre":
        return "{titer}" in entry.accepted or entry.without_unit
    if value.form == "share":
        return entry.without_unit
    if value.unit is None:
        return plausible_without_unit(entry, value)
    if is_multiple(value):
        return name.kind == "analyte" and not entry.without_unit
    if value.unit.code in entry.accepted or value.unit.dimension in entry.dimensions and alike(value.unit, entry):
        return True
    if slipped(name, value) is not None:
        return True
    return "{titer}" in entry.accepted and value.unit.code == "{titer}"


def alike(unit: Unit, entry: Entry) -> bool:
    """May what is counted above the stroke be what the entry counts: grams, moles, units of activity or cells?"""
    if unit.dimension != "CONCENTRATION":
        return True
    kinds = {counted(code) for code in entry.accepted}
    return counted(unit.code) in kinds or bool(entry.formula) and {counted(unit.code), *kinds} <= {*kinds, *CHEMICAL}


def counted(code: str) -> str:
    """The dimension above the stroke: «10*9/L» and «/uL» count cells."""
    above = code.partition("/")[0]
    known = units().get(above)
    return (
        "COUNT"
        if not above or above.startswith(("10*", "{")) and above not in units()
        else known.dimension
        if known
        else ""
    )


def slipped(name: Name, value: Value) -> Unit | None:
    """The unit that was meant, where the printed one has lost a letter and the analyte cannot have it.

    «4,800 μL» of cells has lost its stroke, "9.5 g/d" of haemoglobin its last letter, "277 μm" of ammonia and "11 mm" of lactate their capital.
    """
    entry = entry_of(name)
    if entry is None or value.unit is None or name.kind != "analyte":
        return None
    code = value.unit.code
    if code in SMALL_VOLUMES and "/uL" in entry.accepted:
        return Unit(f"/{code}", "CONCENTRATION", "", (code,))
    if "CONCENTRATION" not in entry.dimensions or value.unit.dimension in entry.dimensions:
        return None
    meant = units()[MEANT_BY_LENGTH[code]] if code in MEANT_BY_LENGTH else None
    if value.unit.dimension == "MASS_RATE" and value.unit.below == ("d",):
        meant = units()[value.unit.above].over(units()["dL"])
    return meant if meant and plausible(entry, value, meant) else None


def plausible(entry: Entry, value: Value, unit: Unit) -> bool:
    low, high = (convert(n, unit.code, entry.unit, entry.formula) for n in (value.low, value.high))
    return low is not None and high is not None and within(low, entry) and within(high, entry)


def out_of_bounds(name: Name, value: Value) -> bool:
    """Is the value beyond what the name can plausibly have, in the unit that it is printed in?"""
    entry = entry_of(name)
    if entry is None or value.unit is None:
        return False
    numbers = [convert(n, value.unit.code, entry.unit, entry.formula) for n in (value.low, value.high)]
    if None in numbers:
        return value.unit.code not in entry.accepted
    return any(n is not None and not within(n, entry) for n in numbers)


def is_multiple(value: Value) -> bool:
    """5 × ULN"""
    return value.unit is not None and value.unit.code == MULTIPLE


def is_telling(name: Name, value: Value) -> bool:
    """A pair whose own numbers say what it is: "4/5" of a strength, "6/18" of an acuity, "120/80" of a pressure."""
    entry = entry_of(name)
    if entry is None or value.form != "pair" or value.second is None:
        return False
    if entry.form == "fraction":
        return value.low in CHART_DISTANCES
    if entry.form == "pair":
        return value.second < value.low and within(value.low, entry) and within(value.second, entry)
    return value.low <= value.second == entry.high


def completes(name: Name, value: Value) -> bool:
    """Does the value need nothing more: a unit that the name is reported in, or none where none is needed?"""
    entry = entry_of(name)
    if entry is None:
        return fits(name, value)
    if value.form != "amount":
        return fits(name, value)
    return fits(name, value) and (value.unit is not None or entry.without_unit)


def plausible_without_unit(entry: Entry, value: Value) -> bool:
    """A bare number within the plausible of one of the accepted units."""
    if value.decades:
        return entry.form in ("pair", "amount") and entry.without_unit
    if entry.without_unit and within(value.low, entry) and within(value.high, entry):
        return True
    for code in entry.accepted:
        low, high = (convert(n, code, entry.unit, entry.formula) for n in (value.low, value.high))
        if low is not None and high is not None and within(low, entry) and within(high, entry):
            return True
    return False


def within(number: float, entry: Entry) -> bool:
    return (entry.low is None or number >= entry.low) and (entry.high is None or number <= entry.high)
