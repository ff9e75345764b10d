"""Names behind their value: «81.5 % neutrophils», "50 pack-years of smoking", "2/6 systolic murmur"."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import CLAUSE_ENDS
from pipeline.rules.values.catalogue import analytes, measures
from pipeline.rules.values.fitting import completes, is_multiple
from pipeline.rules.values.ownership import FILLERS, Owned
from pipeline.rules.values.value import Name, Value, name_of, value_of

PART_OF = ("OF_WORD", "COUNT_OF", "RELATIVE_PRONOUN", "DEFINITE", "DETERMINER", "WORD", "NAME", "COUNTED")
NEXT = ("VALUE", "COMMA", "OPEN", "CLOSE", "AND_WORD", "COLON", *CLAUSE_ENDS)
WHOLE_WORDS = 6
MARKED = 9
"""Chunks between "infiltration" and the cells, which are told by their markers: "CD19− CD56+ CD138+"."""


def following(chunks: Sequence[Chunk], index: int, value: Value, found: dict[int, Owned]) -> list[Owned]:
    """«81.5 % neutrophils»; "17.0% macrophages": a share or a count before what was counted."""
    told = made_of(chunks, index, value)
    if told is not None:
        return [told]
    at = name_after(chunks, index, value)
    name = name_of(chunks[at]) if at else None
    if at is None or name is None or name.state:
        return []
    if is_multiple(value):
        return [Owned(name, value, at, index)] if at == index + 1 and name.kind == "analyte" else []
    if not is_counted(value, name, chunks) and not is_attribute(chunks, at, value, name):
        return []
    waiting = nearest_name(chunks, index, found)
    if waiting is not None and all(c.has(*FILLERS) for c in chunks[waiting + 1 : index]):
        owner = name_of(chunks[waiting])
        if owner is not None and completes(owner, value):
            return []
    return [Owned(name, value, at, index)]


def made_of(chunks: Sequence[Chunk], index: int, value: Value) -> Owned | None:
    """ "92% of which were lymphocytes", «88% были представлены эозинофилами», "10% infiltration by plasma cells"."""
    if value.unit is None or value.unit.dimension != "PERCENT":
        return None
    crowd = crowd_after(chunks, index)
    leading = crowd or verb_after(chunks, index)
    if leading is None:
        return None
    for position in range(leading + 1, min(leading + (MARKED if crowd else 3), len(chunks))):
        chunk = chunks[position]
        name = name_of(chunk)
        if name is not None:
            return Owned(name, value, position, index) if is_cell(name) and completes(name, value) else None
        if crowd and chunks[position - 1].has("MARKER"):
            continue
        if chunk.has("TREND", "FLAG", *NEXT) or not crowd and not chunk.has("WORD", "REPORT_VERB"):
            return None
    return None


def crowd_after(chunks: Sequence[Chunk], index: int) -> int | None:
    """ "greater than 10% infiltration of CD138+ plasma cells": right behind the share."""
    at = index + 1
    return at if at < len(chunks) and chunks[at].has("CELL_CROWD") else None


def verb_after(chunks: Sequence[Chunk], index: int) -> int | None:
    """The verb right behind the share, or behind the whole that it is a share of: "81% of the white blood cells were"."""
    for position in range(index + 1, min(index + 2 + WHOLE_WORDS, len(chunks))):
        chunk = chunks[position]
        if chunk.has("PASSIVE") or chunk.has("MEASURING") and not chunk.has("OF_WORD"):
            return position
        if (
            not chunk.has(*PART_OF)
            or chunk.has(*NEXT)
            or position == index + 1
            and not chunk.has("OF_WORD", "COUNT_OF")
        ):
            return None
    return None


def name_after(chunks: Sequence[Chunk], index: int, value: Value) -> int | None:
    """Right behind the value, behind "of", or behind up to three words after a grade: "2/6 systolic murmur"."""
    points = index + 1 < len(chunks) and chunks[index + 1].has("POINTS")
    for position in range(index + 1, min(index + 5, len(chunks))):
        chunk = chunks[position]
        if name_of(chunk) is not None:
            return position
        if points and chunk.has("POINTS", "LAB_LINK", "LOCATIVE", "DETERMINER", "OPEN"):
            continue
        if chunk.has(*NEXT):
            return None
        if value.form != "pair" and (position > index + 1 or not chunk.has("OF_WORD", "DASH")):
            return None
    return None


def is_counted(value: Value, name: Name, chunks: Sequence[Chunk]) -> bool:
    """Cells as a share, in a volume, or as a bare number where a fluid is named ("CSF analysis showed 30 leukocytes")."""
    if name.kind != "analyte" or value.form != "amount" or value.up_to:
        return False
    if value.unit is None and is_counted_cell(name) and of_body_fluid(chunks):
        return True
    if not is_cell(name):
        return False
    if value.unit is None:
        return any(c.has("FLUID") for c in chunks)
    return value.unit.dimension in ("PERCENT", "COUNT", "CONCENTRATION") and completes(name, value)


def is_attribute(chunks: Sequence[Chunk], at: int, value: Value, name: Name) -> bool:
    """«90 % stenosis», "50 pack-years of smoking", "10 kg weight loss", "2/5 strength", "7 баллов по шкале Глазго": no value of its own follows the name."""
    entry = measures().get(name.concept)
    if entry is None or value.up_to or not completes(name, value):
        return False
    on_scale = entry.form == "score" and chunks[at - 1].has("LAB_LINK", "LOCATIVE", "DETERMINER", "OPEN", "POINTS")
    if value.unit is None and value.form != "pair" and not on_scale:
        return False
    ahead = chunks[at + 1 : at + 4]
    listed = on_scale and bool(ahead) and ahead[0].has("COMMA", "AND_WORD", "CLOSE")
    leads_on = not listed and any(value_of(c) is not None for c in ahead) and ahead[0].has(*FILLERS, "VALUE")
    return (entry.form != "score" or on_scale) and not leads_on


def of_body_fluid(chunks: Sequence[Chunk]) -> bool:
    """Is a fluid named in which cells are few enough to be told by the number alone? Blood is none."""
    return any(fluid != "blood" for c in chunks if (fluid := c.concept("FLUID")))


def is_counted_cell(name: Name) -> bool:
    """Leukocytes, erythrocytes: what is counted in a volume."""
    entry = analytes().get(name.concept)
    return entry is not None and {"/uL", "/[HPF]"} <= set(entry.accepted)


def is_cell(name: Name) -> bool:
    """Cells are reported as a share of others."""
    entry = analytes().get(name.concept)
    return (
        entry is not None
        and "%" in entry.accepted
        and bool({"10*9/L", "/[HPF]", "{cells}/uL"} & set(entry.accepted) or entry.unit == "%")
    )


def nearest_name(chunks: Sequence[Chunk], index: int, found: dict[int, Owned]) -> int | None:
    """The last name before `index` that has no value yet."""
    taken = {one.name_at for one in found.values()}
    for position in range(index - 1, -1, -1):
        if name_of(chunks[position]) is not None:
            return None if position in taken else position
    return None
