"""One value of several names: «AST/ALT >200 U/L», "AST and ALT were both above 1000 U/L"."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.record import replace
from pipeline.rules.chunk import Chunk
from pipeline.rules.values.fitting import fits, is_multiple, out_of_bounds
from pipeline.rules.values.lists import same_family
from pipeline.rules.values.ownership import Owned
from pipeline.rules.values.value import Name, Value, name_of

SIGNS = ("SLASH", "COMMA", "AND_WORD", "FLUID", "LAB_NOUN")
FAR = 6


def sharing(chunks: Sequence[Chunk], one: Owned, served: set[int]) -> list[Owned]:
    """The value once more for each name before its owner that has none, where a stroke, "both" or a bound says so."""
    if one.again or one.name_at > one.value_at or one.value.unit is None or one.value.form != "amount":
        return []
    others = joined_before(chunks, one.name_at, served)
    if not others or not is_shared(chunks, others, one):
        return []
    return [
        replace(one, name=name, name_at=at, reference=None)
        for at in others
        if (name := name_of(chunks[at])) is not None and can_share(name, one.name, one.value)
    ]


def joined_before(chunks: Sequence[Chunk], name_at: int, served: set[int]) -> list[int]:
    """Positions of the names in one list with the owner, none of which has a value of its own."""
    out: list[int] = []
    joined = False
    for position in range(name_at - 1, -1, -1):
        chunk = chunks[position]
        if name_of(chunk) is not None:
            if not joined or position in served:
                return out
            out.insert(0, position)
            joined = False
        elif chunk.has(*SIGNS):
            joined = True
        else:
            return out
    return out


def is_shared(chunks: Sequence[Chunk], others: Sequence[int], one: Owned) -> bool:
    """A stroke between the names, "both" or "all" beside them, a bound or a multiple of the normal."""
    if any(c.has("SLASH") for c in chunks[others[-1] + 1 : one.name_at]):
        return True
    near = (*chunks[max(0, others[0] - 2) : others[0]], *chunks[one.name_at + 1 : one.value_at][-FAR:])
    if any(c.has("BOTH_WORD", "ALL_WORD") for c in near):
        return True
    return one.value.comparator not in ("=", "~") or is_multiple(one.value)


def can_share(name: Name, owner: Name, value: Value) -> bool:
    if name.kind != owner.kind or not same_family(name, owner) or not fits(name, value):
        return False
    return is_multiple(value) or not out_of_bounds(name, value)
