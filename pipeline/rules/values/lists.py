"""Names and values in order: "AST and ALT were 81 and 45 U/L"; «leukocyte (neutrophil) count: 5,200/μL (2,200/μL)»."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.record import replace
from pipeline.rules.chunk import Chunk
from pipeline.rules.values.catalogue import analytes
from pipeline.rules.values.fitting import completes, fits
from pipeline.rules.values.ownership import FILLERS, LIST_SIGNS, Owned, tight
from pipeline.rules.values.series import is_time
from pipeline.rules.values.value import Name, Value, name_of, value_of
from pipeline.rules.where import where

MOST_WORDS = 9
"""Words of no meaning to the rules that may stand between a name and a value with its unit."""


def twins(chunks: Sequence[Chunk]) -> list[Owned]:
    """«leukocyte (neutrophil) count: 5,200/μL (2,200/μL)»: a name in parentheses owns the values in parentheses."""
    out: list[Owned] = []
    names: tuple[int, int] | None = None
    if len(where(chunks, "OPEN")) < 2:
        return out
    for index in range(len(chunks) - 3):
        first, second = chunks[index], chunks[index + 2]
        if not (chunks[index + 1].has("OPEN") and chunks[index + 3].has("CLOSE")):
            if name_of(first) is not None and not (names and index <= names[1] + 1):
                names = None
            continue
        if name_of(first) is not None and name_of(second) is not None:
            names = (index, index + 2)
        elif names and value_of(first) is not None and value_of(second) is not None:
            pair = [
                made
                for name_at, value_at in zip(names, (index, index + 2), strict=True)
                if (made := tie(chunks, name_at, value_at))
            ]
            out += pair if len(pair) == 2 else []
    return out


def tie(chunks: Sequence[Chunk], name_at: int, value_at: int) -> Owned | None:
    name, value = name_of(chunks[name_at]), value_of(chunks[value_at])
    if name is None or value is None or value.unit is None or not fits(name, value):
        return None
    return Owned(name, value, name_at, value_at)


def in_order(chunks: Sequence[Chunk], index: int, found: dict[int, Owned]) -> list[Owned]:
    """ "AST and ALT were 81 and 45 U/L, respectively": as many values as names, in the same order."""
    values = value_list(chunks, index)
    if len(values) < 2:
        return []
    names = name_list(chunks, index, found)
    if len(names) < 2:
        return []
    said = any(c.has("RESPECTIVELY") for c in chunks[values[-1] + 1 : values[-1] + 3])
    if len(names) > len(values) or (len(names) < len(values) and not said):
        return []
    pairs = list(zip(names[-len(values) :], values, strict=False))
    out = []
    last = value_of(chunks[values[-1]])
    if last is not None and last.unit is None and not tight(chunks, names[-1], values[0]):
        return []
    for name_at, value_at in pairs:
        name, value = name_of(chunks[name_at]), value_of(chunks[value_at])
        assert name is not None and value is not None and last is not None
        borrowed = value.unit is None and last.unit is not None and not completes(name, value)
        if borrowed:
            value = replace(value, unit=last.unit, unit_printed=last.unit_printed)
        if not fits(name, value):
            return []
        out.append(Owned(name, value, name_at, value_at, unit_borrowed=borrowed))
    return out


def value_list(chunks: Sequence[Chunk], index: int) -> list[int]:
    """Positions of the values "386 and 928 U/L" that begin at `index`; a word may stand between: "176/µL) and only 2 %"."""
    out = [index]
    position = index + 1
    while position < len(chunks):
        chunk = chunks[position]
        if value_of(chunk) is not None:
            if position - out[-1] == 1:
                break
            out.append(position)
        elif (
            not chunk.has("COMMA", "AND_WORD", "SLASH", "LAB_LINK", "REFERENCE", "SEMICOLON") or position - out[-1] > 3
        ):
            break
        position += 1
    return out


def name_list(chunks: Sequence[Chunk], index: int, found: dict[int, Owned]) -> list[int]:
    """Positions of names without a value before `index`, joined by commas and "and"."""
    taken = {one.name_at for one in found.values()}
    names: list[int] = []
    others = 0
    for position in range(index - 1, -1, -1):
        chunk = chunks[position]
        if name_of(chunk) is not None:
            if position in taken:
                break
            names.insert(0, position)
            others = 0
        elif chunk.has("PERIOD", "QUESTION") or value_of(chunk) is not None or names and not chunk.has(*LIST_SIGNS):
            break
        else:
            others += not chunk.has(*FILLERS)
            if others > MOST_WORDS:
                break
    return names


def with_units(chunks: Sequence[Chunk], found: list[Owned]) -> list[Owned]:
    """«elevated AST 81, ALT 45 and ALP 300 U/L»: a unit at the end of a list serves the members before it."""
    out = list(found)
    for i in range(len(out) - 2, -1, -1):
        one, behind = out[i], out[i + 1]
        same = one.name == behind.name and behind.again
        if (
            one.value.scaled
            or one.value.unit is not None
            or behind.value.unit is None
            or (complete_alone(one.name) and not same)
        ):
            continue
        between = chunks[one.value_at + 1 : behind.value_at]
        if all(
            c.has(*LIST_SIGNS, "NAME", "FROM_CUE", "TO_WORD", "VALUE_UP_TO", "DASH", "COLON") or is_time(c)
            for c in between
        ):
            value = replace(one.value, unit=behind.value.unit, unit_printed=behind.value.unit_printed)
            if (same or same_family(one.name, behind.name) or by_field(behind.value)) and fits(one.name, value):
                out[i] = replace(one, value=value, unit_borrowed=True)
    return out


def by_field(value: Value) -> bool:
    """«25 white cells and 50 red cells per high-power field»: whatever is counted there."""
    return value.unit is not None and value.unit.dimension == "PER_FIELD"


def complete_alone(name: Name) -> bool:
    entry = analytes().get(name.concept)
    return entry is None or entry.without_unit


def same_family(left: Name, right: Name) -> bool:
    """Two analytes reported in the same canonical unit."""
    a, b = analytes().get(left.concept), analytes().get(right.concept)
    return a is not None and b is not None and (a.concept == b.concept or a.unit == b.unit)
