"""Doses and durations in words, and the time from one dose to the next."""

from __future__ import annotations

import doctest
import importlib

import pytest

from pipeline.dosing import dose_words
from pipeline.extraction import find_facts
from pipeline.facts import Dose
from pipeline.plain_text import plain_report
from pipeline.rows import fields_of
from pipeline.rules.reading import read_sentences


def doses(sentence: str) -> list[Dose]:
    report = plain_report(sentence, language="en")
    return [f.payload for f in find_facts(read_sentences(report), report) if isinstance(f.payload, Dose)]


@pytest.mark.parametrize(
    ("sentence", "every", "words"),
    [
        ("Nivolumab 240 mg every 2 weeks was started.", "P2W", "240 mg every 2 weeks"),
        ("She received ceftriaxone 1 g every 8 hours.", "PT8H", "1 g every 8 hours"),
        ("Enalapril 10 mg twice daily was given.", None, "10 mg × 2/day"),
        ("Imatinib 400 mg daily was started.", None, "400 mg/day"),
        ("Zoledronic acid 4 mg every 28 days was given.", "P28D", "4 mg every 28 days"),
    ],
)
def test_a_dose_keeps_how_the_text_spaces_it(sentence: str, every: str | None, words: str) -> None:
    (dose,) = doses(sentence)
    assert (dose.every, dose_words(fields_of(dose))) == (every, words)


@pytest.mark.parametrize("module", ["dosing", "lengths"])
def test_the_examples_of_the_docstrings(module: str) -> None:
    failed, tried = doctest.testmod(importlib.import_module(f"pipeline.{module}"))
    assert tried > 0 and failed == 0
