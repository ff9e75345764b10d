"""The clock of a narrative: which moment governs each fact.

A case is told in order. A date, an offset or a standpoint ("on admission") holds for its clause and, where it
governs, for what follows, until the next one; a new case or section starts the clock anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.facts import Dose, Fact, Lesion, Moment, TimeExpression
from pipeline.linking.standpoint import OPENING, Point, Times, points, time_point
from pipeline.rules.chunk import Chunk, Sentence
from pipeline.rules.times.edtf import add, duration

PRESENTATION = Moment(time_basis="inherited", time_relation="at", time_anchor="admission")
AFTERWARDS = {"procedure": "after", "discharge": "after"}
"""After a clause that tells an operation or a discharge, the story goes on after it."""
EARLIER, LATER = 100.0, 8.0
"""How far a point may stand before or after the fact that it dates (see `distance`)."""
SPECIMEN = frozenset({"pathology", "surgery"})
SURGICAL = (None, "admission", "procedure", "diagnosis", "treatment", "onset")
OPENING_COST = 2.0
"""A time that opens the sentence holds for all of it, unless another stands close."""
MOMENTARY = frozenset({"stop", "hold", "resume", "increase", "reduce"})
RELATIVE_STARTS = ("start", "increase", "reduce", "stop", "resume", "hold")


@dataclass(frozen=True, slots=True)
class Clock:
    """now: the moment that governs; event: what happened last; day: the last date; dates: EDTF of each event that has one."""

    now: Moment = PRESENTATION
    event: str | None = "admission"
    day: str | None = None
    dates: Mapping[str, str] = field(default_factory=dict)


def moments(
    sentences: Sequence[Sentence], facts: Mapping[int, Sequence[Fact]], times: Times, start: Clock
) -> dict[Fact, Moment]:
    """The moment of each fact of a run of sentences (one case, one section); `facts` by sentence index."""
    clock = start
    out: dict[Fact, Moment] = {}
    for sentence in sentences:
        here = resolved_in_turn(points(sentence, times), clock)
        own = facts.get(sentence.index, ())
        for fact in own:
            heading = heading_moment(fact, sentence, times, clock)
            out[fact] = fitted(heading or moment_of(fact, sentence, here, clock), fact)
        clock = advanced(clock, here, own)
    return out


def heading_moment(fact: Fact, sentence: Sentence, times: Times, clock: Clock) -> Moment | None:
    """The time at the head of a table's column, to which the fact's rule bound it; it stands in another row."""
    if fact.when is None or sentence.start <= fact.when[0] < sentence.end:
        return None
    for (start, end), time in times.items():
        if fact.when[0] <= start and end <= fact.when[1]:
            point = time_point(0, time)
            return None if point is None else resolved(point, clock).moment
    return None


def moment_of(fact: Fact, sentence: Sentence, here: Sequence[Point], clock: Clock) -> Moment:
    """The nearest point that reaches the fact, else what governs."""
    chunks = sentence.chunks
    if isinstance(fact.payload, TimeExpression):
        own = [p for p in here if chunks[p.start].start == fact.span[0]]
        return own[0].moment if own else inherited(clock.now)
    if fact.when is not None:
        bound = [p for p in here if chunks[p.start].start < fact.when[1] and fact.when[0] < chunks[p.end - 1].end]
        if bound:
            return bound[0].moment
    first = next((i for i, c in enumerate(chunks) if c.end > fact.start), 0)
    last = next((i for i in range(len(chunks) - 1, -1, -1) if chunks[i].start < fact.end), first)
    reach = [
        (distance(chunks, p, first, last, opens(p, here, first)), p)
        for p in here
        if not (of_treatment(chunks, p) and overlaps(p, first, last))
    ]
    changed = before_change(chunks, fact)
    if changed:
        reach = [(cost, p) for cost, p in reach if p.start < first or p.retrospective]
    near = min(
        (r for r in reach if r[0] <= (LATER if r[1].start > last else EARLIER)), key=lambda r: r[0], default=None
    )
    if near is None:
        return inherited(clock.now)
    return PRESENTATION if changed and counts_on(near[1].moment) else near[1].moment


def fitted(moment: Moment, fact: Fact) -> Moment:
    """A value or a change of treatment is true on the day, not all the time since or until:
    «с 14.09.19 года иматиниб был отменен», "1200 copies/mL by 23 June"."""
    edtf = moment.time_edtf or ""
    if isinstance(fact.payload, Lesion):
        moment = of_size(moment, fact.payload)
    momentary = getattr(fact.payload, "action", None) in MOMENTARY
    if momentary and edtf.endswith("/.."):
        return replace(moment, time_edtf=edtf.removesuffix("/.."))
    if edtf.startswith("../") and (momentary or not isinstance(fact.payload, Dose | TimeExpression)):
        return replace(moment, time_edtf=edtf.removeprefix("../"))
    return moment


def of_size(moment: Moment, size: Lesion) -> Moment:
    """What is measured on the specimen or used in the operation is true at the operation; at autopsy, at death."""
    if size.modality == "autopsy":
        return replace(moment, time_relation="at", time_anchor="death", time_offset=None)
    surgical = size.modality in SPECIMEN or size.kind in ("device", "procedure")
    undated = moment.time_edtf is None and moment.time_offset is None
    if (
        surgical
        and undated
        and moment.time_relation in ("at", "after", "during", None)
        and moment.time_anchor in SURGICAL
    ):
        return replace(moment, time_relation="at", time_anchor="procedure")
    return moment


def before_change(chunks: Sequence[Chunk], fact: Fact) -> bool:
    """The value from which it changed: «СРБ снизился с 6,1 до 3,15 мг/л ко 2-й неделе»; a later time is not its own."""
    value = next((i for i, c in enumerate(chunks) if c.end > fact.span[0]), 0)
    return value > 0 and chunks[value - 1].has("FROM_CUE")


def counts_on(moment: Moment) -> bool:
    """The moment lies after the start of the story; a value "from" which it changed was there before."""
    return moment.time_offset is not None and not moment.time_offset.startswith("-") and moment.time_edtf is None


def of_treatment(chunks: Sequence[Chunk], point: Point) -> bool:
    """Words such as "after starting lithium", which do not date the start of lithium itself."""
    return point.moment.time_anchor == "treatment" and not isinstance(chunks[point.start].value, TimeExpression)


def overlaps(point: Point, first: int, last: int) -> bool:
    return point.start <= last and first < point.end


def opens(point: Point, here: Sequence[Point], first: int) -> bool:
    """The point opens the sentence, and no date stands between it and the fact: «Через 3 месяца, при КТ от 16.08.18 г., …»."""
    dated = (p for p in here if point.end <= p.start and p.end <= first)
    return point.start <= OPENING and not any(p.moment.time_edtf and not p.retrospective for p in dated)


def distance(chunks: Sequence[Chunk], point: Point, first: int, last: int, opening: bool) -> float:
    """How far a point is from a fact at chunks first to last; one that opens the sentence is never far.

    A point before the fact reaches over much of the sentence; one after it must stand close ("530 copies/mL two days
    later", "ganciclovir, started on 12 June"): each word between counts more, names of a list and brackets less.
    """
    if overlaps(point, first, last):
        return 0.0
    later = point.start > last
    between = outside_brackets(chunks[last + 1 : point.start] if later else chunks[point.end : first])
    cost = (0.5 if later else 0.0) + sum(chunk_cost(chunk, later) for chunk in between)
    if opening and not later:
        return min(cost, OPENING_COST)
    if later and point.event and not point.moment.time_edtf:
        cost += 8.0
    return cost


def chunk_cost(chunk: Chunk, later: bool) -> float:
    if chunk.has("SEMICOLON"):
        return 30.0
    if chunk.has("COMMA", "OPEN", "CLOSE"):
        return 1.5 if later else 1.0
    if chunk.has("QUANTITY"):
        return 4.0 if later else 0.5
    if chunk.has("WHEN_AT", "DETERMINER", "PERIOD"):
        return 0.0
    if chunk.has("DRUG", "ANALYTE"):
        return 0.3
    return 0.8 if later else 0.2


def outside_brackets(chunks: Sequence[Chunk]) -> list[Chunk]:
    """The chunks without what stands in brackets."""
    depth, out = 0, []
    for chunk in chunks:
        depth += chunk.has("OPEN") - chunk.has("CLOSE")
        if depth <= 0 and not chunk.has("CLOSE"):
            out.append(chunk)
    return out


def resolved_in_turn(found: Sequence[Point], clock: Clock) -> list[Point]:
    """Each point resolved against what stands before it, in the sentence and in the story."""
    out: list[Point] = []
    for point in found:
        out.append(resolved(point, clock))
        clock = ticked(clock, out[-1])
    return out


def resolved(point: Point, clock: Clock) -> Point:
    """An offset counted from what it names, else from the last event; a year from the story's last full date."""
    moment = point.moment
    if moment.time_edtf and "XXXX" in moment.time_edtf and clock.day:
        return replace(point, moment=replace(moment, time_edtf=with_year(moment.time_edtf, clock.day)))
    if moment.time_offset is None:
        known = clock.dates.get(moment.time_anchor or "") if moment.time_relation == "at" else None
        if moment.time_relation == "during" or (
            moment.time_anchor == "procedure" and not known and moment.time_relation == "at"
        ):
            known = clock.now.time_edtf
        if moment.time_anchor == "procedure" and clock.now.time_anchor == "death":
            return replace(point, moment=clock.now, event=None)
        if moment.time_edtf is None and known:
            return replace(point, moment=replace(moment, time_edtf=known))
        return point
    anchor = moment.time_anchor or clock.event
    base = clock.dates.get(anchor or "") if moment.time_anchor else clock.day
    edtf = add(base, moment.time_offset) if base else None
    return replace(
        point,
        moment=replace(
            moment, time_anchor=anchor, time_edtf=edtf, time_basis="relative" if edtf else moment.time_basis
        ),
    )


def with_year(edtf: str, day: str) -> str:
    """The year of the story's last date, or the next one where the month would lie far back.

    >>> with_year("XXXX-06-23", "2009-06-16"), with_year("XXXX-01-10", "2009-11-02")
    ('2009-06-23', '2010-01-10')
    """
    year, month = int(day[:4]), day[5:7]
    later = edtf.partition("XXXX-")[2][:2]
    if month and later and int(later) + 6 <= int(month):
        year += 1
    return edtf.replace("XXXX", str(year))


def ticked(clock: Clock, point: Point) -> Clock:
    """The clock after one point."""
    dates = dict(clock.dates)
    edtf = point.moment.time_edtf
    single = edtf.removeprefix("../") if edtf else None
    if single and ("/" in single or "X" in single):
        single = None
    if point.event and single:
        dates[point.event] = single
    if not point.governs or point.retrospective:
        return replace(clock, dates=dates)
    now, event = point.moment, clock.event
    if point.event == "admission" and counted_in_days(clock.now) and clock.now.time_basis != "inherited":
        return replace(clock, event="admission", dates=dates)
    if point.event:
        event = point.event
        if point.event in AFTERWARDS:
            now = replace(now, time_relation=AFTERWARDS[point.event])
    elif point.moment.time_anchor and not point.moment.time_offset:
        event = point.moment.time_anchor
    day = single or (dates.get(event or "") if point.event else clock.day if not point.moment.time_offset else None)
    return Clock(now, event, day, dates)


def counted_in_days(moment: Moment) -> bool:
    """«On the 10th day after the bite he presented again» goes on counting from the bite; years start anew."""
    offset = duration(moment.time_offset) if moment.time_offset else None
    return offset is not None and abs(offset.in_days) < 60


def advanced(clock: Clock, here: Sequence[Point], facts: Sequence[Fact]) -> Clock:
    """The clock after a sentence; a change of treatment is what later offsets count from."""
    for point in here:
        clock = ticked(clock, point)
    if any(getattr(f.payload, "action", None) in RELATIVE_STARTS for f in facts):
        return replace(clock, event="treatment")
    return clock


def inherited(moment: Moment) -> Moment:
    return replace(moment, time_basis="inherited") if moment != Moment() else moment
