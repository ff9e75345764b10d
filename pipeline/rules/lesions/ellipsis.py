"""Sizes that leave out of what they are: the owner is that of the size before them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.rules.chunk import Chunk
from pipeline.rules.lesions.ownership import KIND_OF_TAG, Owner
from pipeline.rules.lesions.ownership import after as after_rule
from pipeline.rules.lesions.place import NODES

BRIDGE = 7
"""How many chunks may stand between two sizes, where the second leaves out its owner."""

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
        return owner if previous.kind == "distance" else previous
    if owner.kind != "organ" or owner.owner is None:
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


def continues(chunks: Sequence[Chunk], previous: Owner, owner: Owner) -> bool:
    """«calculi of 5 and 7 mm in the left ureter»: nothing between two sizes that the second could be of."""
    between = chunks[previous.size + 1 : owner.size]
    return owner.rule == after_rule.name and not any(chunk.has(*KIND_OF_TAG) for chunk in between)


def located(chunks: Sequence[Chunk], previous: Owner, owner: Owner) -> bool:
    """«в S2 правого лёгкого очаг 6 мм, в S8 левого – 4 мм»; «лимфоузлы средостения до 2 см, подмышечные – до 1,5 см»."""
    of_node = previous.owner is not None and chunks[previous.owner].concept("LESION") in NODES
    return of_node or any(chunk.has("LOCATIVE") for chunk in chunks[previous.size + 1 : owner.owner])


def stands_for_noun(chunks: Sequence[Chunk], previous: Owner, size: int) -> bool:
    """«two nodules of 4 and 7 mm in the middle lobe and a third one (1.1 cm)»."""
    near = chunks[max(previous.size + 1, size - 4) : size]
    return previous.kind == "lesion" and any(chunk.has("ONE_OF_THEM") for chunk in near)


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
