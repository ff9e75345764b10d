"""Lesion series: the largest reported diameter of each site over time, and how it changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.courses.told import Row, Told, holding, in_time, once
from pipeline.facts import Lesion
from pipeline.rules.lesions.place import lies_in, regions

FELL, GREW, GREW_MM = 30.0, 20.0, 5.0
"""Percent below the first, percent and millimetres above the smallest."""


def lesion_series(case_id: str, report_id: str, told: Sequence[Told]) -> list[Row]:
    """One row a site, or a site's side where both sides are told, in the order in which they are first told."""
    sizes = [t for t in in_time(holding(once(told))) if measured(t)]
    at_site: dict[str | None, list[Told]] = {}
    for one in sizes:
        at_site.setdefault(lesion_of(one).site, []).append(one)
    told_as = {site: narrowed(site, at_site) for site in at_site}
    sides: dict[str | None, set[str]] = {}
    for one in sizes:
        sides.setdefault(told_as[lesion_of(one).site], set()).add(lesion_of(one).laterality or "")
    groups: dict[tuple[str | None, str | None], list[Told]] = {}
    for one in sizes:
        lesion = lesion_of(one)
        site = told_as[lesion.site]
        groups.setdefault((site, side_of(lesion, sides[site])), []).append(one)
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


def narrowed(site: str | None, at_site: Mapping[str | None, Sequence[Told]]) -> str | None:
    """The part of an organ, where only one is told: «an infrarenal aneurysm», later «the aortic aneurysm».

    Two parts, two sides or two sizes at one moment are two lesions.
    """
    if site is None or site in regions():
        return site
    parts = [part for part in at_site if part is not None and lies_in(part, site)]
    narrowest = [part for part in parts if all(part == other or lies_in(part, other) for other in parts)]
    sizes = [one for part in (site, *parts) for one in at_site[part]]
    moments = [{one.edtf for one in at_site[part] if one.edtf} for part in (site, *parts)]
    at_once = sum(map(len, moments)) > len(set().union(*moments))
    one_side = len({lesion_of(one).laterality for one in sizes} - {None}) < 2
    return narrowest[0] if narrowest and one_side and not at_once else site


def measured(one: Told) -> bool:
    lesion = one.linked.fact.payload
    return isinstance(lesion, Lesion) and lesion.kind == "lesion" and lesion.max_mm is not None


def lesion_of(one: Told) -> Lesion:
    lesion = one.linked.fact.payload
    assert isinstance(lesion, Lesion)
    return lesion


def side_of(lesion: Lesion, sides: set[str]) -> str | None:
    """A size told without a side, or of both, belongs to the site's series; only left beside right parts it."""
    if {"left", "right"} <= sides:
        return lesion.laterality
    told = sides - {""}
    return told.pop() if len(told) == 1 else None


def size(one: Told) -> float:
    diameter = lesion_of(one).max_mm
    assert diameter is not None
    return diameter


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
    lesion = lesion_of(one)
    return {
        "time": one.edtf,
        "mm": lesion.max_mm,
        "comparator": lesion.comparator,
        "modality": lesion.modality,
        "fact_id": one.row["fact_id"],
    }
