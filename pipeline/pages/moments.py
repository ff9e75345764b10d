"""The moments of a case without dates: what they are and where they are told, and which of two is known to be earlier.

Two discharges have one label and are two moments: a standpoint that is told again after the story went elsewhere is another
one. A table's columns are moments of their own, in the order in which they are printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Any

from pipeline.pages.tables import Column, columns
from pipeline.pages.wording import when
from pipeline.rules.times.edtf import compare, duration
from pipeline.sections import STORY

Row = Mapping[str, Any]

CHANGES = frozenset({"start", "increase", "reduce", "hold", "resume", "stop"})
STAYS = frozenset({"admission", "discharge"})
AT = (0.0, 0.0)
VAGUE = frozenset({"treatment", "follow-up"})
"""Anchors of which a story has many, each as good as the other."""


@dataclass(frozen=True, slots=True)
class Moment:
    """track 0: of the text, `order` as told; track n: of table n, `order` its column.

    edtf      its date, where it has one
    anchor    what it counts from, and `event`: which one of that name, from 1
    reach     first and last possible day from there
    label     in words, as the axis shows it
    """

    track: int
    order: int
    label: str
    edtf: str | None = None
    anchor: str | None = None
    event: int = 0
    reach: tuple[float, float] = (-inf, inf)
    printed: str | None = None
    """The words that name the anchor."""
    stay: int = 0
    """How often the story has come from an admission to a discharge, or back."""

    @property
    def is_standpoint(self) -> bool:
        return self.reach == AT


@dataclass(frozen=True, slots=True)
class Story:
    """The moments in an order that contradicts nothing that is known, and the moment of each fact."""

    moments: tuple[Moment, ...]
    of_fact: Mapping[str, Moment]


def story(rows: Iterable[Row]) -> Story:
    """Of the facts of a case: those of its story that tell a time, or stand in a table whose columns are times."""
    told = sorted((r for r in rows if r["section"] in STORY), key=place_in_text)
    tabled = columns(told)
    of_fact = dict(of_text([r for r in told if r["fact_id"] not in tabled]))
    of_fact |= {fact_id: of_column(column) for fact_id, column in tabled.items()}
    return Story(tuple(in_order(dict.fromkeys(of_fact.values()))), of_fact)


def told_apart(moments: Sequence[Moment]) -> dict[Moment, Moment]:
    """The moments with a number behind the label of each that is not the first of its name."""
    seen: Counter[tuple[int, str]] = Counter()
    out = {}
    for moment in moments:
        seen[moment.track, moment.label] += 1
        n = seen[moment.track, moment.label]
        out[moment] = moment if n == 1 else replace(moment, label=f"{moment.label} ({n})")
    return out


def place_in_text(row: Row) -> tuple[int, int]:
    return row["char_start"] if row["value_start"] is None else row["value_start"], row["char_end"]


def of_column(column: Column) -> Moment:
    return Moment(column.table, column.number, column.heading, column.edtf)


def of_text(rows: Sequence[Row]) -> Iterator[tuple[str, Moment]]:
    """fact_id → moment of each fact with a time, in order of the text."""
    told: list[Moment] = []
    changed = False
    for row in rows:
        one = plain_moment(row)
        if one is not None:
            same = told_before(one, told, changed, row["time_basis"] == "inherited")
            if same is None:
                same = replace(one, order=len(told), event=event_of(one, told, changed), stay=stay_of(one, told))
                told.append(same)
                changed = False
            yield row["fact_id"], same
        changed = changed or row["table"] == "medications" and row["action"] in CHANGES


def plain_moment(row: Row) -> Moment | None:
    """The moment by what it is; None for a fact that tells no time."""
    label = when(row)
    if not label:
        return None
    anchor = None if row["time_edtf"] else row["time_anchor"]
    reach = reach_of(row) if anchor else (-inf, inf)
    return Moment(0, 0, label, row["time_edtf"], anchor, 0, reach, row["time_anchor_printed"])


def reach_of(row: Row) -> tuple[float, float]:
    """Days from the anchor: a point for «at» and for an offset, the side for «before» and «after».

    >>> reach_of({"time_offset": "P2W", "time_relation": "after"}), reach_of({"time_offset": None, "time_relation": "at"})
    ((14.0, 14.0), (0.0, 0.0))
    """
    ends = [duration(part) for part in (row["time_offset"] or "").split("/")]
    days = sorted(float(e.in_days) for e in ends if e is not None)
    if days:
        return days[0], days[-1]
    return {"at": AT, "before": (-inf, -1e-6), "after": (1e-6, inf)}.get(row["time_relation"] or "", (-inf, inf))


def told_before(one: Moment, told: Sequence[Moment], changed: bool, inherited: bool) -> Moment | None:
    """The same moment, told before: a date is one wherever it stands, what is inherited is what governs, anything else
    is the same while the story stays with its event and, of treatments, none was changed. «On admission» is told again
    where the story only looked back from it."""
    since: list[Moment] = []
    for other in reversed(told):
        if (other.label, other.edtf, other.anchor) == (one.label, one.edtf, one.anchor):
            if one.edtf or inherited:
                return other
            anew = one.anchor in VAGUE and changed and one.printed != other.printed
            gone_on = one.is_standpoint and any(m.reach[1] >= 0 for m in since)
            return None if anew or gone_on else other
        if other.anchor != one.anchor and not (one.edtf or inherited):
            return None
        since.append(other)
    return None


def event_of(one: Moment, told: Sequence[Moment], changed: bool) -> int:
    """Which event of that name it counts from, from 1: the one before, or another.

    Another where the story stands «at» one again, or has been elsewhere and counts fewer days than before. Of treatments
    another where one was changed since, or where the days begin anew.
    """
    before = next((m for m in reversed(told) if m.anchor == one.anchor), None)
    if one.anchor is None or before is None:
        return 1
    elsewhere = told[-1] is not before
    reached = max(m.reach[0] for m in told if (m.anchor, m.event) == (one.anchor, before.event))
    back = one.reach[0] <= reached
    if one.anchor in VAGUE:
        return before.event + (elsewhere or changed or back)
    return before.event + (elsewhere and (one.is_standpoint or back) or one.is_standpoint and reached >= 0)


def stay_of(one: Moment, told: Sequence[Moment]) -> int:
    last = next((m for m in reversed(told) if m.is_standpoint and m.anchor in STAYS), None)
    if last is None:
        return 0
    return told[-1].stay + (one.is_standpoint and one.anchor in STAYS and one.anchor != last.anchor)


def in_order(moments: Iterable[Moment]) -> list[Moment]:
    """As told, the text before its tables; what is known to be earlier than another stands before it."""
    out: list[Moment] = []
    for one in sorted(moments, key=lambda m: (m.track, m.order)):
        earliest = next((i for i, other in enumerate(out) if is_before(one, other)), len(out))
        latest = max((i + 1 for i, other in enumerate(out) if is_before(other, one)), default=0)
        out.insert(earliest if latest <= earliest and same_track(out, earliest, one) else len(out), one)
    return out


def same_track(out: Sequence[Moment], at: int, one: Moment) -> bool:
    """A table's columns stay together."""
    return at == len(out) or out[at].track == one.track


def is_before(one: Moment, other: Moment) -> bool:
    """Known to be earlier: by their dates, by the columns of one table, by the days from one event, by the end of all."""
    if one.edtf and other.edtf:
        return compare(one.edtf, other.edtf) == -1
    if one.track or other.track:
        return one.track == other.track and one.order < other.order
    if one.anchor == other.anchor and one.anchor is not None:
        return one.event == other.event and one.reach[1] < other.reach[0]
    return of_the_stay(one, other) or other.anchor == "death" and other.reach[0] >= 0


def of_the_stay(one: Moment, other: Moment) -> bool:
    """Admission before the discharge that is told next, and a discharge before the admission that is told next."""
    turns = {one.anchor, other.anchor} == STAYS
    begun = one.reach[0] >= 0 and other.is_standpoint
    return turns and begun and other.order > one.order and other.stay == one.stay + 1
