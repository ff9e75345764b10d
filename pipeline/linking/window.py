"""Stretches of time that date what happened in them: «within the first 48 hours of hospitalization», «over the next two weeks»."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.facts import Moment, TimeExpression
from pipeline.linking.counting import leaves
from pipeline.linking.point import Point
from pipeline.rules.chunk import Chunk

BEHIND = 4
"""Chunks behind the stretch in which the event stands that it counts from."""


def window(index: int, chunks: Sequence[Chunk], time: TimeExpression) -> Point | None:
    """The end of a stretch that looks forward; the beginning of one that looks back («within the past year»)."""
    cue = next((leaf for leaf in leaves(chunks[index]) if leaf.has("LAST")), None)
    lasting = any(c.has("FOR_CUE") and not c.has("WHEN_DURING") for c in chunks[max(0, index - 2) : index])
    if cue is None and index and chunks[index - 1].has("WHEN_AFTER"):
        return of_treatment(index, chunks, time)
    if cue is None or time.value and "/" in time.value or lasting and cue.concept("LAST") == "after":
        return None
    back = cue.concept("LAST") == "before"
    anchor, printed = named(chunks[index + 1 : index + 1 + BEHIND])
    moment = Moment(
        time_basis="stated",
        time_offset=f"-{time.value}" if back and time.value else time.value,
        time_relation="before" if back else "after",
        time_anchor="admission" if back else anchor,
        time_anchor_printed=None if back else printed,
    )
    counting = "vague" if time.value is None else "by" if cue.has("FIRST") else "later"
    governs = not back and not cue.has("FIRST")
    return Point(index, index + 1, moment, governs=governs, retrospective=back, counting=counting)


def of_treatment(index: int, chunks: Sequence[Chunk], time: TimeExpression) -> Point | None:
    """«После | 2 недель | лечения»: so long after its start."""
    anchor, printed = named(chunks[index + 1 : index + 1 + BEHIND])
    if anchor != "treatment" or not time.value or "/" in time.value:
        return None
    moment = Moment(
        time_basis="stated",
        time_offset=time.value,
        time_relation="after",
        time_anchor=anchor,
        time_anchor_printed=printed,
    )
    return Point(index, index + 1, moment, governs=True)


def named(following: Sequence[Chunk]) -> tuple[str | None, str | None]:
    """«of hospitalization», «after the operation»."""
    for chunk in following:
        if chunk.has("COMMA", "PERIOD", "OPEN", "CLOSE"):
            break
        anchor = chunk.concept("ANCHOR_OF") or chunk.concept("EVENT")
        if anchor:
            return anchor, chunk.text
        if not chunk.has("WHEN_AFTER", "DETERMINER", "DATE_OF", "SHIFT"):
            break
    return None, None
