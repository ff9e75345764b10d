"""The clock of a narrative: which moment governs each fact.

A case is told in order. A date, an offset or a standpoint ("on admission") holds for its clause and, where it
governs, for what follows, until the next one; a new case or section starts the clock anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.facts import Fact, Moment, TimeExpression
from pipeline.linking.standpoint import Point, points
from pipeline.rules.chunk import Chunk, Sentence
from pipeline.rules.pattern import CLAUSE_ENDS
from pipeline.rules.times.edtf import add

PRESENTATION = Moment(time_basis="inherited", time_relation="at", time_anchor="admission")
AFTERWARDS = {"procedure": "after", "discharge": "after"}
"""After a clause that tells an operation or a discharge, the story goes on after it."""
MOMENTARY = frozenset({"stop", "hold", "resume", "increase", "reduce"})
RELATIVE_STARTS = ("start", "increase", "reduce", "stop", "resume", "hold")


@dataclass(frozen=True, slots=True)
class Clock:
    """now: the moment that governs; event: what happened last; dates: EDTF of each event that has one."""

    now: Moment = PRESENTATION
    event: str | None = "admission"
    event_date: str | None = None
    dates: Mapping[str, str] = field(default_factory=dict)


def moments(sentences: Sequence[Sentence], facts: Mapping[int, Sequence[Fact]], start: Clock) -> dict[Fact, Moment]:
    """The moment of each fact of a run of sentences (one case, one section); `facts` by sentence index."""
    clock = start
    out: dict[Fact, Moment] = {}
    for sentence in sentences:
        here = [resolved(p, clock) for p in points(sentence)]
        own = facts.get(sentence.index, ())
        for fact in own:
            out[fact] = fitted(moment_of(fact, sentence, here, clock), fact)
        clock = advanced(clock, here, own, sentence)
    return out


def moment_of(fact: Fact, sentence: Sentence, here: Sequence[Point], clock: Clock) -> Moment:
    """The nearest point that reaches the fact, else what governs."""
    chunks = sentence.chunks
    if isinstance(fact.payload, TimeExpression):
        own = [p for p in here if chunks[p.start].start == fact.start]
        return own[0].moment if own else inherited(clock.now)
    if fact.when is not None:
        bound = [p for p in here if chunks[p.start].start < fact.when[1] and fact.when[0] < chunks[p.end - 1].end]
        if bound:
            return bound[0].moment
    first = next((i for i, c in enumerate(chunks) if c.end > fact.start), 0)
    last = next((i for i in range(len(chunks) - 1, -1, -1) if chunks[i].start < fact.end), first)
    reach = [(distance(chunks, p, first, last), p) for p in here]
    near = min(reach, key=lambda r: r[0], default=None)
    return near[1].moment if near and near[0] < 100 else inherited(clock.now)


def fitted(moment: Moment, fact: Fact) -> Moment:
    """A change of treatment happens on the day from which it holds: «с 14.09.19 года иматиниб был отменен»."""
    if getattr(fact.payload, "action", None) in MOMENTARY and moment.time_edtf and moment.time_edtf.endswith("/.."):
        return replace(moment, time_edtf=moment.time_edtf.removesuffix("/.."))
    return moment


def distance(chunks: Sequence[Chunk], point: Point, first: int, last: int) -> float:
    """How far a point is from a fact at chunks first to last: chunks between, dearer after the fact and across signs."""
    if point.end <= first:
        between, cost = chunks[point.end : first], 0.0
    elif point.start > last:
        between, cost = chunks[last + 1 : point.start], 4.0
    else:
        return 0.0
    for chunk in between:
        cost += 0.2
        if chunk.has("SEMICOLON", *CLAUSE_ENDS):
            cost += 30
        elif chunk.has("COMMA") or chunk.has("OPEN", "CLOSE"):
            cost += 1.0 if point.end <= first else 4.0
        elif chunk.has("QUANTITY") and point.start > last:
            cost += 6.0
    if point.start > last and point.event and not point.moment.time_edtf:
        cost += 6.0
    return cost


def resolved(point: Point, clock: Clock) -> Point:
    """An offset counted from what it names, else from the last event; a date where that one is known."""
    moment = point.moment
    if moment.time_offset is None:
        known = clock.dates.get(moment.time_anchor or "")
        if moment.time_edtf is None and moment.time_relation == "at" and known:
            return replace(point, moment=replace(moment, time_edtf=known))
        return point
    anchor = moment.time_anchor or clock.event
    base = clock.dates.get(anchor or "") if moment.time_anchor else (clock.event_date or clock.now.time_edtf)
    edtf = add(base, moment.time_offset) if base and "/" not in base and "X" not in base else None
    return replace(
        point,
        moment=replace(
            moment, time_anchor=anchor, time_edtf=edtf, time_basis="relative" if edtf else moment.time_basis
        ),
    )


def advanced(clock: Clock, here: Sequence[Point], facts: Sequence[Fact], sentence: Sentence) -> Clock:
    """The clock after a sentence."""
    now, event, event_date, dates = clock.now, clock.event, clock.event_date, dict(clock.dates)
    for point in here:
        if point.event and point.moment.time_edtf and "/" not in point.moment.time_edtf:
            dates[point.event] = point.moment.time_edtf
        if not point.governs or point.retrospective:
            continue
        now = point.moment
        if point.event:
            event, event_date = point.event, point.moment.time_edtf
            if point.event in AFTERWARDS:
                now = replace(now, time_relation=AFTERWARDS[point.event])
        elif point.moment.time_anchor and not point.moment.time_offset:
            event = point.moment.time_anchor
        if point.moment.time_edtf and "/" not in point.moment.time_edtf:
            event_date = point.moment.time_edtf
    if any(getattr(f.payload, "action", None) in RELATIVE_STARTS for f in facts):
        event = "treatment"
    return Clock(now, event, event_date, dates)


def inherited(moment: Moment) -> Moment:
    return replace(moment, time_basis="inherited") if moment != Moment() else moment
