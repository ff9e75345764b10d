"""Sizes of lesions, organs and devices, as facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.facts import Fact, Lesion
from pipeline.language.groups import group
from pipeline.record import replace
from pipeline.report import Report
from pipeline.rules.chunk import Chunk, Sentence
from pipeline.rules.lesions import cues
from pipeline.rules.lesions.difference import differences
from pipeline.rules.lesions.ellipsis import carried_on, lobe, one_of_several, part_of_lesion
from pipeline.rules.lesions.location import location
from pipeline.rules.lesions.nearby import is_examined, sites
from pipeline.rules.lesions.ownership import KIND_OF_TAG, SIZES, Owner, after, attributive, names_owner, owners
from pipeline.rules.lesions.passage import Passage
from pipeline.rules.lesions.place import Place, codes, is_surface
from pipeline.rules.lesions.size import Size, measured
from pipeline.rules.lesions.suitable import suitable
from pipeline.rules.where import holds, where

SEEN_AT = ("surgery", "endoscopy", "autopsy", "pathology")
"""Where a device is measured, if anywhere: its size is its maker's, whichever image shows it."""

SKIN_REACH = 6
"""How far from a lesion the skin may stand that it lies on, in chunks."""

UNOWNED, ANAPHOR = "lesions.unowned", "lesions.anaphor"
ANAPHOR_REACH = 9
"""How far before a size the pronoun may stand, in chunks."""
QUOTE_REACH = 160
"""The quote runs from the owner through the size, unless they stand farther apart than so many characters."""


def lesion_facts(sentences: Sequence[Sentence], report: Report) -> list[Fact]:
    """Sizes of lesions, organs and devices of all sentences, in order.

    What the sentences between two sizes were about is asked when the second comes, and never after the last.
    """
    passage = Passage()
    out: list[Fact] = []
    between: list[Sentence] = []
    for sentence in sentences:
        between.append(sentence)
        if holds(sentence.chunks, *SIZES):
            for told in between[:-1]:
                passage.enter(told)
                passage.leave(told)
            between.clear()
            passage.enter(sentence)
            out += facts_of(sentence, passage)
            passage.leave(sentence)
    return out


def facts_of(sentence: Sentence, passage: Passage) -> Iterator[Fact]:
    positions = where(sentence.chunks, *SIZES)
    owned = owners(sentence.chunks, sentence.language)
    amounts_of_change = differences(sentence.chunks, sentence.language)
    previous: Owner | None = None
    for number, at in enumerate(positions):
        if at in amounts_of_change:
            previous = owned.get(at, previous)
            continue
        size = measured(sentence.chunks[at])
        owner = owned.get(at)
        if previous:
            owner = carried_on(sentence.chunks, previous, owner, at)
        owner = one_of_several(sentence.chunks, at, owner, passage.topic is not None and passage.topic.kind == "lesion")
        owner = owner or lobe(sentence.chunks, at)
        owner = part_of_lesion(sentence.chunks, owner, passage.topic.noun if passage.topic else None)
        owner = anaphor(sentence.chunks, at, owner, passage)
        if size is None or not suitable(sentence.chunks, at, size, owner, passage.topic is not None):
            continue
        owner = replace(owner, size=at) if owner else Owner(at, None, "lesion", UNOWNED)
        since, until = stretch_of(sentence.chunks, positions, number, owner, owned)
        payload = lesion(sentence, size, owner, since, until, passage)
        yield fact(sentence, owner, payload)
        previous = owner
        passage.measured(payload, sentence.chunks[owner.owner].concept("LESION") if owner.owner is not None else None)


def anaphor(chunks: Sequence[Chunk], size: int, owner: Owner | None, passage: Passage) -> Owner | None:
    """«It measured 5 cm and extended into the renal vein»: of what was told of last, not of what follows."""
    word = next((at for at in range(size - 1, max(-1, size - ANAPHOR_REACH), -1) if chunks[at].has("ANAPHOR")), None)
    if word is None or passage.topic is None or not (owner is None or gives_way(chunks, owner)):
        return owner
    between = any(chunk.has(*KIND_OF_TAG, "SEMICOLON") for chunk in chunks[word + 1 : size])
    told = any(chunk.has("LESION", "DEVICE", "ORGAN_STATE") for chunk in chunks[:word])
    if between or told or sites(chunks, 0, word):
        return owner
    return Owner(size, None, passage.topic.kind, ANAPHOR)


def gives_way(chunks: Sequence[Chunk], owner: Owner) -> bool:
    """Is the owner only what happens to stand behind, or what was examined?"""
    looked_at = owner.kind == "organ" and owner.owner is not None and is_examined(chunks, owner.owner)
    return owner.rule == after.name or looked_at


def stretch_of(
    chunks: Sequence[Chunk], positions: Sequence[int], number: int, owner: Owner, owned: Mapping[int, Owner]
) -> tuple[int, int]:
    """The stretch of a size's own words: from the size before that is of something else to where the next one's begin."""
    at = positions[number]
    behind = owner.rule == attributive.name and owner.owner is not None
    since = next((p for p in reversed(positions[:number]) if behind or names_owner(chunks[p:at])), -1)
    other = next((p for p in positions[number + 1 :] if names_owner(chunks[at:p])), None)
    if other is None:
        return since, len(chunks)
    following = carried_on(chunks, owner, owned.get(other), other)
    return since, opening(chunks, at, other, following)


