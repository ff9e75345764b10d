"""What the text was about when a size came."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.facts import Lesion
from pipeline.rules.chunk import Sentence
from pipeline.rules.lesions import cues
from pipeline.rules.lesions.place import LYMPH_NODE, Place, named_and_examined, place_at, place_of_mention
from pipeline.rules.where import holds, where

PASSAGE = 6
"""For how many sentences an examination goes on, where no other is named."""

OPERATION = 2
"""For how many sentences the words of an operation go on («the rib was resected»), where no examination is named."""

TOLD_OF_OTHERS = ("introduction", "discussion", "conclusion")
"""Sections whose sentences tell of other patients in turn: no examination goes on from one to the next."""


@dataclass(slots=True)
class Passage:
    """The examination that goes on, the last lesion and the last site."""

    section: str = ""
    modality: str | None = None
    examined_until: int = -1
    operated_until: int = -1
    lesion: Lesion | None = None
    place: Place | None = None
    examined: Place | None = None
    operated: Place | None = None
    """the organ that the last operation took out («nephrectomy»), where it names one"""
    node: Place | None = None
    """the lymph node that was measured last"""
    lesions: dict[str, Place] = field(default_factory=dict)
    """the noun of a lesion → where it lay; the one named last stands last"""

    def enter(self, sentence: Sentence) -> None:
        if sentence.section != self.section or sentence.index > self.examined_until:
            self.modality = None
        if sentence.section in TOLD_OF_OTHERS:
            self.modality, self.operated_until = None, -1
        self.section = sentence.section

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
        if named:
            self.place = place_at(chunks, named[-1])
        if cues.operated(chunks):
            taken_out = [at for at in named if chunks[at].has("OPERATION")]
            self.operated = place_at(chunks, taken_out[0]) if len(taken_out) == 1 else None
        if looked_at:
            self.examined = place_at(chunks, looked_at[-1])
        for at in where(chunks, "LESION"):
            noun = chunks[at].concept("LESION")
            place = place_of_mention(chunks, at) if noun else None
            if noun and place and noun != LYMPH_NODE:
                self.locate(noun, place)

    def measured(self, lesion: Lesion, noun: str | None) -> None:
        self.lesion = lesion
        place = Place(lesion.site, lesion.laterality) if lesion.site else None
        if place and place.site.endswith(LYMPH_NODE):
            self.node = place
        elif noun and place:
            self.locate(noun, place)

    def locate(self, noun: str, place: Place) -> None:
        self.lesions.pop(noun, None)
        self.lesions[noun] = place

    def place_of(self, noun: str | None) -> Place | None:
        """Where the lesion of that noun lay, or the lesion named last."""
        if noun in self.lesions:
            return self.lesions[noun or ""]
        return next(reversed(self.lesions.values()), None)
