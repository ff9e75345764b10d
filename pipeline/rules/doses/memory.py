"""The drugs spoken of before, for «the dose was reduced to 200 mg», «препарат был отменен» and "it was restarted"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.facts import Dose
from pipeline.rules.chunk import Chunk, Sentence
from pipeline.rules.doses.catalogue import is_of_class
from pipeline.rules.where import where

if TYPE_CHECKING:
    from pipeline.rules.doses.sentence import DoseSentence

STEADY = ("day", "week")
REACH = 4
"""So many sentences back."""
REACH_OF_PAUSED = 12
"""A drug that was stopped may be resumed so many sentences later."""
ENDED = ("stop", "hold")
BEGUN = ("start", "resume")


class Memory:
    """Reads the sentences in order; forgets at the border of a section and after a few sentences without a drug."""

    __slots__ = ("_drug", "_sentence", "_section", "_now", "_per", "_named", "_paused")

    def __init__(self) -> None:
        self._per: dict[tuple[str | None, str | None], str | None] = {}
        self._drug: Chunk | None = None
        self._named: list[tuple[int, Chunk]] = []
        self._paused: list[tuple[int, str, Chunk]] = []
        self._sentence = 0
        self._section = ""
        self._now = 0

    def enter(self, sentence: Sentence) -> None:
        if sentence.section != self._section:
            self._drug = None
            self._named, self._paused = [], []
        self._section, self._now = sentence.section, sentence.index

    def leave(self, read: DoseSentence) -> None:
        """Keep the drug of the last dose of the sentence, else its last drug."""
        owned = [owner.index for _, owner in sorted(read.owners.items()) if owner.index is not None]
        named = where(read.chunks, "DRUG")
        self._named += [(self._now, read.chunks[i]) for i in named]
        last = owned[-1] if owned else named[-1] if named else None
        if last is not None:
            self._drug, self._sentence = read.chunks[last], self._now

    def keep(self, dose: Dose) -> None:
        """What amounts of the drug belong to, for «повышена до 200 мг» after «100 мг/сут»."""
        if dose.per in STEADY:
            self._per[dose.drug, dose.dose_unit] = dose.per

    def per(self, drug: str | None, unit: str) -> str | None:
        """What the amounts of the drug were told to belong to before, day or week."""
        return self._per.get((drug, unit))

    def last(self) -> Chunk | None:
        """The drug last spoken of before this sentence."""
        return self._drug if self._drug is not None and self._now - self._sentence <= REACH else None

    def last_of(self, drug_class: str) -> Chunk | None:
        """The drug of the class last named before this sentence."""
        near = (chunk for at, chunk in reversed(self._named) if self._now - at <= REACH)
        return next((chunk for chunk in near if is_of_class(chunk.concept("DRUG") or "", drug_class)), None)

    def done(self, drug: Chunk, action: str | None) -> None:
        """What was done with the drug: what was stopped or held may be resumed."""
        if action in (*ENDED, *BEGUN):
            self._paused = [known for known in self._paused if known[2].concept("DRUG") != drug.concept("DRUG")]
        if action in ENDED:
            self._paused.append((self._now, action or "", drug))

    def paused(self) -> Chunk | None:
        """The drug last held and not begun again, else the one last stopped."""
        near = [(action == "hold", chunk) for at, action, chunk in self._paused if self._now - at <= REACH_OF_PAUSED]
        held = [chunk for was_held, chunk in near if was_held]
        return held[-1] if held else near[-1][1] if near else None
