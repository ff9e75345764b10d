"""Whether any value of a sentence can belong to something, told by its tags before its names and values are read."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.rules.chunk import Chunk
from pipeline.rules.memory import remembered
from pipeline.rules.quantities import Quantity
from pipeline.rules.where import holds, where

NAMING = (
    "ANALYTE",
    "MEASURE",
    "STATE",
    "ANTIBODY_WORD",
    "CELL_LETTER",
    "CELL_SHARE",
    "BODY_WEIGHT",
    "TALL",
    "TEMPERATURE_LETTER",
    "RHYTHM",
    "PAIN",
)
"""What names are made of; a height, a temperature, a rate and a pain need no name beside these."""
DIVIDING = ("COLON", "SLASH")
"""A titre («1:640») makes a name of the words before it."""
TELLING_DIMENSIONS = ("CONCENTRATION", "TITRE", "MASS_RATIO", "VOLUME")
"""Units that tell of a laboratory value; a volume below a count makes one («4500 в 1 мл»)."""
TELLING_UNITS = ("kg", "g", "[lb_av]", "{pack_year}", "[wood'U]", "[HU]")
"""Units that tell what is measured, whatever is named: «девочка 3150 г», "a nodule of 38 HU"."""


@remembered
def ownable(chunks: Sequence[Chunk]) -> bool:
    """Most sentences with a number have no name for it: "seen 3 weeks later", "two 4 cm nodules"."""
    if holds(chunks, *NAMING, *DIVIDING, "UNIT"):
        return True
    return any(tells(chunks[at].value) for at in where(chunks, "QUANTITY"))


def tells(quantity: object) -> bool:
    if not isinstance(quantity, Quantity):
        return True
    return quantity.unit.dimension in TELLING_DIMENSIONS or quantity.unit.code in TELLING_UNITS
