"""Series of a part and of its whole: «infrarenal aorta» and «aorta» may name one aneurysm.

They are joined where one part alone is told of that whole, on one side, and nothing says that they are two: no moment
and no sentence in which both are measured, and no count of several.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.courses.sizes import Place, Series, lesion_of
from pipeline.courses.told import Told, in_time
from pipeline.rules.lesions.place import lies_in, regions, wider


def joined(all_series: Sequence[Series]) -> list[Series]:
    """The series with each whole put to its only part, under the part's name, in their order.

    The narrow wholes come first: what «abdominal aorta» and «infrarenal aorta» tell of one aneurysm, «aorta» may too.
    """
    out = list(all_series)
    for whole in sorted(all_series, key=lambda s: depth(s.place.site), reverse=True):
        parts = [s for s in out if is_part(s.place.site, whole.place.site)]
        sides = [s for s in out if s.place.site == whole.place.site]
        if len(parts) == len(sides) == 1 and is_one_thing(whole, parts[0]):
            part = parts[0]
            points = tuple(in_time([*whole.points, *part.points]))
            place = Place(part.place.site, part.place.side or whole.place.side)
            out[out.index(part)] = Series(place, points, whole.place.site)
            out.remove(whole)
    return out


def is_part(part: str | None, whole: str | None) -> bool:
    """The part is within the whole, and the whole is an organ: a mass of the abdomen is not that of the liver."""
    return part is not None and whole is not None and whole not in regions() and lies_in(part, whole)


def depth(site: str | None) -> int:
    """How many sites a site lies in, one within the other."""
    return 0 if site is None else 1 + depth(wider().get(site) or None)


def is_one_thing(whole: Series, part: Series) -> bool:
    points = (*whole.points, *part.points)
    sides = {lesion_of(t).laterality for t in points} - {None}
    counted = any((lesion_of(t).count_high or 1) > 1 for t in points)
    return len(sides) < 2 and not counted and not moments(whole) & moments(part)


def moments(series: Series) -> set[object]:
    """When its sizes were measured, where that is told, and the sentences that tell them."""
    told = {moment(t) for t in series.points} - {None}
    return told | {("sentence", t.linked.fact.sentence) for t in series.points}


def moment(one: Told) -> object:
    when = one.linked.moment
    around = (when.time_relation, when.time_anchor, when.time_offset)
    return when.time_edtf or (around if any(around) else None)
