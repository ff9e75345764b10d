"""Where a size lies: from its own words, else from the passage."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.language.groups import group
from pipeline.rules.chunk import Chunk
from pipeline.rules.lesions import cues
from pipeline.rules.lesions.dimensions import one_unit
from pipeline.rules.lesions.ellipsis import PART_OF_LESION
from pipeline.rules.lesions.lesion_site import is_definite, place_beyond, place_of_lesion
from pipeline.rules.lesions.nearby import closely, following, is_led, lies_at, place_at, side_at, sites
from pipeline.rules.lesions.ownership import SIZES, Owner, names_owner
from pipeline.rules.lesions.passage import Passage
from pipeline.rules.lesions.place import LYMPH_NODE, NODES, VAGUE, Place, lies_in, of_node, seen_with, tissues, wider
from pipeline.rules.lesions.size import measured
from pipeline.rules.where import holds, where

LOBE = " lobe"
LOBE_REACH = 6
"""How far after a size its lobe may stand, in chunks."""

LANDMARK_REACH = 6
"""How far after a distance the landmark may stand that it is counted from, in chunks."""

CHEST, LUNG = "thorax", "lung"
VERTEBRA = "vertebra"
LEVEL = re.compile(r"(?:C[1-7]|Th?(?:1[0-2]|[1-9])|L[1-5])")
"""Levels of the spine, as every language writes them."""
LEVEL_REACH = 6
MIDLINE = "midline"
"""What is shifted has no side, whatever side the sentence names."""

RECTUM, COLON, RECTUM_MM = "rectum", "colon", 150.0
"""What lies farther from the anal verge than the rectum is long is colon."""


def location(chunks: Sequence[Chunk], owner: Owner, since: int, until: int, passage: Passage) -> Place | None:
    """The site and side of a size that stands between the positions since and until."""
    place = place_of(chunks, owner, since, until, passage)
    if place and owner.owner is not None and chunks[owner.owner].concept("DISTANCE_NOUN") == MIDLINE:
        return Place(place.site)
    return with_own_side(chunks, owner, lobe_of(chunks, owner, since, place)) if place else None


def place_of(chunks: Sequence[Chunk], owner: Owner, since: int, until: int, passage: Passage) -> Place | None:
    at = owner.owner
    found: Place | None = None
    if owner.site is not None:
        return place_told_anew(chunks, owner)
    if owner.kind == "other" and at is not None and chunks[at].has("OTHER_SIZE"):
        return Place(chunks[at].concept("OTHER_SIZE") or "")
    if owner.kind == "organ" and at is not None:
        return place_of_organ(chunks, owner, since, until, passage)
    if owner.kind == "device" and at is not None and chunks[at].has("SITE"):
        return place_at(chunks, at)
    if owner.kind == "lesion" and at is not None:
        known = is_definite(chunks, at) and passage.lesions
        found = place_of_lesion(chunks, at, owner.size, since, until) or passage.counted_to
        if found is None or found.site in tissues():
            beyond = None if known else place_beyond(chunks, at, owner.size, until)
            beyond = None if beyond and is_hidden(chunks, at, beyond) else beyond
            found = beyond if beyond and (found is None or beyond.site not in tissues()) else found
        if passage.node and is_node_told_before(chunks, at, found):
            found = passage.node
        if found and (known or holds(chunks, "OPERATION")):
            found = on_known_side(found, passage.place_of(chunks[at].concept("LESION")))
    elif owner.rule == PART_OF_LESION and passage.topic:
        found = passage.topic.place
    elif owner.kind in ("lesion", "organ"):
        found = place_of_it(chunks, owner.size, since, until) or (passage.topic.place if passage.topic else None)
    elif owner.kind == "distance":
        found = place_of_distance(chunks, owner.size, since, until)
    else:
        found = place_around(chunks, owner.size, since, until, onward=owner.kind in ("device", "procedure"))
    if found is None and owner.kind == "lesion":
        found = vertebra_near(chunks, owner.size)
    return found or on_its_side(chunks, owner, carried(chunks, owner, passage))


def vertebra_near(chunks: Sequence[Chunk], size: int) -> Place | None:
    """«a lytic lesion in T8 measuring 2.2 cm», «очаг в L3 14 мм»: a level of the spine that a word of place leads to."""
    for at in where(chunks, "CODE"):
        led = at > 0 and chunks[at - 1].has("LOCATIVE", "EXAM_OBJECT") and not chunks[at - 1].has("FROM_CUE", "TO_WORD")
        if abs(at - size) <= LEVEL_REACH and led and LEVEL.fullmatch(chunks[at].text):
            return Place(VERTEBRA)
    return None


def place_of_organ(chunks: Sequence[Chunk], owner: Owner, since: int, until: int, passage: Passage) -> Place | None:
    """The organ itself; of a wall or a muscle, the organ that it belongs to."""
    named = place_at(chunks, owner.owner or 0)
    if named.site not in tissues():
        return named
    around = place_around(chunks, owner.owner or 0, since, until, onward=True)
    if around and around.site not in tissues():
        return around
    return (passage.topic.place if passage.topic and named.site in VAGUE else None) or named


def place_of_it(chunks: Sequence[Chunk], size: int, since: int, until: int) -> Place | None:
    """«it was 4 cm in size and lay in the left lobe»: a place that a word of place leads to, else one before the size."""
    ahead = [at for at in closely(chunks, size + 1, until) if is_led(chunks, at)]
    alone = [at for at in ahead if lies_at(chunks, at) or not holds(chunks[size + 1 : at], "ACCOMPANIED")]
    found = [
        at for at in (*alone, *reversed(sites(chunks, since + 1, size))) if chunks[at].concept("SITE") not in VAGUE
    ]
    return place_at(chunks, found[0]) if found else None


def place_of_distance(chunks: Sequence[Chunk], size: int, since: int, until: int) -> Place | None:
    """«a polyp 12 cm from the anal verge» lies in the rectum, «2 cm above the carina» in the trachea."""
    found = place_around(chunks, size, since, until, onward=False)
    ahead = range(size + 1, min(size + LANDMARK_REACH, until))
    landmark = next((at for at in ahead if chunks[at].has("LANDMARK")), None)
    found = None if found and found.site in tissues() else found
    if landmark is None or not any(chunk.has("DISTANCE", "TO") for chunk in chunks[size + 1 : landmark + 1]):
        return found
    if found and found.site != chunks[landmark].concept("SITE"):
        return found
    site = chunks[landmark].concept("LANDMARK")
    length = measured(chunks[size])
    if site == RECTUM and length is not None and max(length.sides_mm, default=0.0) > RECTUM_MM:
        return Place(COLON)
    return Place(site) if site else found


def is_node_told_before(chunks: Sequence[Chunk], owner: int, place: Place | None) -> bool:
    """«the largest node had reached 2.4 cm»: an organ that was named before it is not where it lies."""
    regional = place is not None and place.site != LYMPH_NODE and place.site.endswith(LYMPH_NODE)
    return definite_noun(chunks, owner) in NODES and not regional


def place_told_anew(chunks: Sequence[Chunk], owner: Owner) -> Place:
    """«лимфоузлы средостения до 2 см, подмышечные до 1,5 см»: the same nodes, of another region."""
    place = place_at(chunks, owner.site or 0)
    of_nodes = owner.owner is not None and chunks[owner.owner].concept("LESION") in NODES
    return of_node(place) if of_nodes else place


def carried(chunks: Sequence[Chunk], owner: Owner, passage: Passage) -> Place | None:
    """The place of the last lesion (under the microscope, the organ taken out), the last place named, or what was examined."""
    here = looked_at(chunks, owner.size)
    if owner.kind != "lesion":
        return passage.place or here or passage.examined
    noun = definite_noun(chunks, owner.owner)
    known = passage.place_of(noun)
    seen = cues.modality_in(chunks, owner.size) or passage.modality
    if passage.operated and seen == "pathology":
        return known if known and belongs(known, passage.operated) else passage.operated
    definite = owner.owner is None or is_definite(chunks, owner.owner)
    if known and (here is None or definite or belongs(known, here)):
        return known
    place = in_chest(chunks, owner.owner, here) or passage.place or passage.examined
    return None if place and owner.owner is not None and is_hidden(chunks, owner.owner, place) else place


def is_hidden(chunks: Sequence[Chunk], owner: int, place: Place) -> bool:
    """«полость в легком 20 мм, пролежень 3×2 см»: what the eye sees does not lie within the organ that was told of."""
    return chunks[owner].has("VISIBLE") and place.site in group("hidden_sites")


def looked_at(chunks: Sequence[Chunk], size: int) -> Place | None:
    """What the sentence's examination looks at: «CT of the abdomen», «cystoscopy»."""
    examined = sites(chunks, 0, len(chunks), examined=True)
    if examined:
        return place_at(chunks, examined[-1])
    told = [at for at in where(chunks, "LOOKS_AT") if at < size] or where(chunks, "LOOKS_AT")
    return Place(chunks[told[-1]].concept("LOOKS_AT") or "") if told else None


