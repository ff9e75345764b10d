"""Values whose unit or number is written short: what the analyte allows decides how they are read."""

from __future__ import annotations

import re

from pipeline.language.unit import units
from pipeline.record import replace
from pipeline.rules.values.catalogue import analytes
from pipeline.rules.values.fitting import slipped
from pipeline.rules.values.ownership import Owned

SCALES = (("10*6/uL", 1e6, 1e5), ("10*3/uL", 1e3, 0))
"""Unit, cells in it, and the least cells that are told so: «эритроциты 0,9 млн», «лейкоциты 0,8 тыс.»."""
OF_A_MICROLITRE = ("/uL", "/mm3", "{cells}/uL")
POINTED = r"[1-9]\d{0,2}[.,]\d{3}"


def mended(one: Owned) -> Owned:
    """«4,800 μL» of cells is /uL, flagged as a guess; the printed unit stays as it is."""
    if is_pointed(one):
        return regrouped(one)
    if is_proportion(one):
        return proportion(one)
    if unit := slipped(one.name, one.value):
        return replace(one, value=replace(one.value, unit=unit), unit_guessed=True)
    return in_thousands(one) if one.value.scaled and one.value.unit is None else one


def is_proportion(one: Owned) -> bool:
    """ "a CD4/CD8 ratio of 1:3" is a third, no titre."""
    entry = analytes().get(one.name.concept)
    return one.value.form == "titre" and entry is not None and entry.unit == "1" and "ratio" in one.name.concept


def proportion(one: Owned) -> Owned:
    part = round(1 / one.value.low, 4)
    return replace(one, value=replace(one.value, low=part, high=part, unit=None, form="share"))


def in_thousands(one: Owned) -> Owned:
    """«тромбоциты 12 тыс.», «эритроциты 2,1 млн»: cells are those in a microlitre, though the text leaves it unsaid."""
    entry = analytes().get(one.name.concept)
    for code, scale, least in SCALES:
        if entry is not None and code in entry.accepted and one.value.low >= least:
            value = replace(one.value, low=one.value.low / scale, high=one.value.high / scale, unit=units()[code])
            return replace(one, value=value, unit_guessed=True)
    return one


def is_pointed(one: Owned) -> bool:
    """«WBC 10.000/mm3», «тромбоциты 250.000 в 1 мкл»: cells in a microlitre are whole, so the point parts thousands."""
    unit, numbers = one.value.unit, re.findall(r"[\d.,]*\d", one.value.printed)
    by_the_microlitre = unit is not None and unit.code in OF_A_MICROLITRE
    return by_the_microlitre and one.value.low < 1000 and all(re.fullmatch(POINTED, n) for n in numbers)


def regrouped(one: Owned) -> Owned:
    """A thousand times what a point for the decimals would say; flagged, since only the sense tells."""
    low, high = (round(n * 1000) for n in (one.value.low, one.value.high))
    return replace(one, value=replace(one.value, low=low, high=high), regrouped=True)
