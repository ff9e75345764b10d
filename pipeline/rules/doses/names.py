"""Drug names that the lexicon cannot know beforehand: short forms that a report makes, and stems of unknown drugs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.rules.chunk import Chunk, Sentence
from pipeline.rules.where import where

SHORT = re.compile(r"(?:[^\W\d_]|[\d\-/])*[A-ZА-ЯЁ](?:[^\W\d_]|[\d\-/])*[A-ZА-ЯЁ](?:[^\W\d_]|[\d\-/])*")
MAKES_NO_SHORT_FORM = ("DRUG", "NUMBER", "UNIT", "QUANTITY", "ROUTE", "DOSE_FREQUENCY", "FREQUENCY", "AND")


def short_forms(sentences: Sequence[Sentence]) -> dict[str, tuple[str, str]]:
    """Words as printed → the DRUG reading that the report gives them: «ацетилсалициловой кислоты (АСК)»."""
    out: dict[str, tuple[str, str]] = {}
    for sentence in sentences:
        for at in where(sentence.chunks, "DRUG"):
            if at + 3 >= len(sentence.chunks):
                break
            drug, bracket, word, after = sentence.chunks[at : at + 4]
            concept = drug.concept("DRUG")
            if concept and bracket.has("OPEN") and after.has("CLOSE", "COMMA", "SEMICOLON") and is_short(word):
                out.setdefault(word.text, ("DRUG", concept))
    return out


def is_short(word: Chunk) -> bool:
    return len(word.text) <= 8 and SHORT.fullmatch(word.text) is not None and not word.has(*MAKES_NO_SHORT_FORM)


def with_short_forms(chunks: Sequence[Chunk], known: dict[str, tuple[str, str]]) -> Sequence[Chunk]:
    """The chunks, those that are a short form of the report as that DRUG."""
    if not known or not any(chunk.text in known for chunk in chunks):
        return chunks
    return [
        replace(chunk, readings=(known[chunk.text],)) if chunk.text in known and not chunk.has("DRUG") else chunk
        for chunk in chunks
    ]
