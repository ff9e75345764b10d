"""One tokenizer for all languages: a number, a run of letters, or one sign."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from spacy.attrs import LOWER, NORM
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.language import number
from pipeline.language.fold import fold
from pipeline.language.number import Number

LETTER = r"[^\W\d_₀-₉]"
WORD = rf"(?P<word>{LETTER}+(?:['’](?={LETTER}){LETTER}+)?)"
SIGN = r"(?P<sign>[₀-₉]+|\S)"
LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
"""«SpO₂», «HbA₁c», «B₁₂»: a lowered digit belongs to a name and is no number, but reads like the digit of «SpO2»."""


@lru_cache
def token_form(language: str) -> re.Pattern[str]:
    return re.compile(rf"{number.patterns(language)}|{WORD}|{SIGN}")


class Tokens:
    """The words of a text with their offsets; `numbers` and `dates` by token index."""

    __slots__ = ("starts", "ends", "words", "numbers", "dates", "powers")

    def __init__(self, text: str, language: str) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.words: list[str] = []
        self.numbers: dict[int, Number] = {}
        self.dates: set[int] = set()
        self.powers: dict[int, int] = {}
        for match in token_form(language).finditer(text):
            kind = match.lastgroup if match.lastgroup in ("word", "sign") else None
            if kind is None:
                index = len(self.words)
                if match["number"]:
                    self.numbers[index] = number.parse(match, language)
                elif match["date"]:
                    self.dates.add(index)
                else:
                    raised = match["bare"] or match["bare_star"] or match["bare_raised"] or match["bare_e"]
                    self.powers[index] = int(raised.translate(number.POWER_SIGNS))
            self.starts.append(match.start())
            self.ends.append(match.end())
            self.words.append(match.group().translate(LOWERED))

    def spaces(self) -> list[bool]:
        following = [*self.starts[1:], *self.ends[-1:]]
        return [start > end for start, end in zip(following, self.ends, strict=True)]


class Tokenizer:
    """spaCy's tokenizer protocol: text to Doc."""

    def __init__(self, vocab: Vocab, language: str) -> None:
        self.vocab = vocab
        self.language = language

    def __call__(self, text: str) -> Doc:
        tokens = Tokens(text, self.language)
        return Doc(self.vocab, words=tokens.words, spaces=tokens.spaces())


@lru_cache
def blank(language: str) -> Language:
    """A blank spaCy pipeline with casefold's tokenizer, whose NORM is the folded form.

    Nothing else is asked of a word, so the language's other lexical attributes are not computed."""
    from spacy import blank as spacy_blank

    nlp = spacy_blank(language)
    getters: dict[int, Callable[[str], str]] = nlp.vocab.lex_attr_getters  # type: ignore[attr-defined]
    for attribute in [a for a in getters if a not in (NORM, LOWER)]:
        del getters[attribute]
    getters[NORM] = fold
    nlp.tokenizer = Tokenizer(nlp.vocab, language)
    return nlp
