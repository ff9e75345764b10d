"""Sentences of a paragraph: razdel, with what it parts wrongly after an abbreviation joined again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from razdel import sentenize

from pipeline.language.tables import abbreviations

LAST_WORD = re.compile(r"([^\W\d_][\w.]*)\.\s*$")
OPENS_LOW = re.compile(r"\s*[a-zа-яё\d(\[]")
DIGIT_STARTS = re.compile(r"\s*\d")


@lru_cache
def known(language: str) -> frozenset[str]:
    return frozenset(a.casefold() for a in abbreviations(language))


def sentences(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Half-open offsets of each sentence in `text`, in order, without surrounding space."""
    start: int | None = None
    end = 0
    for line_start, line in lines(text):
        for piece in sentenize(line):
            piece_start, piece_end = line_start + piece.start, line_start + piece.stop
            if start is not None and piece_start > line_start and joins(text[start:end], text[end:piece_end], language):
                end = piece_end
                continue
            if start is not None:
                yield start, end
            start, end = piece_start, piece_end
        if start is not None:
            yield start, end
            start = None


def lines(text: str) -> Iterator[tuple[int, str]]:
    position = 0
    for line in text.split("\n"):
        if line.strip():
            yield position, line
        position += len(line) + 1


def joins(before: str, after: str, language: str) -> bool:
    """Does the sentence go on? «Fig. | 2 shows», «vs. | placebo», «0.5 мг. | в сутки»."""
    last = LAST_WORD.search(before)
    if last and last[1].casefold() in known(language):
        return True
    return bool(OPENS_LOW.match(after)) and not DIGIT_STARTS.match(after) and before.rstrip()[-1:] not in "!?"
