"""The sizes of a case by the place they are of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.courses.told import Told
from pipeline.facts import Lesion


class Place(NamedTuple):
    """A site, and its side where both sides are told; both None where no site is told."""

    site: str | None
    side: str | None


class Series(NamedTuple):
    """The sizes of one place in order of time; `wider`: the site that has it as a part, whose sizes stand here too."""

    place: Place
    points: tuple[Told, ...]
    wider: str | None = None


def laid_out(sizes: Sequence[Told]) -> list[Series]:
    """One series a place, in the order in which the places are first told."""
    sides: dict[str | None, set[str]] = {}
    for one in sizes:
        sides.setdefault(lesion_of(one).site, set()).add(lesion_of(one).laterality or "")
    places: dict[Place, list[Told]] = {}
    for one in sizes:
        lesion = lesion_of(one)
        places.setdefault(Place(lesion.site, side_of(lesion, sides[lesion.site])), []).append(one)
    return [Series(place, tuple(points)) for place, points in places.items()]


def side_of(lesion: Lesion, sides: set[str]) -> str | None:
    """A size told without a side, or of both, belongs to the site's series; only left beside right parts it."""
    if {"left", "right"} <= sides:
        return lesion.laterality
    told = sides - {""}
    return told.pop() if len(told) == 1 else None


def measured(one: Told) -> bool:
    lesion = one.linked.fact.payload
    return isinstance(lesion, Lesion) and lesion.kind == "lesion" and lesion.max_mm is not None


def lesion_of(one: Told) -> Lesion:
    lesion = one.linked.fact.payload
    assert isinstance(lesion, Lesion)
    return lesion


def size(one: Told) -> float:
    diameter = lesion_of(one).max_mm
    assert diameter is not None
    return diameter
