"""One tokenizer for all languages: a number, a run of letters, or one sign."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from operator import not_

from pipeline.language import number
from pipeline.language.tables import table

LETTER = r"[^\W\d_₀-₉]"
WORD = rf"{LETTER}+(?:['’](?={LETTER}){LETTER}+)?"
PLAIN_WORD = rf"[A-Za-zА-яЁё]++(?!{LETTER}|['’])"
"""Tried first: a set of letters that are named is faster than all letters of Unicode."""
SIGN = r"[₀-₉]+|\S"
LOWERED = {"₀": "0", "₁": "1", "₂": "2", "₃": "3", "₄": "4", "₅": "5", "₆": "6", "₇": "7", "₈": "8", "₉": "9"}
WRITTEN = str.maketrans(LOWERED | {row["printed"]: row["sign"] for row in table("sign_forms")})
"""Every form in which typesetters print a sign, as the word tables write it: «36.4∘C» is 36.4°C, «⩽5» is ≤5."""
GROUP_NAME = re.compile(r"\(\?P<\w+>")


def written(printed: str) -> str:
    """A token with its signs as the tables write them.

    «SpO₂», «HbA₁c», «B₁₂»: a lowered digit belongs to a name and is no number, but reads like the digit of «SpO2».
    """
    return printed if printed.isascii() else printed.translate(WRITTEN)


@lru_cache
def token_form(language: str) -> re.Pattern[str]:
    """Spaces and what begins no number are turned away at their first character."""
    numbers = f"(?={number.BEGINNING.pattern})(?:{GROUP_NAME.sub('(?:', number.patterns(language))})"
    return re.compile(rf"((?=\S)(?:{PLAIN_WORD}|{WORD}|{numbers}|{SIGN}))")


class Tokens:
    """The tokens of a text as printed, with their offsets, and whether nothing stands before each."""

    __slots__ = ("printed", "starts", "ends", "glued")

    def __init__(self, text: str, language: str, offset: int = 0) -> None:
        pieces = token_form(language).split(text)
        places = list(accumulate(map(len, pieces), initial=offset))
        self.printed = pieces[1::2]
        self.starts = places[1:-1:2]
        self.ends = places[2:-1:2]
        self.glued = [False, *map(not_, pieces[2:-1:2])] if self.printed else []
