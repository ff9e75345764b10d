"""Short stories and how their facts are tied: subject, assertion and moment of the fact with a given quote.

Each story is `section: text` a paragraph; each expectation `words | subject | assertion | time`, where time is an EDTF,
an offset, or `relation anchor`, and `-` is none. The words stand in the fact's quote.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from pipeline.extraction import Extraction, extract
from pipeline.facts import LinkedFact, TimeExpression
from pipeline.plain_text import plain_report
from pipeline.report import Paragraph, Report

STORIES = [
    (
        "en",
        "case: On admission the hemoglobin was 9.7 g/dL. She underwent cholecystectomy. The bilirubin was 3.1 mg/dL.",
        ["9.7 g/dL | patient | present | at admission", "3.1 mg/dL | patient | present | after procedure"],
    ),
    (
        "en",
        "case: A 46-year-old woman was admitted on 12 July 2013. The platelet count was 40 × 10^9/L. "
        "Three days later the platelet count was 90 × 10^9/L.",
        ["40 × 10^9/L | patient | present | 2013-07-12", "90 × 10^9/L | patient | present | 2013-07-15"],
    ),
    (
        "en",
        "case: The patient was discharged on prednisone 20 mg daily. At three-month follow-up creatinine was 1.2 mg/dL.",
        ["20 mg daily | patient | present | at discharge", "1.2 mg/dL | patient | present | P3M"],
    ),
    (
        "en",
        "case: By 16 June 2009 the viral load was 450 copies/mL, rising to 530 copies/mL two days later.",
        ["450 copies/mL | patient | present | 2009-06-16", "530 copies/mL | patient | present | 2009-06-18"],
    ),
    (
        "en",
        "case: The patient had a myocardial infarction in 2002. The sodium was 128 mmol/L.",
        ["128 mmol/L | patient | present | at admission"],
    ),
    (
        "en",
        "case: At autopsy a huge liver was seen. A 10-mm white nodule was found in the lung.",
        ["10-mm | patient | present | at death"],
    ),
    (
        "en",
        "case: The patient received imatinib 400 mg daily.\n"
        "discussion: Smith et al. treated 27 patients with imatinib 800 mg daily [8]. In our patient the dose was 400 mg daily.",
        ["800 mg | literature | present | -", "imatinib 400 mg | patient | present | at admission"],
    ),
    (
        "en",
        "discussion: Prednisone should be started at 1 mg/kg daily.",
        ["1 mg/kg | general | present | -"],
    ),
    (
        "en",
        "case: His mother had a hemoglobin of 9.1 g/dL.",
        ["9.1 g/dL | family | present | -"],
    ),
    (
        "en",
        "case: If the fever returned, vancomycin 1 g every 12 hours would be given.",
        ["vancomycin 1 g | patient | hypothetical | at admission"],
    ),
    (
        "en",
        "case: The procalcitonin was 0.6 ng/mL on day 3 after surgery; a CT prior to the operation showed a 4-cm mass.",
        ["0.6 ng/mL | patient | present | P3D", "4-cm | patient | present | before procedure"],
    ),
    (
        "en",
        "case: Cidofovir 5 mg/kg was given every two weeks from 11 September 2009 to 28 January 2010.",
        ["5 mg/kg | patient | present | 2009-09-11/2010-01-28"],
    ),
    (
        "ru",
        "case: 18.05.2020 года пациентка была госпитализирована. Гемоглобин 97 г/л. "
        "Через 2 месяца после выписки креатинин 121,8 мкмоль/л.",
        ["97 г/л | patient | present | 2020-05-18", "121,8 мкмоль/л | patient | present | P2M"],
    ),
    (
        "ru",
        "case: При поступлении АЛТ 3420 Ед/л. АЛТ снизилась через 5 дней до 240 Ед/л.",
        ["3420 Ед/л | patient | present | at admission", "240 Ед/л | patient | present | P5D"],
    ),
    (
        "ru",
        "case: Пациент получал иматиниб 400 мг в сутки с 2014 года. С 14.09.19 года иматиниб был отменен.",
        ["400 мг в сутки | patient | present | 2014/..", "иматиниб был отменен | patient | present | 2019-09-14"],
    ),
    (
        "ru",
        "case: Пациентка 70 лет получала иматиниб 400 мг в сутки.\n"
        "discussion: В исследовании у 27 пациентов иматиниб назначали в дозе 800 мг в сутки [8].",
        ["400 мг в сутки | patient | present | at admission", "800 мг в сутки | literature | present | -"],
    ),
    (
        "ru",
        "case: Обследовали 40 пациентов. У больных уровень СРБ снизился с 9,5 мг/л до 3,9 мг/л к 12-й неделе.",
        ["3,9 мг/л | literature | present | P12W"],
    ),
    (
        "ru",
        "case: При аутопсии, выполненной 22.07.20 года, в печени выявлены очаги размером до 87 мм.",
        ["87 мм | patient | present | 2020-07-22"],
    ),
    (
        "ru",
        "case: При поступлении лейкоциты 12,4×10^9/л. При выписке лейкоциты 6,1×10^9/л.",
        ["12,4×10^9/л | patient | present | at admission", "6,1×10^9/л | patient | present | at discharge"],
    ),
]


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
    standpoint = f"{moment.time_relation} {moment.time_anchor}" if moment.time_anchor else "-"
    return " | ".join((linked.subject, linked.assertion, moment.time_edtf or moment.time_offset or standpoint))


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
