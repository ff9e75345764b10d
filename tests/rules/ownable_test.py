"""A sentence that is passed over as naming nothing has no value that any rule would find an owner for."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.plain_text import plain_report
from pipeline.rules.chunk import Sentence
from pipeline.rules.labs.open_names import open_names
from pipeline.rules.measurements.bodies import bodies
from pipeline.rules.reading import read_sentences
from pipeline.rules.values.binding import owned
from pipeline.rules.values.ownable import ownable
from pipeline.rules.values.reading import names_and_values
from pipeline.rules.where import holds

EXAMPLES = Path(__file__).parents[1] / "examples"


def sentences(language: str) -> list[Sentence]:
    """Every sentence of the example tables, of all kinds of facts."""
    lines = [
        line for file in sorted((EXAMPLES / language).glob("*.txt")) for line in file.read_text("utf-8").split("\n")
    ]
    texts = [line for line in lines if line.strip() and line[0] not in "=#"]
    return [one for text in texts for one in read_sentences(plain_report(text, language=language))]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_what_is_passed_over_owns_nothing(language: str) -> None:
    passed = [(one, read) for one in sentences(language) if (read := valued(one)) and not ownable(one.chunks)]
    assert len(passed) > 100, "the gate is open for everything: it saves nothing"
    for sentence, read in passed:
        known = owned(read)
        assert [*known, *open_names(read, known), *bodies(read, language, known)] == [], sentence.text
        assert not holds(read, "REFERENCE") or holds(sentence.chunks, "REFERENCE_CUE"), sentence.text


def valued(sentence: Sentence) -> object:
    return names_and_values(sentence.chunks, sentence.language)


def test_a_name_a_unit_and_a_titre_are_looked_at() -> None:
    told = ["Hb was 9.", "девочка 3150 г", "Yersinia 1:640", "цитоз 340 в 1 мкл", "hypokalemia (2.9)"]
    assert all(ownable(one.chunks) for text in told for one in read_sentences(plain_report(text)))
    assert not any(
        ownable(one.chunks) for one in read_sentences(plain_report("She was seen 3 weeks later in 2 clinics."))
    )
