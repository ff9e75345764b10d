"""The clock of a narrative: which moment governs each fact.

A case is told in order. A date, an offset or a standpoint ("on admission") holds for its clause and, where it
governs, for what follows, until the next one; a new case or section starts the clock anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from pipeline.facts import Dose, Fact, Lab, Lesion, Measurement, Moment, TimeExpression
from pipeline.linking.anesthesia import anesthesia_moment, theatre_moment
from pipeline.linking.clock import (
    PRESENTATION,
    Clock,
    advanced,
    counted_in_days,
    inherited,
    later,
    resolved,
    resolved_in_turn,
    single_date,
    undated,
)
from pipeline.linking.doses import dated_together
from pipeline.linking.past import of_change, of_past, of_reason
from pipeline.linking.point import OPENING, STEPS, Point, at_visit
from pipeline.linking.points import Times, points, time_point, turns_then, visits
from pipeline.linking.pregnancy import of_pregnancy, pregnancy_told
from pipeline.linking.reach import before_change, counts_on, nearest, of_past_stretch
from pipeline.linking.serial import in_order, rows_of_days
from pipeline.record import record, replace
from pipeline.rules.chunk import Chunk, Sentence
from pipeline.rules.times.edtf import add, duration
from pipeline.rules.where import first_after, holds

INTRODUCTION = 3
"""Sentences of a story in which its patient's age is told."""
CHILDHOOD = (28, 14 * 365)
"""Days of age between which days of life are long past and no delivery is one's own."""
INFANCY = 3 * 366
"""Days of age up to which a child's months are told."""
FIRST_TOLD = ("admission", "birth")
SPECIMEN = frozenset({"pathology", "surgery"})
BEFORE_OPERATION = Moment(time_basis="stated", time_relation="before", time_anchor="procedure")
BEFORE_VISIT = Moment(time_basis="inherited", time_relation="before", time_anchor="admission")
SURGICAL = (None, "admission", "procedure", "diagnosis", "treatment", "onset")
USUAL_REACH = 4
"""Chunks between "baseline" and its value: «with a baseline appearing to be 1.2 mg/dL»."""
LASTING = frozenset({"continue", "mention"})


@record(frozen=True, slots=True)
class Before:
    """What the sentences before left to the next one of their paragraph.

    rows  the rows of days that values of the next sentence may take in order
    past  the moment of a history, which goes on with the treatments that follow
    last  the moment named last, to which «at that time» refers
    """

    rows: tuple[tuple[Moment, ...], ...] = ()
    past: Moment | None = None
    last: Moment | None = None


def moments(
    sentences: Sequence[Sentence], facts: Mapping[int, Sequence[Fact]], times: Times, start: Clock
) -> dict[Fact, Moment]:
    """The moment of each fact of a run of sentences (one case, one section); `facts` by sentence index."""
    age = age_told(sentences)
    clock, before, paragraph = replace(start, grown=grown(age), age=age), Before(), -1
    pregnant = pregnancy_told(sentences)
    values: dict[tuple[object, ...], Moment] = {}
    out: dict[Fact, Moment] = {}
    for sentence in sentences:
        if sentence.paragraph != paragraph:
            before, clock, paragraph = Before(), beyond_birth(clock), sentence.paragraph
        named = points_of(sentence, times, clock, pregnant)
        own = facts.get(sentence.index, ())
        if not (named or own):
            before = replace(before, rows=())
            continue
        clock = replace(clock, back=before.past)
        here = resolved_in_turn([p for p in named if clock.flashback or not p.opener], clock)
        rows = tuple(rows_of_days(sentence.chunks, here))
        told = {
            fact: by_custom(fact, sentence, here, before, times, clock)
            or moment_of(fact, sentence, here, clock, values)
            for fact in own
        }
        told = {fact: fitted(moment, fact, clock.now, visits(sentence.chunks)) for fact, moment in told.items()}
        told = {**titrated(stepped(told, sentence.chunks, here)), **in_order(own, rows or before.rows)}
        told = of_doses(dated_together(usual(told, sentence.chunks), sentence.chunks, here))
        values |= {key: moment for fact, moment in told.items() if (key := value_key(fact))}
        out.update(told)
        clock = advanced(clock, here, told)
        before = left(before, rows, here, sentence.chunks, clock)
        compared = clock.visit is not None and any(p.counting == "ago" for p in here)
        before = replace(before, past=None) if compared and of_a_value(told, before.past) else before
    return out