def belongs(place: Place, other: Place) -> bool:
    """Is it the other place, or one that lies in it? What lies in belly and pelvis is looked at together."""
    if place.site == other.site or lies_in(place.site, other.site):
        return True
    if (other.site, place.site) in seen_with():
        return True
    belly = group("belly_sites")
    return other.site in belly and any(place.site == part or lies_in(place.site, part) for part in belly)


def in_chest(chunks: Sequence[Chunk], owner: int | None, here: Place | None) -> Place | None:
    """«chest CT showed nodules of 5 mm»: in the lung."""
    if here and here.site == CHEST and owner is not None and chunks[owner].has("OF_LUNG"):
        return Place(LUNG, side_at(chunks, owner))
    return here


def definite_noun(chunks: Sequence[Chunk], owner: int | None) -> str | None:
    """«the aneurysm», «this mass»: a lesion that was named before."""
    if owner is None or any(c.has("UNNAMED", "COUNT_WORD", "MANY") for c in chunks[max(0, owner - 4) : owner]):
        return None
    return chunks[owner].concept("LESION")


def on_known_side(place: Place, known: Place | None) -> Place:
    """«the tumor was confined to the kidney»: the one on the side that was told of."""
    return known if known and place.laterality is None and known.site == place.site else place


def on_its_side(chunks: Sequence[Chunk], owner: Owner, known: Place | None) -> Place | None:
    """«в S9 слева узел 15 мм» after a cavity of the right upper lobe: the organ that was told of, on the side that is."""
    side = side_at(chunks, owner.owner) if owner.owner is not None else None
    if known is None or side is None or side == known.laterality:
        return known
    lobe = known.laterality is not None and known.site.endswith(f"lobe of {wider().get(known.site)}")
    return Place(wider()[known.site] if lobe else known.site, side)


