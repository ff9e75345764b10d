"""Lesion series: the largest reported diameter of each site over time, and how it changed."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.courses.told import Row, Told, holding, in_time, once
from pipeline.facts import Lesion

FELL, GREW, GREW_MM = 30.0, 20.0, 5.0
"""Percent below the first, percent and millimetres above the smallest."""


def lesion_series(case_id: str, report_id: str, told: Sequence[Told]) -> list[Row]:
    """One row a site and side, in the order in which they are first told."""
    groups: dict[tuple[str | None, str | None], list[Told]] = {}
    for one in in_time(holding(once(told))):
        lesion = one.linked.fact.payload
        if isinstance(lesion, Lesion) and lesion.kind == "lesion" and lesion.max_mm is not None:
            groups.setdefault((lesion.site, lesion.laterality), []).append(one)
    return [
        {
            "series_id": f"{case_id}-s{n}",
            "report_id": report_id,
            "case_id": case_id,
            "site": site,
            "laterality": side,
            **series(largest_at_each_time(points)),
        }
        for n, ((site, side), points) in enumerate(groups.items(), 1)
    ]


def size(one: Told) -> float:
    lesion = one.linked.fact.payload
    assert isinstance(lesion, Lesion) and lesion.max_mm is not None
    return lesion.max_mm


def largest_at_each_time(points: Sequence[Told]) -> list[Told]:
    """Of several sizes told of one moment the largest counts; moments without a date stand by themselves."""
    out: list[Told] = []
    for one in points:
        same = next((i for i, other in enumerate(out) if one.edtf is not None and other.edtf == one.edtf), None)
        if same is None:
            out.append(one)
        elif size(one) > size(out[same]):
            out[same] = one
    return out


def series(points: Sequence[Told]) -> Row:
    """Points, and the last against the first and against the smallest before it; no change of a single point."""
    sizes = [size(p) for p in points]
    row: Row = {"points": [point(p) for p in points]}
    if len(sizes) < 2:
        return row
    first, smallest, last = sizes[0], min(sizes[:-1]), sizes[-1]
    row["change_from_first_pct"] = round(100 * (last - first) / first, 1)
    row["change_from_smallest_pct"] = round(100 * (last - smallest) / smallest, 1)
    row["change_from_smallest_mm"] = round(last - smallest, 2)
    row["size_class"] = size_class(first, smallest, last)
    return row


def size_class(first: float, smallest: float, last: float) -> str:
    """
    >>> size_class(28, 28, 29), size_class(28, 28, 36), size_class(40, 40, 25), size_class(40, 20, 27)
    ('stable', 'increased', 'decreased', 'increased')
    """
    if last - smallest >= GREW_MM and 100 * (last - smallest) / smallest >= GREW:
        return "increased"
    return "decreased" if 100 * (first - last) / first >= FELL else "stable"


def point(one: Told) -> Row:
    lesion = one.linked.fact.payload
    assert isinstance(lesion, Lesion)
    return {
        "time": one.edtf,
        "mm": lesion.max_mm,
        "comparator": lesion.comparator,
        "modality": lesion.modality,
        "fact_id": one.row["fact_id"],
    }
