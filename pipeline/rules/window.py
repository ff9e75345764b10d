"""Where in a sentence the patterns of a level can match at all, so that spaCy's Matcher looks only there.

Each pattern is also a regular expression over the letters of tags. It says the same of tags as the Matcher does, and
little of printed forms: what it finds, the Matcher decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from pipeline.language.tags import LETTERS
from pipeline.rules.anchors import Step, anchors, needed
from pipeline.rules.chunk import Line

Window = tuple[int, int, int]
"""(number of a pattern, half-open stretch of a line)"""
Search = Callable[..., re.Match[str] | None]

ANY_NUMBER = 1_000_000
MOST_WORDS = 20_000
"""So many words are kept with a printed form; then all are forgotten."""
MOST_KINDS = 10_000
"""So many sets of tags are kept with the patterns that can match among them; then all are forgotten."""
COUNTS: dict[str, tuple[int, int | None]] = {"": (1, 1), "?": (0, 1), "*": (0, None), "+": (1, None)}


def counts(op: str) -> tuple[int, int | None]:
    """(fewest, most) chunks of a Matcher's operator: `?`, `*`, `+`, `{2}`, `{1,3}`, `{,3}`, `{2,}`."""
    if op in COUNTS:
        return COUNTS[op]
    low, comma, high = op.strip("{}").partition(",")
    return int(low or 0), (int(high) if high else None) if comma else int(low)


class Windows:
    """The windows of one level's patterns in one language.

    A pattern cannot match where one of its elements finds no chunk. Which patterns can match is therefore a matter of the
    tags that a line has, and kept by them. None can in a line that has none of the `anchors`.
    """

    __slots__ = (
        "_patterns",
        "_needs",
        "_needed",
        "_anchored",
        "anchors",
        "_candidates",
        "_searches",
        "_longest",
        "_forms",
    )

    def __init__(self, patterns: Sequence[Sequence[Step]]) -> None:
        self._patterns = patterns
        self._needs = [[letters_of(tags) for tags in needed(pattern)] for pattern in patterns]
        self._needed = frozenset(letter for needs in self._needs for letters in needs for letter in letters)
        self._anchored: dict[str, list[int]] = {}
        for number, tags in enumerate(anchors(patterns)):
            for letter in letters_of(tags):
                self._anchored.setdefault(letter, []).append(number)
        self.anchors = frozenset(self._anchored)
        self._candidates: dict[frozenset[str], Sequence[int]] = {}
        self._searches: list[Search] = [partial(self._first_search, number) for number in range(len(patterns))]
        self._longest = [longest(pattern) for pattern in patterns]
        self._forms = [forms(pattern) for pattern in patterns]

    def of(self, line: Line) -> Sequence[Window]:
        """The stretches of the line that together hold all its matches, in order of the patterns."""
        candidates = self._candidates.get(line.kinds)
        if candidates is None:
            candidates = self._choose(line.kinds)
        return self._in(line, candidates) if candidates else ()

    def _choose(self, kinds: frozenset[str]) -> Sequence[int]:
        """The patterns of whose elements each finds a chunk."""
        if len(self._candidates) >= MOST_KINDS:
            self._candidates.clear()
        found = self._needed & kinds
        chosen = self._candidates.get(found)
        if chosen is None:
            anchored = sorted({number for letter in found for number in self._anchored.get(letter, ())})
            chosen = [number for number in anchored if not any(need.isdisjoint(found) for need in self._needs[number])]
            self._candidates[found] = chosen
        self._candidates[kinds] = chosen
        return chosen

    def _in(self, line: Line, candidates: Sequence[int]) -> Sequence[Window]:
        letters = line.letters
        out: list[Window] = []
        for number in candidates:
            match = self._searches[number](letters)
            if match is None:
                continue
            end = -1
            for start in self._places(number, match, line):
                if start < end:
                    end = start + self._longest[number]
                    out[-1] = (number, out[-1][1], min(len(line), end))
                else:
                    end = start + self._longest[number]
                    out.append((number, start, min(len(line), end)))
        return out

    def _places(self, number: int, match: re.Match[str] | None, line: Line) -> Sequence[int]:
        """Where a pattern may match, from the first match of its regular expression on."""
        letters, search, forms = line.letters, self._searches[number], self._forms[number]
        found = []
        while match:
            start = match.start()
            found.append(start)
            match = search(letters, start + 1)
        for at, form in forms:
            found = [start for start in found if form[line[start + at].norm or line[start + at].text]]
        return found

    def _first_search(self, number: int, letters: str, start: int = 0) -> re.Match[str] | None:
        """A pattern's regular expression is compiled when it is first wanted."""
        self._searches[number] = re.compile(expression(self._patterns[number])).search
        return self._searches[number](letters, start)


def letters_of(tags: Iterable[str]) -> frozenset[str]:
    return frozenset(map(LETTERS.__getitem__, tags))


def expression(pattern: Sequence[Step]) -> str:
    """The pattern as a regular expression over the letters of tags."""
    return "".join(
        (one_of(map(LETTERS.__getitem__, sorted(condition[0])), condition[1]) if condition else ".") + times(low, high)
        for condition, low, high, _ in pattern
    )


def times(low: int, high: int | None) -> str:
    return "" if low == high == 1 else f"{{{low},{'' if high is None else high}}}"


def one_of(letters: Iterable[str], asked_for: bool = True) -> str:
    """The class of these letters, or of all others."""
    return f"[{'' if asked_for else '^'}{''.join(letters)}]"


def longest(pattern: Sequence[Step]) -> int:
    """Chunks of the longest match."""
    return sum(ANY_NUMBER if high is None else high for _, _, high, _ in pattern)


def forms(pattern: Sequence[Step]) -> list[tuple[int, Printed]]:
    """(chunks from the start of a match, printed form) wherever the pattern says how far that is."""
    out = []
    offset = 0
    for _, low, high, form in pattern:
        if form and low:
            out.append((offset, Printed(form)))
        if low != high:
            break
        offset += low
    return out


class Printed(dict[str, bool]):
    """Word → whether a printed form fits it."""

    def __init__(self, form: str) -> None:
        self._search = re.compile(form).search

    def __missing__(self, word: str) -> bool:
        if len(self) >= MOST_WORDS:
            self.clear()
        fits = self[word] = self._search(word) is not None
        return fits
