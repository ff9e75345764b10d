"""Is it so? A sentence, words of one fact's quote, and its assertion."""

from __future__ import annotations

import pytest

from tests.linking.stories_test import extraction

SENTENCES = [
    ("en", "The patient refused prednisolone 40 mg daily.", "40 mg", "absent"),
    ("en", "Prednisolone 40 mg was refused.", "40 mg", "absent"),
    ("en", "Warfarin 5 mg was not given.", "5 mg", "absent"),
    ("en", "Warfarin 5 mg was planned but not given.", "5 mg", "planned"),
    ("en", "Tocilizumab 8 mg/kg was offered.", "8 mg/kg", "planned"),
    ("en", "We plan to give cyclophosphamide 500 mg.", "500 mg", "planned"),
    ("en", "He did not tolerate imatinib 400 mg daily.", "400 mg", "present"),
    ("en", "He had not taken his metformin 1000 mg twice daily.", "1000 mg", "absent"),
    ("en", "She had previously received methotrexate 15 mg weekly.", "15 mg", "past"),
    ("en", "If the fever persists, meropenem 1 g will be added.", "1 g", "hypothetical"),
    ("en", "No lesion larger than 5 mm was seen.", "5 mm", "absent"),
    ("en", "Without dialysis the creatinine rose to 500 µmol/L.", "500 µmol/L", "present"),
    ("en", "Surgery was refused; prednisolone 40 mg daily was given instead.", "40 mg", "present"),
    ("ru", "Пациентка отказалась от преднизолона 40 мг/сут.", "40 мг", "absent"),
    ("ru", "Преднизолон 40 мг/сут не назначали.", "40 мг", "absent"),
    ("ru", "От ритуксимаба 500 мг решено воздержаться.", "500 мг", "absent"),
    ("ru", "Предложен тоцилизумаб 8 мг/кг.", "8 мг/кг", "planned"),
    ("ru", "Планировалось введение ритуксимаба 500 мг.", "500 мг", "planned"),
    ("ru", "Не переносила иматиниб 400 мг/сут.", "400 мг", "present"),
    ("ru", "Без эффекта от преднизолона 40 мг/сут.", "40 мг", "present"),
    ("ru", "Ранее получала метотрексат 15 мг в неделю.", "15 мг", "past"),
    ("ru", "Очагов более 5 мм не выявлено.", "5 мм", "absent"),
    ("ru", "Не исключается метастаз размером 12 мм.", "12 мм", "possible"),
]


@pytest.mark.parametrize(("language", "sentence", "words", "assertion"), SENTENCES, ids=[s[1] for s in SENTENCES])
def test_assertion(language: str, sentence: str, words: str, assertion: str) -> None:
    found = extraction(language, f"case: {sentence}")
    text = found.report.text.string
    facts = [linked for linked in found.facts if words in text[linked.fact.start : linked.fact.end]]
    assert facts, f"no fact {words!r}"
    assert [linked.assertion for linked in facts if linked.fact.table != "dates"] == [assertion]
