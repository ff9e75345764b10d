"""The phrases of a lexicon, compiled for look-up by words: a phrase is the folded forms of its tokens, joined by spaces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.language.fold import fold
from pipeline.language.tags import Readings, combined
from pipeline.language.tokens import Tokens, written
from pipeline.record import record

Openings = Mapping[str, Mapping[str, Sequence[int]]]
"""Second word → third word ("" where there is none) → how many words the phrases have that begin so."""
NONE: Openings = {}


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
        self._beginnings: dict[str, Openings] = compiled["beginnings"]

    @staticmethod
    def compiled(collected: Mapping[tuple[str, bool], Readings], language: str) -> dict[str, Any]:
        """What a Phrases is made of, in plain values that JSON can keep."""
        phrases: dict[bool, dict[str, set[tuple[str, str]]]] = {False: defaultdict(set), True: defaultdict(set)}
        beginnings: dict[str, dict[str, dict[str, list[int]]]] = defaultdict(lambda: defaultdict(dict))
        for (phrase, exact), readings in collected.items():
            words, folded = words_of(phrase, language)
            phrases[exact][" ".join(words if exact else folded)].update(readings)
            if len(words) > 1:
                lengths = beginnings[folded[0]][folded[1]].setdefault(folded[2] if len(words) > 2 else "", [])
                if len(words) not in lengths:
                    lengths.append(len(words))
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
        return unite(self._readings[one], self._readings[other])

    def of_phrase(self, phrase: str, language: str) -> Readings:
        """The readings of a phrase; none where it is no name."""
        words, folded = words_of(phrase, language)
        return self.of(" ".join(words), " ".join(folded)) or ()

    def extended(self, collected: Mapping[tuple[str, bool], Readings], language: str) -> Phrases:
        """These phrases and more. A combination of tags that is new to this lexicon is no name: no pattern knows it."""
        fitting = {
            (phrase, exact): readings
            for (phrase, exact), found in collected.items()
            if combined(readings := unite(found, self.of_phrase(phrase, language))) in self.tags
        }
        more = Phrases.compiled(fitting, language)
        base = len(self._readings)
        return Phrases(
            {
                "tags": self.tags,
                "readings": [*self._readings, *more["readings"]],
                "folded": {**self._folded, **{words: base + n for words, n in more["folded"].items()}},
                "exact": {**self._exact, **{words: base + n for words, n in more["exact"].items()}},
                "beginnings": {
                    **self._beginnings,
                    **{first: joined(self.beginning(first), after) for first, after in more["beginnings"].items()},
                },
            }
        )

    def beginning(self, folded: str) -> Openings:
        """How the phrases go on that begin with a word."""
        return self._beginnings.get(folded, NONE)


def words_of(phrase: str, language: str) -> tuple[list[str], list[str]]:
    """The tokens of a phrase as they are written, and folded."""
    words = [written(word) for word in Tokens(phrase, language).printed]
    return words, [fold(word) for word in words]


def unite(one: Readings, other: Readings) -> Readings:
    return tuple(sorted({*one, *other}))


def joined(one: Openings, other: Openings) -> Openings:
    """The openings of both."""
    out: dict[str, dict[str, list[int]]] = {}
    for second, thirds in (*one.items(), *other.items()):
        known = out.setdefault(second, {})
        for third, lengths in thirds.items():
            known[third] = sorted({*known.get(third, ()), *lengths})
    return out


def united(collected: Mapping[tuple[str, bool], Readings]) -> Iterable[Readings]:
    """What a phrase is that stands both as written and in any case of letters («х»: a sign of multiplication, an ending)."""
    for (phrase, exact), found in collected.items():
        if exact and (fold(phrase), False) in collected:
            yield unite(found, collected[fold(phrase), False])


def combinations(readings: Iterable[Readings]) -> Iterable[str]:
    return {combined(r) for r in readings}
