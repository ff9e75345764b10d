"""A drug's name as printed, without words that are no part of it."""

from __future__ import annotations

from functools import lru_cache

from pipeline.language.fold import fold
from pipeline.language.lexicon import lexicon

NO_PART = ("TREATMENT", "DOSE_WORD")


@lru_cache(maxsize=10_000)
def printed_name(text: str, language: str) -> str:
    """ "RBC transfusions" is RBC, "iron therapy" iron, «препарат железа» железа."""
    words = text.split()
    while len(words) > 1 and is_no_part(words[-1], language):
        words.pop()
    while len(words) > 1 and is_no_part(words[0], language):
        words.pop(0)
    return " ".join(words)


def is_no_part(word: str, language: str) -> bool:
    readings = lexicon(language).of(word, fold(word)) or ()
    return any(tag in NO_PART for tag, _ in readings) and all(tag != "DRUG" for tag, _ in readings)
