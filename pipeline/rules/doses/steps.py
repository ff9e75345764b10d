"""Steps of a titration: by how much a dose rises or falls at a time is no dose."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.record import replace
from pipeline.rules.chunk import Chunk, Line, line_of
from pipeline.rules.differences import is_changed_before, is_difference
from pipeline.rules.doses.amount import Amount
from pipeline.rules.where import holds, where

CUES = ("DIFFERENCE", "BY", "STEP_WORD")
BEGINNING = ("start", "resume", "continue")
"""What is begun is begun at an amount: «возобновили по 0,5 мг через день»."""
SLOW = ("week", "month")
"""Periods of a titration: nobody takes a dose «по 5 мг в неделю» that is being reduced."""


def without_steps(chunks: Line) -> Line:
    """The line with each step as a DOSE_STEP, which no rule takes for a dose; «by 1 mg to 6 mg» keeps the dose that it led to."""
    steps = [i for i in where(chunks, "DOSE") if is_step(chunks, i)] if holds(chunks, *CUES) else []
    out = list(chunks)
    for i in steps:
        amount: Amount = chunks[i].value
        if amount.low == amount.high:
            out[i] = replace(chunks[i], readings=(("DOSE_STEP", ""),))
        else:
            out[i] = replace(chunks[i], value=replace(amount, low=amount.high))
    return line_of(out) if steps else chunks


def is_step(chunks: Sequence[Chunk], i: int) -> bool:
    return is_difference(chunks, i) or at_a_time(chunks, i) or is_worded(chunks, i)


def at_a_time(chunks: Sequence[Chunk], i: int) -> bool:
    """«со снижением по 2 мг в 7 дней», «отменяли по 5 мг в 3 дня»."""
    amount: Amount = chunks[i].value
    slow = amount.per in SLOW or amount.rhythm is not None and amount.rhythm.days > 1
    led = slow and i > 0 and chunks[i - 1].has("BY") and is_changed_before(chunks, i - 1)
    return led and not any(chunk.concept("DOSE_CHANGE") in BEGINNING for chunk in chunks[max(0, i - 2) : i - 1])


def is_worded(chunks: Sequence[Chunk], i: int) -> bool:
    """ "in steps of 5 mg", "5 mg weekly decrements", «с шагом 5 мг»."""
    ahead, behind = chunks[max(0, i - 2) : i], chunks[i + 1 : i + 2]
    led = bool(ahead) and (ahead[-1].has("STEP_WORD") or ahead[0].has("STEP_WORD") and ahead[-1].has("OF"))
    return led or any(chunk.has("STEP_WORD") for chunk in behind)
