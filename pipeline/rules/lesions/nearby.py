"""Where the words of places stand around a size or a lesion."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.language.groups import group
from pipeline.rules.chunk import Chunk
from pipeline.rules.lesions.ownership import NOUN_PHRASE_ENDS, SIZES
from pipeline.rules.lesions.place import Place, tissues, wider
from pipeline.rules.memory import remembered
from pipeline.rules.where import holds, where

SIDES_APART = 4
"""How far from its organ the word of a side may stand, in chunks."""

MAKER_REACH = 8
"""How far after a device its maker may stand, in chunks."""

ENDS_BEFORE_NOUN = (*NOUN_PHRASE_ENDS, *SIZES, "SEMICOLON", "LESION", "MODALITY")
"""What ends the phrase of a noun, from behind."""

DENIED_REACH = 6
"""How far before a lesion or site the word that denies it may stand, in chunks."""


def gives_way(chunks: Sequence[Chunk], at: int) -> bool:
    """«the back of the right hand», «aneurysm neck», «its neck»: another site is meant, or none."""
    if chunks[at].has("PART") and at and chunks[at - 1].has("LESION", "ANAPHOR") or is_maker(chunks, at):
        return True
    if chunks[at].has("PART") and is_part_told_of(chunks, at):
        return True
    ahead = at + 1
    if not (ahead < len(chunks) and chunks[ahead].has("EXAM_OBJECT")):
        return False
    while ahead + 1 < len(chunks) and chunks[ahead].has("EXAM_OBJECT", "DETERMINER", "SIDE"):
        ahead += 1
    if chunks[at].has("PART") and chunks[ahead].has("LESION"):
        return True
    site, meant = chunks[at].concept("SITE"), chunks[ahead].concept("SITE")
    return meant is not None and (chunks[at].has("PART") or wider().get(meant) == site or site in tissues())


def is_part_told_of(chunks: Sequence[Chunk], at: int) -> bool:
    """«the gallbladder held a stone in the neck», «an aneurysm with a wide neck»: of what the sentence told before."""
    if chunks[at].concept("SITE") not in group("neck_sites"):
        return False
    sites, lesions = group("necked_sites"), group("necked_lesions")
    return any(c.concept("SITE") in sites or c.concept("LESION") in lesions for c in chunks[:at])


def is_maker(chunks: Sequence[Chunk], at: int) -> bool:
    """«a 7 mm graft (Atrium, Hudson, NH)»: who made the device, not where it lies."""
    if not holds(chunks, "DEVICE"):
        return False
    parted = at > 0 and chunks[at - 1].has("COMMA", "OPEN") and chunks[at].text.istitle()
    alone = parted and all(chunk.has("COMMA", "CLOSE", "SEMICOLON", "PERIOD") for chunk in chunks[at + 1 : at + 2])
    return alone and any(chunk.has("DEVICE") for chunk in chunks[max(0, at - MAKER_REACH) : at])


def is_examined(chunks: Sequence[Chunk], at: int) -> bool:
    """«CT of the abdomen», «abdominal CT», «УЗИ органов брюшной полости»: what was looked at, not where something lies."""
    if not holds(chunks, "MODALITY"):
        return False
    after = [chunk for chunk in chunks[at + 1 : at + 3] if not chunk.has("DASH")]
    if after and after[0].has("MODALITY") and after[0].concept("MODALITY") != "pathology":
        return True
    for chunk in reversed(chunks[max(0, at - 8) : at]):
        if chunk.has("MODALITY"):
            return chunk.concept("MODALITY") not in ("pathology", "surgery", "exam", "autopsy")
        if chunk.has("LESION"):
            return False
        if not (chunk.has("EXAM_OBJECT", "SITE", "JOINING", "COMMA", "DETERMINER", "SIDE", "OPEN", "CLOSE")):
            return False
    return False


def is_way_in(chunks: Sequence[Chunk], at: int) -> bool:
    """«via the right femoral artery», «brachial artery approach»: the way to a place, not the place."""
    if not holds(chunks, "ACCESS", "VIA"):
        return False
    if any(chunk.has("ACCESS") for chunk in chunks[at + 1 : at + 2]):
        return True
    for chunk in reversed(chunks[max(0, at - 4) : at]):
        if chunk.has("VIA"):
            return True
        if not chunk.has("DETERMINER", "SIDE", "SITE", "EXAM_OBJECT"):
            return False
    return False


def sites(chunks: Sequence[Chunk], start: int, end: int, examined: bool = False) -> list[int]:
    """Positions of the sites between two positions; what was merely examined only when asked for."""
    return [at for at, looked_at in sites_meant(chunks) if start <= at < end and looked_at == examined]


def named_and_examined(chunks: Sequence[Chunk]) -> tuple[list[int], list[int]]:
    """(positions of the sites, of those that were merely examined)"""
    found = sites_meant(chunks)
    return [at for at, looked_at in found if not looked_at], [at for at, looked_at in found if looked_at]


@remembered
def sites_meant(chunks: Sequence[Chunk]) -> Sequence[tuple[int, bool]]:
    """(position, whether it was merely examined) of every site that is a place and no other's part, maker or way in."""
    found = (at for at in where(chunks, "SITE") if not gives_way(chunks, at) and not is_way_in(chunks, at))
    return [(at, is_examined(chunks, at)) for at in found]


