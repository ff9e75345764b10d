"""The specimen of a value: named in its own words, by the sentence, by the unit, or by the analyte."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.rules.chunk import Chunk
from pipeline.rules.labs.around import MARROW, can_be_of, measured_in
from pipeline.rules.values.catalogue import Entry, analytes
from pipeline.rules.values.ownership import Owned
from pipeline.rules.values.value import name_of

LOOK_AHEAD = 4
MICROSCOPY = "/[HPF]"
OWN_ALONE = ("urine",)
"""Told within one name and its value, the others are blood's again."""
ADJECTIVES = ("blood", "urine")
"""Fluids whose word stands before a name as a quality: "serum", "urinary"."""


def specimen(chunks: Sequence[Chunk], one: Owned, spoken_of: str | None = None) -> str:
    """Its own words first, then a fluid right behind the value, then the last fluid named before, then the usual one.

    `spoken_of` is the fluid that the sentences before have named.
    """
    told = told_anew(chunks, one) or one.name.specimen
    if told:
        return told
    inside = next((f for c in chunks[one.name_at + 1 : one.value_at] if (f := c.concept("FLUID"))), None)
    if inside:
        return inside
    behind = fluid_behind(chunks, one.value_at)
    if behind:
        return behind
    before = fluid_before(chunks, min(one.name_at, one.value_at))
    if before and can_go_on(before, one):
        return before
    if spoken_of:
        return spoken_of
    entry = analytes().get(one.name.concept)
    if one.value.unit is not None and one.value.unit.code == MICROSCOPY and not (entry and of_smear(entry)):
        return "urine"
    usual = usual_fluid(chunks[one.name_at])
    if usual:
        return usual
    return (entry.specimen if entry else None) or "blood"


def told_anew(chunks: Sequence[Chunk], one: Owned) -> str | None:
    """«этанол в крови 2,7 ‰, в моче 3,4 ‰»: a fluid between the value before and this one."""
    stretch = chunks[one.name_at + 1 : one.value_at]
    values = [at for at in range(len(stretch)) if stretch[at].has("VALUE")]
    return next((fluid for c in stretch[values[-1] :] if (fluid := c.concept("FLUID"))), None) if values else None


def can_go_on(fluid: str, one: Owned) -> bool:
    """«плазматические клетки в костном мозге 4 %, гемоглобин 104 г/л»: what is measured in blood alone, or not in marrow, is not of it."""
    if fluid == "blood" or not one.name.known:
        return True
    concept = one.name.concept
    return concept not in measured_in("blood") and (fluid != MARROW or can_be_of(fluid, one))


def of_smear(entry: Entry) -> bool:
    """Schistocytes: cells that only a blood film shows, by field or as a share, never by volume."""
    return entry.specimen == "blood" and "/uL" not in entry.accepted


def usual_fluid(chunk: Chunk) -> str | None:
    """«Цитоз 286 в 1 мкл» is of the cerebrospinal fluid where no other is named."""
    return next((fluid for part in chunk.parts if (fluid := part.concept("USUAL_FLUID"))), None)


def fluid_behind(chunks: Sequence[Chunk], index: int) -> str | None:
    """«белок 0,3 г/л в моче»: a fluid after "in" before anything else is named."""
    for position in range(index + 1, min(index + 1 + LOOK_AHEAD, len(chunks))):
        chunk = chunks[position]
        if chunk.has("NAME", "VALUE", "COMMA", "PERIOD", "SEMICOLON"):
            return None
        fluid = chunk.concept("FLUID")
        if fluid:
            return fluid if chunks[position - 1].has("OF_WORD", "LAB_LINK") else None
    return None


def fluid_before(chunks: Sequence[Chunk], index: int) -> str | None:
    """The last fluid named before in the sentence, in its own words or as part of another name."""
    for position in range(index - 1, -1, -1):
        chunk = chunks[position]
        fluid = chunk.concept("FLUID") or fluid_of_name(chunks, position) or usual_fluid(chunk)
        if fluid and not (fluid in OWN_ALONE and is_told_within(chunks, position)):
            return fluid
    return None


def is_told_within(chunks: Sequence[Chunk], position: int) -> bool:
    """«белок в моче 3,1 г/л, …»: between a name and its value, a fluid is that name's."""
    for chunk in reversed(chunks[max(0, position - LOOK_AHEAD) : position]):
        if chunk.has("NAME"):
            return not chunks[position].has("NAME")
        if not chunk.has("OF_WORD", "LAB_LINK", "LAB_NOUN"):
            return False
    return False


def fluid_of_name(chunks: Sequence[Chunk], position: int) -> str | None:
    """«В ликворе белок 1,2 г/л, глюкоза …»: a fluid in a name goes on where it is a place, not a quality ("urinary lead")."""
    name = name_of(chunks[position])
    if name is None or name.specimen is None or name.state:
        return None
    placed = position > 0 and chunks[position - 1].has("OF_WORD")
    return name.specimen if placed or name.specimen not in ADJECTIVES else None
