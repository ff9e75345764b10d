"""The verb that governs an amount: what is being done with the drug."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.rules.chunk import Chunk
from pipeline.rules.doses.owner import inside_brackets

VERBS = ("DOSE_CHANGE", "GIVE", "DOSE_CHANGE_NOUN")
FARTHEST_AFTER = 9
FARTHEST_BEFORE = 45


def verb_concept(chunk: Chunk) -> str | None:
    return chunk.concept("DOSE_CHANGE") or chunk.concept("GIVE") or chunk.concept("DOSE_CHANGE_NOUN")


def action_of(chunks: Sequence[Chunk], i: int, owner: int | None) -> str:
    """The action of the dose at chunk i: of the passive verb that follows, else of the nearest verb before, else of one after."""
    first, last = (i, i) if owner is None else (min(i, owner), max(i, owner))
    after, passive = verb_after(chunks, last)
    before = verb_before(chunks, i, first)
    single = chunks[i].value.low == chunks[i].value.high
    if single and i and chunks[i - 1].has("SWITCH_FROM", "BETWEEN") and before in ("reduce", "increase"):
        return "mention"
    if after is not None and (passive or before is None):
        return after
    return before or after or "mention"


def verb_after(chunks: Sequence[Chunk], last: int) -> tuple[str | None, bool]:
    """(action of the verb after the amount, whether it is a passive: «… 5 mg (iv) was then initiated»)."""
    passive = False
    steps = 0
    bracketed = inside_brackets(chunks, last)
    for j in range(last + 1, len(chunks)):
        chunk = chunks[j]
        if bracketed:
            bracketed = not chunk.has("CLOSE")
            continue
        if chunk.has("OPEN"):
            bracketed = True
        steps += 1
        if chunk.has("SEMICOLON", "THEN") or steps > FARTHEST_AFTER:
            return None, False
        if chunk.has("DRUG", "DOSE"):
            if passive:
                return None, False
            continue
        if chunk.has("PASSIVE"):
            passive = True
        elif chunk.has("DOSE_CHANGE") and leads_to_amount(chunks, j):
            return "mention", True
        elif chunk.has("DOSE_CHANGE"):
            return (verb_concept(chunk), passive) if not negated(chunks, j) else (None, False)
        elif chunk.has("GIVE") and passive:
            return verb_concept(chunk), passive
        elif chunk.has("GIVE"):
            return None, False
    return None, False


def leads_to_amount(chunks: Sequence[Chunk], j: int) -> bool:
    """«50 mcg was increased to 75 mcg»: the verb makes the amount that follows, not the one before."""
    return chunks[j].concept("DOSE_CHANGE") in ("increase", "reduce") and any(
        chunk.has("DOSE") for chunk in chunks[j + 1 : j + 4]
    )


def verb_before(chunks: Sequence[Chunk], i: int, first: int) -> str | None:
    for j in range(i - 1, max(-1, first - FARTHEST_BEFORE), -1):
        chunk = chunks[j]
        if chunk.has("SEMICOLON"):
            return None
        if chunk.concept("DOSE_CHANGE") in ("increase", "reduce") and not is_of_dose(chunks, j, i):
            continue
        if chunk.has("DOSE_CHANGE", "GIVE") and not chunk.has("DRUG"):
            return verb_concept(chunk) if not negated(chunks, j) else None
        if chunk.has("DOSE_CHANGE_NOUN"):
            return verb_concept(chunk)
        if chunk.has("SWITCH"):
            return "start"
    return None


def is_of_dose(chunks: Sequence[Chunk], j: int, i: int) -> bool:
    """An increase of the dose, not of an analyte («increase in creatine kinase after propylthiouracil (100 mg)»)."""
    between = chunks[j + 1 : i]
    return len(between) <= 10 and not any(chunk.has("ANALYTE") and not chunk.has("DRUG") for chunk in between)


def negated(chunks: Sequence[Chunk], j: int) -> bool:
    """«was not prescribed», «refused to start»."""
    return any(chunk.has("NOT_CHANGED") for chunk in chunks[max(0, j - 4) : j])
