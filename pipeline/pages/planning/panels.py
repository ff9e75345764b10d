"""The laboratory values of the figure: a panel an analyte."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.facts import HOLDS
from pipeline.pages.axis import Axis
from pipeline.pages.marks import Mark, Panel
from pipeline.pages.planning.paths import in_place, paths
from pipeline.pages.record import CaseRecord
from pipeline.pages.wording import amount, fact, joined, unit, when

Row = Mapping[str, Any]
Analyte = tuple[str, str]
"""(name, specimen)"""


@dataclass(frozen=True, slots=True)
class Group:
    """The values of one analyte: those of one scale that have a place, and those in units that do not go with them.

    scale   which columns hold the values: `value` as printed, or `canonical`
    """

    name: str
    rows: tuple[Row, ...]
    other_units: tuple[Row, ...]
    scale: str


def measured_labs(record: CaseRecord) -> list[Row]:
    """Values that are said to be so."""
    return [
        f
        for f in record.told("labs")
        if f["assertion"] in HOLDS and (f["value_low"] is not None or f["value_high"] is not None)
    ]


def groups_of(labs: Iterable[Row], axis: Axis) -> list[Group]:
    """Analytes with a place on the axis, in the order in which they are told."""
    by_analyte: dict[Analyte, list[Row]] = defaultdict(list)
    for row in labs:
        name = row["analyte"] or row["analyte_printed"]
        if name and axis.place(row) is not None:
            by_analyte[name, row["specimen"] or "blood"].append(row)
    return [group(analyte, rows) for analyte, rows in by_analyte.items()]


def group(analyte: Analyte, rows: Sequence[Row]) -> Group:
    """On the scale that holds most of the values: one unit as printed, or the canonical one."""
    name, specimen = analyte
    shown = joined(name, None if specimen == "blood" else f"({specimen})")
    printed = Counter(r["unit"] for r in rows)
    canonical = Counter(r["canonical_unit"] for r in rows if r["canonical_unit"])
    chosen, scale = printed.most_common(1)[0][0], "value"
    column = "unit"
    if len(printed) > 1 and canonical and canonical.most_common(1)[0][1] > printed.most_common(1)[0][1]:
        chosen, scale, column = canonical.most_common(1)[0][0], "canonical", "canonical_unit"
    kept = tuple(r for r in rows if r[column] == chosen)
    return Group(shown, kept, tuple(r for r in rows if r[column] != chosen), scale)


def is_course(one: Group, axis: Axis) -> bool:
    """Told at two moments or more."""
    return len({axis.place(row) for row in one.rows}) > 1


def panels_of(groups: Iterable[Group], axis: Axis) -> list[Panel]:
    """Those with most values first, flagged ones before others."""
    panels = [panel(one, axis) for one in groups if is_course(one, axis)]
    return sorted(panels, key=lambda p: (-len(p.marks), not any(m.flag in ("low", "high") for m in p.marks)))


def panel(one: Group, axis: Axis) -> Panel:
    placed = in_place([(lab_mark(row, one.scale, axis), row) for row in one.rows])
    printed = next((r for r in one.rows if r["ref_source"] == "printed" and one.scale == "value"), None)
    return Panel(
        one.name,
        unit(one.rows[0]["canonical_unit" if one.scale == "canonical" else "unit"]),
        tuple(mark for mark, _ in placed),
        printed["ref_low"] if printed else None,
        printed["ref_high"] if printed else None,
        paths(placed, axis),
    )


def lab_mark(row: Row, scale: str, axis: Axis) -> Mark:
    low, high = row[f"{scale}_low"], row[f"{scale}_high"]
    at = axis.place(row)
    assert at is not None
    return Mark(
        at,
        high if high is not None else low,
        amount(low, high, row["comparator"]),
        joined(fact(row), row["flag"], when(row), by=", "),
        row["fact_id"],
        comparator=row["comparator"],
        flag=row["flag"] if row["flag"] in ("low", "high") else None,
        low=low if low is not None and high is not None and low < high else None,
    )
