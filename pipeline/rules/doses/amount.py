"""What one amount is: how much, of what unit, what it belongs to and how often."""

from __future__ import annotations

from pipeline.language.number import Number
from pipeline.language.unit import Unit
from pipeline.record import record
from pipeline.rules.chunk import Chunk
from pipeline.rules.doses.rhythm import Rhythm
from pipeline.rules.pattern import T
from pipeline.rules.quantities import Quantity

DIMENSIONS = (
    "MASS",
    "MASS_RATE",
    "MASS_RATIO",
    "MASS_PER_AREA",
    "ACTIVITY",
    "FORM",
    "FORM_RATE",
    "VOLUME",
    "FLOW",
    "SUBSTANCE",
)
PERIODS = {"min": "minute", "h": "hour", "d": "day", "wk": "week", "mo": "month"}
BODIES = {"kg": "kg", "m2": "m2"}


@record(frozen=True, slots=True)
class Amount:
    """low to high of a unit (UCUM or a form), what one of them belongs to, and how often.

    per        day | hour | minute | week | month | dose, where the amount itself says so
    per_body   kg | m2
    rhythm     how often, where it stands beside the amount
    divided    the daily amount is given in so many parts
    guessed    the text leaves the unit out
    """

    low: float
    high: float
    unit: str
    dimension: str
    per: str | None = None
    per_body: str | None = None
    rhythm: Rhythm | None = None
    divided: float | None = None
    printed: str = ""
    guessed: bool = False


def amount_of(chunk: Chunk) -> Amount | None:
    """The amount of a QUANTITY chunk; None where its unit is none of a dose («mg/g»)."""
    quantity = chunk.value
    if isinstance(quantity, Amount):
        return quantity
    if not isinstance(quantity, Quantity) or quantity.unit.dimension not in DIMENSIONS:
        return None
    return amount(quantity.low, quantity.high, quantity.unit, chunk.text)


def amount(low: float, high: float, unit: Unit, printed: str) -> Amount | None:
    """None where the unit is none of a dose: «mg/g», and kilograms, which weigh bodies."""
    per = per_body = None
    for below in unit.below:
        if below in PERIODS:
            per = PERIODS[below]
        elif below in BODIES:
            per_body = BODIES[below]
        else:
            return None
    code = unit.above if unit.below else unit.code
    if code == "kg":
        return None
    return Amount(low, high, code, unit.dimension, per, per_body, printed=printed)


QUANTITY = T(*DIMENSIONS, as_="amount")
OFTEN = T("FREQUENCY", "DOSE_FREQUENCY", as_="often")


def count_of(chunk: Chunk) -> float:
    """The number that a chunk says in digits or as a word."""
    if isinstance(chunk.value, Number):
        return chunk.value.low
    return float(chunk.concept("NUMBER_WORD") or chunk.concept("PART_WORD") or 0)
