"""A sentence's chunks as names, values and references, ready to be tied together."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.rules.cascade import Cascade
from pipeline.rules.chunk import Chunk, line_of
from pipeline.rules.memory import remembered
from pipeline.rules.values.amounts import AMOUNTS
from pipeline.rules.values.changes import part_changes
from pipeline.rules.values.citations import CITATIONS
from pipeline.rules.values.daily import of_a_day
from pipeline.rules.values.multiples import chained
from pipeline.rules.values.names import NAME_LEVELS
from pipeline.rules.values.ownable import ownable
from pipeline.rules.values.references import REFERENCES
from pipeline.rules.values.series import lent
from pipeline.rules.where import holds, where

LEVELS = Cascade(CITATIONS, AMOUNTS, REFERENCES, *NAME_LEVELS)
COUNTABLE = ("QUANTITY", "NUMBER", "RANGE", "FREQUENCY", "DURATION", "RELATIVE", "MULTIPLE", "FOLD_NUMBER")
OF_DAYS = ("OF_DAY", "FREQUENCY", "DURATION", "RELATIVE", "TIME_AMOUNT")
ONE_DAY = ("PT24H", "P1D")


@remembered
def names_and_values(chunks: Sequence[Chunk], language: str) -> tuple[Chunk, ...]:
    """The chunks with values, reference ranges and names in one piece each; () where no number stands."""
    return cell_chunks(chunks, language) if holds(chunks, *COUNTABLE) else ()


def cell_chunks(chunks: Sequence[Chunk], language: str) -> tuple[Chunk, ...]:
    """The same for a table's cell, where a name may stand without a number."""
    line = line_of(part_changes(chunks, language))
    found, _ = LEVELS.apply(line, language)
    days = [line[at].start for at in where(line, *OF_DAYS) if of_day(line[at])]
    return lent(chained(of_a_day(found, days) if days else found))


def of_day(chunk: Chunk) -> bool:
    """«суточная», "daily", "in 24 hours"."""
    lasts = getattr(chunk.value, "value", None) in ONE_DAY
    return chunk.has("OF_DAY") or lasts or any(part.has("OF_DAY") for part in chunk.parts)


def reference_spans(chunks: Sequence[Chunk], language: str) -> list[tuple[int, int]]:
    """Offsets of the printed reference ranges."""
    told = ownable(chunks) or holds(chunks, "REFERENCE_CUE")
    found = names_and_values(chunks, language) if told else ()
    return [(found[at].start, found[at].end) for at in where(found, "REFERENCE")]
