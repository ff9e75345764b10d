"""Sizes of several figures become one chunk, in millimetres, and what is no size stays as it was."""

from __future__ import annotations

import pytest

from pipeline.annotation import annotate
from pipeline.rules.lesions.size import Size
from pipeline.rules.reading import cascade


def sizes(text: str, language: str) -> list[Size]:
    found, _ = cascade(text, 0, language)
    return [chunk.value for chunk in found if isinstance(chunk.value, Size)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("28х35х12 мм", "ru", [(28, 35, 12)]),
        ("18 на 20 мм", "ru", [(18, 20)]),
        ("12х106 мм", "ru", [(12, 106)]),
        ("12х9, 6х4 и 7х5 мм", "ru", [(12, 9), (6, 4), (7, 5)]),
        ("3.0 by 2.6 cm", "en", [(30, 26)]),
        ("15.5×5.9×4.0 cm", "en", [(155, 59, 40)]),
        ("4 cm ∗ 2 cm", "en", [(40, 20)]),
        ("2 × 2 cm^2", "en", [(20, 20)]),
        ("8 mm x 1.5 cm", "en", [(8, 15)]),
        ("64/72,3 mm", "en", [(64, 72.3)]),
        ("16/22/15mm", "en", [(16, 22, 15)]),
        ("3 cm long, 2 cm wide and 1 cm thick", "en", [(30, 20, 10)]),
        ("a two-centimetre nodule", "en", [(20,)]),
        ("12, 15 and 18 mm", "en", [(12,), (15,), (18,)]),
    ],
)
def test_sides_in_printed_order(text: str, language: str, expected: list[tuple[float, ...]]) -> None:
    assert [size.sides_mm for size in sizes(text, language)] == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("1/2 cm", "en"),
        ("matrix 288 × 512", "en"),
        ("×200", "en"),
        ("231 х 10е9/л", "ru"),
        ("a 2 × 2 table", "en"),
        ("5 cm in diameter and a 3 cm nodule", "en"),
    ],
)
def test_no_product(text: str, language: str) -> None:
    assert sizes(text, language) == []


def test_a_change_tells_two_sizes() -> None:
    before, after = sizes("The lesion decreased from 3.0 by 2.6 cm to 1.1 by 0.8 cm.", "en")
    assert (before.sides_mm, before.moved) == ((30, 26), "before")
    assert (after.sides_mm, after.moved) == ((11, 8), "after")


def test_a_range_is_one_size() -> None:
    (size,) = sizes("a 2- to 3-cm incision", "en")
    assert (size.low_mm, size.sides_mm) == (20, (30,))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The cyst measured 4.1 cm in length and 2.2 cm × 1.7 cm in width.",
            [("4.1 cm", "41"), ("2.2 cm × 1.7 cm", "22x17")],
        ),
        ("The cyst measured 4.1 × 2.2 cm in diameter.", [("4.1 × 2.2 cm", "41x22")]),
        ("CT showed subcentimetre nodules of the lung.", []),
    ],
)
def test_a_size_is_annotated_once_for_each_run_of_figures(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(text[s.start : s.end], s.value) for s in annotate(text, "en") if s.type == "size"] == expected
