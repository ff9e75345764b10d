"""The strength of a solution that is given by volume: 60 mL of glucose 40 % is another thing than 60 mL of glucose 5 %."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.rules.chunk import Chunk
from pipeline.rules.doses.amount import Amount
from pipeline.rules.quantities import Quantity

ISOTONIC = {"sodium chloride": 0.9}
"""Solutions whose usual strength goes without saying."""
BETWEEN = ("WORD", "OPEN", "DASH", "COLON", "OF", "COMMA")
REACH = 2


def drug_of_strength(chunks: Sequence[Chunk], drug: int, amount: Amount) -> str | None:
    """The drug at a chunk, with the strength beside it where the amount is a volume: `glucose 40%`."""
    concept = chunks[drug].concept("DRUG")
    by_volume = amount.unit in ("mL", "L") and amount.dimension != "MASS"
    percent = percent_beside(chunks, drug) if by_volume else None
    if concept is None or percent is None or ISOTONIC.get(concept) == percent:
        return concept
    return f"{concept} {percent:g}%"


def without_strength(drug: str) -> str:
    """`glucose 40%` → `glucose`."""
    return drug.rpartition(" ")[0] if drug.endswith("%") else drug


def percent_beside(chunks: Sequence[Chunk], drug: int) -> float | None:
    """«глюкоза 40 % 60 мл/ч», "50 mL of 10% calcium chloride", «400 мл 5% раствора глюкозы»."""
    bracketed = any(chunk.has("OPEN") for chunk in chunks[drug + 1 : drug + 2])
    after, before = chunks[drug + 1 : drug + 2 + bracketed], chunks[max(0, drug - REACH) : drug]
    return first_percent(after) or first_percent([chunk for chunk in reversed(before) if not chunk.has("DOSE")])


def first_percent(chunks: Sequence[Chunk]) -> float | None:
    for chunk in chunks:
        if chunk.has("PERCENT") and isinstance(chunk.value, Quantity) and not chunk.value.is_range:
            return chunk.value.high
        if not chunk.has(*BETWEEN):
            return None
    return None