def lobe_of(chunks: Sequence[Chunk], owner: Owner, since: int, place: Place) -> Place:
    """«УЗИ щитовидной железы: в правой доле узел»: the lobe, where lobes of the organ are sites of their own.

    A lobe that is named goes before another part of the organ that was told of («перешеек 4 мм, в левой доле узел»).
    """
    whole = place.site if place.site + LOBE in wider() else wider().get(place.site, "")
    if whole + LOBE not in wider() or whole != place.site and place.site.endswith(LOBE):
        return place
    ahead = range(owner.size + 1, min(owner.size + LOBE_REACH, len(chunks)))
    ends = next((at for at in ahead if chunks[at].has("COMMA", "JOINING", "SEMICOLON", *SIZES)), ahead.stop)
    for at in (*range(owner.size - 1, since, -1), *range(owner.size + 1, ends)):
        if chunks[at].has("LOBE"):
            return Place(whole + LOBE, side_at(chunks, at) or place.laterality)
    return place


def with_own_side(chunks: Sequence[Chunk], owner: Owner, place: Place) -> Place:
    """«узлы размерами 12х9 мм, 6х4 мм, справа — 7х5 мм»: a side between two sizes is the second one's."""
    size = owner.size
    side = respective_side(chunks, size) or side_behind(chunks, size) or side_alone(chunks, size)
    if side:
        return Place(place.site, side)
    side = side_between(chunks, owner) if place.laterality is None else None
    if side:
        return Place(place.site, side)
    last = next((at for at in range(size - 1, -1, -1) if chunks[at].has(*SIZES)), None)
    if last is not None and place.laterality and has_with(chunks[last + 1 : size]):
        return Place(place.site, side_alone(chunks, last) or place.laterality)
    if last is None or names_owner(chunks[last + 1 : size]):
        return place
    own = chunks[last + 1 : size] if side_behind(chunks, last) is None else ()
    side = next((c.concept("SIDE") for c in own if c.has("SIDE")), None) or side_of_last(chunks, owner, place, last)
    return Place(place.site, side) if side else place


