"""Whose a fact is: stories in which others are told of beside the patient.

Each story is `section: text` a paragraph; each expectation `words | subject`, the words standing in the fact's quote.
"""

from __future__ import annotations

import pytest

from tests.linking.stories_test import extraction

OURS = "case: A 58-year-old woman was admitted. Her creatinine was 240 µmol/L.\n"
НАША = "case: Больная Н., 58 лет, поступила с болью. Креатинин 240 мкмоль/л.\n"

STORIES = [
    # tables of what was published, with this report's patient in a row of its own
    (
        "en",
        OURS + "caption: Table 2. Reported cases of renal sarcoidosis.\ntable: Patient\tTreatment\tCreatinine\n"
        "table: 54, male\tprednisone 40 mg daily\tcreatinine 3.1 mg/dL\n"
        "table: Present case\tprednisone 60 mg daily\tcreatinine 2.4 mg/dL",
        ["prednisone 40 mg | literature", "3.1 mg/dL | literature", "prednisone 60 mg | patient"],
    ),
    (
        "en",
        OURS + "table: Author\tAge\tTumor size\ntable: Moreno, 2011\t54\ttumor of 4.2 cm",
        ["4.2 cm | literature"],
    ),
    (
        "en",
        OURS + "caption: Table 1. Laboratory values of the patient, with ranges from the literature.\n"
        "table: Hemoglobin 9.1 g/dL\tcreatinine 3.3 mg/dL",
        ["9.1 g/dL | patient", "3.3 mg/dL | patient"],
    ),
    (
        "en",
        OURS + "caption: Table 1. Laboratory data on admission.\ntable: Hemoglobin 9.1 g/dL\tcreatinine 3.3 mg/dL",
        ["9.1 g/dL | patient", "3.3 mg/dL | patient"],
    ),
    (
        "ru",
        НАША + "caption: Таблица 2. Описанные в литературе случаи опухоли.\ntable: Мужчина\tопухоль размером 4 см",
        ["4 см | literature"],
    ),
    (
        "ru",
        НАША + "table: Автор\tРазмер\ntable: Громов, 2011\tопухоль размером 42 мм",
        ["42 мм | literature"],
    ),
    (
        "ru",
        НАША + "caption: Таблица 1. Показатели больной.\ntable: Гемоглобин 91 г/л\tкреатинин 330 мкмоль/л",
        ["91 г/л | patient", "330 мкмоль/л | patient"],
    ),
    # authors by name
    (
        "en",
        OURS + "discussion: Moreno and Lindgren [5] reported a man aged 71 whose lactate was 9.4 mmol/L.",
        ["71 | literature", "9.4 mmol/L | literature"],
    ),
    (
        "en",
        OURS + "discussion: Tamura's patient [4], a 33-year-old male, received rituximab 375 mg/m2 weekly.",
        ["33 | literature", "375 mg/m2 | literature"],
    ),
    ("en", OURS + "discussion: In the cases collected by Moreau [3] the tumor measured 4 cm.", ["4 cm | literature"]),
    (
        "en",
        OURS + "discussion: One 47-year-old woman with a haemoglobin of 6.1 g/dL recovered.",
        ["6.1 g/dL | literature"],
    ),
    (
        "ru",
        НАША + "discussion: И.П. Громов описал больную 78 лет с опухолью размером 12 см.",
        ["78 лет | literature", "12 см | literature"],
    ),
    (
        "ru",
        НАША + "discussion: K. Sato наблюдал подростка 16 лет, получавшего преднизолон 60 мг/сут.",
        ["16 лет | literature", "60 мг/сут | literature"],
    ),
    (
        "ru",
        НАША + "discussion: У мужчины 24 лет, описанного R. Keller, креатинин составил 910 мкмоль/л.",
        ["24 лет | literature", "910 мкмоль/л | literature"],
    ),
    # series and trials
    ("en", OURS + "discussion: In a surgical series of 23, the tumor measured 1.1 cm.", ["1.1 cm | literature"]),
    (
        "en",
        OURS + "discussion: In the BRIGHT trial (n = 140) dapsone 100 mg daily was given.",
        ["100 mg daily | literature"],
    ),
    (
        "ru",
        НАША + "discussion: В исследовании ORION (n = 717) назначали мидостаурин 50 мг 2 раза в сутки.",
        ["50 мг | literature"],
    ),
    # what holds for everyone
    ("en", OURS + "discussion: Current guidance advises prednisolone 1 mg/kg daily [6].", ["1 mg/kg | general"]),
    ("en", OURS + "discussion: Dapsone is licensed at 100 mg daily [9].", ["100 mg daily | general"]),
    (
        "en",
        OURS
        + "introduction: Severe disease has an incidence of 3 cases per million; it is diagnosed at a neutrophil count of less than 0.5 × 10^9/L [1].",
        ["0.5 × 10^9/L | general"],
    ),
    (
        "ru",
        НАША + "discussion: Согласно инструкции, доза месалазина не должна превышать 4,8 г/сут.",
        ["4,8 г/сут | general"],
    ),
    ("ru", НАША + "discussion: Рекомендуемая доза циклофосфамида 15 мг/кг [6].", ["15 мг/кг | general"]),
    ("en", OURS + "discussion: Treatment should last for 6 weeks [2].", ["6 weeks | literature"]),
    ("en", "case: Warfarin was given with a target INR of 2–3.", ["INR of 2–3 | general"]),
    ("ru", "case: Назначен варфарин, целевое МНО 2,0–3,0.", ["МНО 2,0–3,0 | general"]),
    (
        "en",
        OURS + "discussion: Moreno et al. [4] gave dapsone 50 mg. Rituximab 375 mg/m2 remains the best studied drug.",
        ["50 mg | literature", "375 mg/m2 | general"],
    ),
    # back to the patient
    (
        "en",
        OURS
        + "discussion: Patients with sepsis have a high lactate [2], whereas our patient had a lactate of 1.2 mmol/L.",
        ["1.2 mmol/L | patient"],
    ),
    (
        "en",
        OURS + "discussion: Unlike our patient, the woman of Moreno et al. [5] received rituximab 500 mg.",
        ["500 mg | literature"],
    ),
    ("en", OURS + "discussion: We gave her rituximab 500 mg, which is half of the dose.", ["500 mg | patient"]),
    ("en", OURS + "discussion: This 58-year-old woman had a lactate of 3.3 mmol/L.", ["3.3 mmol/L | patient"]),
    (
        "ru",
        НАША + "discussion: Инфекции развиваются при низком IgG; у нашей больной IgG 6,8 г/л.",
        ["6,8 г/л | patient"],
    ),
    ("ru", НАША + "discussion: У описанной больной опухоль достигала 9 см.", ["9 см | patient"]),
    (
        "ru",
        НАША
        + "discussion: В отличие от нашей пациентки, больная, описанная М. Рубо с соавт., получала ритуксимаб 500 мг.",
        ["500 мг | literature"],
    ),
    # the authors' other patients
    (
        "en",
        OURS + "discussion: We have previously treated a 44-year-old man with a creatinine of 720 µmol/L.",
        ["44 | literature", "720 µmol/L | literature"],
    ),
    (
        "ru",
        НАША + "discussion: Ранее мы наблюдали мужчину 44 лет с креатинином 720 мкмоль/л.",
        ["44 лет | literature", "720 мкмоль/л | literature"],
    ),
    (
        "en",
        "case: A 24-year-old Finnish male reported pain and presented with a haemoglobin of 8.1 g/dL.",
        ["8.1 g/dL | patient"],
    ),
    # kin
    (
        "en",
        "case: He had asthma, treated with prednisone 5 mg daily, and his brother had had a stroke at the age of 37.",
        ["5 mg daily | patient", "37 | family"],
    ),
    ("en", "case: His parents noticed a fever of 39.5 °C.", ["39.5 °C | patient"]),
    ("ru", "case: Со слов матери, ребенок получал амоксициллин 250 мг в сутки.", ["250 мг в сутки | patient"]),
    (
        "ru",
        "case: Пациентка приняла таблетки деда (тот получает верапамил 240 мг в день). Дигоксин 0,5 мг введен внутривенно.",
        ["240 мг | family", "0,5 мг | patient"],
    ),
    ("ru", "case: Мать, 52 года, получает левотироксин 50 мкг в сутки.", ["50 мкг | family"]),
    # several patients of one report
    (
        "en",
        "abstract: We describe two sisters. Both patients had a lactate of 4.1 mmol/L.\ncase: Case 1. A 31-year-old woman had a lactate of 4.1 mmol/L.\ncase: Case 2. A 35-year-old woman had a lactate of 4.1 mmol/L.\ndiscussion: In both patients the lactate was 4.1 mmol/L.",
        ["4.1 mmol/L | patient"],
    ),
    (
        "ru",
        "abstract: Описаны 2 больных, принимавших метотрексат 15 мг ежедневно.\ncase: Наблюдение 1. Больная А., 76 лет.\ncase: Наблюдение 2. Мужчина 58 лет.",
        ["15 мг | patient"],
    ),
]


