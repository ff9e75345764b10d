"""The drug last spoken of, for «the dose was reduced to 200 mg» and «препарат был отменен»."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.facts import Dose
from pipeline.rules.chunk import Chunk, Sentence
from pipeline.rules.where import where

if TYPE_CHECKING:
    from pipeline.rules.doses.sentence import DoseSentence

STEADY = ("day", "week")
REACH = 4
"""So many sentences back."""


class Memory:
    """Reads the sentences in order; forgets at the border of a section and after a few sentences without a drug."""

    __slots__ = ("_drug", "_sentence", "_section", "_now", "_per")

    def __init__(self) -> None:
        self._per: dict[tuple[str | None, str | None], str | None] = {}
        self._drug: Chunk | None = None
        self._sentence = 0
        self._section = ""
        self._now = 0

    def enter(self, sentence: Sentence) -> None:
        if sentence.section != self._section:
            self._drug = None
        self._section, self._now = sentence.section, sentence.index

    def leave(self, read: DoseSentence) -> None:
        """Keep the drug of the last dose of the sentence, else its last drug."""
        owned = [owner.index for _, owner in sorted(read.owners.items()) if owner.index is not None]
        named = where(read.chunks, "DRUG")
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
