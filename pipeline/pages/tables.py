"""Tables whose columns, or rows, are moments: two of them at least tell a time, and no two times stand in one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.pages.wording import when

Row = Mapping[str, Any]

VALUES = ("labs", "lesions", "measurements")
"""Tables of values; a drug named in a heading is timed by the words around it, not by the table."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of times (or a row, where the table lies on its side): table and number, heading, date where it has one."""

    table: int
    number: int
    heading: str
    edtf: str | None = None


def columns(rows: Iterable[Row]) -> dict[str, Column]:
    """fact_id → the column of times in which the fact stands."""
    tables: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row["table_number"] is not None:
            tables[row["table_number"]].append(row)
    out: dict[str, Column] = {}
    for number, some in tables.items():
        way = next((w for w in ("column", "row") if tells_times(some, w)), None)
        if way is not None:
            out |= {r["fact_id"]: column(number, r, way, some) for r in some if r[f"table_{way}"]}
    return out


def tells_times(rows: Sequence[Row], way: str) -> bool:
    """Whether the table's columns (`way` column) or rows part its values by time."""
    times: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        if row["table"] in VALUES:
            times[row[f"table_{way}"]].add(own_time(row))
    told = [t for t in times.values() if t != {""}]
    return all(len(t) == 1 for t in times.values()) and len({next(iter(t)) for t in told}) > 1


def own_time(row: Row) -> str:
    """The time that a heading gives it; what the story around the table lends it is not the table's."""
    return when(row) if row["time_basis"] in ("stated", "relative") else ""


def column(table: int, row: Row, way: str, rows: Sequence[Row]) -> Column:
    number = row[f"table_{way}"]
    values = [r for r in rows if r[f"table_{way}"] == number and r["table"] in VALUES]
    edtf = next((r["time_edtf"] for r in values if r["time_basis"] in ("stated", "relative")), None)
    return Column(table, number, row[f"{way}_heading"] or f"{way} {number}", edtf)
