"""A size: what the figures say, before anyone knows of what."""

from __future__ import annotations

from pipeline.language.number import Number
from pipeline.language.unit import Unit
from pipeline.record import record
from pipeline.rules.chunk import Chunk
from pipeline.rules.quantities import Quantity

TO_MM = {"um": 1e-3, "mm": 1.0, "cm": 10.0, "m": 1000.0, "[in_i]": 25.4, "[ft_i]": 304.8}
TO_MM2 = {"mm2": 1.0, "cm2": 100.0}
TO_ML = {"mm3": 1e-3, "cm3": 1.0, "mL": 1.0, "L": 1000.0}
SIDE_OF = {"cm2": "cm", "mm2": "mm", "cm3": "cm", "mm3": "mm"}
"""The unit of a side, where the unit of the product is printed after it: «2 × 2 cm^2»."""


@record(frozen=True, slots=True)
class Size:
    """One to three sides in millimetres in printed order, or an area (mm²), or a volume (mL).

    low_mm   lower end of a printed range of one dimension, whose upper end is the only side
    unit     UCUM code of the printed unit
    below    the words alone say that it is smaller («subcentimetre»)
    moved    `before` or `after` where the text tells both sizes of a change («from 3 cm to 1 cm»)
    """

    sides_mm: tuple[float, ...] = ()
    low_mm: float | None = None
    area_mm2: float | None = None
    volume_ml: float | None = None
    unit: str = ""
    below: bool = False
    moved: str = ""


def millimetres(number: Number, unit: str) -> float:
    """The number in millimetres; TO_MM holds every unit of length that a size may have."""
    return exact(number.high * TO_MM[unit])


def exact(value: float) -> float:
    """A product without the noise of binary fractions: 1.6 cm are 16 mm, not 16.000000000000004."""
    return float(f"{value:.10g}")


def side_unit(unit: Unit) -> str | None:
    """The unit of length in which the sides of «2 × 3 cm» or «2 × 2 cm^2» are given."""
    code = SIDE_OF.get(unit.code, unit.code)
    return code if code in TO_MM else None


def size_of(quantity: Quantity) -> Size | None:
    """A single length, area or volume; None for units that measure no part of a body (km, m2)."""
    code = quantity.unit.code
    if code in TO_MM:
        low = exact(quantity.low * TO_MM[code]) if quantity.is_range else None
        return Size((exact(quantity.high * TO_MM[code]),), low, unit=code)
    if code in TO_MM2:
        return Size(area_mm2=exact(quantity.high * TO_MM2[code]), unit=code)
    if code in TO_ML:
        return Size(volume_ml=exact(quantity.high * TO_ML[code]), unit=code)
    return None


def measured(chunk: Chunk) -> Size | None:
    """The size that a chunk tells, whether a level made one of it or it is a length alone."""
    value = chunk.value
    return value if isinstance(value, Size) else size_of(value) if isinstance(value, Quantity) else None
