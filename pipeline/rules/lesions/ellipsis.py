"""Sizes that leave out of what they are: the owner is that of the size before them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.language.groups import group
from pipeline.record import replace
from pipeline.rules.chunk import Chunk
from pipeline.rules.lesions.ownership import KIND_OF_TAG, SIZES, Owner, attributive, kind_of, opens_at_once
from pipeline.rules.lesions.ownership import after as after_rule
from pipeline.rules.lesions.ownership import before as before_rule
from pipeline.rules.lesions.place import NODES

BRIDGE = 7
"""How many chunks may stand between two sizes, where the second leaves out its owner."""

ONE_REACH = 9
"""How far before a size «one», «the other» may stand, in chunks."""

ONE_OF_SEVERAL, PART_OF_LESION = "lesions.one_of_several", "lesions.part_of_lesion"
LOBE_OF_ORGAN, LOBE_REACH = "lesions.lobe", 3

TELLING = (
    "LESION",
    "DEVICE",
    "CUT",
    "OTHER_SIZE",
    "THING",
    "ORGAN_STATE",
    "DIMENSION",
    "MEASURING",
    "CHANGE",
    "SEMICOLON",
)
"""Words that tell of something new, so that nothing is left out."""


def carried_on(chunks: Sequence[Chunk], previous: Owner, owner: Owner | None, size: int) -> Owner | None:
    """The owner of a size that follows another, where it is left out; else the one that the words gave."""
    if owner is None or continues(chunks, previous, owner):
        return lesion_before(chunks, previous, owner, size) if previous.kind == "distance" else previous
    if owner.kind != "organ" or owner.owner is None or owner.rule == attributive.name and size - previous.size <= 2:
        return owner
    if stands_for_noun(chunks, previous, size):
        return replace(previous, site=site_after(chunks, size))
    if owner.owner < previous.size:
        return owner
    between = chunks[previous.size + 1 : size]
    if len(between) > BRIDGE or any(chunk.has(*TELLING) for chunk in between):
        return owner
    if previous.kind == "distance":
        return replace(owner, kind="distance")
    if previous.kind not in ("lesion", "organ") or not located(chunks, previous, owner):
        return owner
    if placed_behind(chunks, size):
        return replace(previous, site=site_after(chunks, size) if previous.kind == "lesion" else None)
    return replace(previous, site=owner.owner) if previous.kind == "lesion" else owner


def lesion_before(chunks: Sequence[Chunk], previous: Owner, owner: Owner | None, size: int) -> Owner | None:
    """«a polyp 12 cm from the anal verge, measuring 1.5 cm»: the size of what lies so far away."""
    if owner is not None or not any(c.has("MEASURING", "DIMENSION") for c in chunks[previous.size + 1 : size]):
        return owner
    noun = next((at for at in range(previous.size - 1, -1, -1) if chunks[at].has("LESION")), None)
    return None if noun is None else Owner(size, noun, "lesion", before_rule.name)


def continues(chunks: Sequence[Chunk], previous: Owner, owner: Owner) -> bool:
    """«calculi of 5 and 7 mm in the left ureter»: nothing between two sizes that the second could be of."""
    between = chunks[previous.size + 1 : owner.size]
    return owner.rule == after_rule.name and not any(chunk.has(*KIND_OF_TAG) for chunk in between)


def located(chunks: Sequence[Chunk], previous: Owner, owner: Owner) -> bool:
    """«в S2 правого лёгкого очаг 6 мм, в S8 левого – 4 мм»; «лимфоузлы средостения до 2 см, подмышечные – до 1,5 см»."""
    of_node = previous.owner is not None and chunks[previous.owner].concept("LESION") in NODES
    listed = previous.site is not None and owner.owner is not None and opens_at_once(chunks, owner.owner, owner.size)
    return of_node or listed or any(chunk.has("LOCATIVE") for chunk in chunks[previous.size + 1 : owner.owner])


def stands_for_noun(chunks: Sequence[Chunk], previous: Owner, size: int) -> bool:
    """«two nodules of 4 and 7 mm in the middle lobe and a third one (1.1 cm)»."""
    near = chunks[max(previous.size + 1, size - 4) : size]
    return previous.kind == "lesion" and any(chunk.has("ONE_OF_THEM") for chunk in near)


def one_of_several(chunks: Sequence[Chunk], size: int, owner: Owner | None, lesion_told: bool) -> Owner | None:
    """«two foci: one in the left frontal lobe (12 mm), another (8 mm) in the cerebellum»: each a focus, in its own place.

    lesion_told   the passage has told of a lesion
    """
    word = word_of_one(chunks, size)
    if word is None:
        return owner
    noun = next((at for at in range(word - 1, -1, -1) if chunks[at].has("LESION", "DEVICE")), None)
    site = next((at for at in range(word + 1, size) if chunks[at].has("SITE")), None) or site_after(chunks, size)
    if site is None or (noun is None and not (lesion_told and not chunks[word + 1].has("EXAM_OBJECT"))):
        return owner
    return Owner(size, noun, "lesion" if noun is None else kind_of(chunks[noun]), ONE_OF_SEVERAL, site)


def word_of_one(chunks: Sequence[Chunk], size: int) -> int | None:
    """Position of «one», «the second» in the size's own phrase, which a word of place, the size or a bracket follows."""
    for at in range(size + 1, max(-1, size - ONE_REACH), -1):
        if at >= len(chunks) - 1 or at == size:
            continue
        chunk, following = chunks[at], chunks[at + 1]
        if at < size and chunk.has(*KIND_OF_TAG) and not chunk.has("SITE") or chunk.has(*SIZES, "SEMICOLON", "PERIOD"):
            return None
        if is_one(chunk) and (at + 1 == size or following.has("LOCATIVE", "EXAM_OBJECT", "OPEN")):
            return at
    return None


