"""The transliteration rule: does a Russian name spell a Latin one? ("methotrexate" → "метотрексат")."""

import csv
from functools import cache
from itertools import permutations
from pathlib import Path

TABLE = Path(__file__).with_name("transliteration.csv")
LONGEST_REORDERED = 3
SHORTEST_DECLINED = 4
GENITIVES = "аяыи"


@cache
def graphemes() -> dict[str, tuple[str, ...]]:
    """Latin grapheme → its Cyrillic spellings; `$` ties a grapheme to the word's end."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return {row["latin"]: tuple(row["cyrillic"].split()) or ("",) for row in csv.DictReader(lines)}


def agrees(latin: str, cyrillic: str) -> bool:
    """Whether the two names have as many words, and each Russian word is a spelling of a Latin one.

    Names of several words may stand in another order and in the genitive: "magnesium sulfate", «сульфат магния».
    """
    ours, theirs = _words(latin), _words(cyrillic)
    if len(ours) != len(theirs) or not ours:
        return False
    orders = permutations(theirs) if 1 < len(ours) <= LONGEST_REORDERED else [tuple(theirs)]
    several = len(ours) > 1
    return any(all(_named(one, other, several) for one, other in zip(ours, order, strict=True)) for order in orders)


def _named(latin: str, cyrillic: str, declined: bool) -> bool:
    genitive = declined and len(cyrillic) > SHORTEST_DECLINED and cyrillic[-1] in GENITIVES
    return _spells(latin, cyrillic) or genitive and _spells(latin, cyrillic[:-1])


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
