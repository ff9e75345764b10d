"""Whether a fact holds: cues with a scope that ends with the clause."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import CLAUSE_ENDS
from pipeline.rules.where import where

PRIORITY = ("CUE_ABSENT", "CUE_HYPOTHETICAL", "CUE_PLANNED", "CUE_POSSIBLE", "CUE_PAST")
REACH = {"CUE_ABSENT": 4, "CUE_HYPOTHETICAL": 12, "CUE_PLANNED": 6, "CUE_POSSIBLE": 5, "CUE_PAST": 5}
"""How many chunks before a fact a cue is heard; a comma ends all but conditions and plans."""
PAST_COMMA = frozenset({"CUE_HYPOTHETICAL"})


def assertion_of(chunks: Sequence[Chunk], first: int) -> str:
    """The assertion of a fact whose first chunk is `first`, by the nearest cue before it in its clause."""
    nearest = max(0, first - max(REACH.values()))
    if not any(nearest <= at < first for at in where(chunks, *PRIORITY)):
        return "present"
    for tag in PRIORITY:
        for back in range(1, REACH[tag] + 1):
            index = first - back
            if index < 0 or chunks[index].has(*CLAUSE_ENDS):
                break
            if chunks[index].has("COMMA", "CLOSE") and tag not in PAST_COMMA:
                break
            concept = chunks[index].concept(tag)
            if concept is not None:
                return concept
    return "present"
