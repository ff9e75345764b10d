"""Names before their value, and further values of a name: "haemoglobin was 14.3 g/dL, down from 16.1"."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.record import replace
from pipeline.rules.chunk import Chunk
from pipeline.rules.values.fitting import completes, fits, out_of_bounds
from pipeline.rules.values.lists import MOST_WORDS
from pipeline.rules.values.ownership import BARE_WORDS, FILLERS, Owned, alike, ends_clause, is_abbreviated, tight
from pipeline.rules.values.series import is_time, linked
from pipeline.rules.values.value import Name, Value, name_of, value_of

AGAIN = ("FROM_CUE", "TO_WORD", "VALUE_UP_TO", "AND_WORD", "TREND", "COMMA", "OPEN", "SLASH", "RANGE_VERB")
LINKS = ("LAB_LINK", "LAB_NOUN", "COMPARATOR", "EQUALS", "COLON", "FLAG", "TREND", "TO_WORD")
MEASURED = ("LESION", "SITE", "DIMENSION", "DEVICE")
COMPOUND = 3
AGAIN_WORDS = 8
GIVEN_REACH = 4
MOST_MARKERS = 20
"""Cytokeratins are counted up to 20."""


def preceding(chunks: Sequence[Chunk], index: int, value: Value, found: dict[int, Owned]) -> Owned | None:
    """The nearest name to the left that can have such a value."""
    served = {one.name_at: one for one in found.values()}
    words = 0
    passed = False
    for position in range(index - 1, -1, -1):
        chunk = chunks[position]
        name = name_of(chunk)
        if name is not None:
            if position in served:
                return more(chunks, index, value, served[position], found)
            if modifies(chunks, position, index) or is_numbered(chunks, position, value, index):
                return None
            if fits(name, value) and (
                completes(name, value) or (words <= BARE_WORDS and tight(chunks, position, index))
            ):
                if value.unit is None and not alike(chunks, index, name, value) and not tight(chunks, position, index):
                    return None
                if is_length(value) and name.kind == "analyte" and not close(chunks, position, index):
                    return None
                if is_given(chunks, position) and out_of_bounds(name, value):
                    passed = True
                    continue
                return Owned(name, value, position, index)
            if passed or value.unit is None:
                return None
            passed = True
            continue
        if value_of(chunk) is not None and position not in found and value.unit is None and value.form != "pair":
            return None
        if position in found:
            words = 0
        if ends_clause(chunks, position) and not (chunk.has("SEMICOLON") and position in range(index - 1, index)):
            return None
        if not chunk.has(*FILLERS, "VALUE", "SITE") and not is_abbreviated(chunks, position):
            words += 1
        if words > (MOST_WORDS if value.unit is not None or value.form == "pair" else 3 * BARE_WORDS):
            return None
    return None


def modifies(chunks: Sequence[Chunk], position: int, index: int) -> bool:
    """«calcium channel antibody level», "insulin receptor antibodies": the name is part of one that nobody knows."""
    at = position + 1
    while at < index and chunks[at].text[0].isalpha() and not chunks[at].has(*FILLERS, "OPEN_NOUN"):
        at += 1
    return position + 1 < at < index and at - position <= COMPOUND and chunks[at].concept("OPEN_NOUN") == "substance"


def is_numbered(chunks: Sequence[Chunk], position: int, value: Value, index: int) -> bool:
    """ "positive for CK 7 and CK 20": the number belongs to the name."""
    if value.unit is not None or position + 1 != index or value.low != value.high or value.low > MOST_MARKERS:
        return False
    return value.low.is_integer() and "." not in value.printed and chunks[position].parts[-1].has("MARKER")


def is_length(value: Value) -> bool:
    return value.unit is not None and value.unit.dimension == "LENGTH"


def close(chunks: Sequence[Chunk], position: int, index: int) -> bool:
    """«lactate of 11 mm» has lost a capital; in «calcium deposits, 4 mm» something was measured."""
    between, behind = chunks[position + 1 : index], chunks[index + 1 : index + 3]
    return all(c.has(*LINKS) for c in between) and not any(c.has(*MEASURED) for c in behind)


def is_given(chunks: Sequence[Chunk], position: int) -> bool:
    """«калий на фоне инсулина снизился до 2,6 ммоль/л»: an analyte that is also a drug, behind another name."""
    given = any(part.has("DRUG") for part in chunks[position].parts)
    return given and any(name_of(c) is not None for c in chunks[max(0, position - GIVEN_REACH) : position])


def more(chunks: Sequence[Chunk], index: int, value: Value, last: Owned, found: dict[int, Owned]) -> Owned | None:
    """ "down from 480 × 10^9/L": one more value for a name that has one, where the words lead on from it."""
    mates = [one for one in found.values() if one.name_at == last.name_at]
    latest = max(mates, key=lambda one: one.value_at)
    if latest.value_at > index:
        return None
    between = chunks[latest.value_at + 1 : index]
    same = value.unit is not None and latest.value.unit is not None and value.unit.code == latest.value.unit.code
    words = sum(not c.has(*FILLERS) for c in between)
    if value.form != latest.value.form or words > AGAIN_WORDS or not fits(last.name, value):
        return None
    if not value.up_to and not any(c.has(*AGAIN) for c in between) and not linked(chunks, latest.value_at, index):
        return None
    if last.name.kind == "analyte" and renamed(chunks, latest.value_at, index):
        return None
    if value.unit is None and latest.value.unit is not None:
        led = value.up_to or any(c.has("FROM_CUE", "TO_WORD", "VALUE_UP_TO", "TREND") for c in between)
        led = led or (is_time(chunks[index + 1]) if index + 1 < len(chunks) else False)
        if not led or not tight(chunks, latest.value_at, index, last.name):
            return None
        value = replace(value, unit=latest.value.unit, unit_printed=latest.value.unit_printed)
        return Owned(last.name, value, last.name_at, index, unit_borrowed=True, again=True)
    if value.unit is None and moved_on(chunks, latest.value_at, index, last.name):
        return Owned(last.name, value, last.name_at, index, again=True)
    if not same and not completes(last.name, value):
        return None
    if (
        value.unit is None
        and not alike(chunks, index, last.name, value)
        and not tight(chunks, latest.value_at, index, last.name)
        and not at_sites(chunks, latest.value_at, index, last.name)
    ):
        return None
    return Owned(last.name, value, last.name_at, index, again=True)


def moved_on(chunks: Sequence[Chunk], left: int, right: int, name: Name) -> bool:
    """ "lactate was 6.8 on arrival and had cleared to 1.4": neither has a unit, and a word of change leads to the second."""
    between = chunks[left + 1 : right]
    changed = (
        any(c.has("TREND") for c in between) and bool(between) and between[-1].has("TO_WORD", "AT_WORD", "VALUE_UP_TO")
    )
    return name.kind == "analyte" and changed and tight(chunks, left, right, name)


def at_sites(chunks: Sequence[Chunk], left: int, right: int, name: Name) -> bool:
    """ "a T-score of -2.7 at the lumbar spine and -1.9 at the hip", «SUVmax 11,4 в ребре, в позвонке – 7,9»: one place each."""
    between = chunks[left + 1 : right]
    placed = any(c.has("SITE") for c in between) and any(c.has("SITE") for c in chunks[right + 1 : right + 4])
    led = len(between) > 0 and between[-1].has("DASH", "COLON") and any(c.has("SITE") for c in between)
    words = all(c.has(*FILLERS, "SITE", "SIDE", "LOCATIVE", "DETERMINER") for c in between)
    return name.kind == "measure" and words and (placed or led)


def renamed(chunks: Sequence[Chunk], value_at: int, index: int) -> bool:
    """«прокальцитонин 24 нг/мл, пресепсин 1840 пг/мл»: after a comma, words that nobody knows name something else."""
    between = chunks[value_at + 1 : index]
    if any(c.has("TO_WORD", "FROM_CUE", "VALUE_UP_TO", "TREND") for c in between):
        return False
    signs = [i for i, c in enumerate(between) if c.has("COMMA", "SEMICOLON", "AND_WORD")]
    words = between[signs[-1] + 1 :] if signs else ()
    if any(is_time(c) for c in words):
        return False
    return any(c.has("WORD", "CODE", "DRUG", "ANALYTE") and not (c.has(*FILLERS) or is_time(c)) for c in words)
