"""Where in a sentence the patterns of a level can match at all, so that spaCy's Matcher looks only there.

Each pattern is also a regular expression over tags, one letter for each kind of tag that the level tells apart. It says
the same of tags as the Matcher does, and nothing of printed forms: what it finds, the Matcher decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

Condition = tuple[frozenset[str], bool]
"""(tags, asked for): the element takes a chunk whose tag is among them, or, where False, one whose tag is not."""
Step = tuple[Condition | None, int, int | None]
"""(condition, None for any chunk; the fewest and the most chunks that may meet it, None for any number)."""

FIRST_LETTER = 0x100
"""Letters from here on mean nothing to a regular expression."""
COUNTS: dict[str, tuple[int, int | None]] = {"": (1, 1), "?": (0, 1), "*": (0, None), "+": (1, None)}


def counts(op: str) -> tuple[int, int | None]:
    """(fewest, most) chunks of a Matcher's operator: `?`, `*`, `+`, `{2}`, `{1,3}`, `{,3}`, `{2,}`."""
    if op in COUNTS:
        return COUNTS[op]
    low, comma, high = op.strip("{}").partition(",")
    return int(low or 0), (int(high) if high else None) if comma else int(low)


class Windows:
    """The windows of one level's patterns in one language."""

    __slots__ = ("_anchors", "_letters", "_starts", "_longest")

    def __init__(self, patterns: Sequence[Sequence[Step]], common: frozenset[str]) -> None:
        """`common`: tags that stand in most sentences, and make poor anchors."""
        conditions = list(dict.fromkeys(step[0] for pattern in patterns for step in pattern if step[0]))
        kinds: dict[str, int] = {}
        for number, (tags, _) in enumerate(conditions):
            for tag in tags:
                kinds[tag] = kinds.get(tag, 0) | 1 << number
        letter = {kind: chr(FIRST_LETTER + i) for i, kind in enumerate(dict.fromkeys((0, *kinds.values())))}
        self._letters = {tag: letter[kind] for tag, kind in kinds.items()}

        def taken(condition: Condition | None) -> str:
            if condition is None:
                return "".join(letter.values())
            bit, asked = 1 << conditions.index(condition), condition[1]
            return "".join(sign for kind, sign in letter.items() if bool(kind & bit) is asked)

        letters = {condition: taken(condition) for condition in (*conditions, None)}
        self._anchors = frozenset(tag for pattern in patterns for tag in anchor(pattern, common))
        whole = "|".join(dict.fromkeys(expression(pattern, letters) for pattern in patterns))
        first = "".join(sorted({sign for pattern in patterns for sign in opening(pattern, letters)}))
        self._starts = re.compile(f"(?=[{first}])(?={whole})")
        lengths = [length(pattern) for pattern in patterns]
        self._longest = None if None in lengths else max(n for n in lengths if n is not None)

    def of(self, tags: Sequence[str]) -> list[tuple[int, int]]:
        """Half-open stretches of a sentence, given by its chunks' tags, that hold every match of every pattern."""
        if self._anchors.isdisjoint(tags):
            return []
        none, known = chr(FIRST_LETTER), self._letters
        text = "".join([known.get(tag, none) for tag in tags])
        out: list[tuple[int, int]] = []
        for match in self._starts.finditer(text):
            start = match.start()
            end = len(tags) if self._longest is None else min(len(tags), start + self._longest)
            if out and start < out[-1][1]:
                start = out.pop()[0]
            out.append((start, end))
        return out


def anchor(pattern: Sequence[Step], common: frozenset[str]) -> frozenset[str]:
    """The tags of that element which a pattern cannot do without and which the fewest sentences have."""
    needed = [step[0][0] for step in pattern if step[0] and step[0][1] and step[1]]
    if not needed:
        raise ValueError("a pattern needs an element that asks for a tag and cannot be absent")
    return min(needed, key=lambda tags: (len(tags & common), len(tags), sorted(tags)))


def expression(pattern: Sequence[Step], letters: dict[Condition | None, str]) -> str:
    return "".join(
        f"[{letters[condition]}]{{{low},{'' if high is None else high}}}" for condition, low, high in pattern
    )


def opening(pattern: Sequence[Step], letters: dict[Condition | None, str]) -> set[str]:
    """Letters that a match can begin with."""
    out: set[str] = set()
    for condition, low, _ in pattern:
        out |= set(letters[condition])
        if low:
            break
    return out


def length(pattern: Sequence[Step]) -> int | None:
    """Chunks of the longest match, None where there is no longest."""
    most = [high for *_, high in pattern]
    return None if None in most else sum(n for n in most if n is not None)
