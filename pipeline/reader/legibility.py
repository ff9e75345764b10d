"""Whether a text reads as language, or as what a font with a wrong character map makes of it."""

from __future__ import annotations

import math
import re
from functools import cache
from itertools import islice

from pipeline.reader.words import rows

FEWEST_WORDS = 30
MOST_CHUNKS = 40
ILLEGIBLE = 0.2
"""Share of the text, in chunks of FEWEST_WORDS, that may be formulas, tables and the like."""
COMMON = 0.04
"""Share of a language's commonest words below which a text is doubted; ordinary text has ten times as many."""
NATURAL = 0.6
"""Share of words that look like words of some language, below which a doubted text is illegible."""
_SHAPE = re.compile(r"[^\w\s]{0,3}(?:[^\W\d_]+(?:[-'’.][^\W\d_]+)*|\d[\d.,:/×%–-]*)[^\w\s]{0,4}")
_VOWEL = re.compile(r"[aeiouyàáâãäåèéêëìíîïòóôõöøùúûüæœıаеёиоуыэюяіїє]", re.IGNORECASE)
_CLUSTER = re.compile(r"[bcdfghjklmnpqrstvwxzбвгджзйклмнпрстфхцчшщ]{6,}", re.IGNORECASE)


def legible(string: str) -> bool:
    """False where a good part is mojibake; True for text in any language, and for texts too short to tell."""
    words = string.split()
    step = FEWEST_WORDS * max(1, len(words) // (FEWEST_WORDS * MOST_CHUNKS))
    chunks = [words[k : k + FEWEST_WORDS] for k in range(0, len(words) - FEWEST_WORDS + 1, step)]
    return sum(not _reads(chunk) for chunk in chunks) <= ILLEGIBLE * len(chunks)


def _reads(words: list[str]) -> bool:
    known = common_words()
    enough = math.ceil(COMMON * len(words))
    if len(list(islice(filter(known.__contains__, words), enough))) == enough:
        return True
    common = (word for word in words if word.strip(".,;:()[]«»\"'").casefold() in known)
    return sum(1 for _ in islice(common, enough)) >= enough or sum(map(_natural, words)) / len(words) >= NATURAL


def _natural(word: str) -> bool:
    """`белесовато-серых,` and `12/08/2015` are shaped like words; `?@8<5=5=85` and `strngthls` are not."""
    if not _SHAPE.fullmatch(word):
        return False
    letters = sum(map(str.isalpha, word))
    return letters < 4 or (_VOWEL.search(word) is not None and _CLUSTER.search(word) is None)


@cache
def common_words() -> frozenset[str]:
    """The commonest words of all languages. Raises ValueError naming file and line of an empty or repeated word."""
    found: set[str] = set()
    for row in rows("common_words"):
        word = row["word"].casefold()
        if not word or word in found:
            raise row.fault(f"{word!r} is empty or told twice")
        found.add(word)
    return frozenset(found)
