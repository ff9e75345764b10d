"""Facts to linked facts: whose, whether, when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from pipeline.facts import Case, Fact, LinkedFact, Moment, TimeExpression
from pipeline.linking.assertion import assertion_of
from pipeline.linking.cases import case_at, find_cases, spans
from pipeline.linking.doses import with_action
from pipeline.linking.headings import with_shared_anchors
from pipeline.linking.labels import Start, labelled_starts
from pipeline.linking.narrative import Clock, moments
from pipeline.linking.outcome import with_outcome
from pipeline.linking.points import Times
from pipeline.linking.repeats import repeats
from pipeline.linking.several import with_cases
from pipeline.linking.subject import Telling, sentence_subjects
from pipeline.linking.whose import fact_subject
from pipeline.record import replace
from pipeline.report import Report
from pipeline.rules.chunk import Sentence
from pipeline.rules.times.durations import amount as bare_amount
from pipeline.rules.where import first_after, holds, last_before

TOLD_FROM_PRESENTATION = frozenset({"case", "abstract", "front", "results"})


def link(
    report: Report, sentences: Sequence[Sentence], facts: Sequence[Fact]
) -> tuple[tuple[Case, ...], tuple[LinkedFact, ...]]:
    """(the patients of the report, every fact with its patient and moment, in the order given)."""
    starts = labelled_starts(sentences)
    tellings = with_kin_told(sentence_subjects(sentences, len(starts)), sentences, starts)
    subjects = {index: telling.subject for index, telling in tellings.items()}
    cases = find_cases(report, sentences, subjects, starts)
    times = {f.span: f.payload for f in facts if isinstance(f.payload, TimeExpression)}
    when = all_moments(sentences, facts, subjects, cases, with_shared_anchors(report, sentences, times))
    cases = tuple(with_outcome(case, cases, sentences, subjects, when) for case in cases)
    by_index = {s.index: s for s in sentences}
    linked = [one_fact(fact, by_index[fact.sentence], tellings[fact.sentence], cases, when) for fact in facts]
    linked = with_cases(linked, by_index, cases)
    told_again = repeats(linked, {s.index: s.section for s in sentences})
    return cases, tuple(with_repeat(one, linked, told_again.get(position)) for position, one in enumerate(linked))


def with_kin_told(
    tellings: Mapping[int, Telling], sentences: Sequence[Sentence], starts: Sequence[Start]
) -> dict[int, Telling]:
    """Kin who are patients of the report themselves are no family history: «His brother, aged 3, was admitted …»."""
    out = dict(tellings)
    for one, (start, end) in zip(starts, spans(starts, sentences), strict=True):
        for sentence in sentences:
            if one.kin and start <= sentence.start < end and out[sentence.index].told == "family":
                out[sentence.index] = Telling("patient")
    return out


def one_fact(
    fact: Fact, sentence: Sentence, telling: Telling, cases: Sequence[Case], when: Mapping[Fact, Moment]
) -> LinkedFact:
    subject = fact_subject(fact, sentence, telling)
    first = first_after(sentence.chunks, fact.start) or 0
    last = last_before(sentence.chunks, fact.end)
    moment = when.get(fact, Moment())
    payload = fact.payload
    if isinstance(payload, TimeExpression) and payload.kind == "relative" and moment.time_edtf:
        fact = replace(fact, payload=replace(payload, resolved_edtf=moment.time_edtf))
    if counts_life(fact, moment):
        fact = replace(fact, payload=TimeExpression("age", value=fact.payload.value))  # type: ignore[union-attr]
    assertion = assertion_of(sentence.chunks, first, first if last is None else last, payload)
    return LinkedFact(
        with_action(fact, subject, assertion, sentence.section),
        subject,  # type: ignore[arg-type]
        assertion,  # type: ignore[arg-type]
        case_at(cases, fact.start) if subject == "patient" else None,
        moment,
    )


def counts_life(fact: Fact, moment: Moment) -> bool:
    """«At 15 weeks, a shunt was inserted», in the story of an infant: an age, though no word says so."""
    time = fact.payload
    if not isinstance(time, TimeExpression) or time.kind != "relative" or fact.rule != bare_amount.name or time.anchor:
        return False
    told_from_birth = moment.time_anchor == "birth" and moment.time_offset == time.value
    return told_from_birth and (time.value or "").endswith(("W", "M", "Y")) and "T" not in (time.value or "")


def with_repeat(one: LinkedFact, linked: Sequence[LinkedFact], body: int | None) -> LinkedFact:
    """A mention told again takes the body's moment where its own words state none."""
    if body is None:
        return one
    told = linked[body].moment
    own = one.moment.time_basis in ("stated", "relative") and (
        one.moment.time_edtf is not None or told.time_edtf is None
    )
    return replace(one, repeat_of=body, moment=one.moment if own else replace(told, time_basis="inherited"))


def all_moments(
    sentences: Sequence[Sentence],
    facts: Sequence[Fact],
    subjects: Mapping[int, str],
    cases: Sequence[Case],
    times: Times,
) -> dict[Fact, Moment]:
    by_sentence: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_sentence[fact.sentence].append(fact)
    out: dict[Fact, Moment] = {}
    for start, run in runs(sentences, subjects, cases):
        out.update(moments(run, by_sentence, times, start))
    return out


def runs(
    sentences: Sequence[Sentence], subjects: Mapping[int, str], cases: Sequence[Case]
) -> Iterator[tuple[Clock, list[Sentence]]]:
    """Stretches that share a clock: the patient's story of one case and section; other sentences each by themselves."""
    story = [
        s
        for s in sentences
        if subjects[s.index] == "patient" and s.role == "flow" and s.section in TOLD_FROM_PRESENTATION
    ]
    for (_case, _section), run in groupby(story, key=lambda s: (case_at(cases, s.start), s.section)):
        yield Clock(), list(run)
    told = {s.index for s in story}
    for sentence in sentences:
        if sentence.index not in told:
            treated = "treatment" if holds(sentence.chunks, "DRUG") else None
            yield Clock(now=Moment(), event=treated, base=treated), [sentence]
