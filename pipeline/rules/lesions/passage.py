"""What the text was about when a size came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.facts import Lesion
from pipeline.record import record
from pipeline.rules.chunk import Chunk, Sentence
from pipeline.rules.lesions import cues
from pipeline.rules.lesions.lesion_site import is_definite, place_of_mention
from pipeline.rules.lesions.nearby import is_denied, is_led, named_and_examined, place_at, sites
from pipeline.rules.lesions.place import LYMPH_NODE, VAGUE, Place, lies_in
from pipeline.rules.where import holds, where

PASSAGE = 6
"""For how many sentences an examination goes on, where no other is named."""

OPERATION = 2
"""For how many sentences the words of an operation go on («the rib was resected»), where no examination is named."""

OPENING = 2
"""Before this position stands what a sentence begins with: «The right kidney …»."""

KINDS = ("lesion", "organ", "device")
"""What "it" may mean."""

TOLD_OF_OTHERS = ("introduction", "discussion", "conclusion")
"""Sections whose sentences tell of other patients in turn: no examination goes on from one to the next."""


@record(frozen=True, slots=True)
class Topic:
    """What "it" means: a lesion, an organ, a device, its noun if it is a lesion, and where it lies."""

    kind: str
    place: Place | None
    noun: str | None = None


@dataclass(slots=True)
class Passage:
    """The examination that goes on, what was told of last, and where."""

    section: str = ""
    modality: str | None = None
    examined_until: int = -1
    operated_until: int = -1
    topic: Topic | None = None
    measured_first: Topic | None = None
    """what the sentence measured first, if anything"""
    place: Place | None = None
    examined: Place | None = None
    operated: Place | None = None
    """the organ that the last operation took out («nephrectomy»), where it names one"""
    counted_to: Place | None = None
    """where the distance lies that the sentence tells («a polyp 12 cm from the anal verge»)"""
    node: Place | None = None
    """the lymph node that was measured last"""
    sized: set[str] = field(default_factory=set)
    """nouns of the lesions that the sentence measures"""
    lesions: dict[str, Place] = field(default_factory=dict)
    """the noun of a lesion → where it lay; the one named last stands last"""

    def enter(self, sentence: Sentence) -> None:
        if sentence.section != self.section or sentence.index > self.examined_until:
            self.modality = None
        if sentence.section in TOLD_OF_OTHERS:
            self.modality, self.operated_until = None, -1
        self.section = sentence.section
        self.measured_first = self.counted_to = None
        self.sized.clear()

    def examination(self, sentence: Sentence) -> str | None:
        """The operation or examination told of last, for a sentence that names no examination."""
        own = cues.operated(sentence.chunks) and sentence.section not in TOLD_OF_OTHERS
        return "surgery" if own or sentence.index <= self.operated_until else self.modality

    def leave(self, sentence: Sentence) -> None:
        """Keep what the sentence named last."""
        chunks = sentence.chunks
        if not holds(chunks, "MODALITY", "OPERATION", "SITE", "LESION"):
            return
        modality = cues.last_examination(chunks)
        if modality:
            self.modality, self.examined_until, self.operated_until = modality, sentence.index + PASSAGE, -1
        elif cues.operated(chunks):
            self.operated_until = sentence.index + OPERATION
        named, looked_at = named_and_examined(chunks)
        named = [at for at in named if chunks[at].concept("SITE") not in VAGUE]
        mentions = {at: mentioned(chunks, at) for at in where(chunks, "LESION")}
        self.topic = self.measured_first or self.told(chunks, mentions, named, looked_at) or self.topic
        present = [at for at in named if not is_denied(chunks, at)]
        if present:
            self.place = place_at(chunks, present[-1])
        if cues.operated(chunks):
            taken_out = [at for at in named if chunks[at].has("OPERATION")]
            self.operated = place_at(chunks, taken_out[0]) if len(taken_out) == 1 else None
        if looked_at:
            self.examined = place_at(chunks, looked_at[-1])
        for at, own in mentions.items():
            noun = chunks[at].concept("LESION")
            place = own or self.counted_to if noun and not chunks[at].has("DISTANCE_NOUN") else None
            if noun and place and noun != LYMPH_NODE and noun not in self.sized:
                self.locate(noun, place)

    def told(
        self,
        chunks: Sequence[Chunk],
        mentions: Mapping[int, Place | None],
        named: Sequence[int],
        looked_at: Sequence[int],
    ) -> Topic | None:
        """The first lesion that a sentence names, else the first organ that has changed or that it begins with.

        mentions           position of each lesion → where it lies by its own words
        named, looked_at   positions of its places, and of what was merely examined
        """
        lesions = [at for at in mentions if not is_denied(chunks, at)]
        if lesions:
            at = lesions[0]
            noun = chunks[at].concept("LESION")
            known = self.lesions.get(noun or "")
            place = (
                mentions[at]
                or self.counted_to
                or known
                or (place_at(chunks, looked_at[-1]) if looked_at else self.place)
            )
            return Topic("lesion", place, noun)
        organs = [at for at in named if not is_denied(chunks, at)]
        if organs and (organs[0] <= OPENING or where(chunks, "ORGAN_STATE")):
            return Topic("organ", place_at(chunks, organs[0]))
        return None

    def measured(self, lesion: Lesion, noun: str | None) -> None:
        place = Place(lesion.site, lesion.laterality) if lesion.site else None
        if lesion.kind in KINDS and self.measured_first is None:
            self.measured_first = Topic(lesion.kind, place, noun)
        if lesion.kind == "distance":
            self.counted_to = place
        if lesion.kind != "lesion":
            return
        if place and place.site.endswith(LYMPH_NODE):
            self.node = place
        elif noun and place:
            self.locate(noun, place)
            self.sized.add(noun)

    def locate(self, noun: str, place: Place) -> None:
        known = self.lesions.pop(noun, None)
        self.lesions[noun] = known if known and tells_more(known, place) else place

    def place_of(self, noun: str | None) -> Place | None:
        """Where the lesion of that noun lay, or the lesion named last."""
        if noun in self.lesions:
            return self.lesions[noun or ""]
        return next(reversed(self.lesions.values()), None)


def tells_more(known: Place, place: Place) -> bool:
    """«an infrarenal aneurysm», later «the aortic aneurysm»: the place told first lies in the other, or has a side."""
    if known.site == place.site:
        return place.laterality is None
    return lies_in(known.site, place.site) and place.laterality in (None, known.laterality)


def mentioned(chunks: Sequence[Chunk], lesion: int) -> Place | None:
    """Where a lesion lies by its own words, else by the place that stands before it: «в печени определяется очаг»."""
    if not holds(chunks, "SITE"):
        return None
    before = [] if is_denied(chunks, lesion) or is_definite(chunks, lesion) else sites(chunks, 0, lesion)
    told = [at for at in before if chunks[at].concept("SITE") not in VAGUE and is_led(chunks, at)]
    return place_of_mention(chunks, lesion) or (place_at(chunks, told[-1]) if told else None)
