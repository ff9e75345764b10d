"""Whether a fact holds: cues with a scope that ends with the clause."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.facts import Dose, Lab, Lesion, Measurement, Payload
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import CLAUSE_ENDS
from pipeline.rules.where import where

PRIORITY = ("CUE_ABSENT", "CUE_HYPOTHETICAL", "CUE_PLANNED", "CUE_POSSIBLE", "CUE_PAST")
REACH = {"CUE_ABSENT": 4, "CUE_HYPOTHETICAL": 12, "CUE_PLANNED": 6, "CUE_POSSIBLE": 5, "CUE_PAST": 5}
"""How many chunks before a fact a cue is heard; a comma ends all but conditions and plans."""
PAST_COMMA = frozenset({"CUE_HYPOTHETICAL"})
REACH_AFTER = 3
"""How many chunks behind a fact its refusal is heard: "40 mg daily was refused"."""


def assertion_of(chunks: Sequence[Chunk], first: int, last: int, payload: Payload) -> str:
    """The assertion of a fact that stands in the chunks `first` to `last`, by the nearest cue in its clause."""
    tags = PRIORITY[1:] if isinstance(payload, Lab | Measurement) else PRIORITY
    return after(chunks, last, payload) or before(chunks, first, tags) or "present"


def before(chunks: Sequence[Chunk], first: int, tags: Sequence[str]) -> str | None:
    """ "denied …", «планируется …», "if … ": a value that was measured is never absent, for all that is "without" beside it."""
    nearest = max(0, first - max(REACH.values()))
    if not any(nearest <= at < first for at in where(chunks, *PRIORITY)):
        return None
    for tag in tags:
        for back in range(1, REACH[tag] + 1):
            index = first - back
            if index < 0 or chunks[index].has(*CLAUSE_ENDS):
                break
            if chunks[index].has("COMMA", "CLOSE") and tag not in PAST_COMMA:
                break
            concept = chunks[index].concept(tag)
            if concept is not None:
                return concept
    return None


def after(chunks: Sequence[Chunk], last: int, payload: Payload) -> str | None:
    """ "prednisolone 40 mg was not given", «очагов более 5 мм не выявлено», "… was planned"."""
    if not isinstance(payload, Dose | Lesion):
        return None
    for index in range(last + 1, min(len(chunks), last + 1 + REACH_AFTER)):
        chunk = chunks[index]
        if chunk.has(*CLAUSE_ENDS, "COMMA", "CONTRAST"):
            return None
        if chunk.has("CUE_AFTER"):
            return chunk.concept("CUE_AFTER")
        following = chunks[index + 1 : index + 2]
        if chunk.has("CUE_ABSENT") and isinstance(payload, Dose) and any(c.has("GIVE") for c in following):
            return "absent"
    return None
