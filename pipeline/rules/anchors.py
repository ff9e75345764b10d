"""Anchors: for each pattern of a level some tags that it needs, so that a line without any of them holds no match."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Condition = tuple[frozenset[str], bool]
"""(tags, asked for): the element takes a chunk whose tag is among them, or, where False, one whose tag is not."""
Step = tuple[Condition | None, int, int | None, str]
"""(condition, None for any chunk; the fewest and the most chunks that may meet it, None for any number; printed form)."""

COMMON = {
    80: ("PERIOD", "WORD", "LAB_LINK", "VALUE", "STOPS"),
    60: ("BREAK", "LOCATIVE", "DETERMINER", "JOINING", "AND_WORD", "COMMA", "OF_WORD"),
    45: ("AND", "TIME_AND", "YEAR_CUE", "OF", "MEASURING", "DATE_BOUND", "PASSIVE"),
    35: ("INDEFINITE", "IN", "NUMBER", "SITE", "OPEN", "CLOSE"),
    25: ("NAME", "SHIFT_BY", "FROM", "TO", "UP_TO", "TO_WORD", "RANGE_WORD", "BY", "LESION", "THE_PATIENT", "JOINED"),
    17: ("DASH", "SHIFT", "DRUG", "UNIT", "FOR_CUE", "GIVE"),
}
"""Tags that some 80, 60, … of a hundred sentences have; of VALUE and NAME, of a hundred with a number."""
SHARES = {tag: share for share, tags in COMMON.items() for tag in tags}


def anchors(patterns: Sequence[Sequence[Step]]) -> list[frozenset[str]]:
    """Needed tags of each pattern, chosen so that few sentences have any: those of other patterns, else the rarest.

    Patterns with the least choice come first.
    """
    choices = [needed(pattern) for pattern in patterns]
    if not all(choices):
        raise ValueError("a pattern needs an element that asks for a tag and cannot be absent")
    chosen: dict[int, frozenset[str]] = {}
    taken: set[str] = set()
    for number in sorted(range(len(choices)), key=lambda number: len(choices[number])):
        tags = min(choices[number], key=lambda tags: (share(tags - taken), len(tags - taken), sorted(tags)))
        chosen[number] = tags
        taken |= tags
    return [chosen[number] for number in range(len(choices))]


def share(tags: Iterable[str]) -> int:
    """Of a hundred sentences so many have the commonest of some tags."""
    return max((SHARES.get(tag, 0) for tag in tags), default=0)


def needed(pattern: Sequence[Step]) -> list[frozenset[str]]:
    """The tags of each element that a pattern cannot do without."""
    return [condition[0] for condition, low, _, _ in pattern if condition and condition[1] and low]
