"""Signs, in whatever form a typesetter printed them."""

from __future__ import annotations

import pytest

from pipeline.language.lexicon import lexicon
from pipeline.language.number import form, parse
from pipeline.language.tables import LANGUAGES, table
from pipeline.language.tokens import Tokens, written
from pipeline.reader.words import rows

WITHOUT_MEANING = {"∞", "→", "•", "÷", "≠"}
"""Signs of a symbol font that no rule reads."""
IN_NUMBERS = {"⋅"}
"""Read by the form of a number."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sign_that_a_symbol_font_gives_is_known(language: str) -> None:
    marks = {row["mark"] for row in rows("symbol_font")}
    signs = {mark for mark in marks if not mark.isalpha()} - WITHOUT_MEANING - IN_NUMBERS - {"°"}
    assert signs and [sign for sign in signs if not lexicon(language).of(written(sign), written(sign))] == []


def test_the_degree_sign_of_every_font_is_one() -> None:
    assert {written(sign) for sign in "°∘˚º⁰"} == {"°"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_of_a_sign_leads_to_one_that_the_tables_know(language: str) -> None:
    lead = {row["sign"] for row in table("sign_forms")} - {"°"}
    assert [sign for sign in lead if not lexicon(language).of(sign, sign)] == []


def test_no_form_of_a_sign_is_a_sign_of_the_tables_itself() -> None:
    forms = [row["printed"] for row in table("sign_forms")]
    assert len(forms) == len(set(forms))
    assert set(forms).isdisjoint(row["phrase"] for row in table("signs"))


@pytest.mark.parametrize(
    ("printed", "value", "power"),
    [("4·8", 4.8, 0), ("4∙8", 4.8, 0), ("5·10⁹", 5, 9), ("5∙10^9", 5, 9), ("4⋅8⋅10^9", 4.8, 9), ("5 ∗ 10^9", 5, 9)],
)
def test_a_point_in_the_middle_of_the_line(printed: str, value: float, power: int) -> None:
    match = form("en").match(printed)
    assert match is not None
    number = parse(match, "en")
    assert (number.low, number.power, number.printed) == (value, power, printed)


def test_offsets_are_those_of_the_printed_text() -> None:
    tokens = Tokens("T 36.4∘C", "en")
    assert (tokens.printed, tokens.starts) == (["T", "36.4", "∘", "C"], [0, 2, 6, 7])
