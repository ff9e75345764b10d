"""Every number of a text has a fate."""

from __future__ import annotations

import pytest

from pipeline.extraction import find_facts
from pipeline.plain_text import plain_report
from pipeline.rules.census.fates import number_fates
from pipeline.rules.reading import read_sentences

FATES = [
    ("The nodule is shown in Figure 2.", "en", "2", "figure"),
    ("Results are listed in Table 3.", "en", "3", "table_number"),
    ("This was described before [7, 8].", "en", "7", "reference"),
    ("The difference was significant (p < 0.05).", "en", "0.05", "p_value"),
    ("A series of 27 patients was published.", "en", "27", "patient_count"),
    ("The tumour was positive for CD56.", "en", "56", "marker_name"),
    ("A disc protrusion at L4-L5 was seen.", "en", "5", "spine_level"),
    ("Haematoxylin and eosin, ×200.", "en", "200", "magnification"),
    ("The tumour was staged pT3N1M0.", "en", "3", "stage"),
    ("A 1.5 T scanner was used.", "en", "1.5", "device_setting"),
    ("Sodium was 140 mEq/L (135–145 mEq/L).", "en", "145", "reference_range"),
    ("Sodium was 140 mEq/L (135–145 mEq/L).", "en", "140", "fact"),
    ("Cardiac exam demonstrated normal S1 and S2, no murmurs.", "en", "2", "marker_name"),
    ("Pain over the left 2nd metacarpal bone.", "en", "2", "ordinal"),
    ("Uptake was 47.4% (normal 10–33%).", "en", "33", "reference_range"),
    ("A handpiece (DURAtec 2068D, Germany) was used.", "en", "2068", "identifier"),
    ("Platelets over time 0 30 60 90 120 150 180 Days since initiation.", "en", "150", "figure_lettering"),
    ("It occurs in 24% of adolescents.", "en", "24", "percentage"),
    ("Prednisone was tapered by 5 mg every 2 weeks.", "en", "5", "difference"),
    ("Доза преднизолона снижена на 5 мг.", "ru", "5", "difference"),
    ("The nodule increased by 7 mm.", "en", "7", "difference"),
    ("Пятая группа (рис. 1) не изменилась.", "ru", "1", "figure"),
    ("Описано 27 пациентов с этой опухолью.", "ru", "27", "patient_count"),
    ("Опухоль степени злокачественности G2.", "ru", "2", "grade"),
    ("Креатинин 240 мкмоль/л.", "ru", "240", "fact"),
    ("Case 2. A 45-year-old woman was admitted.", "en", "2", "case_number"),
    ("Наблюдение 3. Мужчина, 54 года.", "ru", "3", "case_number"),
    ("Two studies described such tumours.", "en", "Two", "count"),
    ("Craniotomy was followed by 5000 rads.", "en", "5000", "radiation_dose"),
    ("Anti-Scl 70 was positive.", "en", "70", "marker_name"),
    ("Anti-Scl 70 is a factor of poor prognosis.", "en", "70", "marker_name"),
    ("In cases 1 and 2 the graft failed.", "en", "2", "case_number"),
    ("T2 helper cells were activated.", "en", "2", "marker_name"),
    ("The risk was put at 1 in 2,400.", "en", "2,400", "statistic"),
    ("Antibodies were gone after 4, 8 and 12 sessions.", "en", "8", "count"),
    ("This is disputed [3,7].", "en", "3,7", "reference"),
    ("В исследование вошли дети (n = 64).", "ru", "64", "patient_count"),
    ("A disc protrusion at L4-L5 was seen.", "en", "4", "spine_level"),
    ("Протрузия диска L5-S1, L 8,2×10^9/л.", "ru", "5", "spine_level"),
    ("65 M Prolactin", "en", "65", "age"),
]


@pytest.mark.parametrize(("sentence", "language", "number", "fate"), FATES)
def test_fate(sentence: str, language: str, number: str, fate: str) -> None:
    report = plain_report(sentence, language=language)
    sentences = read_sentences(report)
    fates = number_fates(sentences, find_facts(sentences, report), report)
    assert {f.fate for f in fates if f.text == number} == {fate}


def test_every_digit_is_in_exactly_one_row() -> None:
    text = "On 12 May 2017 haemoglobin was 9.1 g/dL (12–16), Figure 2, CD56, and 17 of it all."
    report = plain_report(text, language="en")
    sentences = read_sentences(report)
    rows = number_fates(sentences, find_facts(sentences, report), report)
    covered = [i for row in rows for i in range(row.start, row.end)]
    assert len(covered) == len(set(covered))
    assert {i for i, ch in enumerate(text) if ch.isdigit()} <= set(covered)
