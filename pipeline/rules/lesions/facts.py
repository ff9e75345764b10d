"""Sizes of lesions, organs and devices, as facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.facts import Fact, Lesion
from pipeline.report import Report
from pipeline.rules.chunk import Chunk, Sentence
from pipeline.rules.lesions import cues
from pipeline.rules.lesions.dimensions import one_unit
from pipeline.rules.lesions.ownership import KIND_OF_TAG, SIZES, Owner, owners
from pipeline.rules.lesions.ownership import after as after_rule
from pipeline.rules.lesions.place import (
    LYMPH_NODE,
    Place,
    codes,
    place_around,
    place_at,
    place_of_lesion,
    place_of_mention,
    sites,
    tissues,
)
from pipeline.rules.lesions.size import Size, size_of
from pipeline.rules.lesions.suitable import suitable
from pipeline.rules.where import where

PASSAGE = 6
"""For how many sentences an examination goes on, where no other is named."""

SEEN_AT = ("surgery", "endoscopy", "autopsy", "pathology")
"""Where a device is measured, if anywhere: its size is its maker's, whichever image shows it."""

AFTER = after_rule.name
UNOWNED = "lesions.unowned"
QUOTE_REACH = 160
"""The quote runs from the owner through the size, unless they stand farther apart than so many characters."""


@dataclass(slots=True)
class Passage:
    """What the text was about when a size came: the paragraph's examination, the last lesion and the last site."""

    section: str = ""
    modality: str | None = None
    examined_in: int = 0
    lesion: Lesion | None = None
    place: Place | None = None
    examined: Place | None = None
    lesions: dict[str, Place] = field(default_factory=dict)
    """the noun of a lesion → where it lay; the one named last stands last"""

    def enter(self, sentence: Sentence) -> None:
        if sentence.section != self.section:
            self.section, self.modality = sentence.section, None
        if sentence.index - self.examined_in > PASSAGE:
            self.modality = None

    def leave(self, sentence: Sentence) -> None:
        """Keep what the sentence named last."""
        chunks = sentence.chunks
        modality = cues.last_examination(chunks)
        if modality:
            self.modality, self.examined_in = modality, sentence.index
        named = sites(chunks, 0, len(chunks))
        looked_at = sites(chunks, 0, len(chunks), examined=True)
        if named:
            self.place = place_at(chunks, named[-1])
        if looked_at:
            self.examined = place_at(chunks, looked_at[-1])
        for at in where(chunks, "LESION"):
            noun = chunks[at].concept("LESION")
            place = place_of_mention(chunks, at) if noun else None
            if noun and place and noun != LYMPH_NODE:
                self.locate(noun, place)

    def locate(self, noun: str, place: Place) -> None:
        self.lesions.pop(noun, None)
        self.lesions[noun] = place

    def place_of(self, noun: str | None) -> Place | None:
        """Where the lesion of that noun lay, or the lesion named last."""
        if noun in self.lesions:
            return self.lesions[noun or ""]
        return next(reversed(self.lesions.values()), None)


def lesion_facts(sentences: Sequence[Sentence], report: Report) -> list[Fact]:
    """Sizes of lesions, organs and devices of all sentences, in order."""
    passage = Passage()
    out: list[Fact] = []
    for sentence in sentences:
        passage.enter(sentence)
        out += facts_of(sentence, passage)
        passage.leave(sentence)
    return out


def facts_of(sentence: Sentence, passage: Passage) -> Iterator[Fact]:
    positions = where(sentence.chunks, *SIZES)
    if not positions:
        return
    owned = owners(sentence.chunks, sentence.language)
    previous: Owner | None = None
    for number, at in enumerate(positions):
        size = sentence.chunks[at].value
        size = size if isinstance(size, Size) else size_of(size)
        owner = owned.get(at)
        if previous and previous.kind != "distance" and (owner is None or continues(sentence.chunks, previous, owner)):
            owner = previous
        if size is None or not suitable(sentence.chunks, at, size, owner, passage.lesion is not None):
            continue
        since, until = stretch_of(sentence.chunks, positions, number)
        owner = Owner(at, owner.owner, owner.kind, owner.rule) if owner else Owner(at, None, "lesion", UNOWNED)
        payload = lesion(sentence, size, owner, since, until, passage)
        yield fact(sentence, owner, payload)
        previous = owner
        passage.lesion = payload
        noun = sentence.chunks[owner.owner].concept("LESION") if owner.owner is not None else None
        if noun and payload.site and noun != LYMPH_NODE:
            passage.locate(noun, Place(payload.site, payload.laterality))


def continues(chunks: Sequence[Chunk], previous: Owner, owner: Owner) -> bool:
    """«calculi of 5 and 7 mm in the left ureter»: nothing between two sizes that the second could be of."""
    return owner.rule == AFTER and not names_owner(chunks[previous.size + 1 : owner.size])


def names_owner(chunks: Sequence[Chunk]) -> bool:
    return any(chunk.has(*KIND_OF_TAG) for chunk in chunks)


def stretch_of(chunks: Sequence[Chunk], positions: Sequence[int], number: int) -> tuple[int, int]:
    """The positions of the sizes before and after that are of something else, or the sentence's ends."""
    at = positions[number]
    since = next((p for p in reversed(positions[:number]) if names_owner(chunks[p:at])), -1)
    until = next((p for p in positions[number + 1 :] if names_owner(chunks[at:p])), len(chunks))
    return since, until


