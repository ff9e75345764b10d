"""Lesion series: the largest reported diameter of each site over time, and how it changed.

Compared are sizes that can be: told in the body, on a day, as a size or its upper limit, and of one kind, since a specimen
on the pathologist's table is not the lesion of the scan. The others stay among the points with the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.courses.parts import joined
from pipeline.courses.sizes import laid_out, lesion_of, measured, size
from pipeline.courses.told import Row, Told, holding, in_time, once

FELL, GREW, GREW_MM = 30.0, 20.0, 5.0
"""Percent below the first, percent and millimetres above the smallest."""
SIZES = frozenset({None, "=", "<=", "~"})
"""Comparators of a size or its upper limit; «more than 10 cm» and «less than 5 mm» are no sizes."""
SPECIMEN = frozenset({"pathology"})
"""Sizes outside the body; an autopsy measures in it: a report draws its last size on the line of those before."""


def lesion_series(case_id: str, report_id: str, told: Sequence[Told]) -> list[Row]:
    """One row a site, or a site's side where both sides are told, in the order in which they are first told."""
    sizes = [t for t in in_time(holding(once(told))) if measured(t)]
    return [
        {
            "series_id": f"{case_id}-s{n}",
            "report_id": report_id,
            "case_id": case_id,
            "site": series.place.site,
            "laterality": series.place.side,
            "wider_site": series.wider,
            **changed(series.points),
        }
        for n, series in enumerate(joined(laid_out(sizes)), 1)
    ]


def changed(points: Sequence[Told]) -> Row:
    """The points, and how the last of those that can be compared stands to the first and to the smallest before it."""
    kind = usual_kind([p for p in points if why_not(p) is None])
    reasons = {p.position: why_not(p) or (None if is_specimen(p) == kind else "kind") for p in points}
    shown = largest_at_each_time(points, reasons)
    sizes = [size(p) for p in shown if reasons[p.position] is None]
    row: Row = {"points": [point(p, reasons[p.position]) for p in shown]}
    if len(sizes) < 2:
        return row
    first, smallest, last = sizes[0], min(sizes[:-1]), sizes[-1]
    row["change_from_first_pct"] = round(100 * (last - first) / first, 1)
    row["change_from_smallest_pct"] = round(100 * (last - smallest) / smallest, 1)
    row["change_from_smallest_mm"] = round(last - smallest, 2)
    row["size_class"] = size_class(first, smallest, last)
    return row


def why_not(one: Told) -> str | None:
    """Why a size is not compared with others; None where it is."""
    if not one.in_body:
        return "section"
    if lesion_of(one).comparator not in SIZES:
        return "bound"
    return "undated" if one.first_day is None else None


def is_specimen(one: Told) -> bool:
    return lesion_of(one).modality in SPECIMEN


def usual_kind(points: Sequence[Told]) -> bool:
    """Whether specimens are compared: only where they are more than the sizes in the body."""
    kinds = Counter(map(is_specimen, points))
    return kinds[True] > kinds[False]


def largest_at_each_time(points: Sequence[Told], reasons: dict[int, str | None]) -> list[Told]:
    """Of several sizes of one day and one kind the largest counts; those without a day stand by themselves."""
    out: list[Told] = []
    for one in points:
        same = next((i for i, other in enumerate(out) if same_day(one, other, reasons)), None)
        if same is None:
            out.append(one)
        elif size(one) > size(out[same]):
            out[same] = one
    return out


def same_day(one: Told, other: Told, reasons: dict[int, str | None]) -> bool:
    return (
        one.edtf is not None
        and one.edtf == other.edtf
        and reasons[one.position] == reasons[other.position]
        and is_specimen(one) == is_specimen(other)
    )


def size_class(first: float, smallest: float, last: float) -> str:
    """
    >>> size_class(28, 28, 29), size_class(28, 28, 36), size_class(40, 40, 25), size_class(40, 20, 27)
    ('stable', 'increased', 'decreased', 'increased')
    """
    if last - smallest >= GREW_MM and 100 * (last - smallest) / smallest >= GREW:
        return "increased"
    return "decreased" if 100 * (first - last) / first >= FELL else "stable"


def point(one: Told, reason: str | None) -> Row:
    lesion = lesion_of(one)
    return {
        "time": one.edtf,
        "mm": lesion.max_mm,
        "comparator": lesion.comparator,
        "modality": lesion.modality,
        "not_compared": reason,
        "fact_id": one.fact_id,
    }
