"""The patients of a report: how many, where each is told, sex, age, outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from pipeline.facts import Case, TimeExpression
from pipeline.report import Report
from pipeline.rules.chunk import Chunk, Sentence
from pipeline.rules.pattern import Level, Match, T, rule
from pipeline.rules.where import where

AGE_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day"}
Sex = Literal["female", "male"]
SEXES: dict[str, Sex] = {"female": "female", "male": "male"}
BESIDE = 8
"""How far from its age a word for the patient may stand, in chunks."""

NOUN, VERB, PRONOUN = 3, 2, 1
STORY = frozenset({"case", "abstract", "front", "results"})


@rule(
    [T("CASE_LABEL", as_="word"), T("NUMBER", as_="number")],
    [T("CASE_LABEL", as_="word"), T("SIGN"), T("NUMBER", as_="number")],
)
def numbered(match: Match) -> int | None:
    """Case 2; Наблюдение 1; Patient No 3; Клинический пример №2"""
    number = match["number"].value
    return int(number.low) if number and number.is_whole and 1 <= number.low <= 20 else None


@rule([T("ORDINAL_CASE", as_="which")])
def ordinal(match: Match) -> int | None:
    """the second patient; первое наблюдение"""
    return int(match["which"].concept("ORDINAL_CASE") or 0) or None


LABELS = Level([numbered, ordinal])


def find_cases(report: Report, sentences: Sequence[Sentence], subjects: dict[int, str]) -> tuple[Case, ...]:
    """The cases in order, numbers from 1; none where the report tells of groups only."""
    if not any(subject == "patient" for subject in subjects.values()):
        return ()
    starts = labelled_starts(sentences)
    if len(starts) < 2:
        whole = ((0, len(report.text)),)
        return (describe(Case(1, spans=whole), [s for s in sentences if subjects[s.index] == "patient"]),)
    cases = []
    for position, (number, label, start) in enumerate(starts):
        end = starts[position + 1][2] if position + 1 < len(starts) else end_of_cases(sentences, start)
        told = [s for s in sentences if start <= s.start < end and subjects[s.index] == "patient"]
        cases.append(describe(Case(number, label, spans=((start, end),)), told))
    return tuple(cases)


def labelled_starts(sentences: Sequence[Sentence]) -> list[tuple[int, str, int]]:
    """(number, label as printed, where it begins) of each labelled case, numbers rising from 1, told in case sections."""
    out: list[tuple[int, str, int]] = []
    for sentence in sentences:
        if sentence.section not in ("case", "results") and sentence.role != "heading":
            continue
        for hit in LABELS.best(sentence.chunks, sentence.language)[0]:
            if hit.start <= 2 and hit.made == len(out) + 1:
                label = sentence.words(sentence.chunks[hit.start].start, sentence.chunks[hit.end - 1].end)
                out.append((hit.made, label, sentence.start))
    return out


def end_of_cases(sentences: Sequence[Sentence], start: int) -> int:
    after = [s.start for s in sentences if s.start > start and s.section in ("discussion", "conclusion", "references")]
    return min(after, default=sentences[-1].end)


def describe(case: Case, told: Sequence[Sentence]) -> Case:
    """Sex and age from where the story is told."""
    story = [s for s in told if s.section in STORY] or list(told)
    body = [s for s in story if s.section == "case"] or story
    ages = (age_beside_patient(body), first_age(body), age_beside_patient(story), first_age(story))
    value, unit = next((age for age in ages if age), (None, None))
    return replace(case, sex=likely_sex(body) or likely_sex(story), age_value=value, age_unit=unit)


def age_beside_patient(sentences: Sequence[Sentence]) -> tuple[float, str] | None:
    """«Пациент К., 58 лет, …»; "A 24-year-old man with …": the first age beside a word for the patient."""
    for sentence in sentences:
        for index in where(sentence.chunks, "AGE"):
            near = sentence.chunks[max(0, index - BESIDE) : index + BESIDE + 1]
            if any(c.has("SEX", "THE_PATIENT") for c in near) and not nearby_family(sentence.chunks, index):
                age = age_of(sentence.chunks[index])
                if age:
                    return age
    return None


def first_age(sentences: Sequence[Sentence]) -> tuple[float, str] | None:
    return next((age for s in sentences for c in s.chunks if (age := age_of(c))), None)


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
    return any(c.has("FAMILY") for c in chunks[max(0, index - 2) : index + 3])


def case_at(cases: Sequence[Case], offset: int) -> int | None:
    """The number of the case told at an offset; of a single case always that one; None between labelled cases."""
    if len(cases) == 1:
        return cases[0].number
    return next((c.number for c in cases if any(start <= offset < end for start, end in c.spans)), None)