def beyond_birth(clock: Clock) -> Clock:
    """A new paragraph is no longer at the birth itself."""
    at_birth = clock.now.time_anchor == "birth" and undated(clock.now)
    return replace(clock, now=PRESENTATION) if at_birth else clock


def points_of(sentence: Sentence, times: Times, clock: Clock, pregnant: bool) -> list[Point]:
    """The points of a sentence without weeks of a pregnancy and lengths of a change, which are no moments."""
    found = [p for p in points(sentence, times) if not (pregnant and of_pregnancy(p, clock))]
    found = [of_life(p, clock) for p in found]
    found = [
        at_age(p, clock.age)
        for p in found
        if p.counting != "age" or tells_more_than_visit(p, sentence, clock.age) or clock.now.time_anchor == "birth"
    ]
    return [p for p in found if not of_change(p, sentence.chunks, clock)]


def of_life(point: Point, clock: Clock) -> Point:
    """«At 4 months creatine kinase had been 980 U/L», told of a girl of 7 months at her first visit: an age."""
    then = duration(point.moment.time_offset or "")
    unnamed = point.moment.time_anchor is None and point.counting == "" and point.moment.time_relation == "after"
    if then is None or clock.age is None or not unnamed or clock.age > INFANCY or clock.event not in FIRST_TOLD:
        return point
    young = then.in_days < clock.age and clock.base in FIRST_TOLD
    return replace(point, moment=replace(point.moment, time_anchor="birth"), counting="age") if young else point


def by_custom(
    fact: Fact, sentence: Sentence, here: Sequence[Point], before: Before, times: Times, clock: Clock
) -> Moment | None:
    """What dates a fact whatever stands near it: the head of its column, anaesthesia, «at that time», a history that goes on."""
    heading = heading_moment(fact, sentence, times, clock) or anesthesia_moment(fact, sentence, clock)
    if heading or here:
        return heading
    if theatre := theatre_moment(fact, sentence, clock):
        return theatre
    if before.last and at_that_time(sentence.chunks):
        return before.last
    return before.past if was_given(fact) else None


def left(
    before: Before, rows: tuple[tuple[Moment, ...], ...], here: Sequence[Point], chunks: Sequence[Chunk], clock: Clock
) -> Before:
    """What a sentence leaves to the next; a history goes on beyond what tells no time of its own: «He then underwent …»."""
    if not here:
        return replace(before, rows=rows)
    goes_on = clock.flashback and not any(p.moment.time_offset or p.moment.time_edtf for p in here)
    past = history(here, chunks) or (before.past if goes_on else None)
    return Before(rows, past, here[-1].moment)


def of_a_value(told: Mapping[Fact, Moment], past: Moment | None) -> bool:
    """«A month ago the creatinine was 90»: a value to compare with; what was given is told of today."""
    then = [f.payload for f, m in told.items() if past is not None and inherited(m) == past]
    return any(isinstance(p, Lab | Measurement) for p in then) and not any(isinstance(p, Dose) for p in then)


def at_that_time(chunks: Sequence[Chunk]) -> bool:
    """The sentence is of the moment that the one before named last: «At that time, her carnitine was …»."""
    return any(chunk.has("AT_THAT_TIME") for chunk in chunks[:OPENING])


def was_given(fact: Fact) -> bool:
    """A treatment of the past, and none that goes on: «He had diabetes and took metformin» is of today."""
    return isinstance(fact.payload, Dose) and fact.payload.action != "continue"


def usual(told: Mapping[Fact, Moment], chunks: Sequence[Chunk]) -> dict[Fact, Moment]:
    """The value that was usual before the one of the visit: «creatinine 2.2 mg/dL, with a baseline of 1.2 mg/dL»."""
    out = dict(told)
    labs = [f for f in told if isinstance(f.payload, Lab)]
    for before, fact in pairwise(labs):
        same = before.payload.analyte == fact.payload.analyte  # type: ignore[union-attr]
        if same and at_visit(told[before]) and at_visit(told[fact]) and is_usual(chunks, fact):
            out[fact] = replace(BEFORE_VISIT, time_basis="stated")
    return out


def is_usual(chunks: Sequence[Chunk], fact: Fact) -> bool:
    value = first_after(chunks, fact.span[0]) or 0
    return any(chunk.has("USUAL") for chunk in chunks[max(0, value - USUAL_REACH) : value])


