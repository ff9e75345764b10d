"""Tokens: a number, a run of letters, or one sign, in both languages alike."""

from __future__ import annotations

import re
from itertools import product

import pytest

from pipeline.language.number import Number, patterns, read
from pipeline.language.tokens import GROUP_NAME, SIGN, WORD, Tokens, token_form

CASES = [
    ("en", "Hb 9.1 g/dL", ["Hb", "9.1", "g", "/", "dL"]),
    ("en", "patient's 5-cm mass", ["patient's", "5", "-", "cm", "mass"]),
    ("en", "SpO₂ 98%", ["SpO", "₂", "98", "%"]),
    ("en", "1,200 (44 000)", ["1,200", "(", "44 000", ")"]),
    ("ru", "28х35 мм, 2,0×10⁹/л", ["28", "х", "35", "мм", ",", "2,0×10⁹", "/", "л"]),
    ("ru", "18.01.17 г.", ["18.01.17", "г", "."]),
]


@pytest.mark.parametrize(("language", "text", "printed"), CASES)
def test_tokens_as_printed_with_their_places(language: str, text: str, printed: list[str]) -> None:
    tokens = Tokens(text, language, offset=7)
    assert tokens.printed == printed
    assert [text[a - 7 : b - 7] for a, b in zip(tokens.starts, tokens.ends, strict=True)] == printed
    behind = [text[: a - 7] for a in tokens.starts]
    assert tokens.glued == [bool(before) and not before[-1].isspace() for before in behind]


def test_no_token_in_an_empty_text() -> None:
    tokens = Tokens(" \n", "en")
    assert (tokens.printed, tokens.starts, tokens.ends, tokens.glued) == ([], [], [], [])


def test_what_digits_are_where_they_stand() -> None:
    assert read("on 18.01.17 he", 3, "en") is None
    assert read("10^9/L", 0, "en") == 9
    assert read("2,0×109/л", 0, "ru") == Number(2.0, 2.0, 9, "2,0×109", certain=False)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_short_ways_part_as_the_plain_alternatives_do(language: str) -> None:
    """Words, numbers, signs, in that order: what is tried before them, or turned away at once, changes nothing."""
    numbers = GROUP_NAME.sub("(?:", patterns(language))
    plain = re.compile(f"({WORD}|{numbers}|{SIGN})")
    letters = "aZяЁéßα中𝒜ʼ'’_₂½7٣.,/-–×( \u00a0\t😀"
    for text in map("".join, product(letters, repeat=3)):
        assert token_form(language).split(text) == plain.split(text), repr(text)
