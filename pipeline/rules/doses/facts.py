"""Doses, and changes of a treatment without an amount, as facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.facts import Fact, TimeExpression
from pipeline.record import replace
from pipeline.report import Report
from pipeline.rules.chunk import Line, Sentence
from pipeline.rules.doses.change_rows import change_facts
from pipeline.rules.doses.memory import Memory
from pipeline.rules.doses.names import short_forms
from pipeline.rules.doses.rows import dose_rows
from pipeline.rules.doses.sentence import dose_sentence
from pipeline.rules.where import holds

TOLD_BY = ("DRUG", "DOSE", "DOSE_CHANGE", "DOSE_CHANGE_NOUN", "TREATMENT_CHANGE", "WITH_CHANGE", "WITH_STEP")
"""Without one of these a sentence tells of no dose and no change, and names no drug."""
CHANGED_BY = ("DOSE_CHANGE", "DOSE_CHANGE_NOUN", "START_VERB")


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
        changed = [read] if sentence.role != "table" else [dose_sentence(cell, known) for cell in cells(sentence)]
        out += doses + [fact for part in changed for fact in change_facts(part, memory, doses)]
        memory.leave(read)
    return sorted(out, key=lambda fact: (fact.start, fact.end))


def cells(row: Sentence) -> list[Sentence]:
    """A table's row by its cells where one of them names a drug and what is done with it: «1 month after ipilimumab | Ipilimumab held».

    Else the row as it is: «imatinib | stopped».
    """
    apart = [replace(row, chunks=line) for line in lines(row)]
    told = any(holds(cell.chunks, "DRUG") and holds(cell.chunks, *CHANGED_BY) for cell in apart)
    return [cell for cell in apart if not counts_from(cell)] if told else [row]


def counts_from(cell: Sentence) -> bool:
    """«1 month after restarting ipilimumab» is a time: what it counts from has been told of."""
    time = cell.chunks[0].value if cell.chunks else None
    return isinstance(time, TimeExpression) and time.kind == "relative"


def lines(row: Sentence) -> Iterator[Line]:
    start = row.start
    for words in row.text.split("\t"):
        end = start + len(words)
        yield Line(chunk for chunk in row.chunks if start <= chunk.start < end)
        start = end + 1
