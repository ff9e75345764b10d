"""The patients of a report: how many, where each is told, sex, age, outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from pipeline.facts import Case, TimeExpression
from pipeline.linking.labels import Start
from pipeline.record import replace
from pipeline.report import Report
from pipeline.rules.chunk import Chunk, Sentence
from pipeline.rules.times.places import times_in
from pipeline.rules.where import where

AGE_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day"}
Sex = Literal["female", "male"]
SEXES: dict[str, Sex] = {"female": "female", "male": "male"}
BESIDE = 8
"""How far from its age a word for the patient may stand, in chunks."""
SINCE = ("FROM_CUE", "WHEN_AFTER")
"""Before an age, these tell of another time: "hypertensive since age 41"."""

NOUN, VERB, PRONOUN = 3, 2, 1
OPENING = 6
"""Sentences of a story that tell the patient's age now, or the birth that makes it a newborn's."""
STORY = frozenset({"case", "abstract", "front", "results"})


def find_cases(
    report: Report, sentences: Sequence[Sentence], subjects: Mapping[int, str], starts: Sequence[Start]
) -> tuple[Case, ...]:
    """The cases in order, numbers from 1; none where the report tells of groups only."""
    if not any(subject == "patient" for subject in subjects.values()):
        return ()
    if len(starts) < 2:
        whole = ((0, len(report.text)),)
        return (describe(Case(1, spans=whole), [s for s in sentences if subjects[s.index] == "patient"]),)
    cases = []
    for one, (start, end) in zip(starts, spans(starts, sentences), strict=True):
        told = [s for s in sentences if start <= s.start < end and subjects[s.index] == "patient"]
        cases.append(describe(Case(one.number, one.label, spans=((start, end),)), told))
    return tuple(cases)


def spans(starts: Sequence[Start], sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
    """From where each case begins to where the next one does, or the discussion."""
    ends = [one.offset for one in starts[1:]] + ([end_of_cases(sentences, starts[-1].offset)] if starts else [])
    return [(one.offset, end) for one, end in zip(starts, ends, strict=True)]


def end_of_cases(sentences: Sequence[Sentence], start: int) -> int:
    after = [s.start for s in sentences if s.start > start and s.section in ("discussion", "conclusion", "references")]
    return min(after, default=sentences[-1].end)


def describe(case: Case, told: Sequence[Sentence]) -> Case:
    """Sex and age from where the story is told."""
    story = [s for s in told if s.section in STORY] or list(told)
    body = [s for s in story if s.section == "case"] or story
    newborn = (0.0, "day") if any(born_here(s.chunks) for s in body[:OPENING]) else None
    ages = (
        present_age(body[:OPENING]),
        age_beside_patient(body),
        newborn,
        first_age(body),
        age_beside_patient(story),
        first_age(story),
    )
    value, unit = next((age for age in ages if age), (None, None))
    return replace(case, sex=likely_sex(body) or likely_sex(story), age_value=value, age_unit=unit)


def born_here(chunks: Sequence[Chunk]) -> bool:
    """The story begins with a birth: «The baby was delivered at 34 weeks»; not a woman born in 1957."""
    born = any(c.concept("EVENT_VERB") == "birth" for c in chunks)
    aged = any(isinstance(c.value, TimeExpression) and c.value.kind == "age" for c in chunks)
    return born and not aged and not any(getattr(c.value, "precision", None) == "year" for c in chunks)


def age_beside_patient(sentences: Sequence[Sentence]) -> tuple[float, str] | None:
    """«Пациент К., 58 лет, …»; "A 24-year-old man with …": the first age beside a word for the patient."""
    for sentence in sentences:
        for index in where(sentence.chunks, "AGE"):
            near = sentence.chunks[max(0, index - BESIDE) : index + BESIDE + 1]
            if any(c.has(*SINCE) for c in sentence.chunks[max(0, index - 1) : index]):
                continue
            if any(c.has("SEX", "THE_PATIENT") for c in near) and not nearby_family(sentence.chunks, index):
                age = age_of(sentence.chunks[index])
                if age:
                    return age
    return None


def present_age(sentences: Sequence[Sentence]) -> tuple[float, str] | None:
    """«A 69-year-old teacher slipped», not "diagnosed at the age of 58", nor kin's."""
    for sentence in sentences:
        for index in where(sentence.chunks, "AGE"):
            age = age_of(sentence.chunks[index])
            if age and not nearby_family(sentence.chunks, index) and not at_an_age(sentence.chunks, index):
                return age
    return None


def at_an_age(chunks: Sequence[Chunk], index: int) -> bool:
    """«at the age of 58», «в возрасте 46 лет», «since age 41»: a moment, which may be long past."""
    before = chunks[max(0, index - 1) : index]
    return any(c.has("AT_CUE", "AGE_CUE", *SINCE) for c in before) or any(
        c.has("AGE_CUE") for c in chunks[index].parts[:1]
    )


def first_age(sentences: Sequence[Sentence]) -> tuple[float, str] | None:
    return next((age for s in sentences for at in times_in(s.chunks) if (age := age_of(s.chunks[at]))), None)


def age_of(chunk: Chunk) -> tuple[float, str] | None:
    """(amount, unit) of an age that is no range."""
    time = chunk.value
    if not isinstance(time, TimeExpression) or time.kind != "age" or not time.value or "/" in time.value:
        return None
    amount, letter = time.value.lstrip("P")[:-1], time.value[-1]
    if letter not in AGE_UNITS or not amount.replace(".", "", 1).isdigit():
        return None
    return float(amount), AGE_UNITS[letter]


def likely_sex(sentences: Sequence[Sentence]) -> Sex | None:
    """What most words for the patient say: nouns weigh most, then verbs that show it («поступил»), then pronouns."""
    votes: Counter[Sex] = Counter()
    for sentence in sentences:
        for tag in ("SEX", "GENDERED"):
            for index in where(sentence.chunks, tag):
                chunk = sentence.chunks[index]
                sex = SEXES.get(chunk.concept(tag) or "")
                if sex and not nearby_family(sentence.chunks, index):
                    pronoun = tag == "SEX" and chunk.has("THE_PATIENT") and len(chunk.norm) <= 3
                    votes[sex] += PRONOUN if pronoun else VERB if tag == "GENDERED" else NOUN
    return votes.most_common(1)[0][0] if votes else None


def nearby_family(chunks: Sequence[Chunk], index: int) -> bool:
    return any(c.has("FAMILY", "DONOR") for c in chunks[max(0, index - 2) : index + 3])


def case_at(cases: Sequence[Case], offset: int) -> int | None:
    """The number of the case told at an offset; of a single case always that one; None between labelled cases."""
    if len(cases) == 1:
        return cases[0].number
    return next((c.number for c in cases if any(start <= offset < end for start, end in c.spans)), None)
