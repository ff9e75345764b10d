"""A fact of one patient with its row: what the derived tables are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.facts import LinkedFact

Row = dict[str, Any]

HOLDS = frozenset({"present", "past"})


@dataclass(frozen=True, slots=True)
class Told:
    """A linked fact, its row in the dataset, and the place of its mention in the report's order."""

    linked: LinkedFact
    row: Row
    position: int

    @property
    def first_day(self) -> date | None:
        return self.row["time_start"]  # type: ignore[no-any-return]

    @property
    def edtf(self) -> str | None:
        return self.row["time_edtf"]  # type: ignore[no-any-return]


def once(told: Iterable[Told]) -> list[Told]:
    """Each fact once: what tells another again is left out."""
    return [t for t in told if t.linked.repeat_of is None]


def holding(told: Iterable[Told]) -> list[Told]:
    """Facts that are said to be so, not denied, planned or supposed."""
    return [t for t in told if t.linked.assertion in HOLDS]


def in_time(told: Sequence[Told]) -> list[Told]:
    """In order of time; a fact without a day follows the one told before it."""
    keyed: list[tuple[date, int, Told]] = []
    last = date.min
    for one in sorted(told, key=lambda t: t.position):
        day = one.first_day or last
        last = day
        keyed.append((day, one.position, one))
    return [one for *_, one in sorted(keyed, key=lambda k: k[:2])]
