"""Which lengths, areas and volumes are sizes of something in a body, and which are not."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.rules.chunk import Chunk
from pipeline.rules.lesions.ownership import SIZES, Owner
from pipeline.rules.lesions.size import Size

LONGEST_ORGAN_MM = 250.0
"""A single length from here on, with no owner, is a body's height, a distance walked or fallen."""

SOLID = ("cm3",)
"""Units in which no fluid is told: «prostate 45 cm³»."""

REFERENCE_LINKS = ("COLON", "COMMA", "EQUALS", "COMPARATOR", "SIZE_BOUND", "TILL", "LAB_LINK", "REFERENCE_CUE", "DASH")

NEAR = 4
BESIDE = 2
BODY_REACH = 10
VOLUME_REACH = 3


def suitable(chunks: Sequence[Chunk], at: int, size: Size, owner: Owner | None, lesion_told: bool) -> bool:
    """Is it a size? `lesion_told`: the passage has told of a lesion, so that a bare size can refer back to it."""
    if (
        is_rate(chunks, at)
        or beside_weight(chunks, at)
        or is_reference(chunks, at)
        or (not size.moved and near_other_matter(chunks, at, owner))
    ):
        return False
    if size.volume_ml is not None:
        return is_volume(chunks, at, owner, size.unit)
    if size.area_mm2 is not None:
        return owner is not None
    if (owner is None or owner.kind in ("organ", "other", "distance")) and of_body(chunks, at):
        return False
    if owner is None and any(chunk.has("MEASURE") for chunk in chunks[max(0, at - NEAR) : at]):
        return False
    if owner is None:
        told = lesion_told and refers_back(chunks, at)
        return size.sides_mm[0] < LONGEST_ORGAN_MM and size.unit in ("mm", "cm") and (told or len(chunks) < 6)
    if size.unit in ("m", "[ft_i]"):
        return owner.kind != "lesion" and owner.owner is not None and abs(owner.owner - at) <= NEAR
    return True


def refers_back(chunks: Sequence[Chunk], at: int) -> bool:
    """«the largest measured 4 cm», «it had grown to 36 mm», «with a maximum diameter of 7.5 cm»."""
    return any(
        chunk.has("PRONOUN", "CHANGE", "DIMENSION", "MEASURING", "COMPARATOR", "SIZE_BOUND", "TILL")
        for chunk in chunks[max(0, at - 8) : at + 4]
    )


def is_rate(chunks: Sequence[Chunk], at: int) -> bool:
    """«1.6 cm growth/five months», «5 mm per year», «40 мм в час», «cells per 1 mm2»."""
    if at and chunks[at - 1].has("PER") and chunks[at].has("AREA", "VOLUME"):
        return True
    following = chunks[at + 1 : at + 4]
    for slash, below in pairwise(following):
        if slash.has("SLASH"):
            return below.has("NUMBER", "COUNT_WORD", "UNIT", "TIME_UNIT", "DURATION", "QUANTITY")
    return len(following) > 1 and following[0].has("PER") and following[1].has("TIME_UNIT", "DURATION")


def is_reference(chunks: Sequence[Chunk], at: int) -> bool:
    """«right kidney 11.4 cm (expected 8.5–9.5 cm)», «16 мм (норма до 10 мм)»: what it should be."""
    cue = next((i for i in range(at - 1, max(-1, at - 1 - NEAR), -1) if chunks[i].has("REFERENCE_CUE")), None)
    if cue is None or not cue or not chunks[cue - 1].has("OPEN", "COMMA", "SEMICOLON"):
        return False
    return all(chunk.has(*REFERENCE_LINKS) for chunk in chunks[cue + 1 : at])


def near_other_matter(chunks: Sequence[Chunk], at: int, owner: Owner | None) -> bool:
    """«2 mm ST elevation», «matrix 288 × 512 mm», «fell from 3 m», «lactate level of 27 mm»."""
    reach = abs(owner.owner - at) if owner and owner.owner is not None else len(chunks)
    joined = next((at - i for i in range(at - 1, -1, -1) if chunks[i].has("JOINING")), len(chunks))
    reach = min(reach, joined)
    for step in (-1, 1):
        for distance in range(1, NEAR + 1):
            index = at + step * distance
            if not 0 <= index < len(chunks) or chunks[index].has("COMMA", "SEMICOLON", *SIZES):
                break
            if chunks[index].has("NOT_SIZE") or (step < 0 and chunks[index].has("ANALYTE") and distance < reach):
                return True
    return False


def of_body(chunks: Sequence[Chunk], at: int) -> bool:
    """«height 170 cm», «рост 168 см», «164 cm tall»."""
    for step, reach in ((-1, NEAR), (1, 1)):
        for distance in range(1, reach + 1):
            index = at + step * distance
            if not 0 <= index < len(chunks) or chunks[index].has("SEMICOLON", *SIZES):
                break
            if chunks[index].has("BODY_HEIGHT") and not (step < 0 and chunks[max(0, index - 1)].has("LOCATIVE")):
                return True
    return False


def beside_weight(chunks: Sequence[Chunk], at: int) -> bool:
    """«мальчик массой 1850 г, длиной 42 см»: the length of the person whose weight stands before it."""
    before = chunks[max(0, at - BODY_REACH) : at]
    weight = next((i for i, c in enumerate(before) if c.has("MASS")), None)
    if weight is None or not any(c.has("BODY_LENGTH") for c in before[weight:]):
        return False
    return any(c.has("PERSON", "BODY_WEIGHT") or c.concept("MEASURE") == "body weight" for c in before[:weight])


def is_volume(chunks: Sequence[Chunk], at: int, owner: Owner | None, unit: str) -> bool:
    """«объемом 45 см³», «prostate volume of 45 mL», «a 30 mL hematoma»; not fluids that were lost, given or drained."""
    if owner is None or owner.owner is None or owner.kind not in ("lesion", "organ"):
        return False
    told = any(c.concept("DIMENSION") == "volume" for c in chunks[max(0, at - VOLUME_REACH) : at])
    if owner.kind == "organ":
        return told or (unit in SOLID and abs(owner.owner - at) <= BESIDE)
    joined = abs(owner.owner - at) <= VOLUME_REACH
    return told or (joined and chunks[owner.owner].concept("LESION") != "effusion")
