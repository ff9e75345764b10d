"""Names that the morphology's dictionary lacks still have all their cases."""

from __future__ import annotations

import pytest

from pipeline.language.inflection import forms


@pytest.mark.parametrize(
    ("phrase", "form"),
    [
        ("меропенем", "меропенемом"),
        ("циклоспорин", "циклоспорином"),
        ("далибра", "далиброй"),
        ("форсига", "форсиги"),
        ("порактант альфа", "порактанта альфа"),
        ("лимфоузел", "лимфоузла"),
    ],
)
def test_a_name_out_of_the_dictionary_is_declined(phrase: str, form: str) -> None:
    assert form in forms(phrase, "ru")
