"""What the text says of a value: low, normal or high; by words, by a state, or by the printed range."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.normalization.conversion import convert
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import CLAUSE_ENDS
from pipeline.rules.values.catalogue import Entry, analytes
from pipeline.rules.values.fitting import MULTIPLE
from pipeline.rules.values.ownership import LIST_SIGNS, Owned
from pipeline.rules.values.series import is_time
from pipeline.rules.values.value import Reference, Value, name_of

BEHIND = 4
NEAR = 3
GROUP_REACH = 8
START_REACH = 4


def by_range(value: Value, reference: Reference) -> str | None:
    """Where a value lies in a printed range; None where its comparator leaves it open."""
    return by_bounds(value.low, value.high, value.comparator, reference.low, reference.high)


def by_bounds(
    value_low: float, value_high: float, comparator: str, low: float | None, high: float | None
) -> str | None:
    below, above = comparator in ("<", "<="), comparator in (">", ">=")
    if high is not None and (value_low > high or (value_low == high and comparator == ">")):
        return None if below else "high"
    if low is not None and (value_high < low or (value_high == low and comparator == "<")):
        return None if above else "low"
    if (below and low is not None) or (above and high is not None):
        return None
    return "normal"


def by_words(chunks: Sequence[Chunk], one: Owned, of_list: Sequence[Owned]) -> str | None:
    """Cues between name and value, right before the name, right behind the value; shared along a list."""
    if one.name.flag:
        return one.name.flag
    if one.value.unit is not None and one.value.unit.code == MULTIPLE:
        return "high" if one.value.low > 1 else None
    state = state_before(chunks, one)
    if state:
        return state
    if is_start(chunks, one):
        return None
    near = cue_between(chunks, one) or cue_before(chunks, one) or cue_behind(chunks, one)
    if near is None:
        near = cue_of_list(chunks, one, of_list)
    if near is None:
        return None
    side, changed = near
    if not changed:
        return side
    return side if confirmed(one, side) else None


def is_start(chunks: Sequence[Chunk], one: Owned) -> bool:
    """«increased from a baseline of 0.9»: where a change began is not where it went."""
    for chunk in reversed(chunks[max(one.name_at + 1, one.value_at - START_REACH) : one.value_at]):
        if chunk.has("FROM_CUE"):
            return True
        if not chunk.has("LAB_LINK", "DETERMINER", "OF_WORD", "COMPARATOR", "LAB_NOUN") and not is_time(chunk):
            return False
    return False


def state_before(chunks: Sequence[Chunk], one: Owned) -> str | None:
    """«Анемия (гемоглобин 62 г/л)»: a state of the same analyte right before it."""
    if one.name_at < 2 or not chunks[one.name_at - 1].has("OPEN", "COMMA", "AND_WORD", "LAB_LINK"):
        return None
    name = name_of(chunks[one.name_at - 2])
    return name.flag if name is not None and name.concept == one.name.concept else None


def confirmed(one: Owned, side: str) -> bool:
    """A verb of change says where a value went, not where it lies: it counts where the adult range agrees."""
    entry = analytes().get(one.name.concept)
    if entry is None:
        return one.name.kind == "analyte"
    if entry.usual is None:
        return False
    number = canonical(one.value, one.value.low if side == "high" else one.value.high, entry)
    if number is None:
        return False
    return number > entry.usual[1] if side == "high" else number < entry.usual[0]


def canonical(value: Value, number: float, entry: Entry) -> float | None:
    if value.unit is None:
        return number if entry.without_unit else None
    return convert(number, value.unit.code, entry.unit, entry.formula)


def cue(chunk: Chunk) -> tuple[str, bool] | None:
    """(side, whether it is only a change)"""
    side = chunk.concept("FLAG")
    if side:
        return side, False
    side = chunk.concept("TREND")
    return (side, True) if side else None


def cue_between(chunks: Sequence[Chunk], one: Owned) -> tuple[str, bool] | None:
    first, last = sorted((one.name_at, one.value_at))
    for position in range(last - 1, first, -1):
        chunk = chunks[position]
        if chunk.has("VALUE", "REFERENCE") and one.again and not in_another_unit(chunks, one, position):
            return None
        found = cue(chunk)
        if found:
            return found
    return None


def in_another_unit(chunks: Sequence[Chunk], one: Owned, before: int) -> bool:
    """«HbA1c was elevated at 62 mmol/mol (7.8 %)»: the same value once more, in brackets."""
    return before == one.value_at - 2 and chunks[before + 1].has("OPEN") and chunks[before].has("VALUE")


def cue_before(chunks: Sequence[Chunk], one: Owned) -> tuple[str, bool] | None:
    """«снижение гемоглобина», "elevated serum creatinine": up to three chunks before the name, or the names it is listed with.

    Words that stand for a group ("raised liver enzymes (AST …", «повышены маркеры воспаления: СРБ …») are read
    farther back, and count where the adult range agrees.
    """
    first = first_of_names(chunks, one.name_at)
    opened = False
    for position in range(first - 1, max(-1, first - 1 - GROUP_REACH), -1):
        chunk = chunks[position]
        opened = opened or chunk.has("OPEN", "COLON")
        if chunk.has("NAME") and chunks[position + 1].has("OPEN", "COLON"):
            continue
        if chunk.has("NAME", "VALUE", "REFERENCE", "COMMA", *CLAUSE_ENDS) or position < first - NEAR and not opened:
            return None
        found = cue(chunk)
        if found and first != one.name_at:
            return (found[0], True) if found[0] != "normal" else None
        if found:
            return (found[0], True) if opened and position < first - NEAR else found
    return None


def first_of_names(chunks: Sequence[Chunk], name_at: int) -> int:
    """«elevated CRP and ESR (120 mg/L and 88 mm/h)»: the first of the names that stand in a row."""
    while name_at > 1 and chunks[name_at - 1].has("COMMA", "AND_WORD", "SLASH") and chunks[name_at - 2].has("NAME"):
        name_at -= 2
    return name_at


def cue_behind(chunks: Sequence[Chunk], one: Owned) -> tuple[str, bool] | None:
    """«(1.3 mmol/L) was normal»; «97 г/л (снижен)»: behind the value before anything else is named; not "42 % of normal"."""
    if one.name_at > one.value_at:
        return None
    for position in range(one.value_at + 1, min(one.value_at + 1 + BEHIND, len(chunks))):
        chunk = chunks[position]
        if chunk.has("NAME", "VALUE", "COMMA", *CLAUSE_ENDS) or chunk.has("AND_WORD"):
            return None
        side = chunk.concept("FLAG")
        if side:
            return None if position and chunks[position - 1].has("OF_WORD") else (side, False)
    return None


def cue_of_list(chunks: Sequence[Chunk], one: Owned, of_list: Sequence[Owned]) -> tuple[str, bool] | None:
    """A cue at the head of the list or behind its end serves every member."""
    order = sorted(of_list, key=lambda o: o.value_at)
    at = order.index(one)
    for neighbour, behind in zip(reversed(order[:at]), reversed(order[1 : at + 1]), strict=True):
        if not joined(chunks, neighbour, behind):
            break
        found = cue_before(chunks, neighbour)
        if found:
            return found
        if neighbour.name.flag or cue_between(chunks, neighbour):
            break
    for neighbour, after in zip(order[at:], [*order[at + 1 :], None], strict=True):
        found = cue_behind(chunks, neighbour)
        if found:
            return found
        if after is None or not joined(chunks, neighbour, after) or cue_before(chunks, after):
            break
    return None


def joined(chunks: Sequence[Chunk], left: Owned, right: Owned) -> bool:
    """Only commas, "and", ranges and names stand between two members of a list."""
    if right.again or left.value_at > right.name_at:
        return False
    return all(
        (c.has(*LIST_SIGNS, "REFERENCE", "DASH", "COLON") and cue(c) is None) or is_time(c)
        for c in chunks[left.value_at + 1 : right.name_at]
    )
