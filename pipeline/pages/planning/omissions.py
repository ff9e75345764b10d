"""What a figure does not show, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.pages.axis import Axis
from pipeline.pages.planning.panels import Group, is_course

Row = Mapping[str, Any]

NAMED = 6
"""Names that are told before the rest is counted."""


def unplaced(axis: Axis, rows: Sequence[Row], one: str, many: str) -> list[str]:
    n = sum(axis.place(row) is None for row in rows)
    return [f"{counted(n, one, many)} {axis.lacking}"] if n else []


def for_room(names: Sequence[str], shown: int, one: str, many: str) -> list[str]:
    """The last of them found no room."""
    left = names[shown:]
    return [f"{counted(len(left), one, many)} for lack of room ({listed(left)})"] if left else []


def told_once(groups: Sequence[Group], axis: Axis) -> list[str]:
    alone = [g.name for g in groups if not is_course(g, axis)]
    return [f"{counted(len(alone), 'analyte', 'analytes')} told of one moment only ({listed(alone)})"] if alone else []


def in_other_units(groups: Sequence[Group], axis: Axis) -> list[str]:
    some = [g for g in groups if g.other_units and is_course(g, axis)]
    n = sum(len(g.other_units) for g in some)
    names = listed([g.name for g in some])
    return [f"{counted(n, 'lab value', 'lab values')} in another unit ({names})"] if n else []


def counted(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"


def listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
