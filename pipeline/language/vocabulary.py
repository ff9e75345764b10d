"""What a printed word is by itself, worked out once for each word form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from pipeline.language import number
from pipeline.language.fold import fold
from pipeline.language.lexicon import lexicon
from pipeline.language.number import Number
from pipeline.language.phrases import Name, Openings, Phrases
from pipeline.language.stems import has_stem
from pipeline.language.tables import table
from pipeline.language.tags import Readings, letter_of
from pipeline.language.tokens import written
from pipeline.record import record

PLAIN_NUMBER = re.compile(r"\d+(?:[.,·]\d+)?")
"""A number that is the same whatever stands around it; others look at their neighbours («109/л»)."""
MOST_WORDS = 100_000
"""Then all are forgotten, so that a process of a million reports does not grow."""
FEWEST_LETTERS = 7
"""Of a word that its ending tells to be a lesion."""


@record(frozen=True, slots=True)
class Word:
    """One printed form.

    key       folded, as phrases are looked up
    norm      the norm of its chunk: folded, or a number as printed
    readings  of the name that it is; else WORD, STEM, SIGN or NUMBER
    letter    of its readings
    phrases   how those go on that begin with it
    open      its place in the text decides what it is: a date, a power, a number with one
    """

    printed: str
    written: str
    key: str
    norm: str
    readings: Readings
    letter: str
    number: Number | None
    phrases: Openings
    named: bool
    open: bool


class Vocabulary(dict[str, Word]):
    """Printed form → Word, in one language."""

    def __init__(self, language: str, user_drugs: Path | None = None) -> None:
        self.language = language
        self._phrases: Phrases = lexicon(language, user_drugs)
        self._endings = {row["ending"]: row["concept"] for row in table("lesion_endings", language)}
        self._longest_ending = max(map(len, self._endings), default=0)

    def __missing__(self, printed: str) -> Word:
        if len(self) >= MOST_WORDS:
            self.clear()
        word = self[printed] = self._word(printed)
        return word

    def of(self, printed: Sequence[str]) -> list[Word]:
        return list(map(self.__getitem__, printed))

    def phrases(self, words: Sequence[Word]) -> list[Name]:
        """The names of several words, in order: longest first, none overlapping another."""
        of = self._phrases.of
        found: list[Name] = []
        for start in [i for i, word in enumerate(words[:-1]) if word.phrases and words[i + 1].key in word.phrases]:
            first, second = words[start], words[start + 1]
            thirds = first.phrases[second.key]
            if "" in thirds:
                readings = of(f"{first.written} {second.written}", f"{first.key} {second.key}")
                if readings:
                    found.append(Name(start, start + 2, readings))
            for length in thirds.get(words[start + 2].key, ()) if start + 2 < len(words) else ():
                part = words[start : start + length]
                readings = of(" ".join([w.written for w in part]), " ".join([w.key for w in part]))
                if readings:
                    found.append(Name(start, start + len(part), readings))
        return apart(found) if len(found) > 1 else found

    def _word(self, printed: str) -> Word:
        as_written = written(printed)
        key = fold(as_written)
        digits = number.begins(printed)
        plain = digits and PLAIN_NUMBER.fullmatch(printed) is not None
        value = Number(*(number.mantissa_value(printed, self.language),) * 2, printed=printed) if plain else None
        name = self._phrases.of(as_written, key)
        readings = name or self._lesion(key) or ((("NUMBER", ""),) if digits else unnamed(key, as_written))
        return Word(
            printed,
            as_written,
            key,
            printed if plain else key,
            readings,
            letter_of(readings),
            value,
            self._phrases.beginning(key),
            name is not None,
            digits and not plain,
        )

    def _lesion(self, key: str) -> Readings | None:
        """Of a word that no table knows, but whose ending says that it is a lesion: «angiofibrolipoma»."""
        if len(key) < FEWEST_LETTERS:
            return None
        for length in range(min(self._longest_ending, len(key)), 0, -1):
            concept = self._endings.get(key[-length:])
            if concept is not None:
                return (("LESION", concept),) if concept else None
        return None


def unnamed(key: str, as_written: str) -> Readings:
    """What a word or a sign is that no lexicon names: WORD, SIGN, or STEM where it is named as drugs are."""
    if not as_written[0].isalpha():
        return (("SIGN", as_written),)
    return (("STEM" if has_stem(key) else "WORD", key),)


def apart(names: list[Name]) -> list[Name]:
    """Of names in order, those that overlap none that is longer, or as long and before it."""
    if all(name.end <= after.start for name, after in pairwise(names)):
        return names
    taken: set[int] = set()
    out: list[Name] = []
    for name in sorted(names, key=lambda name: (name.start - name.end, name.start)):
        if taken.isdisjoint(range(name.start, name.end)):
            taken.update(range(name.start, name.end))
            out.append(name)
    return sorted(out, key=lambda name: name.start)


@lru_cache
def vocabulary(language: str, user_drugs: Path | None = None) -> Vocabulary:
    return Vocabulary(language, user_drugs)