@pytest.mark.parametrize(("language", "story", "expected"), STORIES, ids=[s[1][-60:] for s in STORIES])
def test_subject(language: str, story: str, expected: list[str]) -> None:
    found = extraction(language, story)
    text = found.report.text.string
    for line in expected:
        words, _, subject = line.partition(" | ")
        told = [linked.subject for linked in found.facts if words in text[linked.fact.start : linked.fact.end]]
        assert told, f"no fact {words!r} in {[text[f.fact.start : f.fact.end] for f in found.facts]}"
        assert set(told) == {subject}, f"{words!r}: {told}"


PORTRAITS = [
    ("ru", "case: Больной В., 52 лет, заболел остро.", ("male", 52.0, "year")),
    ("ru", "case: Пациент К., 58 лет, обратился к урологу. У больной сестры рак.", ("male", 58.0, "year")),
    ("ru", "case: Мальчик родился недоношенным. Масса тела 1200 г. На 5-е сутки появился шум.", ("male", 0.0, "day")),
    (
        "en",
        "case: A 58-year-old electrician was found by his wife. She called for help. He had a fever. His pulse was 96 bpm.",
        ("male", 58.0, "year"),
    ),
    (
        "en",
        "case: She had been hypertensive since age 41 and presented as a 47-year-old woman with weakness.",
        ("female", 47.0, "year"),
    ),
]


