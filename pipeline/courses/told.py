"""A fact of one patient with its row: what the derived tables are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.facts import HOLDS, Dose, LinkedFact
from pipeline.sections import BODY

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """A linked fact, its row in the dataset, and the place of its mention in the report's order."""

    linked: LinkedFact
    row: Row
    position: int

    @property
    def fact_id(self) -> str:
        return str(self.row["fact_id"])

    @property
    def first_day(self) -> date | None:
        return self.row["time_start"]  # type: ignore[no-any-return]

    @property
    def edtf(self) -> str | None:
        return self.row["time_edtf"]  # type: ignore[no-any-return]

    @property
    def in_body(self) -> bool:
        """Told where a fact is told first, not looked ahead to or back at."""
        return self.row["section"] in BODY

    @property
    def in_order(self) -> bool:
        """It has a day, or it is told among what happened before and after it."""
        return self.first_day is not None or self.in_body


def once(told: Iterable[Told]) -> list[Told]:
    """Each fact once: what tells another again is left out."""
    return [t for t in told if t.linked.repeat_of is None]


def holding(told: Iterable[Told]) -> list[Told]:
    """Facts that are said to be so, not denied, planned or supposed."""
    return [t for t in told if t.linked.assertion in HOLDS]


def in_time(told: Sequence[Told]) -> list[Told]:
    """In order of time; a fact without a day follows the one told before it, or all others where it is told apart."""
    keyed: list[tuple[date, int, Told]] = []
    last = date.min
    for one in sorted(told, key=lambda t: t.position):
        day = one.first_day or (last if one.in_body else date.max)
        last = day if one.in_order else last
        keyed.append((day, one.position, one))
    return [one for *_, one in sorted(keyed, key=lambda k: k[:2])]


def dose_of(one: Told) -> Dose:
    """The payload of a fact of `medications`."""
    dose = one.linked.fact.payload
    assert isinstance(dose, Dose)
    return dose
