"""Every rule of the lesions fires on a sentence of the example tables."""

from __future__ import annotations

from pathlib import Path

from pipeline.plain_text import plain_report
from pipeline.rules.lesions.dimensions import DIMENSIONS
from pipeline.rules.lesions.facts import UNOWNED, lesion_facts
from pipeline.rules.lesions.ownership import RULES
from pipeline.rules.reading import read_sentences

EXAMPLES = Path(__file__).parents[1] / "examples"


def fired() -> set[str]:
    names = set()
    for file in EXAMPLES.glob("*/lesions.txt"):
        for text in file.read_text(encoding="utf-8").split("\n"):
            if text.strip() and not text.startswith(("=", "#")):
                report = plain_report(text, language=file.parent.name)
                sentences = read_sentences(report)
                names |= {chunk.rule for sentence in sentences for chunk in sentence.chunks}
                names |= {fact.rule for fact in lesion_facts(sentences, report)}
    return names


def test_every_rule_has_a_sentence() -> None:
    rules = {one.name for level in DIMENSIONS for one in level.rules} | {one.name for one in RULES} | {UNOWNED}
    assert rules - fired() == set()
