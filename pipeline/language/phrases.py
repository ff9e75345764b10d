"""The phrases of a lexicon, compiled for look-up by words: a phrase is the folded forms of its tokens, joined by spaces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.language.fold import fold
from pipeline.language.tags import Readings, combined
from pipeline.language.tokens import Tokens, written
from pipeline.record import record

NONE: Mapping[str, Sequence[int]] = {}


@record(frozen=True, slots=True)
class Name:
    """Words start to end of a sentence carry these readings."""

    start: int
    end: int
    readings: Readings


class Phrases:
    """The names of one language.

    tags   every combined tag («ANALYTE|DRUG») that a name of this lexicon can carry
    """

    __slots__ = ("tags", "_readings", "_folded", "_exact", "_beginnings")

    def __init__(self, compiled: Mapping[str, Any]) -> None:
        self.tags = frozenset(compiled["tags"])
        self._readings: list[Readings] = [tuple((t, c) for t, c in readings) for readings in compiled["readings"]]
        self._folded: dict[str, int] = compiled["folded"]
        self._exact: dict[str, int] = compiled["exact"]
        self._beginnings: dict[str, dict[str, list[int]]] = compiled["beginnings"]

    @staticmethod
    def compiled(collected: Mapping[tuple[str, bool], Readings], language: str) -> dict[str, Any]:
        """What a Phrases is made of, in plain values that JSON can keep."""
        phrases: dict[bool, dict[str, set[tuple[str, str]]]] = {False: defaultdict(set), True: defaultdict(set)}
        beginnings: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for (phrase, exact), readings in collected.items():
            words = [written(word) for word in Tokens(phrase, language).printed]
            folded = [fold(word) for word in words]
            phrases[exact][" ".join(words if exact else folded)].update(readings)
            if len(words) > 1 and len(words) not in beginnings[folded[0]][folded[1]]:
                beginnings[folded[0]][folded[1]].append(len(words))
        numbers: dict[Readings, int] = {}
        numbered = {
            exact: {
                words: numbers.setdefault(tuple(sorted(found)), len(numbers)) for words, found in phrases[exact].items()
            }
            for exact in phrases
        }
        return {
            "tags": sorted(combinations([*numbers, *united(collected)])),
            "readings": list(numbers),
            "folded": numbered[False],
            "exact": numbered[True],
            "beginnings": beginnings,
        }

    def of(self, exact: str, folded: str) -> Readings | None:
        """The readings of some words, as they are written and as they are folded; those of both are united."""
        one, other = self._exact.get(exact), self._folded.get(folded)
        if one is None or other is None:
            number = one if other is None else other
            return None if number is None else self._readings[number]
        return tuple(sorted({*self._readings[one], *self._readings[other]}))

    def beginning(self, folded: str) -> Mapping[str, Sequence[int]]:
        """Of the phrases that begin with a word: the second word → how many words they have."""
        return self._beginnings.get(folded, NONE)


def united(collected: Mapping[tuple[str, bool], Readings]) -> Iterable[Readings]:
    """What a phrase is that stands both as written and in any case of letters («х»: a sign of multiplication, an ending)."""
    for (phrase, exact), found in collected.items():
        if exact and (fold(phrase), False) in collected:
            yield tuple(sorted({*found, *collected[fold(phrase), False]}))


def combinations(readings: Iterable[Readings]) -> Iterable[str]:
    return {combined(r) for r in readings}