def of_doses(told: Mapping[Fact, Moment]) -> dict[Fact, Moment]:
    """How often and how long a dose was given is true when the dose is."""
    out = dict(told)
    doses = [f for f in told if isinstance(f.payload, Dose)]
    for fact in told:
        if not (isinstance(fact.payload, TimeExpression) and fact.payload.kind in ("frequency", "duration")):
            continue
        whole = next((d for d in doses if d.start <= fact.start and fact.end <= d.end), None)
        out[fact] = told[whole] if whole else told[fact]
    return out


def value_key(fact: Fact) -> tuple[object, ...] | None:
    """What tells that a value is told again: «dropped from 14.8 g/dL», which was measured on admission."""
    payload = fact.payload
    if isinstance(payload, Lab) and payload.value_low is not None:
        return payload.analyte, payload.specimen, payload.value_low, payload.unit
    return None


def age_told(sentences: Sequence[Sentence]) -> float | None:
    """The age in days with which the story introduces its patient: «a four-month-old boy»."""
    for sentence in sentences[:INTRODUCTION]:
        for chunk in sentence.chunks:
            time = chunk.value
            if isinstance(time, TimeExpression) and time.kind == "age":
                age = duration(time.value or "")
                return None if age is None else float(age.in_days)
    return None


def grown(age: float | None) -> bool:
    """A child past the first weeks; a mother counts from her delivery."""
    return age is not None and CHILDHOOD[0] < age < CHILDHOOD[1]


def tells_more_than_visit(point: Point, sentence: Sentence, age: float | None) -> bool:
    """«He presented at age 58» is the visit itself; of a man of 58, «at age 41, when he presented» is not."""
    then = duration(point.moment.time_offset or "")
    return not visits(sentence.chunks) or age is not None and then is not None and then.in_days != age


def at_age(point: Point, age: float | None) -> Point:
    """An age below the patient's own is of the past: «At age 41 he had been diagnosed …», told of a man of 58."""
    then = duration(point.moment.time_offset or "") if point.counting == "age" else None
    past = then is not None and age is not None and then.in_days < age
    return replace(point, governs=False, retrospective=True) if past else point


def history(here: Sequence[Point], chunks: Sequence[Chunk]) -> Moment | None:
    """The moment of a history or of a dated diagnosis, for the treatments of the next sentences:
    «Из анамнеза: в 2014 г. зоб. Назначен …», «Three years prior, … She was treated with …»; not what a stretch up to
    today led to: «похудела на 7 кг за последние 4 месяца. Принимает …»."""
    last = here[-1]
    opening = (
        last.start <= OPENING
        or turns_then(chunks[last.end : last.end + 4])
        or here[0].start <= OPENING
        and here[0].moment == last.moment
    )
    told = last.retrospective or last.event == "diagnosis" and not last.governs
    if (
        told
        and not of_past_stretch(chunks, last)
        and (last.moment.time_edtf or last.moment.time_offset and (opening or last.counting == "age"))
    ):
        return inherited(last.moment)
    return None


def stepped(told: Mapping[Fact, Moment], chunks: Sequence[Chunk], here: Sequence[Point]) -> dict[Fact, Moment]:
    """«Olanzapine 10 mg was started and increased to 20 mg | after one week»: so long after the drug's own start."""
    out = dict(told)
    doses = [(f, f.payload) for f in told if isinstance(f.payload, Dose) and f.payload.drug]
    for (before, one), (fact, other) in pairwise(doses):
        if one.drug != other.drug or one.action != "start" or other.action in ("start", *LASTING):
            continue
        step = next((p for p in here if p.moment == told[fact] and p.counting in STEPS), None)
        if step is None or told[before] == told[fact] or step.moment.time_anchor_printed:
            continue
        lasted = getattr(chunks[step.start].value, "value", None)
        if lasted:
            since = single_date(told[before].time_edtf)
            edtf = add(since, lasted) if since else None
            out[fact] = replace(told[fact], time_anchor="treatment", time_offset=lasted, time_edtf=edtf)
    return out