def place_at(chunks: Sequence[Chunk], at: int) -> Place:
    return Place(chunks[at].concept("SITE") or "", side_at(chunks, at))


def side_at(chunks: Sequence[Chunk], at: int) -> str | None:
    """The side nearest to a chunk in its own phrase; both sides named together are `bilateral`."""
    if not holds(chunks, "SIDE"):
        return None
    own = chunks[at].concept("SIDE")
    if own:
        return own
    found: dict[int, str] = {}
    for step in (-1, 1):
        for distance in range(1, SIDES_APART + 1):
            index = at + step * distance
            if not 0 <= index < len(chunks) or chunks[index].has("COMMA", "PERIOD", "SEMICOLON", *SIZES):
                break
            if step > 0 and (chunks[index].has("JOINING", "BREAK", "VIA") or is_of_next(chunks, index)):
                break
            side = chunks[index].concept("SIDE")
            if side == "bilateral" and step < 0 and at + 1 < len(chunks) and chunks[at + 1].has("LESION"):
                break
            if side:
                found.setdefault(distance * 2 + (step > 0), side)
                break
    return found[min(found)] if found else None


def is_of_next(chunks: Sequence[Chunk], at: int) -> bool:
    """«the left anterior descending artery, then the right radial artery»: the side of the place behind it."""
    return chunks[at].has("SIDE") and any(chunk.has("SITE") for chunk in chunks[at + 1 : at + 2])


def is_denied(chunks: Sequence[Chunk], at: int) -> bool:
    """«no mass in the liver»"""
    if not holds(chunks, "CUE_ABSENT"):
        return False
    for chunk in reversed(chunks[max(0, at - DENIED_REACH) : at]):
        if chunk.has("CUE_ABSENT"):
            return True
        if chunk.has("SEMICOLON", "PERIOD"):
            return False
    return False


def is_led(chunks: Sequence[Chunk], at: int) -> bool:
    """«located in the left lobe»: a word of place stands before it."""
    before = at - 1
    while before >= 0 and chunks[before].has("DETERMINER", "SIDE", "PART"):
        before -= 1
    return before >= 0 and chunks[before].has("LOCATIVE", "EXAM_OBJECT")


def lies_at(chunks: Sequence[Chunk], at: int) -> bool:
    """«it measured 5 cm and arose from the left ovary»: the words before the site say that the lesion lies there."""
    before = at - 1
    while (
        before >= 0 and chunks[before].has("DETERMINER", "SIDE", "PART", "EXAM_OBJECT") and not origin(chunks[before])
    ):
        before -= 1
    return before >= 0 and origin(chunks[before])


def origin(chunk: Chunk) -> bool:
    return chunk.concept("LOCATIVE") == "origin"


def premodifiers(chunks: Sequence[Chunk], owner: int) -> list[int]:
    """«left atrial mass», «12 cm pelvic mass»: the sites before the noun in its own phrase, nearest first."""
    out = []
    for at in range(owner - 1, -1, -1):
        if chunks[at].has(*ENDS_BEFORE_NOUN):
            break
        if chunks[at].has("SITE"):
            out.append(at)
    return out


def following(chunks: Sequence[Chunk], start: int, end: int) -> list[int]:
    """The sites after a lesion that a word of place leads to, or that follow it at once."""
    out = []
    for at in sites(chunks, start, end):
        if any(chunk.has("SEMICOLON", "PERIOD", "ADJOINING") for chunk in chunks[start:at]):
            break
        out.append(at)
    return out


def closely(chunks: Sequence[Chunk], start: int, end: int) -> list[int]:
    """The sites that follow before the phrase ends; «…, localized in the right region» goes on."""
    for at in range(start, min(end, len(chunks))):
        if chunks[at].has("COMMA", "JOINING") and not goes_on(chunks[at + 1 : at + 3]):
            return following(chunks, start, at)
    return following(chunks, start, end)


def goes_on(ahead: Sequence[Chunk]) -> bool:
    """Does a place follow the comma, and not the next finding?"""
    return any(c.has("LOCATIVE") for c in ahead) and not any(c.has("LESION", "DEVICE", "ORGAN_STATE") for c in ahead)
