"""A ratio of the two values before it: «lactate 2.6 and pyruvate 0.09 mmol/L, giving a ratio of 29»."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.rules.chunk import Chunk
from pipeline.rules.values.ownership import Owned
from pipeline.rules.values.value import Name, value_of
from pipeline.rules.where import where

LINKS = ("LAB_LINK", "COMPARATOR", "COLON", "EQUALS", "OPEN", "DASH", "FLAG")
BEFORE = ("LAB_LINK", "DETERMINER", "FLAG", "OPEN", "COMMA", "SEMICOLON", "AND_WORD")
FAR = 4


def ratios(chunks: Sequence[Chunk], taken: Sequence[Owned]) -> list[Owned]:
    """Bare numbers behind the word "ratio" alone, as the ratio of the two analytes whose values stand before it."""
    if not where(chunks, "RATIO_NOUN"):
        return []
    owned = {one.value_at for one in taken}
    out = []
    for index in where(chunks, "VALUE"):
        value, at = value_of(chunks[index]), ratio_word(chunks, index)
        if value is None or value.unit is not None or value.form not in ("amount", "share") or index in owned:
            continue
        parts = last_two(taken, index) if at is not None else None
        if at is not None and parts:
            concept = f"{parts[0].name.concept}/{parts[1].name.concept} ratio"
            out.append(Owned(Name("analyte", concept, chunks[at].text, known=False), value, at, index))
    return out


def ratio_word(chunks: Sequence[Chunk], index: int) -> int | None:
    """Position of a lone "ratio" before the value; "odds ratio" has a word of its own."""
    for position in range(index - 1, max(-1, index - 1 - FAR), -1):
        if chunks[position].has("RATIO_NOUN"):
            alone = position == 0 or chunks[position - 1].has(*BEFORE)
            return position if alone else None
        if not chunks[position].has(*LINKS):
            return None
    return None


def last_two(taken: Sequence[Owned], index: int) -> tuple[Owned, Owned] | None:
    """The two analytes in one unit whose values stand last before `index`."""
    before = sorted((one for one in taken if one.value_at < index), key=lambda one: one.value_at)[-2:]
    if len(before) < 2:
        return None
    above, below = before
    same_unit = above.value.unit and below.value.unit and above.value.unit.dimension == below.value.unit.dimension
    both = above.name.kind == below.name.kind == "analyte" and above.name.concept != below.name.concept
    return (above, below) if same_unit and both else None
