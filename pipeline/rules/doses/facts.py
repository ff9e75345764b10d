"""Doses, and changes of a treatment without an amount, as facts."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.facts import Fact
from pipeline.report import Report
from pipeline.rules.chunk import Sentence
from pipeline.rules.doses.change_rows import change_facts
from pipeline.rules.doses.memory import Memory
from pipeline.rules.doses.names import short_forms
from pipeline.rules.doses.rows import dose_rows
from pipeline.rules.doses.sentence import dose_sentence
from pipeline.rules.where import holds

TOLD_BY = ("DRUG", "DOSE", "DOSE_CHANGE", "DOSE_CHANGE_NOUN", "TREATMENT_CHANGE", "WITH_CHANGE")
"""Without one of these a sentence tells of no dose and no change, and names no drug."""


def dose_facts(sentences: Sequence[Sentence], report: Report) -> list[Fact]:
    """Doses, and changes of a treatment without an amount of all sentences, in order."""
    known = short_forms(sentences)
    memory = Memory()
    out: list[Fact] = []
    for sentence in sentences:
        memory.enter(sentence)
        read = dose_sentence(sentence, known)
        if not holds(read.chunks, *TOLD_BY):
            continue
        doses = dose_rows(read, memory)
        out += doses + change_facts(read, memory, doses)
        memory.leave(read)
    return sorted(out, key=lambda fact: (fact.start, fact.end))
