"""Where in a sentence the patterns of a level can match at all, so that spaCy's Matcher looks only there.

Each pattern is also a regular expression over tags, one letter for each kind of tag that the level tells apart. It says
the same of tags as the Matcher does, and little of printed forms: what it finds, the Matcher decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

Condition = tuple[frozenset[str], bool]
"""(tags, asked for): the element takes a chunk whose tag is among them, or, where False, one whose tag is not."""
Step = tuple[Condition | None, int, int | None, str]
"""(condition, None for any chunk; the fewest and the most chunks that may meet it, None for any number; printed form)."""

NO_KIND = chr(0x100)
"""The letter of a tag that no pattern asks for; from here on letters mean nothing to a regular expression."""
ANY_NUMBER = 1_000_000
COUNTS: dict[str, tuple[int, int | None]] = {"": (1, 1), "?": (0, 1), "*": (0, None), "+": (1, None)}


def counts(op: str) -> tuple[int, int | None]:
    """(fewest, most) chunks of a Matcher's operator: `?`, `*`, `+`, `{2}`, `{1,3}`, `{,3}`, `{2,}`."""
    if op in COUNTS:
        return COUNTS[op]
    low, comma, high = op.strip("{}").partition(",")
    return int(low or 0), (int(high) if high else None) if comma else int(low)


class Windows:
    """The windows of one level's patterns in one language."""

    __slots__ = ("_anchored", "_letters", "_starts", "_longest", "_forms")

    def __init__(self, patterns: Sequence[Sequence[Step]], common: frozenset[str]) -> None:
        """`common`: tags that stand in most sentences, and make poor anchors."""
        self._anchored: dict[str, list[int]] = {}
        for number, pattern in enumerate(patterns):
            for tag in anchor(pattern, common):
                self._anchored.setdefault(tag, []).append(number)
        letters = Letters([step[0] for pattern in patterns for step in pattern if step[0]])
        self._letters = letters.of_tag
        self._starts = [re.compile(f"(?={expression(pattern, letters)})") for pattern in patterns]
        self._longest = [longest(pattern) for pattern in patterns]
        self._forms = [forms(pattern) for pattern in patterns]

    def of(self, tags: Sequence[str], words: Sequence[str], distinct: frozenset[str]) -> list[tuple[int, int, int]]:
        """(number of a pattern, half-open stretch of the sentence that holds all its matches), in order of the patterns.

        The sentence is given by its chunks' tags and printed words (`distinct`: the tags without repeats). A pattern that
        cannot match has no window.
        """
        if self._anchored.keys().isdisjoint(distinct):
            return []
        candidates = {number for tag in distinct for number in self._anchored.get(tag, ())}
        text = "".join([self._letters.get(tag, NO_KIND) for tag in tags])
        out = []
        for number in sorted(candidates):
            starts = [match.start() for match in self._starts[number].finditer(text)]
            for offset, form in self._forms[number]:
                starts = [start for start in starts if printed(form, words[start + offset])]
            if starts:
                out.append((number, starts[0], min(len(tags), starts[-1] + self._longest[number])))
        return out


class Letters:
    """One letter for all tags that meet the same conditions of a level."""

    __slots__ = ("of_tag", "_conditions", "_kinds")

    def __init__(self, conditions: Sequence[Condition]) -> None:
        self._conditions = {condition: 1 << i for i, condition in enumerate(dict.fromkeys(conditions))}
        met: dict[str, int] = {}
        for (tags, _), bit in self._conditions.items():
            for tag in tags:
                met[tag] = met.get(tag, 0) | bit
        self._kinds = {kind: chr(ord(NO_KIND) + i) for i, kind in enumerate(dict.fromkeys((0, *met.values())))}
        self.of_tag = {tag: self._kinds[kind] for tag, kind in met.items()}

    def of(self, condition: Condition | None) -> str:
        """The letters of all tags that meet a condition."""
        if condition is None:
            return "".join(self._kinds.values())
        bit = self._conditions[condition]
        return "".join(letter for kind, letter in self._kinds.items() if bool(kind & bit) is condition[1])


def anchor(pattern: Sequence[Step], common: frozenset[str]) -> frozenset[str]:
    """The tags of that element which a pattern cannot do without and which the fewest sentences have."""
    needed = [step[0][0] for step in pattern if step[0] and step[0][1] and step[1]]
    if not needed:
        raise ValueError("a pattern needs an element that asks for a tag and cannot be absent")
    return min(needed, key=lambda tags: (len(tags & common), len(tags), sorted(tags)))


def expression(pattern: Sequence[Step], letters: Letters) -> str:
    return "".join(
        f"[{letters.of(condition)}]{{{low},{'' if high is None else high}}}" for condition, low, high, _ in pattern
    )


def longest(pattern: Sequence[Step]) -> int:
    """Chunks of the longest match."""
    return sum(ANY_NUMBER if high is None else high for _, _, high, _ in pattern)


def forms(pattern: Sequence[Step]) -> list[tuple[int, str]]:
    """(chunks from the start of a match, printed form) wherever the pattern says how far that is."""
    out = []
    offset = 0
    for _, low, high, form in pattern:
        if form and low:
            out.append((offset, form))
        if low != high:
            break
        offset += low
    return out


@lru_cache(maxsize=200_000)
def printed(form: str, word: str) -> bool:
    return re.search(form, word) is not None