def side_of_last(chunks: Sequence[Chunk], owner: Owner, place: Place, last: int) -> str | None:
    """«почки: правая 118×58 мм, …; левая 121×60 мм, паренхима 22 мм»: the organ on the side that was told last."""
    if owner.kind != "organ" or owner.owner is None or owner.owner > last or place.laterality is None:
        return None
    return next((c.concept("SIDE") for c in reversed(chunks[owner.owner + 1 : last]) if c.has("SIDE")), None)


def has_with(between: Sequence[Chunk]) -> bool:
    """«the right ovary was 32 mm, the left 28 mm with a follicle of 14 mm»: what lies in the organ measured last."""
    return any(chunk.has("ACCOMPANIED") for chunk in between) and not any(
        chunk.has("SITE", "SIDE", "COMMA", "SEMICOLON") for chunk in between
    )


def side_between(chunks: Sequence[Chunk], owner: Owner) -> str | None:
    """«a left 5 cm cyst», «узел в S1 справа (8 мм)»: the only side between a lesion and its size."""
    if chunks[owner.size - 1].has("SIDE") and owner.size:
        return chunks[owner.size - 1].concept("SIDE")
    between = chunks[owner.owner + 1 : owner.size] if owner.owner is not None else ()
    sides = {chunk.concept("SIDE") for chunk in between if chunk.has("SIDE")}
    other = any(chunk.has("SITE", *SIZES) for chunk in between)
    return sides.pop() if len(sides) == 1 and not other else None


def side_behind(chunks: Sequence[Chunk], size: int) -> str | None:
    """«6.8 mm on the right and 6.5 mm on the left»; «12 мм справа и 15 мм слева»; «9.2 cm (right)»."""
    if (bracketed := chunks[size + 1 : size + 4]) and bracketed[0].has("OPEN") and bracketed[-1].has("CLOSE"):
        return bracketed[1].concept("SIDE")
    behind = [c for c in chunks[size + 1 : size + 4] if not c.has("LOCATIVE", "DETERMINER", "DIMENSION")]
    ends = len(behind) < 2 or behind[1].has("SITE", "LOBE", "JOINING", "COMMA", "SEMICOLON", "PERIOD", "CLOSE")
    return behind[0].concept("SIDE") if behind and ends else None


def side_alone(chunks: Sequence[Chunk], size: int) -> str | None:
    """«bilateral cysts (right 4 cm, left: 6 cm)»: a side that nothing but the size follows."""
    at = size - 1
    while at > 0 and chunks[at].has("COLON", "DASH", "TILL", "COMMA"):
        at -= 1
    led = next((c for c in reversed(chunks[max(0, at - 2) : max(0, at)]) if not c.has("DETERMINER")), None)
    opened = led is not None and led.has("OPEN", "COMMA", "COLON", "SEMICOLON", "JOINING")
    return chunks[at].concept("SIDE") if opened else None


def respective_side(chunks: Sequence[Chunk], size: int) -> str | None:
    """«the right and left eyes were 561 and 557 μ»: as many sides before a list as it has sizes."""
    listed = [at for at, chunk in enumerate(chunks) if chunk.rule == one_unit.name]
    if size not in listed:
        return None
    sides = [chunk.concept("SIDE") for chunk in chunks[: listed[0]] if chunk.has("SIDE")]
    return sides[listed.index(size)] if len(sides) == len(listed) > 1 else None


def place_around(chunks: Sequence[Chunk], size: int, since: int, until: int, onward: bool) -> Place | None:
    """The site nearest to a size: what follows it first when `onward`, else what stands before it first."""
    ahead = following(chunks, size + 1, until)
    behind = list(reversed(sites(chunks, since + 1, size)))
    whole = list(reversed(sites(chunks, 0, size)))
    order = [*ahead, *behind, *whole] if onward else [*behind, *whole, *ahead]
    return place_at(chunks, order[0]) if order else None
