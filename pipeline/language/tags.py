"""Tags: what words and chunks are. A word may be several things; each such combination («ANALYTE|DRUG») has a letter.

The tags of a sentence's chunks are then a string, and a pattern over tags is a regular expression.
"""

from __future__ import annotations

from functools import lru_cache

Readings = tuple[tuple[str, str], ...]
"""((tag, concept), …), sorted by tag."""

FIRST_LETTER = 0x100
"""From here on letters mean nothing to a regular expression."""


class Letters(dict[str, str]):
    """Combination of tags → its letter, given in the order of asking; it holds for this process."""

    def __init__(self) -> None:
        self._combinations: list[str] = []

    def __missing__(self, combination: str) -> str:
        letter = self[combination] = chr(FIRST_LETTER + len(self))
        self._combinations.append(combination)
        return letter

    def combination(self, letter: str) -> str:
        return self._combinations[ord(letter) - FIRST_LETTER]

    def since(self, number: int) -> list[tuple[str, str]]:
        """(combination, letter) of all after the first `number`."""
        return [(combination, self[combination]) for combination in self._combinations[number:]]


LETTERS = Letters()


def combined(readings: Readings) -> str:
    """All tags, sorted and joined by `|`."""
    return readings[0][0] if len(readings) == 1 else joined(readings)


@lru_cache(maxsize=50_000)
def joined(readings: Readings) -> str:
    return "|".join(dict.fromkeys(tag for tag, _ in readings))


def letter_of(readings: Readings) -> str:
    return LETTERS[readings[0][0]] if len(readings) == 1 else letter_of_several(readings)


@lru_cache(maxsize=50_000)
def letter_of_several(readings: Readings) -> str:
    return LETTERS[joined(readings)]
