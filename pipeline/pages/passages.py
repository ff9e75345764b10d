"""The passages of the text that hold a case's facts, cut so that each fact's words can be marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.language.sentence import sentences

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row that belong to the same facts.

    facts    the last is the one whose value this is, of several the shortest
    begins   the facts that begin here
    value    whether the words are a value, and not only around one
    """

    words: str
    facts: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    value: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences that touch each other, in runs."""

    runs: tuple[Run, ...]
    section: str
    language: str
    page: int | None
    cut: bool = False
    """Only the quotes are at hand, not the words around them."""


def fits(text: str, facts: Iterable[Row]) -> bool:
    """Whether the text is the one that the facts were found in: the quotes stand where the offsets say."""
    return all(text[f["char_start"] : f["char_end"]] == f["quote"] for f in facts)


def passages(facts: Sequence[Row], text: str | None) -> list[Passage]:
    """In order of the text, each fact in exactly one passage. Without a text that fits, the quotes alone."""
    if text is None or not fits(text, facts):
        return [
            Passage(
                (Run(f["quote"] or "", (f["fact_id"],), (f["fact_id"],)),),
                f["section"],
                f["language"],
                f["page"],
                cut=True,
            )
            for f in facts
        ]
    groups: list[tuple[int, int, list[Row]]] = []
    for fact in sorted(facts, key=lambda f: (f["char_start"], f["char_end"])):
        start, end = around(text, fact["char_start"], fact["char_end"], fact["language"])
        if groups and start <= groups[-1][1]:
            groups[-1] = (groups[-1][0], max(groups[-1][1], end), [*groups[-1][2], fact])
        else:
            groups.append((start, end, [fact]))
    return [
        Passage(tuple(runs(text, start, end, some)), some[0]["section"], some[0]["language"], some[0]["page"])
        for start, end, some in groups
    ]


def around(text: str, start: int, end: int, language: str) -> tuple[int, int]:
    """The sentences that a span touches."""
    first_line = text.rfind("\n", 0, start) + 1
    last_line = text.find("\n", end)
    lines = text[first_line : last_line if last_line >= 0 else len(text)]
    touched = [
        (first_line + a, first_line + b)
        for a, b in sentences(lines, language)
        if first_line + a < end and start < first_line + b
    ]
    return (min(a for a, _ in touched), max(b for _, b in touched)) if touched else (start, end)


def runs(text: str, start: int, end: int, facts: Sequence[Row]) -> Iterator[Run]:
    ends = ("char_start", "char_end", "value_start", "value_end")
    cuts = sorted({start, end} | {f[e] for f in facts for e in ends if f[e] is not None and start < f[e] < end})
    for first, last in zip(cuts, cuts[1:], strict=False):
        holding = [f for f in facts if f["char_start"] <= first and last <= f["char_end"]]
        of_value = [f for f in holding if is_value(f, first, last)]
        widest_first = sorted(of_value, key=lambda f: f["value_start"] - f["value_end"])
        ordered = [*(f for f in holding if f not in of_value), *widest_first]
        begins = tuple(f["fact_id"] for f in facts if f["char_start"] == first)
        yield Run(text[first:last], tuple(f["fact_id"] for f in ordered), begins, bool(of_value))


def is_value(fact: Row, start: int, end: int) -> bool:
    return fact["value_start"] is not None and fact["value_start"] <= start and end <= fact["value_end"]
