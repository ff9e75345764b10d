"""Number words are numbers to every kind of fact; the pronoun «one» is not."""

from __future__ import annotations

import pytest

from pipeline.language.number import Number
from pipeline.rules.lexing import chunks
from pipeline.rules.times.numerals import NUMERALS


def numbers(text: str, language: str) -> list[float]:
    found, _ = NUMERALS.apply(chunks(text, 0, language), language)
    return [c.value.low for c in found if c.has("NUMBER") and isinstance(c.value, Number)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a two-centimetre nodule", [2]),
        ("three lesions and twenty-five nodes", [3, 25]),
        ("two hundred cells", [200]),
        ("one hundred twenty five patients", [125]),
        ("two and a half years", [2.5]),
        ("a couple of weeks", [2]),
        ("two to three days", [2, 3]),
        ("one tablet", [1]),
        ("one of them", []),
        ("this one was larger", []),
        ("the other one", []),
        ("no one was hurt", []),
    ],
)
def test_english(text: str, expected: list[float]) -> None:
    assert numbers(text, "en") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("двадцать пять узлов", [25]),
        ("сто двадцать пять мг", [125]),
        ("полтора года", [1.5]),
        ("два с половиной года", [2.5]),
        ("пару таблеток", [2]),
        ("двое суток", [2]),
        ("тремя очагами", [3]),
        ("одна таблетка", [1]),
        ("один из очагов", []),
    ],
)
def test_russian(text: str, expected: list[float]) -> None:
    assert [n for n in numbers(text, "ru")] == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("the 66 th day", "en", [(66, 66)]),
        ("the 3rd day", "en", [(3, 3)]),
        ("на 5-е сутки", "ru", [(5, 5)]),
        ("к 10-11-м суткам", "ru", [(10, 11)]),
        ("очаги 5 и 7 мм", "ru", []),
    ],
)
def test_ordinals(text: str, language: str, expected: list[tuple[float, float]]) -> None:
    found, _ = NUMERALS.apply(chunks(text, 0, language), language)
    assert [(c.value.low, c.value.high) for c in found if c.has("ORDINAL")] == expected
