"""Sentences of a paragraph: a break at every full stop before a new word, less those that a rule explains.

A rule says whether the sentence goes on over a break; the list JOINS at the foot is their order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from pipeline.language.tables import table

BREAK = re.compile(r"[.!?…][\"»”’')\]]*\s+(?=\S)")
LAST_WORD = re.compile(r"((?:[^\W\d_][\w'’/-]*\.)*[^\W\d_][\w'’/-]*)\.$")
INITIAL = re.compile(r"(?:^|[,.]\s?)[A-ZА-ЯЁ]\.$")
PERSON = re.compile(r"[A-ZА-ЯЁ]\w+ [A-ZА-ЯЁ]\.(?:\s?[A-ZА-ЯЁ]\.)?")
CAPITAL_STOP = re.compile(r"(?:^|\W)[A-ZА-ЯЁ]\.$")
OPENS_INITIAL = re.compile(r"[A-ZА-ЯЁ]\.\s")
LIST_NUMBER = re.compile(r"\(?\d{1,2}(?:\.\d{1,2})*[.)]")
OPENS_LOW = re.compile(r"[a-zа-яё(\[,;:)\]%=×]")
OPENS_CAPITAL = re.compile(r"[\"«“(\[]?[A-ZА-ЯЁ]")
CLOSES = re.compile(r"[^()\[\]]*[)\]]")
BRACKET_REACH = 300
"""Characters in which an open bracket is looked for; a longer one was never closed."""
WORD_REACH = 40


@lru_cache
def known(language: str) -> dict[str, bool]:
    """Abbreviation → whether a sentence can end with it."""
    return {
        row["abbreviation"].rstrip(".").casefold(): row["ends"] == "yes" for row in table("abbreviations", language)
    }


def sentences(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Half-open offsets of each sentence in `text`, in order, without surrounding space; a line ends a sentence."""
    for start, end in lines(text):
        for match in BREAK.finditer(text, start, end):
            if not joins(text[start : match.end()].rstrip(), text[match.end() : end], language):
                yield start, start + len(text[start : match.end()].rstrip())
                start = match.end()
        yield start, end


def lines(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of each line without the space around it; empty lines are left out."""
    position = 0
    for line in text.split("\n"):
        if line.strip():
            yield position + len(line) - len(line.lstrip()), position + len(line.rstrip())
        position += len(line) + 1


def joins(before: str, after: str, language: str) -> bool:
    """Does the sentence go on?"""
    for join in JOINS:  # noqa: SIM110 - asked at every full stop of a text; a generator costs twice as much
        if join(before, after, language):
            return True
    return False


def abbreviation(before: str, after: str, language: str) -> bool:
    """«Fig. | 2 shows»; «в 2013 г. | проведена»; but «в 2013 г. | Пациентка …» are two"""
    last = LAST_WORD.search(before[-WORD_REACH:].rsplit(None, 1)[-1]) if before.endswith(".") else None
    ends = known(language).get(last[1].casefold()) if last else None
    return ends is False or ends is True and not OPENS_CAPITAL.match(after)


def initial(before: str, after: str, language: str) -> bool:
    """«A. I. | Morozov», «Patient K. | 45 years», but not «vitamin D. | The»"""
    if after[:1].isdigit():
        return bool(PERSON.fullmatch(before))
    if OPENS_INITIAL.match(after):
        return bool(CAPITAL_STOP.search(before, max(0, len(before) - 4)))
    return bool(INITIAL.search(before, max(0, len(before) - 4))) and bool(OPENS_CAPITAL.match(after))


def list_number(before: str, after: str, language: str) -> bool:
    """«1. | Introduction»"""
    return bool(LIST_NUMBER.fullmatch(before))


def open_bracket(before: str, after: str, language: str) -> bool:
    """«(normal range 3.5–5.0. | See Table 1)»"""
    near = before[-BRACKET_REACH:]
    opened = near.count("(") > near.count(")") or near.count("[") > near.count("]")
    return opened and bool(CLOSES.match(after[:BRACKET_REACH]))


def low_letter(before: str, after: str, language: str) -> bool:
    """«0.5 мг. | в сутки»: a sentence does not begin with a small letter"""
    return bool(OPENS_LOW.match(after)) and before[-1:] not in "!?"


JOINS: tuple[Callable[[str, str, str], bool], ...] = (abbreviation, initial, list_number, open_bracket, low_letter)
