"""What a name and a value are, before one owns the other."""

from __future__ import annotations

from typing import Literal

from pipeline.language.number import Number
from pipeline.language.unit import Unit
from pipeline.record import record
from pipeline.rules.chunk import Chunk
from pipeline.rules.quantities import Quantity

Form = Literal["amount", "pair", "titre", "share"]
"""amount: 97 g/L; pair: 110/70 mmHg, 6/18; titre: 1:640; share: 4 of 5."""


@record(frozen=True, slots=True)
class Value:
    """A number or a range with its unit, as printed.

    comparator   of `=`, `<`, `<=`, `>`, `>=`, `~`
    second       the lower number of a pair (diastolic pressure, the parts of a score)
    up_to        "up to", «до» stood before it: a bound, or what a change went to
    start, end   the words that `casefold annotate` marks: number, unit, and a comparator other than about
    decades      "in the 90s"
    scaled       "12 тыс.": the multiplier is already in the number
    """

    low: float
    high: float
    unit: Unit | None
    unit_printed: str | None
    printed: str
    start: int
    end: int
    comparator: str = "="
    form: Form = "amount"
    second: float | None = None
    up_to: bool = False
    decades: bool = False
    scaled: bool = False


@record(frozen=True, slots=True)
class Reference:
    """A printed reference range; None where it is open."""

    low: float | None
    high: float | None
    unit: Unit | None
    unit_printed: str | None = None


@record(frozen=True, slots=True)
class Name:
    """What a value can belong to: an analyte, another quantity, or a state that implies one ("anemia").

    concept    the canonical name; for an analyte that no catalogue knows, its words
    known      it stands in the catalogue
    flag       what a state implies
    specimen   a fluid named in the words themselves
    """

    kind: Literal["analyte", "measure"]
    concept: str
    printed: str
    known: bool = True
    flag: str | None = None
    specimen: str | None = None
    state: bool = False


def name_of(chunk: Chunk) -> Name | None:
    return chunk.value if isinstance(chunk.value, Name) else None


def value_of(chunk: Chunk) -> Value | None:
    return chunk.value if isinstance(chunk.value, Value) else None


def reference_of(chunk: Chunk) -> Reference | None:
    return chunk.value if isinstance(chunk.value, Reference) else None


def plain(chunk: Chunk) -> Value | None:
    """The value of a quantity, a number or a range standing alone."""
    if isinstance(chunk.value, Quantity):
        quantity = chunk.value
        unit_start = next((p.start for p in reversed(chunk.parts) if p.has("UNIT")), chunk.end)
        printed = chunk.text[: unit_start - chunk.start].strip() or chunk.text
        return Value(quantity.low, quantity.high, quantity.unit, quantity.unit_printed, printed, chunk.start, chunk.end)
    if isinstance(chunk.value, Number):
        number = chunk.value
        factor = 10.0**number.power
        return Value(number.low * factor, number.high * factor, None, None, chunk.text, chunk.start, chunk.end)
    return None
