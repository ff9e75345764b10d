"""Hyphens at line ends: joined unless they belong to the word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from pipeline.reader.lines import LINE_END
from pipeline.reader.words import rows
from pipeline.text import Text

_BREAK = re.compile(f"([-\u00ad\u2010\u2011])\\s*{LINE_END}\\s*([^\\W_]+)?")
_LEFT = re.compile(r"[^\W_]++$")
_HYPHEN = re.compile("-")
LONGEST_PART = 40
SOFT_HYPHEN = "\u00ad"
_RUSSIAN = re.compile(r"[А-Яа-яЁё]")
SHORTEST_PART = 3


def joined(text: Text) -> Text:
    """`пациент-⏎ка` becomes `пациентка`; `BCR-⏎ABL`, `anti-⏎TNF` and `белесовато-⏎серых` keep their hyphen.

    A hyphen that no word follows (`2-⏎[3]`) stays and loses the line end.
    """
    string = text.string
    folded = Folded.of(string)
    edits = []
    for m in _BREAK.finditer(string):
        left = _LEFT.search(string, max(0, m.start() - LONGEST_PART), m.start()) if m.group(2) else None
        hyphen, end = m.group(1), m.start(2) if m.group(2) else m.end()
        if left is not None:
            keep = hyphen != SOFT_HYPHEN and is_real(left.group(), m.group(2), folded)
            edits.append((m.end(1) if keep else m.start(1), end, ""))
        elif hyphen != SOFT_HYPHEN and m.start() and not string[m.start() - 1].isspace():
            edits.append((m.end(1), end, ""))
    return text.substitute(edits)


@dataclass(frozen=True, slots=True)
class Folded:
    """A report's text, folded, in which words are looked for."""

    plain: str
    hyphens: frozenset[str]
    """Every hyphen with the letters around it: what is not among them need not be counted in the whole text."""

    @staticmethod
    def of(string: str) -> Folded:
        plain = string.casefold().replace("\u2010", "-").replace("\u2011", "-")
        return Folded(plain, frozenset(plain[m.start() - 1 : m.end() + 1] for m in _HYPHEN.finditer(plain)))


def is_real(left: str, right: str, text: Folded) -> bool:
    """Whether a line-end hyphen between two parts belongs to the word; `text` is the report's."""
    if left[-1].isdigit() or right[0].isdigit() or right[0].isupper() or left[-1].isupper():
        return True
    start, end = left.casefold(), right.casefold()
    if f"{start[-1]}-{end[0]}" not in text.hyphens:
        return _is_told(left, right) and start + end not in text.plain
    more = text.plain.count(f"{start}-{end}") - text.plain.count(start + end)
    return more > 0 if more else _is_told(left, right)


def _is_told(left: str, right: str) -> bool:
    """Whether the word lists have a hyphen between the two parts."""
    start, end = left.casefold(), right.casefold()
    if start + end in parts().never:
        return False
    if _RUSSIAN.search(left):
        return _real_russian(start, end)
    return start in parts().left and len(right) > SHORTEST_PART or end in parts().right and len(left) > SHORTEST_PART


def _real_russian(left: str, right: str) -> bool:
    """A word of the dictionary is joined; two adjectives or words that make none stay apart."""
    if left in parts().left or right in parts().right:
        return True
    if known(left + right):
        return False
    return (
        len(left) >= SHORTEST_PART
        and len(right) >= SHORTEST_PART
        and left[-1] in "оея"
        and known(left)
        and known(right)
    )


@dataclass(frozen=True, slots=True)
class Parts:
    """Halves of words that are written with a hyphen, and words that never are."""

    left: frozenset[str]
    right: frozenset[str]
    never: frozenset[str]


@cache
def parts() -> Parts:
    """All languages' parts. Raises ValueError naming file and line of an unknown side or a part told twice."""
    found: dict[str, set[str]] = {"left": set(), "right": set(), "never": set()}
    for row in rows("hyphens"):
        side, part = row["side"], row["part"]
        if side not in found or not part or part in found[side]:
            raise row.fault(f"{side!r}, {part!r} is unknown, empty or told twice")
        found[side].add(part)
    return Parts(**{side: frozenset(words) for side, words in found.items()})


@lru_cache(maxsize=20_000)
def known(word: str) -> bool:
    """Whether the Russian dictionary holds the word."""
    return bool(_dictionary().word_is_known(word))


@lru_cache(maxsize=1)
def _dictionary() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer()
