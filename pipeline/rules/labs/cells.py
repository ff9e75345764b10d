"""Cells of a punctured fluid that go by no other name: "CSF showed 8 cells", "cells 34/mm3, protein 0.9 g/L"."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.rules.chunk import Chunk
from pipeline.rules.values.ownership import Owned
from pipeline.rules.values.value import Name, Value, value_of
from pipeline.rules.where import where

CELLS = "{cells}"
LEUKOCYTES = "leukocytes"
"""What is meant by the cells of a fluid, pleocytosis by their being many."""
COUNTED = ("/uL", "/L", "/mL", "/mm3", "10*6/L")
LINKS = ("LAB_LINK", "COLON", "DASH", "EQUALS", "COMPARATOR")
FAR = 3


def cells(chunks: Sequence[Chunk], taken: Sequence[Owned]) -> list[Owned]:
    """Counts of cells that no known name owns."""
    owned = {one.value_at for one in taken}
    out = []
    for index in where(chunks, "VALUE"):
        value = value_of(chunks[index])
        if value is None or index in owned or value.form != "amount":
            continue
        at = index if counts_cells(value) else word_before(chunks, index) if is_count(value) else None
        if at is not None:
            printed = chunks[at].text if at != index else (value.unit_printed or "").split("/")[0]
            out.append(Owned(Name("analyte", LEUKOCYTES, printed), value, at, index))
    return out


def counts_cells(value: Value) -> bool:
    return value.unit is not None and value.unit.code.startswith(CELLS)


def is_count(value: Value) -> bool:
    return value.unit is None or value.unit.code in COUNTED


def word_before(chunks: Sequence[Chunk], index: int) -> int | None:
    """Position of "cells" right before a count."""
    for position in range(index - 1, max(-1, index - 1 - FAR), -1):
        if chunks[position].concept("UNIT") == CELLS:
            return position
        if not chunks[position].has(*LINKS):
            return None
    return None
