"""Where the words of a sentence put a lesion."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.rules.chunk import Chunk
from pipeline.rules.lesions.nearby import (
    closely,
    following,
    goes_on,
    is_denied,
    lies_at,
    place_at,
    premodifiers,
    side_at,
    sites,
)
from pipeline.rules.lesions.ownership import NOUN_PHRASE_ENDS, SIZES
from pipeline.rules.lesions.place import LYMPH_NODE, NODES, VAGUE, Place, lies_in, nodes, of_node, tissues
from pipeline.rules.where import holds

PHRASE_HEADS = ("ACCOMPANIED", "LOCATIVE", "BREAK", "COMMA", "SEMICOLON", "PERIOD", *SIZES)
"""What the words of a place are led by, or parted from the words before them."""

MENTION_REACH = 8
"""How far after a lesion that is only named its site may stand, in chunks."""


def place_of_lesion(chunks: Sequence[Chunk], owner: int, size: int, since: int, until: int) -> Place | None:
    """The site that the lesion's own phrase gives it.

    since, until   positions of the sizes before and after this one (or the sentence's ends)
    """
    own = chunks[owner].concept("SITE")
    first = max(owner, size) + 1
    behind = [at for at in closely(chunks, first, until) if not of_another(chunks, at)]
    if is_definite(chunks, owner):
        behind = [at for at in behind if not any(c.has("ACCOMPANIED") for c in chunks[first:at])]
    between = following(chunks, min(owner, size) + 1, max(owner, size))
    end = next((at for at in range(first, until) if chunks[at].has("LESION", "DEVICE", "SEMICOLON", "PERIOD")), until)
    lying = [at for at in sites(chunks, first, end) if lies_at(chunks, at)]
    choices = [
        premodifiers(chunks, owner),
        [at for at in (*between, *behind) if own and lies_elsewhere(chunks, owner, at)][:1],
        [owner] if own else [],
        between,
        lying,
        behind,
        list(reversed(sites(chunks, since + 1, owner))),
    ]
    found = [at for choice in choices for at in choice]
    if own and chunks[owner].concept("LESION") == LYMPH_NODE:
        return node_place(chunks, owner, [*found, *following(chunks, first, until), *reversed(sites(chunks, 0, owner))])
    best = best_of(chunks, found)
    if best is None:
        return None
    near = [
        at for at in found if not (told_of_another(chunks, owner, size, at) or of_one_before(chunks, owner, since, at))
    ]
    place = place_at(chunks, narrower(chunks, best, near))
    around = [at for at in near if at > owner or lies_in(place.site, chunks[at].concept("SITE") or "")]
    sides = (place.laterality, side_at(chunks, owner), *(side_at(chunks, at) for at in around))
    placed = Place(place.site, next(filter(None, sides), None))
    return of_node(placed) if chunks[owner].concept("LESION") in NODES else placed


def place_beyond(chunks: Sequence[Chunk], owner: int, size: int, until: int) -> Place | None:
    """A site elsewhere in the sentence: behind the lesion's own phrase up to the next one, or before it."""
    first = max(owner, size) + 1
    end = next((at for at in range(first, until) if chunks[at].has("LESION", "DEVICE")), until)
    ahead = [at for at in following(chunks, first, end) if not of_another(chunks, at)]
    best = best_of(chunks, [*ahead, *reversed(sites(chunks, 0, owner))])
    if best is None:
        return None
    placed = Place(chunks[best].concept("SITE") or "", side_at(chunks, best) or side_at(chunks, owner))
    return of_node(placed) if chunks[owner].concept("LESION") in NODES else placed


def best_of(chunks: Sequence[Chunk], found: Sequence[int]) -> int | None:
    """The first site that is no mere tissue, else the first tissue that says anything."""
    told = [at for at in found if chunks[at].concept("SITE") not in VAGUE]
    specific = [at for at in told if chunks[at].concept("SITE") not in tissues()]
    return next(iter(specific or told), None)


def is_definite(chunks: Sequence[Chunk], owner: int) -> bool:
    """«the tumor», «this lesion», «its largest nodule»: one that was told of before."""
    if not holds(chunks, "DEFINITE"):
        return False
    for chunk in reversed(chunks[max(0, owner - 4) : owner]):
        if chunk.has("DEFINITE"):
            return True
        if chunk.has(*NOUN_PHRASE_ENDS):
            return False
    return False


def of_another(chunks: Sequence[Chunk], at: int) -> bool:
    """«a carcinoma of 14 mm with pleural invasion», «with lymph node metastasis»: the place of a lesion told of next."""
    led = next((c for c in reversed(chunks[max(0, at - 6) : at]) if c.has(*PHRASE_HEADS)), None)
    if chunks[at].has("LESION"):
        return led is not None and led.has("ACCOMPANIED")
    ahead = next((c for c in chunks[at + 1 : at + 3] if not c.has("WORD", "SITE")), None)
    return ahead is not None and ahead.has("LESION") and not (led is not None and led.has("LOCATIVE"))


def told_of_another(chunks: Sequence[Chunk], owner: int, size: int, at: int) -> bool:
    """«a renal mass of 5 cm with thrombosis of the renal vein»: the place of what is told of next."""
    first = max(owner, size)
    return any(c.has("LESION", "DEVICE", "ORGAN_STATE", "PERIOD", "SEMICOLON") for c in chunks[first + 1 : at + 1])


def of_one_before(chunks: Sequence[Chunk], owner: int, since: int, at: int) -> bool:
    """«a 3 cm lesion in the right upper lobe and nodules in both lungs»: the place of what was told of before."""
    if at >= owner or not holds(chunks[since + 1 : at], "LESION"):
        return False
    return holds(chunks[at + 1 : owner], "JOINING", "COMMA", "SEMICOLON")


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


def place_of_mention(chunks: Sequence[Chunk], owner: int) -> Place | None:
    """Where a lesion lies that is only named: one before the noun, its own site, or one that follows it closely."""
    if is_denied(chunks, owner):
        return None
    own = [owner] if chunks[owner].has("SITE") else []
    reach = min(len(chunks), owner + MENTION_REACH)
    ends = (*SIZES, "ACCOMPANIED") if is_definite(chunks, owner) else SIZES
    ahead = next((at for at in range(owner + 1, reach) if chunks[at].has(*ends) or parts(chunks, at)), reach)
    found = [*premodifiers(chunks, owner), *own, *following(chunks, owner + 1, ahead)]
    specific = [at for at in found if chunks[at].concept("SITE") not in tissues()]
    return place_at(chunks, narrower(chunks, specific[0], specific)) if specific else None


def parts(chunks: Sequence[Chunk], at: int) -> bool:
    return chunks[at].has("COMMA", "JOINING") and not goes_on(chunks[at + 1 : at + 3])


def node_place(chunks: Sequence[Chunk], owner: int, found: Sequence[int]) -> Place:
    """«lymph nodes in the mediastinum» are mediastinal lymph nodes."""
    place = place_at(chunks, owner)
    if place.site != LYMPH_NODE:
        return place
    regional = next((at for at in found if chunks[at].concept("SITE") in nodes()), None)
    if regional is None:
        return place
    return Place(nodes()[chunks[regional].concept("SITE") or ""], place.laterality or side_at(chunks, regional))