def is_one(chunk: Chunk) -> bool:
    """«one», «другой», «the third»; a number too, which is made of the word."""
    return chunk.has("ONE_OF_THEM", "ORDINAL") or any(part.has("ONE_OF_THEM") for part in chunk.parts)


def part_of_lesion(chunks: Sequence[Chunk], owner: Owner | None, told: str | None) -> Owner | None:
    """«an aneurysm with a neck of 3 mm»: the neck is the aneurysm's, no part of the body.

    told   noun of the lesion that was told of last
    """
    if owner is None or owner.owner is None or owner.kind != "organ" or not is_neck(chunks[owner.owner]):
        return owner
    noun = next((at for at in range(owner.owner - 1, -1, -1) if chunks[at].has("LESION")), None)
    of = told if noun is None else chunks[noun].concept("LESION")
    return Owner(owner.size, noun, "lesion", PART_OF_LESION) if of in group("necked_lesions") else owner


def lobe(chunks: Sequence[Chunk], size: int) -> Owner | None:
    """«…; ultrasound showed a right lobe of 62 × 28 mm»: of the organ that was told of."""
    near = chunks[max(0, size - LOBE_REACH) : size]
    return Owner(size, None, "organ", LOBE_OF_ORGAN) if any(chunk.has("LOBE") for chunk in near) else None


def is_neck(chunk: Chunk) -> bool:
    return chunk.has("PART") and chunk.concept("SITE") in group("neck_sites")


def placed_behind(chunks: Sequence[Chunk], size: int) -> bool:
    """«412 µm in the right eye and 265 µm | in the left eye»: what stands before the size is the other one's place."""
    ahead = chunks[size + 1 : size + 4]
    placed = [c for c in ahead[1:] if not c.has("DETERMINER")]
    return bool(placed) and ahead[0].has("LOCATIVE") and placed[0].has("SIDE", "SITE")


def site_after(chunks: Sequence[Chunk], size: int) -> int | None:
    """«… (1.1 cm) in the lingula»."""
    for at in range(size + 1, min(size + 6, len(chunks))):
        if chunks[at].has("SITE"):
            return at
        if chunks[at].has("COMMA", "SEMICOLON", "PERIOD"):
            return None
    return None
