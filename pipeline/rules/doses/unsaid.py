"""Amounts whose unit goes without saying: Russian prescriptions leave out the grams of solids and the millilitres of solutions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.rules.chunk import Chunk
from pipeline.rules.doses.amount import Amount
from pipeline.rules.doses.catalogue import implausible, kind_of
from pipeline.rules.lexing import number_of
from pipeline.rules.pattern import Match, T, rule, span_chunk

GIVEN = ("ROUTE", "FREQUENCY", "DOSE_FREQUENCY", "DRIP", "TIMES")
IN_LIST = ("COMMA", "AND", "DRUG", "NUMBER", "BY")
ENDS = ("COMMA", "PERIOD", "SEMICOLON", "AND", "CLOSE")
MOST = 1000
BEYOND = 1
"""So many times the usual amount is too much."""
AMPOULES = 20
"""So many millilitres are drawn from ampoules at most."""
FRACTION = re.compile(r"\d[.,]\d")
"""«2,0» is an amount; a whole number without its unit may be anything."""


@rule(
    [T("DRUG", as_="drug"), T("BY", op="?", as_="by"), T("NUMBER", as_="number")],
    [T("DRUG", as_="drug"), T("PERCENT", as_="percent"), T("BY", "DASH", op="?", as_="by"), T("NUMBER", as_="number")],
)
def unit_unsaid(match: Match) -> list[Chunk] | None:
    """цефтриаксон по 2,0 в/в; изониазид 0,3, этамбутол 1,2 г/сут; анальгин 50 % 2,0 в/м"""
    number, drug, dissolved = number_of(match["number"]), match["drug"], match.get("percent") is not None
    if number.is_range or number.power or not 0 < number.low < MOST:
        return None
    told, with_fraction = is_given(match.chunks[match.end :]), FRACTION.search(match["number"].text) is not None
    ends = not match.after() or match.after()[0].has(*ENDS)
    if dissolved:
        told = told or ends and with_fraction and number.low == int(number.low)
    elif not with_fraction or drug.has("ANALYTE"):
        return None
    if not (told or ends and match.get("by") is not None):
        return None
    unit = "mL" if dissolved else unit_by_amount(drug, number.low)
    if unit is None:
        return None
    dimension = "VOLUME" if unit == "mL" else "MASS"
    amount = Amount(number.low, number.high, unit, dimension, printed=match["number"].text, guessed=True)
    readings = (("QUANTITY", unit), (dimension, unit))
    return [*match.matched[:-1], span_chunk(match.matched[-1:], tuple(sorted(readings)), amount, match.rule)]


def is_given(after: Sequence[Chunk]) -> bool:
    """A route or a rhythm follows, or grams of the next drug of a list."""
    for chunk in after:
        if chunk.has(*GIVEN):
            return True
        if chunk.has("MASS", "MASS_RATE"):
            return (chunk.value.unit.above or chunk.value.unit.code) == "g"
        if not chunk.has(*IN_LIST):
            return False
    return False


def unit_by_amount(drug: Chunk, amount: float) -> str | None:
    """Grams; millilitres of a solution, and of an ampoule where so many grams would be too many («фуросемид 2,0 в/в»)."""
    concept = drug.concept("DRUG")
    if kind_of(concept) == "fluid":
        return "mL"
    if not implausible(concept, amount, amount, "g", None, beyond=BEYOND):
        return "g"
    return "mL" if amount <= AMPOULES else None