def opening(chunks: Sequence[Chunk], at: int, size: int, owner: Owner | None) -> int:
    """Where the phrase of a later size begins: «mass of 3 cm, while the pelvic lymph node (1.8 cm)»."""
    named = (owner.owner, owner.site) if owner else ()
    first = min((n for n in named if n is not None and at < n < size), default=size)
    begins = parting(chunks, at, first)
    if begins is None and owner and (owner.kind == "organ" or owner.site == first):
        return parting(chunks, first, size) or first
    return first if begins is None else begins


def parting(chunks: Sequence[Chunk], start: int, end: int) -> int | None:
    """The last comma or conjunction between two positions: «a thrombus of 6 cm in the vein, its floating part 2 cm»."""
    return next((i for i in range(end - 1, start, -1) if chunks[i].has("COMMA", "JOINING", "SEMICOLON")), None)


def lesion(sentence: Sentence, size: Size, owner: Owner, since: int, until: int, passage: Passage) -> Lesion:
    chunks = sentence.chunks
    place = location(chunks, owner, since, until, passage)
    changed = cues.change(chunks, owner.size, since if size.moved != "after" else -1, until)
    of_organ = is_changed_organ(chunks, owner)
    counted = (
        cues.count(chunks, owner.owner, sentence.text, sentence.start)
        if owner.owner is not None and owner.site is None and owner.kind == "lesion"
        else None
    )
    sides = size.sides_mm
    comparator = "<" if size.below else cues.comparator(chunks, owner.size, changed, of_organ)
    return Lesion(
        kind=owner.kind,
        site=place.site if place else None,
        site_code=codes().get(place.site) if place else None,
        laterality=place.laterality if place else None,
        dim1_mm=sides[0] if sides else None,
        dim2_mm=sides[1] if len(sides) > 1 else None,
        dim3_mm=sides[2] if len(sides) > 2 else None,
        low_mm=size.low_mm,
        max_mm=max(sides) if sides else None,
        area_mm2=size.area_mm2,
        volume_ml=size.volume_ml,
        size_printed=chunks[owner.size].text,
        comparator=comparator,
        count_low=counted.low if counted else None,
        count_high=counted.high if counted else None,
        count_printed=counted.printed if counted else None,
        modality=modality(sentence, owner, place, passage),
        change=None if size.moved == "before" else changed,
    )


def is_changed_organ(chunks: Sequence[Chunk], owner: Owner) -> bool:
    """«утолщение эндометрия до 8 мм», «лимфоузлы увеличены до 22 мм»: what an organ has come to measure."""
    reach = 6 if owner.kind == "organ" else 2
    return any(chunk.has("ORGAN_STATE") for chunk in chunks[max(0, owner.size - reach) : owner.size])


def modality(sentence: Sentence, owner: Owner, place: Place | None, passage: Passage) -> str | None:
    """The sentence's examination, else the passage's; none for what no modality of the dataset shows."""
    chunks = sentence.chunks
    if owner.kind == "other" and owner.owner is not None and chunks[owner.owner].has("OTHER_SIZE"):
        unseen = chunks[owner.owner].concept("OTHER_SIZE") in group("before_birth")
        return cues.modality_in(chunks[: owner.size], owner.size) or ("ultrasound" if unseen else "exam")
    inserted = owner.owner is not None and chunks[owner.owner].concept("DEVICE") in group("vessel_devices")
    went_on = passage.modality if inserted else passage.examination(sentence)
    found = cues.modality_in(chunks, owner.size) or went_on
    if found == "surgery" and followed_up(chunks, owner):
        found = passage.modality
    if found is None and owner.kind in ("lesion", "organ"):
        found = next((chunks[at].concept("LOOK") for at in where(chunks, "LOOK")), None)
    if found is None and owner.kind == "lesion" and is_visible(chunks, owner, place, passage):
        return "exam"
    if owner.kind == "procedure" and owner.owner is not None:
        part = chunks[owner.owner].concept("CUT")
        found = "surgery" if part == "incision" else "pathology" if part == "margin" else found
    if found == cues.NO_EXAMINATION or (owner.kind == "device" and found not in SEEN_AT):
        return None
    return found


def followed_up(chunks: Sequence[Chunk], owner: Owner) -> bool:
    """«since the aneurysm had enlarged to 70 mm, it was repaired»: seen before the operation that is told behind it."""
    ahead = chunks[: owner.size]
    return owner.kind == "lesion" and holds(ahead, "CHANGE", "TREND") and not holds(ahead, "OPERATION", "MODALITY")


def is_visible(chunks: Sequence[Chunk], owner: Owner, place: Place | None, passage: Passage) -> bool:
    """«a 5 cm rash», «an ulcer of the foot», «на коже голени»: what the eye sees without an examination that is named."""
    at = owner.owner
    if at is not None:
        near = chunks[max(0, at - SKIN_REACH) : at + SKIN_REACH]
        if chunks[at].has("VISIBLE") or any(chunk.concept("SITE") in group("skin_sites") for chunk in near):
            return True
    noun = chunks[at].concept("LESION") if at is not None else passage.topic.noun if passage.topic else None
    return noun in group("surface_lesions") and place is not None and is_surface(place)


def fact(sentence: Sentence, owner: Owner, payload: Lesion) -> Fact:
    size = sentence.chunks[owner.size]
    start, end = size.start, size.end
    if owner.owner is not None:
        named = sentence.chunks[owner.owner]
        if max(end, named.end) - min(start, named.start) <= QUOTE_REACH:
            start, end = min(start, named.start), max(end, named.end)
    return Fact(start, end, (size.start, size.end), owner.rule, payload, sentence.index)
