"""Tables of other people's patients: «Table 2. Reported cases of …», a table with a column of authors."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from pipeline.rules.chunk import Sentence
from pipeline.rules.where import holds

IN_TABLES = ("caption", "table")


def reviewed_rows(sentences: Sequence[Sentence]) -> frozenset[int]:
    """The rows of tables whose caption or first row says that they review what was published."""
    out: set[int] = set()
    announced = False
    for section, run in groupby(sentences, key=lambda s: s.section if s.section in IN_TABLES else ""):
        block = list(run)
        if section == "table" and (announced or holds(block[0].chunks, "AUTHOR_HEAD")):
            out.update(sentence.index for sentence in block)
        announced = section == "caption" and announces(block)
    return frozenset(out)


def announces(captions: Sequence[Sentence]) -> bool:
    """The caption right before the table speaks of published cases; not «values of the patient, with ranges from the literature»."""
    last = [sentence.chunks for sentence in captions if sentence.paragraph == captions[-1].paragraph]
    return any(holds(chunks, "REVIEWED") and not holds(chunks, "THE_PATIENT") for chunks in last)
