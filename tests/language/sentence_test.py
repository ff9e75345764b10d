"""Golden sentences: each text with `|` where a sentence ends."""

from __future__ import annotations

import pytest

from pipeline.language.sentence import sentences

GOLDEN = {
    "en": [
        "He was admitted on Feb. 18, 2016 because of pain.|Dr. Smith gave 5 mg i.v.|The patient left.",
        "See Fig. 2.|Hemoglobin was 7.2 g/dL (normal 12.0–15.5).|E. coli grew.",
        "She took vitamin D.|The next day she felt well.|He had hepatitis C.|The virus was cleared.",
        "HLA-B27 was negative. pH was 7.2.|It had grown (approx. 3 cm; see Fig. 1A).|No metastasis was seen.",
        "At admission: Hb 97 g/L; ALT 45 U/L; CRP 12 mg/L.|Smith et al. reported it.|Fever, cough, etc.|Then he left.",
        "At 8 a.m. he woke.|The mass was 10 mm.|Two were 5 mm.|Was it malignant?|It was not!",
        "The dose was reduced (to 200 mg. See Table 1) and kept.|3 days later he died.",
        "1. A 46-year-old man presented with fever.|2. A 50-year-old woman followed.",
        "A. I. Morozov and D. V. Pasynkov wrote it.|They thank nobody.",
        "Placebo vs. imatinib was studied in approx. 20 patients.|No. 3 was excluded.",
        "“He is well.”|She left.",
        "It measured 3.5 cm.|(It was seen again.)".replace("|", " "),
    ],
    "ru": [
        "В 2013 г.|Пациентка обратилась.|В 2013 г. проведена КТ.|Рис. 1.|Репрезентативные срезы.",
        "Иванов А.И. и др.|Доза 0.5 мг. в сутки.|АД 120/80 мм рт. ст.|Пульс 80 в мин.",
        "Через 3 мес. после выписки (35 [28; 40] мес.) умер.|Больной К., 46 лет, поступил.",
        "Стенка 5 см.|Опухоль 3 см. в диаметре.|Кашель, одышка и т.д.|Далее без динамики.",
        "Пациент А. поступил 12.05.2017 г. с болью.|Выписан.|НЭО G2 (рис. 3).|Т.е. опухоль.",
        "Hb 97 г/л; АЛТ 45 ЕД/л; СОЭ 20 мм/ч.|Получал имурек, напр. 50 мг.|А.И. Морозов описал это.",
        "С мая 2011 г. по ноябрь 2013 г. лечили.|Была ли опухоль?|Нет!|См. рис. 2.",
        "Доза снижена (до 200 мг. См. табл. 1) и сохранена.|В/в кап. вводили 500 мл.|Жалоб нет.",
    ],
}


@pytest.mark.parametrize(("language", "marked"), [(lang, text) for lang, texts in GOLDEN.items() for text in texts])
def test_golden_sentences(language: str, marked: str) -> None:
    text = marked.replace("|", " ")
    assert [text[start:end] for start, end in sentences(text, language)] == marked.split("|")


def test_lines_end_sentences_and_offsets_hold() -> None:
    text = "  First line \n\n second line. Third"
    assert [text[start:end] for start, end in sentences(text, "en")] == ["First line", "second line.", "Third"]
