"""A value whose name was said before: "his lowest level was 15.2 ng/mL", "it rose to 25 g/L"."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.record import replace
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import CLAUSE_ENDS
from pipeline.rules.values.fitting import out_of_bounds
from pipeline.rules.values.ownership import FILLERS, Owned
from pipeline.rules.values.series import is_time, linked
from pipeline.rules.values.value import value_of
from pipeline.rules.where import where

MOST = 8
CUES = ("LAB_NOUN", "TREND", "FROM_CUE")
CARRYING = (*CUES, "LAB_PRONOUN")
"""A sentence without one of these takes up no value of the sentence before."""
PRONOUN_REACH = 5
MOMENTS = ("WHEN_AT", "WHEN_AFTER", "WHEN_BEFORE")


def carried(chunks: Sequence[Chunk], taken: Sequence[Owned], before: Owned | None) -> list[Owned]:
    """Values in the unit of the last laboratory value, or bare, where their clause says "level" or a change and names nothing."""
    owned = {one.value_at for one in taken}
    out: list[Owned] = []
    for index in where(chunks, "VALUE"):
        value = value_of(chunks[index])
        if value is None or index in owned or value.form != "amount":
            continue
        earlier = [one for one in (*taken, *out) if one.value_at < index]
        last = max(earlier, key=lambda one: one.value_at) if earlier else before
        if last is None or last.name.kind != "analyte" or last.value.unit is None:
            continue
        if value.unit is None:
            value = replace(value, unit=last.value.unit, unit_printed=last.value.unit_printed)
            led = earlier and linked(chunks, last.value_at, index) and timed(chunks, index)
            if not (led or pronoun_before(chunks, index)) or out_of_bounds(last.name, value):
                continue
        elif last.value.unit.code != value.unit.code or not unnamed(chunks, index):
            continue
        out.append(replace(last, value=value, name_at=index, value_at=index, reference=None, again=True))
    return out


def timed(chunks: Sequence[Chunk], index: int) -> bool:
    """«302 one month later», "51 at 96 h", "436 at discharge": a time right behind the value."""
    behind = chunks[index + 1 : index + 3]
    if len(behind) == 2 and behind[0].has(*MOMENTS) and not is_time(behind[0]):
        behind = behind[1:]
    return bool(behind) and (is_time(behind[0]) or behind[0].has("STANDPOINT", "EVENT"))


def pronoun_before(chunks: Sequence[Chunk], index: int) -> bool:
    """«it was 436 at discharge», "it plateaued at 196–205": the clause has no more than a pronoun and a link."""
    words = list(chunks[max(0, index - PRONOUN_REACH) : index])
    at = next((i for i in reversed(range(len(words))) if words[i].has("LAB_PRONOUN")), None)
    if at is None or not all(c.has("LAB_LINK", "TREND", "TO_WORD", "FLAG") for c in words[at + 1 :]):
        return False
    after = chunks[index + 1] if index + 1 < len(chunks) else None
    return after is None or timed(chunks, index) or after.has(*CLAUSE_ENDS, "COMMA", "CLOSE", "AND_WORD")


def unnamed(chunks: Sequence[Chunk], index: int) -> bool:
    cue = False
    for position in range(index - 1, max(-1, index - 1 - MOST), -1):
        chunk = chunks[position]
        if chunk.has(*CLAUSE_ENDS):
            break
        if chunk.has("NAME", "VALUE") or not (chunk.has(*FILLERS, "LAB_NOUN") or is_time(chunk)):
            return False
        cue = cue or chunk.has(*CUES)
    return cue
