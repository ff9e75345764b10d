"""The sizes of the figure: a line a site."""

from __future__ import annotations

from typing import Any

from pipeline.pages.axis import Axis
from pipeline.pages.marks import Line, Mark
from pipeline.pages.planning.paths import Placed, in_place, paths
from pipeline.pages.record import CaseRecord
from pipeline.pages.wording import amount, fact, joined, site, when

JOINED = (None, "undated")
"""Why a point may stand apart and still be joined: without a date it has its place on another axis."""


def lines_of(record: CaseRecord, axis: Axis) -> list[Line]:
    """The sites with most points first; a size is joined with the others of its site where it can be compared."""
    lines = []
    for series in record.series:
        reasons = {p["fact_id"]: p.get("not_compared") for p in series["points"]}
        placed = in_place([one for p in series["points"] if (one := placed_size(record, p, axis)) is not None])
        joinable = [reasons[mark.fact_id] in JOINED for mark, _ in placed]
        if placed:
            lines.append(Line(site(series), tuple(mark for mark, _ in placed), paths(placed, axis, joinable)))
    return sorted(lines, key=lambda line: -len(line.marks))


def placed_size(record: CaseRecord, point: dict[str, Any], axis: Axis) -> Placed | None:
    row = record.facts.get(point["fact_id"])
    at = axis.place(row) if row else None
    if row is None or at is None:
        return None
    said = joined(fact(row), row["modality"], when(row), by=", ")
    shown = amount(point["mm"], None, point["comparator"])
    mark = Mark(
        at, point["mm"], shown, said, row["fact_id"], modality=point["modality"], comparator=point["comparator"]
    )
    return mark, row
