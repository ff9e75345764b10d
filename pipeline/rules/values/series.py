"""Values of one name in a row: «31, 18 и 12 мм/ч», "8.1 → 5.4 → 3.2 mg/dL": the unit at the end serves all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.language.unit import Unit
from pipeline.record import replace
from pipeline.rules.chunk import Chunk, Line, line_of
from pipeline.rules.lexing import unit_of
from pipeline.rules.values.fitting import fits
from pipeline.rules.values.value import Name, Value, name_of, value_of
from pipeline.rules.where import holds, where

LINKS = (
    "COMMA",
    "SEMICOLON",
    "AND_WORD",
    "TO_WORD",
    "DASH",
    "TREND",
    "FLAG",
    "LAB_LINK",
    "FROM_CUE",
    "VALUE_UP_TO",
    "OPEN",
    "CLOSE",
    "THROUGH",
    "CITATION",
    "STANDPOINT",
    "EVENT",
    "WHEN_AT",
    "WHEN_AFTER",
    "WHEN_BEFORE",
)
"""What may stand between two values of one name, beside times."""
MOST_LINKS = 6
OWNER_REACH = 14


def lent(chunks: Line) -> Line:
    """The chunks, with the unit of a series' last value given to the bare values before it."""
    if not holds(chunks, "NAME"):
        return chunks
    out = list(chunks)
    fresh = False
    for run in runs(chunks):
        last = value_of(chunks[run[-1]])
        owner = name_before(chunks, run[0])
        if last is None or last.unit is None or owner is None:
            continue
        for index in run[:-1]:
            value = value_of(chunks[index])
            assert value is not None
            whole = replace(value, unit=last.unit, unit_printed=last.unit_printed)
            if fits(owner, whole):
                out[index] = replace(chunks[index], value=whole)
                fresh = True
    unit = shared(chunks)
    for index in where(chunks, "VALUE") if unit else ():
        bare, owner = value_of(out[index]), name_before(chunks, index)
        if bare is None or unit is None or owner is None or not is_bare(bare):
            continue
        whole = replace(bare, unit=unit, unit_printed=unit.code)
        if fits(owner, whole):
            out[index] = replace(chunks[index], value=whole)
            fresh = True
    return line_of(out) if fresh else chunks


def shared(chunks: Sequence[Chunk]) -> Unit | None:
    """«WBC 3.1, neutrophils 0.9 and platelets 61 (all ×10^9/L)»: the unit in parentheses behind a list."""
    for index in where(chunks, "ALL_WORD"):
        opened = index > 0 and chunks[index - 1].has("OPEN")
        unit = next((c for c in chunks[index + 1 : index + 3] if c.has("UNIT")), None)
        if opened and unit is not None:
            return unit_of(unit)
    return None


def runs(chunks: Sequence[Chunk]) -> Iterator[list[int]]:
    """Positions of two values or more with nothing but signs, words of change and times between them, all bare but the last."""
    run: list[int] = []
    for index in where(chunks, "VALUE"):
        value = value_of(chunks[index])
        if value is not None:
            joined = run and is_bare(value_of(chunks[run[-1]])) and linked(chunks, run[-1], index)
            run = [*run, index] if joined and value.form == "amount" else [index]
            if len(run) > 1 and not is_bare(value):
                yield run
                run = []


def is_bare(value: Value | None) -> bool:
    return value is not None and value.unit is None and value.form == "amount" and not value.scaled


def linked(chunks: Sequence[Chunk], left: int, right: int) -> bool:
    between = chunks[left + 1 : right]
    words = [c for c in between if not is_time(c)]
    return 0 < len(words) <= MOST_LINKS and all(c.has(*LINKS) for c in words)


def name_before(chunks: Sequence[Chunk], index: int) -> Name | None:
    """The nearest name before a series."""
    near = (name_of(c) for c in reversed(chunks[max(0, index - OWNER_REACH) : index]))
    return next((name for name in near if name is not None), None)


def is_time(chunk: Chunk) -> bool:
    return type(chunk.value).__name__ == "TimeExpression"
