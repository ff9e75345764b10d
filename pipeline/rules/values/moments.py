"""The time that stands with one of several values: "480 × 10^9/L one week prior"."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.rules.chunk import Chunk
from pipeline.rules.values.ownership import Owned
from pipeline.rules.values.series import is_time

REACH = 4


def moment(chunks: Sequence[Chunk], one: Owned, of_sentence: Sequence[Owned] = ()) -> tuple[int, int] | None:
    """The time of its place in a list of times, else the time right behind a value of a change; None where the sentence's will do."""
    paired = in_turn(chunks, one, of_sentence)
    if paired:
        return paired
    series = one.again or is_followed(one, of_sentence)
    series = series or any(c.has("FROM_CUE") for c in chunks[max(0, one.value_at - 2) : one.value_at])
    if not series:
        return None
    for index in range(one.value_at + 1, min(len(chunks), one.value_at + 1 + REACH)):
        chunk = chunks[index]
        if is_moment(chunk):
            return None if leads(chunks, index) else (chunk.start, chunk.end)
        if chunk.has("NAME", "VALUE", "COMMA", "PERIOD", "SEMICOLON"):
            return None
    return None


def leads(chunks: Sequence[Chunk], index: int) -> bool:
    """The time stands right before the next value, and is its: «119 mmol/L and after 48 hours 128 mmol/L»."""
    return any(c.has("VALUE") for c in chunks[index + 1 : index + 2])


def is_moment(chunk: Chunk) -> bool:
    return is_time(chunk) and chunk.value.kind in ("date", "relative")


def is_followed(one: Owned, of_sentence: Sequence[Owned]) -> bool:
    """Is it the first of several values of one name?"""
    return any(other.again and other.name_at == one.name_at for other in of_sentence)


def in_turn(chunks: Sequence[Chunk], one: Owned, of_sentence: Sequence[Owned]) -> tuple[int, int] | None:
    """«через 1, 3 и 6 мес. – 244, 188 и 161»: as many times as values of the name, each in its place."""
    values = sorted(o.value_at for o in of_sentence if o.name_at == one.name_at and o.name.concept == one.name.concept)
    if len(values) < 2 or one.value_at not in values:
        return None
    for times in time_lists(chunks):
        if len(times) == len(values) and not values[0] < times[0] < values[-1]:
            chunk = chunks[times[values.index(one.value_at)]]
            return chunk.start, chunk.end
    return None


def time_lists(chunks: Sequence[Chunk]) -> list[list[int]]:
    """Positions of times in a row, with commas and "and" between."""
    out: list[list[int]] = []
    for index, chunk in enumerate(chunks):
        if not is_moment(chunk):
            continue
        near = out and index - out[-1][-1] <= 3
        if near and all(c.has("COMMA", "AND_WORD") for c in chunks[out[-1][-1] + 1 : index]):
            out[-1].append(index)
        else:
            out.append([index])
    return [times for times in out if len(times) > 1]
