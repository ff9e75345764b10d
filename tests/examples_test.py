"""The example tables: a sentence, then every fact in it, one a line, as `= …`.

    Креатинин 240 мкмоль/л, мочевина в норме.
    = lab creatinine 240 umol/L

    Данных за тромбоз нет.
    = nothing

Each file of tests/examples/<language>/ lists one kind (its name) and only facts of that kind are compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.extraction import find_facts
from pipeline.facts import Fact
from pipeline.plain_text import plain_report
from pipeline.rules.line import line
from pipeline.rules.reading import read_sentences

EXAMPLES = Path(__file__).parent / "examples"
TABLE = {"times": "dates", "doses": "medications", "lesions": "lesions", "labs": "labs", "measurements": "measurements"}


def examples(file: Path) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    sentence, number, expected = None, 0, []
    for n, text in enumerate([*file.read_text(encoding="utf-8").split("\n"), ""], 1):
        if text.startswith("= "):
            expected.append(text[2:].strip())
        elif text.startswith("#"):
            continue
        elif text.strip() and sentence is None:
            sentence, number = text.strip(), n
        elif sentence is not None and not (text.strip() and not expected):
            if not expected:
                raise ValueError(
                    f"{file.name}:{number}: a sentence without an expectation; write `= nothing` if there is none"
                )
            yield number, sentence, tuple(e for e in expected if e != "nothing")
            sentence, number, expected = (text.strip(), n, []) if text.strip() else (None, 0, [])
        elif text.strip():
            raise ValueError(f"{file.name}:{number}: a sentence without an expectation")


def facts_of(sentence: str, language: str, kind: str) -> list[Fact]:
    report = plain_report(sentence, f"{kind}.txt", language=language)
    return [f for f in find_facts(read_sentences(report), report) if f.table == TABLE[kind]]


CASES = [
    pytest.param(file.parent.name, file.stem, sentence, expected, id=f"{file.parent.name}/{file.name}:{number}")
    for file in sorted(EXAMPLES.glob("*/*.txt"))
    for number, sentence, expected in examples(file)
]


@pytest.mark.parametrize(("language", "kind", "sentence", "expected"), CASES)
def test_example(language: str, kind: str, sentence: str, expected: tuple[str, ...]) -> None:
    assert [line(f) for f in facts_of(sentence, language, kind)] == list(expected)
