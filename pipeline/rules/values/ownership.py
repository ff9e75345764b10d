"""A value with its name, and the words that may stand between the two."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.record import record
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import CLAUSE_ENDS
from pipeline.rules.values.fitting import completes, is_telling
from pipeline.rules.values.series import is_time
from pipeline.rules.values.value import Name, Reference, Value, name_of, value_of

FILLERS = (
    "LAB_LINK",
    "LAB_NOUN",
    "TREND",
    "FLAG",
    "COMPARATOR",
    "COLON",
    "EQUALS",
    "OPEN",
    "CLOSE",
    "DASH",
    "COMMA",
    "FROM_CUE",
    "VALUE_UP_TO",
    "TO_WORD",
    "FLUID",
    "REFERENCE",
    "AND_WORD",
    "RANGE_VERB",
    "SLASH",
    "QUOTE",
    "TILDE",
    "RESPECTIVELY",
    "POINTS",
    "SIDE",
    "EYE_WORD",
    "EVENT",
    "STANDPOINT",
    "WHEN_AT",
    "WHEN_AFTER",
    "WHEN_BEFORE",
)
"""What may stand between a name and a number that has no unit of its own."""
LIST_SIGNS = ("COMMA", "AND_WORD", "SLASH", "LAB_NOUN", "FLUID", "SEMICOLON", "OPEN", "CLOSE", "LAB_LINK")
AFTER_ABBREVIATION = ("COMMA", "CLOSE", "VALUE", "DASH", "COLON", "EQUALS")
LONGEST_ABBREVIATION = 7
BARE_WORDS = 0


@record(frozen=True, slots=True)
class Owned:
    """A value with its name: positions in the sentence's chunks, and the printed range behind it."""

    name: Name
    value: Value
    name_at: int
    value_at: int
    reference: Reference | None = None
    unit_borrowed: bool = False
    again: bool = False
    unit_guessed: bool = False
    regrouped: bool = False


def tight(chunks: Sequence[Chunk], name_at: int, value_at: int, owner: Name | None = None) -> bool:
    """Nothing but fillers, times and one unknown word between a name and a bare number, and nothing counted after it."""
    between = chunks[name_at + 1 : value_at]
    if between and is_abbreviated(chunks, name_at + 1):
        between = between[1:]
    if sum(not (c.has(*FILLERS) or is_time(c) or value_of(c) is not None) for c in between) > BARE_WORDS:
        return False
    if not between and chunks[value_at].glued:
        return False
    if len(between) == 1 and between[0].has("DASH") and between[0].glued and chunks[value_at].glued:
        return False
    after = chunks[value_at + 1] if value_at + 1 < len(chunks) else None
    if after is None or after.has(*FILLERS, *CLAUSE_ENDS, "NAME", "VALUE") or is_time(after):
        return True
    name, value = owner or name_of(chunks[name_at]), value_of(chunks[value_at])
    return name is not None and value is not None and not after.has("UNIT") and completes(name, value)


def alike(chunks: Sequence[Chunk], index: int, name: Name, value: Value) -> bool:
    """A pair that tells by its numbers what it is of, and no share of people: "6/20 of the patients"."""
    after = chunks[index + 1 : index + 4]
    return is_telling(name, value) and not any(c.has("SERIES") for c in after)


def ends_clause(chunks: Sequence[Chunk], position: int) -> bool:
    """A full stop before a sign or a value belongs to an abbreviation: «32 мм рт. ст., OS 18»; «эр. – 2,1х10^12/л»."""
    abbreviated = chunks[position].has("PERIOD") and chunks[position + 1].has(*AFTER_ABBREVIATION)
    return chunks[position].has(*CLAUSE_ENDS) and not abbreviated


def is_abbreviated(chunks: Sequence[Chunk], position: int) -> bool:
    """«лейк. 6,9», «эр. – 3,1»: the full stop of an abbreviated name."""
    if not position or not chunks[position].has("PERIOD") or not chunks[position].glued:
        return False
    name = chunks[position - 1]
    return name_of(name) is not None and len(name.text) <= LONGEST_ABBREVIATION and not ends_clause(chunks, position)
