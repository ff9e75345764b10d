"""Spans of a plain text, as `casefold annotate` writes them, and the explanation of a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.extraction import extract, find_facts
from pipeline.facts import Dose, Fact, Lesion, LinkedFact, Measurement, Moment, TimeExpression
from pipeline.facts import Lab as LabFact
from pipeline.plain_text import plain_report
from pipeline.record import record
from pipeline.rules.chunk import Chunk, Sentence
from pipeline.rules.lesions.dimensions import phrases
from pipeline.rules.line import line, plain
from pipeline.rules.reading import read_sentences
from pipeline.rules.where import where

SPAN_OF_TIME = {
    "date": "date",
    "relative": "relative_time",
    "duration": "duration",
    "age": "age",
    "frequency": "frequency",
}


@record(frozen=True, slots=True)
class Span:
    """string[start:end] is of a type of dataset.md's last section; `value` is its normal form."""

    start: int
    end: int
    type: str
    value: str


def annotate(text: str, language: str | None = None, user_drugs: Path | None = None) -> list[Span]:
    """The spans of a text, in order. `language` is `en`, `ru`, or None to decide for each line by its script."""
    report = plain_report(text, language=language)
    sentences = read_sentences(report, user_drugs)
    found = set(drugs(sentences))
    for fact in find_facts(sentences, report):
        if isinstance(fact.payload, Lesion):
            here = (c for c in sentences[fact.sentence].chunks if (c.start, c.end) == fact.span)
            found.update(sizes(fact.span, fact.payload, next(here, None)))
        else:
            span = span_of(fact)
            found |= {span} if span else set()
    return sorted(found, key=lambda s: (s.start, s.end, s.type, s.value))


def sizes(span: tuple[int, int], lesion: Lesion, chunk: Chunk | None) -> Iterator[Span]:
    """One span a run of figures: «2.4 cm in height and 2.0 cm × 1.9 cm in diameter» is one lesion told in two."""
    sides = [side for side in (lesion.dim1_mm, lesion.dim2_mm, lesion.dim3_mm) if side is not None]
    told = phrases(chunk) if chunk else [()]
    if len(told) == 1:
        yield Span(*span, "size", "x".join(plain(side) for side in sides))
        return
    for parts in told:
        count = sum(part.has("NUMBER") for part in parts)
        yield Span(parts[0].start, parts[-1].end, "size", "x".join(plain(side) for side in sides[:count]))
        sides = sides[count:]


def drugs(sentences: Sequence[Sentence]) -> Iterator[Span]:
    for sentence in sentences:
        for at in where(sentence.chunks, "DRUG"):
            chunk = sentence.chunks[at]
            concept = chunk.concept("DRUG")
            if concept:
                yield Span(chunk.start, chunk.end, "drug", concept)


def span_of(fact: Fact) -> Span | None:
    """The span of a fact of any kind but a lesion, whose size may be several."""
    start, end = fact.span
    match fact.payload:
        case TimeExpression() as time:
            return Span(start, end, SPAN_OF_TIME[time.kind], time.edtf or time.value or "")
        case Dose() as dose:
            if dose.dose_low is None and dose.dose_high is None:
                return None
            return Span(start, end, "dose", amount(dose.dose_low, dose.dose_high, dose.dose_unit))
        case LabFact() as lab:
            return Span(start, end, "lab", amount(lab.value_low, lab.value_high, lab.unit))
        case Measurement() as measurement:
            return Span(
                start, end, "measurement", amount(measurement.value_low, measurement.value_high, measurement.unit)
            )
    raise TypeError(f"no span for {type(fact.payload).__name__}")


def amount(low: float | None, high: float | None, unit: str | None) -> str:
    number = plain(low) if low == high or high is None else f"{plain(low)}/{plain(high)}"
    return f"{number} {unit}" if unit else number


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a sentence was understood.

    chunks   (words, reading, rule): what the cascade left
    facts    (line, whose and whether, when, words, rule)
    lost     (rule, words): rules that matched and lost to a longer or higher one
    """

    chunks: tuple[tuple[str, str, str], ...]
    facts: tuple[tuple[str, str, str, str, str], ...]
    lost: tuple[tuple[str, str], ...]


def explain(text: str, language: str | None = None, user_drugs: Path | None = None) -> Explanation:
    """Words, facts and their patient and moment, as for a report that is this text and no more."""
    told = extract(plain_report(text, language=language), user_drugs)
    return Explanation(
        tuple((c.text, reading(c), c.rule) for s in told.sentences for c in s.chunks),
        tuple(
            (line(f.fact), whose(f), when(f.moment), text[f.fact.start : f.fact.end], f.fact.rule) for f in told.facts
        ),
        tuple((rule, text[start:end]) for s in told.sentences for rule, start, end in s.lost),
    )


def whose(linked: LinkedFact) -> str:
    """patient; family, absent"""
    return linked.subject if linked.assertion == "present" else f"{linked.subject}, {linked.assertion}"


def when(moment: Moment) -> str:
    """2019-09-14 (stated); P3M after procedure; at admission; empty where no time is known."""
    beside = " ".join(filter(None, (moment.time_offset, moment.time_relation, moment.time_anchor)))
    if moment.time_edtf is None:
        return beside
    return f"{moment.time_edtf} ({', '.join(filter(None, (moment.time_basis, beside)))})"


def reading(chunk: Chunk) -> str:
    return " | ".join(f"{tag} {concept}".strip() for tag, concept in chunk.readings)
