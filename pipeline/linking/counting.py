"""How an offset counts that names nothing to count from."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.rules.chunk import Chunk

DAY_RULES = frozenset({"day_number", "day_numbers", "ordinal_day", "ordinal_days"})
NEXT_RULES = frozenset({"worded_moment", "next_unit"})


def counting_of(chunks: Sequence[Chunk], index: int) -> str:
    """How an offset counts: `day` of a stay, `later` than what was told last or `next` to it, `by` so much from the last
    event, `ago` from today."""
    chunk = chunks[index]
    rule = chunk.rule.rpartition(".")[2]
    if rule in DAY_RULES:
        return "day"
    if rule in NEXT_RULES:
        return "next"
    if any(c.has("MORE") for c in (*chunks[max(0, index - 1) : index], *leaves(chunk))):
        return "later"
    if rule == "shifted":
        cue = leaves(chunk)[-1]
        if cue.has("AGO"):
            return "ago"
        return "later" if not cue.has("ANCHOR_FOLLOWS") or refers_back(chunks[index + 1 : index + 2]) else ""
    return "by" if rule == "by" else ""


def refers_back(following: Sequence[Chunk]) -> bool:
    """«two days after that», «through 3 days after this»: what was told last."""
    return not following or following[0].has("THAT", "COMMA", "PERIOD", "SEMICOLON", "CLOSE")


def leaves(chunk: Chunk) -> list[Chunk]:
    """The words that a chunk was made of."""
    return [leaf for part in chunk.parts for leaf in leaves(part)] if chunk.parts else [chunk]