def lesion(sentence: Sentence, size: Size, owner: Owner, since: int, until: int, passage: Passage) -> Lesion:
    chunks = sentence.chunks
    place = with_own_side(chunks, owner.size, place_of(chunks, owner, since, until, passage))
    changed = cues.change(chunks, owner.size, since if size.moved != "after" else -1, until)
    of_organ = is_changed_organ(chunks, owner)
    counted = (
        cues.count(chunks, owner.owner, sentence.text, sentence.start)
        if owner.owner is not None and owner.kind == "lesion"
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
        modality=modality(chunks, owner, passage),
        change=None if size.moved == "before" else changed,
    )


def is_changed_organ(chunks: Sequence[Chunk], owner: Owner) -> bool:
    """«утолщение эндометрия до 8 мм», «лимфоузлы увеличены до 22 мм»: what an organ has come to measure."""
    reach = 6 if owner.kind == "organ" else 2
    return any(chunk.has("ORGAN_STATE") for chunk in chunks[max(0, owner.size - reach) : owner.size])


def with_own_side(chunks: Sequence[Chunk], size: int, place: Place | None) -> Place | None:
    """«узлы размерами 12х9 мм, 6х4 мм, справа — 7х5 мм»: a side between two sizes is the second one's."""
    if place is None:
        return None
    side = respective_side(chunks, size)
    if side:
        return Place(place.site, side)
    last = next((at for at in range(size - 1, -1, -1) if chunks[at].has(*SIZES)), None)
    if last is None or names_owner(chunks[last + 1 : size]):
        return place
    side = next((c.concept("SIDE") for c in chunks[last + 1 : size] if c.has("SIDE")), None)
    return Place(place.site, side) if side else place


def respective_side(chunks: Sequence[Chunk], size: int) -> str | None:
    """«the right and left eyes were 561 and 557 μ»: as many sides before a list as it has sizes."""
    listed = [at for at, chunk in enumerate(chunks) if chunk.rule == one_unit.name]
    if size not in listed:
        return None
    sides = [chunk.concept("SIDE") for chunk in chunks[: listed[0]] if chunk.has("SIDE")]
    return sides[listed.index(size)] if len(sides) == len(listed) > 1 else None


def place_of(chunks: Sequence[Chunk], owner: Owner, since: int, until: int, passage: Passage) -> Place | None:
    at = owner.owner
    found: Place | None = None
    if owner.kind == "other" and at is not None and chunks[at].has("OTHER_SIZE"):
        return Place(chunks[at].concept("OTHER_SIZE") or "")
    if owner.kind == "organ" and at is not None:
        named = place_at(chunks, at)
        return (place_around(chunks, at, since, until, onward=True) or named) if named.site in tissues() else named
    if owner.kind == "lesion" and at is not None:
        found = place_of_lesion(chunks, at, owner.size, since, until)
    elif owner.kind == "lesion":
        found = place_around(chunks, owner.size, since, until, onward=True)
    else:
        found = place_around(chunks, owner.size, since, until, onward=owner.kind in ("device", "procedure"))
    return found or carried(chunks, owner, passage)


def carried(chunks: Sequence[Chunk], owner: Owner, passage: Passage) -> Place | None:
    """The place of the last lesion, the last place named, or what was examined."""
    if owner.kind == "lesion":
        known = passage.place_of(definite_noun(chunks, owner.owner))
        if known:
            return known
    examined = sites(chunks, 0, len(chunks), examined=True)
    here = place_at(chunks, examined[-1]) if examined else None
    return passage.place or here or passage.examined


def definite_noun(chunks: Sequence[Chunk], owner: int | None) -> str | None:
    """«the aneurysm», «this mass»: a lesion that was named before."""
    if owner is None or any(c.has("UNNAMED", "COUNT_WORD") for c in chunks[max(0, owner - 4) : owner]):
        return None
    return chunks[owner].concept("LESION")


def modality(chunks: Sequence[Chunk], owner: Owner, passage: Passage) -> str | None:
    """The sentence's examination, else the paragraph's; none for what no modality of the dataset shows."""
    if owner.kind == "other" and owner.owner is not None and chunks[owner.owner].has("OTHER_SIZE"):
        return cues.modality_in(chunks[: owner.size], owner.size) or "exam"
    found = cues.modality_in(chunks, owner.size) or passage.modality
    if owner.kind == "procedure" and owner.owner is not None:
        part = chunks[owner.owner].concept("CUT")
        found = "surgery" if part == "incision" else "pathology" if part == "margin" else found
    if found == cues.NO_EXAMINATION or (owner.kind == "device" and found not in SEEN_AT):
        return None
    return found


def fact(sentence: Sentence, owner: Owner, payload: Lesion) -> Fact:
    size = sentence.chunks[owner.size]
    start, end = size.start, size.end
    if owner.owner is not None:
        named = sentence.chunks[owner.owner]
        if max(end, named.end) - min(start, named.start) <= QUOTE_REACH:
            start, end = min(start, named.start), max(end, named.end)
    return Fact(start, end, (size.start, size.end), owner.rule, payload, sentence.index)