@pytest.mark.parametrize(("language", "story", "portrait"), PORTRAITS, ids=[s[1][:50] for s in PORTRAITS])
def test_portrait(language: str, story: str, portrait: tuple[str, float, str]) -> None:
    (case,) = extraction(language, story).cases
    assert (case.sex, case.age_value, case.age_unit) == portrait


def test_of_several_patients_each_has_an_outcome_of_its_own() -> None:
    story = (
        "case: Patient A. A 31-year-old woman bled. She was discharged well.\n"
        "case: Patient B. An 83-year-old man bled. He died of sepsis."
    )
    cases = extraction("en", story).cases
    assert [(c.number, c.sex, c.outcome) for c in cases] == [(1, "female", "alive"), (2, "male", "died")]


THREE = (
    "abstract: We report three patients aged 31, 68 and 83 years.\n"
    "case: Case 1. A 31-year-old woman bled.\n"
    "case: Case 2. A 68-year-old man bled.\n"
    "case: Case 3. An 83-year-old woman bled.\n"
    "discussion: In case 2 the lactate was 9.1 mmol/L, but patient 3 had a lactate of 4.4 mmol/L."
)


def test_each_of_several_patients_has_what_is_told_of_them_elsewhere() -> None:
    found = extraction("en", THREE)
    text = found.report.text.string
    ages = [linked for linked in found.facts if linked.fact.start < text.index("Case 1")]
    assert [linked.case for linked in ages] == [1, 2, 3]
    labs = [linked for linked in found.facts if linked.fact.table == "labs"]
    assert [(linked.subject, linked.case) for linked in labs] == [("patient", 2), ("patient", 3)]


def test_the_dates_of_the_front_are_those_of_the_publication() -> None:
    front = "front: A tumour of a six-month-old. Received 30 September 2015; accepted 20 December 2015.\n"
    told = {
        f.fact.payload.kind: (f.subject, f.case)
        for f in extraction("en", front + OURS.strip()).facts
        if f.fact.table == "dates"
    }
    assert told == {"date": ("literature", None), "age": ("patient", 1)}
