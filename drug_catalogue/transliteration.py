"""The transliteration rule: does a Russian name spell a Latin one? ("methotrexate" → "метотрексат")."""

import csv
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("transliteration.csv")


@cache
def graphemes() -> dict[str, tuple[str, ...]]:
    """Latin grapheme → its Cyrillic spellings; `$` ties a grapheme to the word's end."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return {row["latin"]: tuple(row["cyrillic"].split()) or ("",) for row in csv.DictReader(lines)}


def agrees(latin: str, cyrillic: str) -> bool:
    """Whether the two names have as many words, and each Russian word is a spelling of the Latin word at its place."""
    ours, theirs = _words(latin), _words(cyrillic)
    return len(ours) == len(theirs) and all(_spells(one, other) for one, other in zip(ours, theirs, strict=True))


def _words(name: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in name.lower()).split()


@cache
def _spells(latin: str, cyrillic: str) -> bool:
    if latin == cyrillic:
        return True
    return any(
        cyrillic.startswith(spelling) and _spells(rest, cyrillic[len(spelling) :])
        for spelling, rest in _openings(latin)
    )


def _openings(latin: str) -> list[tuple[str, str]]:
    """Every way to read the head of a word: (Cyrillic spelling, rest). A doubled letter may be written once."""
    openings = [
        (spelling, "" if grapheme.endswith("$") else latin[len(grapheme) :])
        for grapheme, spellings in graphemes().items()
        if (latin == grapheme[:-1] if grapheme.endswith("$") else latin.startswith(grapheme))
        for spelling in spellings
    ]
    if len(latin) > 1 and latin[0] == latin[1]:
        openings.append(("", latin[1:]))
    return openings
