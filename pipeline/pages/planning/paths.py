"""Which marks a line joins: one after the other, where it is known that the one is earlier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from pipeline.pages.axis import Axis
from pipeline.pages.marks import Mark, Path

Placed = tuple[Mark, Mapping[str, Any]]
"""A mark and the row that it shows."""


def in_place(placed: Sequence[Placed]) -> list[Placed]:
    """From left to right, what is told twice of one moment once."""
    first: dict[object, Placed] = {}
    for mark, row in placed:
        first.setdefault((mark.at, mark.value, mark.low, mark.comparator, mark.modality), (mark, row))
    return sorted(first.values(), key=lambda p: p[0].at.middle)


def paths(placed: Sequence[Placed], axis: Axis, joinable: Sequence[bool] | None = None) -> tuple[Path, ...]:
    """Paths of two marks at least. Of several values of one moment nobody knows which the line should lead to.

    placed     from left to right
    joinable   beside them: whether a line may lead there at all
    """
    out: list[list[int]] = [[]]
    numbers = [n for n in range(len(placed)) if joinable is None or joinable[n]]
    for _, some in groupby(numbers, key=lambda n: placed[n][0].at.middle):
        here = list(some)
        if len(here) > 1:
            out.append([])
        elif out[-1] and axis.ordered(placed[out[-1][-1]][1], placed[here[0]][1]):
            out[-1].append(here[0])
        else:
            out.append(here)
    return tuple(tuple(path) for path in out if len(path) > 1)
