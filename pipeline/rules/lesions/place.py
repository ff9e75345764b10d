"""Where a lesion lies, and on which side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.language.tables import table
from pipeline.rules.chunk import Chunk
from pipeline.rules.lesions.ownership import NOUN_PHRASE_ENDS, SIZES
from pipeline.rules.where import where

LYMPH_NODE = "lymph node"
"""A lesion that is its own site."""

NODES = (LYMPH_NODE, "node")
"""«the largest node in the axilla» is a lymph node; a node of the thyroid is none."""

SIDES_APART = 4
"""How far from its organ the word of a side may stand, in chunks."""


MENTION_REACH = 8
"""How far after a lesion that is only named its site may stand, in chunks."""

DENIED_REACH = 6
"""How far before a lesion the word that denies it may stand, in chunks."""

TISSUE = "tissue"
"""The parent of sites that any part of the body has."""


@dataclass(frozen=True, slots=True)
class Place:
    """A canonical site, and the side printed with it."""

    site: str
    laterality: str | None = None


@lru_cache
def codes() -> dict[str, str]:
    """Canonical site → UBERON or NCIT code, where certain."""
    return {row["concept"]: row["code"] for row in table("sites") if row["code"]}


@lru_cache
def tissues() -> frozenset[str]:
    """Sites that any part of the body has (skin, bone, muscle): they give way to a place that is named with them."""
    return frozenset(row["concept"] for row in table("sites") if row["parent"] == TISSUE)


@lru_cache
def wider() -> dict[str, str]:
    """Canonical site → the site it lies in."""
    return {row["concept"]: row["parent"] for row in table("sites")}


@lru_cache
def nodes() -> dict[str, str]:
    """Site → the lymph nodes that lie in it; of several, those listed first."""
    found: dict[str, str] = {}
    for row in table("sites"):
        if row["concept"].endswith(" " + LYMPH_NODE) and row["parent"] != LYMPH_NODE:
            found.setdefault(row["parent"], row["concept"])
    return found


def gives_way(chunks: Sequence[Chunk], at: int) -> bool:
    """«the back of the right hand», «greater curvature of the antrum», «aneurysm neck»: another site is meant, or none."""
    if chunks[at].has("PART") and at and chunks[at - 1].has("LESION"):
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


def is_examined(chunks: Sequence[Chunk], at: int) -> bool:
    """«CT of the abdomen», «abdominal CT», «УЗИ органов брюшной полости»: what was looked at, not where something lies."""
    after = chunks[at + 1 : at + 3]
    if after and after[0].has("MODALITY") and after[0].concept("MODALITY") != "pathology":
        return True
    for chunk in reversed(chunks[max(0, at - 8) : at]):
        if chunk.has("MODALITY"):
            return chunk.concept("MODALITY") not in ("pathology", "surgery", "exam", "autopsy")
        if not (chunk.has("EXAM_OBJECT", "SITE", "JOINING", "COMMA", "DETERMINER", "SIDE", "OPEN", "CLOSE")):
            return False
    return False


def is_way_in(chunks: Sequence[Chunk], at: int) -> bool:
    """«via the right femoral artery», «brachial artery approach»: the way to a place, not the place."""
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
    return [
        at
        for at in where(chunks, "SITE")
        if start <= at < end
        and is_examined(chunks, at) == examined
        and not gives_way(chunks, at)
        and not is_way_in(chunks, at)
    ]


def named_and_examined(chunks: Sequence[Chunk]) -> tuple[list[int], list[int]]:
    """(positions of the sites, of those that were merely examined)"""
    found = [at for at in where(chunks, "SITE") if not gives_way(chunks, at)]
    examined = [at for at in found if is_examined(chunks, at)]
    return [at for at in found if at not in examined], examined


def place_at(chunks: Sequence[Chunk], at: int) -> Place:
    return Place(chunks[at].concept("SITE") or "", side_at(chunks, at))


def side_at(chunks: Sequence[Chunk], at: int) -> str | None:
    """The side nearest to a chunk in its own phrase; both sides named together are `bilateral`."""
    own = chunks[at].concept("SIDE")
    if own:
        return own
    found: dict[int, str] = {}
    for step in (-1, 1):
        for distance in range(1, SIDES_APART + 1):
            index = at + step * distance
            if not 0 <= index < len(chunks) or chunks[index].has("COMMA", "PERIOD", "SEMICOLON", *SIZES):
                break
            if step > 0 and chunks[index].has("JOINING", "BREAK"):
                break
            side = chunks[index].concept("SIDE")
            if side == "bilateral" and step < 0 and at + 1 < len(chunks) and chunks[at + 1].has("LESION"):
                break
            if side:
                found.setdefault(distance * 2 + (step > 0), side)
                break
    return found[min(found)] if found else None


def place_of_lesion(chunks: Sequence[Chunk], owner: int, size: int, since: int, until: int) -> Place | None:
    """The site that the sentence gives to a lesion.

    since, until   positions of the sizes before and after this one (or the sentence's ends)
    """
    own = chunks[owner].concept("SITE")
    behind = closely(chunks, max(owner, size) + 1, until)
    between = following(chunks, min(owner, size) + 1, max(owner, size))
    choices = [
        premodifiers(chunks, owner),
        [at for at in (*between, *behind) if own and lies_elsewhere(chunks, owner, at)][:1],
        [owner] if own else [],
        between,
        behind,
        list(reversed(sites(chunks, since + 1, owner))),
        following(chunks, max(owner, size) + 1, until),
        list(reversed(sites(chunks, 0, owner))),
    ]
    if own and chunks[owner].concept("LESION") == LYMPH_NODE:
        return node_place(chunks, owner, [at for choice in choices for at in choice])
    found = [at for choice in choices for at in choice]
    specific = [at for at in found if chunks[at].concept("SITE") not in tissues()]
    best = next(iter(specific or found), None)
    if best is None:
        return None
    near = [at for choice in choices[:6] for at in choice if not told_of_another(chunks, owner, size, at)]
    place = place_at(chunks, narrower(chunks, best, near))
    around = [at for at in near if at > owner or lies_in(place.site, chunks[at].concept("SITE") or "")]
    sides = (place.laterality, side_at(chunks, owner), *(side_at(chunks, at) for at in around))
    placed = Place(place.site, next(filter(None, sides), None))
    return of_node(placed) if chunks[owner].concept("LESION") in NODES else placed


def told_of_another(chunks: Sequence[Chunk], owner: int, size: int, at: int) -> bool:
    """«a renal mass of 5 cm with thrombosis of the renal vein»: the place of what is told of next."""
    first = max(owner, size)
    return any(c.has("LESION", "DEVICE", "ORGAN_STATE", "PERIOD", "SEMICOLON") for c in chunks[first + 1 : at + 1])


def lies_elsewhere(chunks: Sequence[Chunk], owner: int, at: int) -> bool:
    """«a gallstone in the common bile duct», «meningioma of the sphenoid wing»: not where the word alone would put it."""
    site, own = chunks[at].concept("SITE") or "", chunks[owner].concept("SITE") or ""
    if at <= owner or not chunks[owner].has("IMPLIED") or site in (own, *tissues()) or lies_in(own, site):
        return False
    before = list(chunks[owner + 1 : at])
    while before and before[-1].has("DETERMINER", "SIDE"):
        before.pop()
    led = not before or before[-1].has("LOCATIVE", "EXAM_OBJECT")
    return led and not any(c.has("ACCOMPANIED", "ADJOINING", "LESION", "ORGAN_STATE", "COMMA") for c in before)


def narrower(chunks: Sequence[Chunk], best: int, near: Sequence[int]) -> int:
    """«intracerebral hematoma in the left temporal lobe»: of two places the one that lies in the other."""
    site = chunks[best].concept("SITE") or ""
    return next((at for at in near if lies_in(chunks[at].concept("SITE") or "", site)), best)


def lies_in(site: str, other: str) -> bool:
    """Is a site a part of another? The temporal lobe is one of the brain, of the head too."""
    parent = wider().get(site)
    while parent and parent != other:
        parent = wider().get(parent)
    return bool(parent) and other != TISSUE


def place_of_mention(chunks: Sequence[Chunk], owner: int) -> Place | None:
    """Where a lesion lies that is only named: its own site, one before the noun, or one that follows it closely."""
    if any(chunk.has("CUE_ABSENT") for chunk in chunks[max(0, owner - DENIED_REACH) : owner]):
        return None
    own = [owner] if chunks[owner].has("SITE") else []
    reach = min(len(chunks), owner + MENTION_REACH)
    ahead = next(
        (at for at in range(owner + 1, reach) if chunks[at].has("COMMA") and not goes_on(chunks[at + 1 : at + 3])),
        reach,
    )
    found = [*premodifiers(chunks, owner), *own, *following(chunks, owner + 1, ahead)]
    specific = [at for at in found if chunks[at].concept("SITE") not in tissues()]
    return place_at(chunks, specific[0]) if specific else None


def node_place(chunks: Sequence[Chunk], owner: int, found: Sequence[int]) -> Place:
    """«lymph nodes in the mediastinum» are mediastinal lymph nodes."""
    place = place_at(chunks, owner)
    if place.site != LYMPH_NODE:
        return place
    regional = next((at for at in found if chunks[at].concept("SITE") in nodes()), None)
    if regional is None:
        return place
    return Place(nodes()[chunks[regional].concept("SITE") or ""], place.laterality or side_at(chunks, regional))


def of_node(place: Place) -> Place:
    """The lymph node of a region, where one is known by it."""
    return Place(nodes().get(place.site, place.site), place.laterality)


def premodifiers(chunks: Sequence[Chunk], owner: int) -> list[int]:
    """«left atrial mass», «12 cm pelvic mass»: the sites before the noun in its own phrase, nearest first."""
    out = []
    for at in range(owner - 1, -1, -1):
        if chunks[at].has(*NOUN_PHRASE_ENDS, *SIZES, "SEMICOLON", "LESION", "MODALITY"):
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


def place_around(chunks: Sequence[Chunk], size: int, since: int, until: int, onward: bool) -> Place | None:
    """The site nearest to a size: what follows it first when `onward`, else what stands before it first."""
    ahead = following(chunks, size + 1, until)
    behind = list(reversed(sites(chunks, since + 1, size)))
    whole = list(reversed(sites(chunks, 0, size)))
    order = [*ahead, *behind, *whole] if onward else [*behind, *whole, *ahead]
    return place_at(chunks, order[0]) if order else None
