"""A sentence with its amounts found and their owners known."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.rules.chunk import Chunk, Sentence
from pipeline.rules.doses.amount import DOSES, FORMS
from pipeline.rules.doses.names import with_short_forms
from pipeline.rules.doses.owner import Owner, owners


@dataclass(frozen=True, slots=True)
class DoseSentence:
    """`chunks` with each amount and its rhythm as one DOSE chunk; `owners` by the index of the amount."""

    sentence: Sentence
    chunks: tuple[Chunk, ...]
    owners: dict[int, Owner]


def dose_sentence(sentence: Sentence, known: dict[str, tuple[str, str]]) -> DoseSentence:
    chunks = tuple(with_short_forms(sentence.chunks, known))
    if any(chunk.value is not None or chunk.has("AUC", "PART_WORD", "NUMBER_WORD") for chunk in chunks):
        for level in (FORMS, DOSES):
            chunks, _ = level.apply(chunks, sentence.language)
    return DoseSentence(sentence, tuple(chunks), owners(chunks))
