"""The folded form of a word: the attribute on which the lexicons are matched."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LATIN_TO_CYRILLIC = str.maketrans("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ")
CYRILLIC_TO_LATIN = str.maketrans("асеорхуАВСЕНКМОРТХ", "aceopxyABCEHKMOPTX")
SIGNS = str.maketrans(
    {"‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "’": "'", "ʼ": "'", "µ": "μ", "ё": "е", "Ё": "Е"}
)

HAS_CYRILLIC = re.compile(r"[а-яА-ЯёЁ]")
HAS_LATIN = re.compile(r"[a-zA-Z]")


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Lower case, one dash, one apostrophe, one mu, ё as е, and one alphabet in a word that mixes look-alikes.

    >>> fold("Лечёние"), fold("µg"), fold("cиндром")  # the last begins with a Latin c
    ('лечение', 'μg', 'синдром')
    """
    word = unicodedata.normalize("NFKC", word) if not word.isascii() else word
    word = word.translate(SIGNS)
    if not word.isascii() and HAS_CYRILLIC.search(word) and HAS_LATIN.search(word):
        word = one_alphabet(word)
    return word.lower()


def one_alphabet(word: str) -> str:
    """A word of mixed Latin and Cyrillic look-alikes in the alphabet that its other letters decide; else unchanged."""
    cyrillic = word.translate(LATIN_TO_CYRILLIC)
    if not HAS_LATIN.search(cyrillic):
        return cyrillic
    latin = word.translate(CYRILLIC_TO_LATIN)
    return latin if not HAS_CYRILLIC.search(latin) else word
