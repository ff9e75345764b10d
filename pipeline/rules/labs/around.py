"""The fluid that the sentences before speak of: "Lumbar puncture was performed. Protein was 1.2 g/L, cells 34/μL"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from pipeline.language.groups import group
from pipeline.language.tables import table
from pipeline.record import record
from pipeline.rules.chunk import Chunk
from pipeline.rules.values.ownership import Owned
from pipeline.rules.where import holds, where

MARROW = "bone marrow"
PUNCTURED = group("punctured_fluids")
"""What a report speaks of as "the fluid"."""
OF_BLOOD = ("10*9/L", "10*12/L", "10*3/uL", "10*6/uL")
"""Units in which the cells of blood are counted."""
OF_FLUIDS = ("FLUID", "FLUID_TAKEN", "FLUID_WORD")
LONGEST = 2
"""Sentences without a value after which a puncture is no longer spoken of."""


@record(frozen=True, slots=True)
class Around:
    """What the paragraph has named so far.

    named    the last of the punctured fluids; "the fluid" is this one
    taken    the fluid that was punctured or examined in the sentence before, and what was said since is of it
    silent   sentences since then that told no value
    """

    named: str | None = None
    taken: str | None = None
    silent: int = 0


NOTHING = Around()


@lru_cache
def measured_in(kind: str) -> frozenset[str]:
    return frozenset(row["concept"] for row in table("fluid_analytes") if row["of"] == kind)


def punctured(around: Around, chunks: Sequence[Chunk]) -> bool:
    """Is a punctured fluid spoken of, in the sentence or right before it?"""
    here = [fluid for at in where(chunks, "FLUID") if (fluid := chunks[at].concept("FLUID"))]
    if here:
        return any(fluid in PUNCTURED for fluid in here)
    return around.taken in PUNCTURED or (around.named is not None and bool(where(chunks, "FLUID_WORD")))


def told_before(around: Around, chunks: Sequence[Chunk], labs: Sequence[Owned]) -> str | None:
    """The fluid that the values of a sentence are of where the sentence itself names none; None for the usual one."""
    if around is NOTHING or any(chunks[at].concept("FLUID") for at in where(chunks, "FLUID")):
        return None
    if around.named and where(chunks, "FLUID_WORD"):
        return around.named
    return around.taken if around.taken and labs and all(can_be_of(around.taken, one) for one in labs) else None


def can_be_of(fluid: str, one: Owned) -> bool:
    unit = one.value.unit
    if fluid == MARROW:
        return one.name.concept in measured_in("marrow") and (unit is None or unit.code == "%")
    return one.name.concept in measured_in("fluid") and not (unit is not None and unit.code in OF_BLOOD)


def after(around: Around, chunks: Sequence[Chunk], labs: Sequence[Owned], carried: str | None) -> Around:
    """What is named once a sentence has been read."""
    if around is NOTHING and not holds(chunks, *OF_FLUIDS):
        return NOTHING
    fluids = [fluid for at in where(chunks, "FLUID", "FLUID_TAKEN") if (fluid := fluid_at(chunks[at]))]
    named = next((fluid for fluid in reversed(fluids) if fluid in PUNCTURED), around.named)
    taken = next((f for at in reversed(where(chunks, "FLUID_TAKEN")) if (f := chunks[at].concept("FLUID_TAKEN"))), None)
    if taken:
        return Around(named, taken)
    if fluids or (labs and carried is None) or around.silent >= LONGEST:
        return Around(named) if named else NOTHING
    if named is around.taken is None:
        return NOTHING
    return Around(named, around.taken, 0 if labs else around.silent + 1)


def fluid_at(chunk: Chunk) -> str | None:
    return chunk.concept("FLUID") or chunk.concept("FLUID_TAKEN")
