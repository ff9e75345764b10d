"""Drug names that the lexicon cannot know beforehand: short forms that a report makes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import attrgetter

from pipeline.record import replace
from pipeline.rules.chunk import Chunk, Sentence
from pipeline.rules.quantities import Quantity
from pipeline.rules.where import holds, where

SHORT = re.compile(r"(?:[^\W\d_]|[\d\-/])*[A-ZА-ЯЁ](?:[^\W\d_]|[\d\-/])*[A-ZА-ЯЁ](?:[^\W\d_]|[\d\-/])*")
CAPITALS = re.compile(r"[A-ZА-ЯЁ]{2,4}")
MAKES_NO_SHORT_FORM = ("DRUG", "NUMBER", "UNIT", "QUANTITY", "ROUTE", "DOSE_FREQUENCY", "FREQUENCY", "AND")
UNITS_OF_DRUGS = ("mg", "ug", "g")
TEXT = attrgetter("text")

DrugReading = tuple[str, str]


def short_forms(sentences: Sequence[Sentence]) -> dict[str, DrugReading]:
    """Words as printed → the DRUG reading that the report gives them: «ацетилсалициловой кислоты (АСК)», «метотрексат … МТ 10 мг»."""
    out: dict[str, DrugReading] = {}
    sentences = [sentence for sentence in sentences if holds(sentence.chunks, "DRUG", "QUANTITY")]
    for sentence in sentences:
        chunks = sentence.chunks
        for at in where(chunks, "DRUG"):
            if at + 3 >= len(chunks):
                break
            drug, bracket, word, after = chunks[at : at + 4]
            concept = drug.concept("DRUG")
            if concept and bracket.has("OPEN") and after.has("CLOSE", "COMMA", "SEMICOLON") and is_short(word):
                out.setdefault(word.text, ("DRUG", concept))
    return unexplained(sentences, out) | out


def unexplained(sentences: Sequence[Sentence], known: dict[str, DrugReading]) -> dict[str, DrugReading]:
    """Capitals before an amount that abbreviate the name of one drug of the report, and of one alone."""
    words = {word.text for sentence in sentences for word in before_amounts(sentence.chunks)} - known.keys()
    if not words:
        return {}
    named = {
        (s.chunks[at].text.upper(), s.chunks[at].concept("DRUG") or "")
        for s in sentences
        for at in where(s.chunks, "DRUG")
    }
    out = {}
    for word in words:
        concepts = {concept for name, concept in named if abbreviates(word, name)}
        if len(concepts) == 1:
            out[word] = ("DRUG", concepts.pop())
    return out


def before_amounts(chunks: Sequence[Chunk]) -> Iterator[Chunk]:
    for at in where(chunks, "QUANTITY"):
        word, quantity = chunks[at - 1], chunks[at].value
        if (
            at
            and word.has("WORD", "CODE")
            and CAPITALS.fullmatch(word.text)
            and isinstance(quantity, Quantity)
            and (quantity.unit.above or quantity.unit.code) in UNITS_OF_DRUGS
        ):
            yield word


def abbreviates(word: str, name: str) -> bool:
    """МТ of МЕТОТРЕКСАТ: its letters stand in the name in their order, the first at its beginning."""
    if not name.startswith(word[0]) or len(name) < 2 * len(word):
        return False
    rest = iter(name)
    return all(letter in rest for letter in word)


def is_short(word: Chunk) -> bool:
    return len(word.text) <= 8 and SHORT.fullmatch(word.text) is not None and not word.has(*MAKES_NO_SHORT_FORM)


def with_short_forms(chunks: Sequence[Chunk], known: dict[str, DrugReading]) -> Sequence[Chunk]:
    """The chunks, those that are a short form of the report as that DRUG."""
    if not known or known.keys().isdisjoint(map(TEXT, chunks)):
        return chunks
    return [
        replace(chunk, readings=(known[chunk.text],)) if chunk.text in known and not chunk.has("DRUG") else chunk
        for chunk in chunks
    ]
