"""Short stories and how their facts are tied: subject, assertion and moment; the files in `stories/` tell their form."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.extraction import Extraction, extract
from pipeline.facts import LinkedFact, TimeExpression
from pipeline.plain_text import plain_report
from pipeline.report import Paragraph, Report

FOLDER = Path(__file__).parent / "stories"


def stories() -> Iterator[tuple[str, str, list[str]]]:
    """(language, story, what its facts must be tied to)."""
    for file in sorted(FOLDER.glob("*.txt")):
        for number, block in enumerate(file.read_text(encoding="utf-8").split("\n\n"), start=1):
            lines = [line for line in block.strip().splitlines() if not line.startswith("#")]
            expected = [line.removeprefix("= ") for line in lines if line.startswith("= ")]
            if lines and (not expected or any(line.count(" | ") != 3 for line in expected)):
                raise ValueError(f"{file.name}, story {number}: without an expectation, or one of another form")
            if lines:
                yield file.stem, "\n".join(line for line in lines if not line.startswith("= ")), expected


STORIES = list(stories())


def report_of(language: str, story: str) -> Report:
    lines = [line.partition(": ") for line in story.split("\n")]
    text = "\n".join(words for _, _, words in lines)
    report = plain_report(text, language=language)
    paragraphs = tuple(
        Paragraph(p.start, p.end, section, language)  # type: ignore[arg-type]
        for p, (section, _, _) in zip(report.paragraphs, lines, strict=True)
    )
    return replace(report, paragraphs=paragraphs, report_id=hashlib.sha256(text.encode()).hexdigest()[:16])


def shown(linked: LinkedFact) -> str:
    moment = linked.moment
    told = (moment.time_offset, moment.time_relation, moment.time_anchor)
    time = moment.time_edtf or " ".join(part for part in told if part) or "-"
    return " | ".join((linked.subject, linked.assertion, time))


def extraction(language: str, story: str) -> Extraction:
    return extract(report_of(language, story))


@pytest.mark.parametrize(("language", "story", "expected"), STORIES, ids=[s[1][:60] for s in STORIES])
def test_story(language: str, story: str, expected: list[str]) -> None:
    found = extraction(language, story)
    text = found.report.text.string
    for line in expected:
        words, _, tied = line.partition(" | ")
        facts = [
            f
            for f in found.facts
            if words in text[f.fact.start : f.fact.end] and not isinstance(f.fact.payload, TimeExpression)
        ]
        assert tied in [shown(f) for f in facts], f"{words}: {[shown(f) for f in facts]}"


def test_two_labelled_cases_are_two_patients() -> None:
    story = (
        "case: Case 1. A 34-year-old man had a creatinine of 2.1 mg/dL.\n"
        "case: Case 2. A 51-year-old woman had a creatinine of 3.4 mg/dL."
    )
    found = extraction("en", story)
    assert [(c.number, c.sex, c.age_value) for c in found.cases] == [(1, "male", 34.0), (2, "female", 51.0)]
    labs = [f for f in found.facts if f.fact.table == "labs"]
    assert [f.case for f in labs] == [1, 2]


def test_a_series_has_no_case() -> None:
    assert extraction("ru", "case: Обследовали 67 пациентов, средний возраст 48,2 года.").cases == ()


def test_what_the_abstract_tells_again_points_at_the_body() -> None:
    story = (
        "abstract: A woman took imatinib 400 mg daily.\n"
        "case: A 70-year-old woman was given imatinib 400 mg daily on 12 July 2013."
    )
    doses = [(n, f) for n, f in enumerate(extraction("en", story).facts) if f.fact.table == "medications"]
    (_, abstract), (body, told) = doses
    assert abstract.repeat_of == body and told.repeat_of is None
    assert abstract.moment.time_edtf == told.moment.time_edtf == "2013-07-12"


def test_death_with_its_cause_and_date() -> None:
    story = "case: Пациентка погибла 22.07.2020 года в результате сердечной недостаточности."
    (case,) = extraction("ru", story).cases
    assert (case.sex, case.outcome, case.outcome_edtf, case.cause_of_death) == (
        "female",
        "died",
        "2020-07-22",
        "heart failure",
    )


COUNTED_CASES = [
    (
        "en",
        "case: Case I. A 5-year-old boy, ferritin 800 ng/mL.\ncase: Case II. A 7-year-old girl, ferritin 900 ng/mL.",
    ),
    (
        "en",
        "case: A 5-year-old boy, ferritin 800 ng/mL.\ncase: The second patient, a 7-year-old girl, ferritin 900 ng/mL.",
    ),
    (
        "en",
        "case: Twin 1, a boy aged 5 years, ferritin 800 ng/mL.\ncase: Twin 2, a girl aged 7 years, ferritin 900 ng/mL.",
    ),
    (
        "en",
        "abstract: We report two siblings.\ncase: A 5-year-old boy had a ferritin of 800 ng/mL.\n"
        "case: His sister, aged 7 years, was admitted with a ferritin of 900 ng/mL.",
    ),
    (
        "ru",
        "case: Клинический случай №1. Мальчик 5 лет, ферритин 800 нг/мл.\ncase: Клинический случай №2. Девочка 7 лет, ферритин 900 нг/мл.",
    ),
    (
        "ru",
        "case: 1-е наблюдение. Мальчик 5 лет, ферритин 800 нг/мл.\ncase: 2-е наблюдение. Девочка 7 лет, ферритин 900 нг/мл.",
    ),
    ("ru", "case: Больной А., 5 лет, ферритин 800 нг/мл.\ncase: Больная Б., 7 лет, ферритин 900 нг/мл."),
    (
        "ru",
        "abstract: Представлен семейный случай.\ncase: Мальчик 5 лет, ферритин 800 нг/мл.\n"
        "case: Родная сестра, 7 лет, поступила с ферритином 900 нг/мл.",
    ),
]


@pytest.mark.parametrize(("language", "story"), COUNTED_CASES, ids=[s[:60] for _, s in COUNTED_CASES])
def test_two_patients_told_apart(language: str, story: str) -> None:
    found = extraction(language, story)
    assert [(c.number, c.age_value) for c in found.cases] == [(1, 5.0), (2, 7.0)]
    assert [(f.subject, f.case) for f in found.facts if f.fact.table == "labs"] == [("patient", 1), ("patient", 2)]


@pytest.mark.parametrize(
    ("language", "story", "sex"),
    [
        ("ru", "case: Больной К., 58 лет, обратился к врачу. У больной стороны тела слабость.", "male"),
        ("ru", "case: Пациент 58 лет поступил с болями.", "male"),
        ("ru", "case: Больная 40 лет поступила с болями.", "female"),
        (
            "en",
            "case: A 58-year-old plumber was found by his wife. She called for help. He was febrile. His CRP was high.",
            "male",
        ),
    ],
)
def test_sex_of_the_patient(language: str, story: str, sex: str) -> None:
    assert [c.sex for c in extraction(language, story).cases] == [sex]


def test_a_newborn_is_of_day_zero() -> None:
    (case,) = extraction("en", "case: The baby was delivered at 34 weeks. At 3 hours of age she was intubated.").cases
    assert (case.age_value, case.age_unit) == (0.0, "day")


def test_the_death_of_one_patient_is_not_the_other_one_s() -> None:
    story = "case: Case 1. A 34-year-old man was discharged home.\ncase: Case 2. A 51-year-old woman died of sepsis."
    assert [c.outcome for c in extraction("en", story).cases] == ["alive", "died"]


@pytest.mark.parametrize(
    ("language", "story", "kinds"),
    [
        ("en", "A boy was born at term. At 11 weeks, a shunt was placed. On day 3 he was fed.", ["age", "relative"]),
        ("en", "A 50-year-old man underwent lobectomy. At 4 months, he was well.", ["age", "relative"]),
        ("ru", "Мальчик родился в срок. В 3 года упал. На 5-е сутки выписан.", ["age", "relative"]),
    ],
)
def test_what_counts_from_birth_is_an_age(language: str, story: str, kinds: list[str]) -> None:
    found = extraction(language, f"case: {story}")
    assert [f.fact.payload.kind for f in found.facts if isinstance(f.fact.payload, TimeExpression)] == kinds
