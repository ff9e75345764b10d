"""Sizes of lesions, organs and devices, as facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.facts import Fact, Lesion
from pipeline.report import Report
from pipeline.rules.chunk import Chunk, Sentence
from pipeline.rules.lesions import cues
from pipeline.rules.lesions.ownership import SIZES, Owner, owners
from pipeline.rules.lesions.place import Place, codes, place_around, place_at, place_of_lesion, place_of_mention, sites, tissues
from pipeline.rules.lesions.size import Size, size_of
from pipeline.rules.lesions.suitable import suitable

PASSAGE = 6
"""For how many sentences an examination goes on, where no other is named."""

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
        for at, chunk in enumerate(chunks):
            noun = chunk.concept("LESION")
            place = place_of_mention(chunks, at) if noun else None
            if noun and place:
                self.locate(noun, place)

    def locate(self, noun: str, place: Place) -> None:
        self.lesions.pop(noun, None)
        self.lesions[noun] = place

    def place_of(self, noun: str | None) -> Place | None:
        """Where the lesion of that noun lay, or the lesion named last."""
        if noun in self.lesions:
            return self.lesions[noun]
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
    positions = [at for at, chunk in enumerate(sentence.chunks) if chunk.has(*SIZES)]
    if not positions:
        return
    owned = owners(sentence.chunks, sentence.language)
    previous: Owner | None = None
    for number, at in enumerate(positions):
        size = sentence.chunks[at].value
        size = size if isinstance(size, Size) else size_of(size)
        owner = owned.get(at) or (previous if previous and previous.kind != "distance" else None)
        if size is None or not suitable(sentence.chunks, at, size, owner, passage.lesion is not None):
            continue
        since = positions[number - 1] if number else -1
        until = positions[number + 1] if number + 1 < len(positions) else len(sentence.chunks)
        owner = Owner(at, owner.owner, owner.kind, owner.rule) if owner else Owner(at, None, "lesion", UNOWNED)
        payload = lesion(sentence, size, owner, since, until, passage)
        yield fact(sentence, owner, payload)
        previous = owner
        passage.lesion = payload
        noun = sentence.chunks[owner.owner].concept("LESION") if owner.owner is not None else None
        if noun and payload.site:
            passage.locate(noun, Place(payload.site, payload.laterality))


def lesion(sentence: Sentence, size: Size, owner: Owner, since: int, until: int, passage: Passage) -> Lesion:
    chunks = sentence.chunks
    place = place_of(chunks, owner, since, until, passage)
    changed = cues.change(chunks, owner.size, since if size.moved != "after" else -1, until)
    of_organ = owner.kind == "organ" and any(c.has("ORGAN_STATE") for c in chunks[max(0, owner.size - 6) : owner.size])
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
        known = passage.place_of(chunks[owner.owner].concept("LESION") if owner.owner is not None else None)
        if known:
            return known
    examined = sites(chunks, 0, len(chunks), examined=True)
    here = place_at(chunks, examined[-1]) if examined else None
    return passage.place or here or passage.examined


def modality(chunks: Sequence[Chunk], owner: Owner, passage: Passage) -> str | None:
    """The sentence's examination, else the paragraph's; none for what no modality of the dataset shows."""
    if owner.kind == "other" and owner.owner is not None and chunks[owner.owner].has("OTHER_SIZE"):
        return "exam"
    found = cues.modality_in(chunks, owner.size) or passage.modality
    if owner.kind == "procedure" and owner.owner is not None:
        part = chunks[owner.owner].concept("CUT")
        found = "surgery" if part == "incision" else "pathology" if part == "margin" else found
    return None if found == cues.NO_EXAMINATION else found


def fact(sentence: Sentence, owner: Owner, payload: Lesion) -> Fact:
    size = sentence.chunks[owner.size]
    start, end = size.start, size.end
    if owner.owner is not None:
        named = sentence.chunks[owner.owner]
        if max(end, named.end) - min(start, named.start) <= QUOTE_REACH:
            start, end = min(start, named.start), max(end, named.end)
    return Fact(start, end, (size.start, size.end), owner.rule, payload, sentence.index)