def titrated(told: Mapping[Fact, Moment]) -> dict[Fact, Moment]:
    """Steps of one drug follow each other: «25 mg for one week, 50 mg for the following two weeks, then 100 mg»."""
    out = dict(told)
    steps = [f for f in told if isinstance(f.payload, Dose) and f.payload.dose_low is not None]
    for before, fact in pairwise(steps):
        lasted, drug = before.payload.duration, fact.payload.drug  # type: ignore[union-attr]
        if lasted and drug and drug == before.payload.drug and told[fact] == told[before]:  # type: ignore[union-attr]
            out[fact] = later(out[before], lasted)
    return out


def heading_moment(fact: Fact, sentence: Sentence, times: Times, clock: Clock) -> Moment | None:
    """The time at the head of a table's column, to which the fact's rule bound it; it stands in another row."""
    if fact.when is None or sentence.start <= fact.when[0] < sentence.end:
        return None
    for (start, end), time in times.items():
        if fact.when[0] <= start and end <= fact.when[1]:
            point = time_point(0, None, time)
            return None if point is None else resolved(point, clock).moment
    return None


def moment_of(
    fact: Fact, sentence: Sentence, here: Sequence[Point], clock: Clock, values: Mapping[tuple[object, ...], Moment]
) -> Moment:
    """The nearest point that reaches the fact, else what governs."""
    chunks = sentence.chunks
    if isinstance(fact.payload, TimeExpression):
        own = [p for p in here if chunks[p.start].start == fact.span[0]]
        return own[0].moment if own else inherited(clock.now)
    if fact.when is not None:
        bound = [p for p in here if chunks[p.start].start < fact.when[1] and fact.when[0] < chunks[p.end - 1].end]
        if bound:
            return bound[0].moment
    near = nearest(chunks, fact, here)
    past = clock.back if was_given(fact) and here and all(p.retrospective for p in here) else None
    moment = near.moment if near else past or inherited(clock.now)
    if before_change(chunks, fact):
        return values.get(value_key(fact) or ()) or former(moment)
    if of_reason(chunks, fact, here, near):
        return BEFORE_OPERATION
    if near is None and at_visit(clock.now) and (of_past(chunks, fact) or holds(chunks, "OUTSIDE")):
        return BEFORE_VISIT
    return moment


def former(moment: Moment) -> Moment:
    """When the value was from which it changed: «on day 3, dropped from 14.8 g/dL», «after resection, fell from 14 to 8»."""
    if counts_on(moment) and moment.time_anchor != "birth":
        return PRESENTATION
    if (
        moment.time_relation in ("after", "during")
        and moment.time_anchor in ("procedure", "treatment")
        and undated(moment)
    ):
        return replace(moment, time_relation="before", time_edtf=None)
    return moment


def fitted(moment: Moment, fact: Fact, now: Moment, visiting: bool) -> Moment:
    """A value or a change of treatment is true on the day, not all the time since or until:
    «с 14.09.19 года иматиниб был отменен», "1200 copies/mL by 23 June". Who is "admitted for repair of a 6 cm aneurysm"
    has it before the operation."""
    edtf = moment.time_edtf or ""
    if isinstance(fact.payload, Lesion):
        planned = visiting and fact.payload.kind == "lesion" and fact.payload.modality == "surgery"
        moment = moment if planned else of_size(moment, fact.payload, now)
    momentary = isinstance(fact.payload, Dose) and fact.payload.action not in LASTING
    if momentary and edtf.endswith("/.."):
        return replace(moment, time_edtf=edtf.removesuffix("/.."))
    if edtf.startswith("../") and (momentary or not isinstance(fact.payload, Dose | TimeExpression)):
        return replace(moment, time_edtf=edtf.removeprefix("../"))
    return moment


def of_size(moment: Moment, size: Lesion, now: Moment) -> Moment:
    """What is measured on the specimen or used in the operation is true at the operation, on its day where the story
    counts days; at autopsy, at death."""
    if size.modality == "autopsy":
        return replace(moment, time_relation="at", time_anchor="death", time_offset=None)
    surgical = size.modality in SPECIMEN or size.kind in ("device", "procedure")
    undated = moment.time_edtf is None or moment.time_anchor == "procedure"
    of_treatment = moment.time_basis == "stated" and moment.time_anchor == "treatment"
    if (
        surgical
        and undated
        and not of_treatment
        and moment.time_offset is None
        and moment.time_relation in ("at", "after", "during", None)
        and moment.time_anchor in SURGICAL
    ):
        of_day = counted_in_days(now) and moment.time_edtf is None
        return now if of_day else replace(moment, time_relation="at", time_anchor="procedure")
    return moment
