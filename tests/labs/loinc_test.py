"""LOINC codes: of the analyte, the specimen and the kind of unit, or none."""

from __future__ import annotations

import pytest

from pipeline.extraction import find_facts
from pipeline.facts import Lab
from pipeline.plain_text import plain_report
from pipeline.rules.labs.loinc import codes, loinc
from pipeline.rules.reading import read_sentences


def check_digit(digits: str) -> int:
    """The digit behind the hyphen of a LOINC code: mod 10, every other digit doubled, from the right."""
    doubled = (int(d) * 2 if i % 2 == 0 else int(d) for i, d in enumerate(reversed(digits)))
    return -sum(n // 10 + n % 10 for n in doubled) % 10


@pytest.mark.parametrize("code", sorted(set(codes().values())))
def test_every_code_has_its_check_digit(code: str) -> None:
    digits, digit = code.split("-")
    assert check_digit(digits) == int(digit)


@pytest.mark.parametrize(
    ("sentence", "language", "code"),
    [
        ("Creatinine was 1.4 mg/dL.", "en", "2160-0"),
        ("Креатинин 124 мкмоль/л.", "ru", "14682-9"),
        ("Neutrophils were 81%.", "en", "770-8"),
        ("Нейтрофилы 1,2×10^9/л.", "ru", "751-8"),
        ("CSF protein was 88 mg/dL.", "en", "2880-3"),
        ("Urinary protein was 88 mg/dL.", "en", "2888-6"),
        ("Pleural fluid glucose was 45 mg/dL.", "en", None),
        ("INR was 2.4.", "en", "6301-6"),
        ("Glucose was 11.", "en", None),
    ],
)
def test_a_lab_has_the_code_of_its_property(sentence: str, language: str, code: str | None) -> None:
    report = plain_report(sentence, "labs.txt", language=language)
    found = [f.payload for f in find_facts(read_sentences(report), report) if isinstance(f.payload, Lab)]
    assert [lab.loinc for lab in found] == [code]


def test_units_of_one_property_share_a_code() -> None:
    assert loinc("sodium", "blood", "meq/L") == loinc("sodium", "blood", "mmol/L") == "2951-2"
    assert loinc("platelets", "blood", "/uL") == loinc("platelets", "blood", "10*9/L") == "777-3"
    assert loinc("glucose", "blood", "mmol/L") != loinc("glucose", "blood", "g/L")
