"""Which name owns which value: the pure functions behind lists, parentheses and changes.

A sentence is read from left to right. A value looks for its owner in this order:

    after       "81.5 % neutrophils", "3,500 neutrophils/μL": the name follows the value
    in order    "AST and ALT were 81 and 45 U/L": names listed first, then as many values
    before      "haemoglobin level was 14.3 g/dL": the nearest name to the left that can have such a value
    again       "128 × 10^9/L, down from 480 × 10^9/L": one more value of the name just served
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import CLAUSE_ENDS
from pipeline.rules.values.catalogue import analytes, measures
from pipeline.rules.values.fitting import completes, fits, is_telling, out_of_bounds
from pipeline.rules.values.series import is_time, linked
from pipeline.rules.values.value import Name, Reference, Value, name_of, reference_of, value_of
from pipeline.rules.where import where

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
AGAIN = ("FROM_CUE", "TO_WORD", "VALUE_UP_TO", "AND_WORD", "TREND", "COMMA", "OPEN", "SLASH", "RANGE_VERB")
MOST_WORDS = 9
"""Words of no meaning to the rules that may stand between a name and a value with its unit."""
AGAIN_WORDS = 8
AFTER_ABBREVIATION = ("COMMA", "CLOSE", "VALUE", "DASH", "COLON", "EQUALS")
BARE_WORDS = 0
DIFFERENCE_REACH = 6
GIVEN_REACH = 4
LONGEST_ABBREVIATION = 7


@dataclass(frozen=True, slots=True)
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


def owned(chunks: Sequence[Chunk]) -> list[Owned]:
    """Every value of the sentence that has an owner, in order."""
    found = {one.value_at: one for one in twins(chunks)}
    for index, chunk in enumerate(chunks):
        value = value_of(chunk)
        if value is None or index in found or difference(chunks, index):
            continue
        for one in following(chunks, index, value, found) or in_order(chunks, index, found):
            found[one.value_at] = one
        if index in found:
            continue
        nearest = preceding(chunks, index, value, found)
        if nearest is not None:
            found[index] = nearest
    return with_units(chunks, [with_reference(chunks, found[i]) for i in sorted(found)])


def difference(chunks: Sequence[Chunk], index: int) -> bool:
    """«снизился на 30 г/л», "raising sodium by 6 mmol/L": by how much it changed is no value of it."""
    if not index or not chunks[index - 1].has("DIFFERENCE"):
        return False
    return any(
        chunk.has("TREND", "DOSE_CHANGE", "CHANGE") for chunk in chunks[max(0, index - DIFFERENCE_REACH) : index - 1]
    )


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


def following(chunks: Sequence[Chunk], index: int, value: Value, found: dict[int, Owned]) -> list[Owned]:
    """«81.5 % neutrophils»; "17.0% macrophages": a share or a count before what was counted."""
    at = name_after(chunks, index, value)
    name = name_of(chunks[at]) if at else None
    if at is None or name is None or name.state:
        return []
    if not is_counted(value, name, chunks) and not is_attribute(chunks, at, value, name):
        return []
    waiting = nearest_name(chunks, index, found)
    if waiting is not None and all(c.has(*FILLERS) for c in chunks[waiting + 1 : index]):
        owner = name_of(chunks[waiting])
        if owner is not None and completes(owner, value):
            return []
    return [Owned(name, value, at, index)]


def name_after(chunks: Sequence[Chunk], index: int, value: Value) -> int | None:
    """Right behind the value, behind "of", or behind up to three words after a grade: "2/6 systolic murmur"."""
    points = index + 1 < len(chunks) and chunks[index + 1].has("POINTS")
    for position in range(index + 1, min(index + 5, len(chunks))):
        chunk = chunks[position]
        if name_of(chunk) is not None:
            return position
        if points and chunk.has("POINTS", "LAB_LINK", "LOCATIVE", "DETERMINER", "OPEN"):
            continue
        if chunk.has("VALUE", "COMMA", "OPEN", "CLOSE", "AND_WORD", "COLON", *CLAUSE_ENDS):
            return None
        if value.form != "pair" and (position > index + 1 or not chunk.has("OF_WORD", "DASH")):
            return None
    return None


def is_counted(value: Value, name: Name, chunks: Sequence[Chunk]) -> bool:
    """Cells as a share, in a volume, or as a bare number where a fluid is named ("CSF analysis showed 30 leukocytes")."""
    if name.kind != "analyte" or value.form != "amount" or value.up_to or not is_cell(name):
        return False
    if value.unit is None:
        return any(c.has("FLUID") for c in chunks)
    return value.unit.dimension in ("PERCENT", "COUNT", "CONCENTRATION") and completes(name, value)


def is_attribute(chunks: Sequence[Chunk], at: int, value: Value, name: Name) -> bool:
    """«90 % stenosis», "50 pack-years of smoking", "10 kg weight loss", "2/5 strength", "7 баллов по шкале Глазго": no value of its own follows the name."""
    entry = measures().get(name.concept)
    if entry is None or value.up_to or not completes(name, value):
        return False
    on_scale = entry.form == "score" and chunks[at - 1].has("LAB_LINK", "LOCATIVE", "DETERMINER", "OPEN", "POINTS")
    if value.unit is None and value.form != "pair" and not on_scale:
        return False
    ahead = chunks[at + 1 : at + 4]
    listed = on_scale and bool(ahead) and ahead[0].has("COMMA", "AND_WORD", "CLOSE")
    leads_on = not listed and any(value_of(c) is not None for c in ahead) and ahead[0].has(*FILLERS, "VALUE")
    return (entry.form != "score" or on_scale) and not leads_on


def is_cell(name: Name) -> bool:
    """Cells are reported as a share of others."""
    entry = analytes().get(name.concept)
    return (
        entry is not None
        and "%" in entry.accepted
        and bool({"10*9/L", "/[HPF]", "{cells}/uL"} & set(entry.accepted) or entry.unit == "%")
    )


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
            if fits(name, value) and (
                completes(name, value) or (words <= BARE_WORDS and tight(chunks, position, index))
            ):
                if value.unit is None and not alike(chunks, index, name, value) and not tight(chunks, position, index):
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
        if not chunk.has(*FILLERS, "VALUE") and not is_abbreviated(chunks, position):
            words += 1
        if words > (MOST_WORDS if value.unit is not None or value.form == "pair" else 3 * BARE_WORDS):
            return None
    return None


def is_abbreviated(chunks: Sequence[Chunk], position: int) -> bool:
    """«лейк. 6,9», «эр. – 3,1»: the full stop of an abbreviated name."""
    if not position or not chunks[position].has("PERIOD") or not chunks[position].glued:
        return False
    name = chunks[position - 1]
    return name_of(name) is not None and len(name.text) <= LONGEST_ABBREVIATION and not ends_clause(chunks, position)


def is_given(chunks: Sequence[Chunk], position: int) -> bool:
    """«калий на фоне инсулина снизился до 2,6 ммоль/л»: an analyte that is also a drug, behind another name."""
    given = any(part.has("DRUG") for part in chunks[position].parts)
    return given and any(name_of(c) is not None for c in chunks[max(0, position - GIVEN_REACH) : position])


def ends_clause(chunks: Sequence[Chunk], position: int) -> bool:
    """A full stop before a sign or a value belongs to an abbreviation: «32 мм рт. ст., OS 18»; «эр. – 2,1х10^12/л»."""
    abbreviated = chunks[position].has("PERIOD") and chunks[position + 1].has(*AFTER_ABBREVIATION)
    return chunks[position].has(*CLAUSE_ENDS) and not abbreviated


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
    if not same and not completes(last.name, value):
        return None
    if (
        value.unit is None
        and not alike(chunks, index, last.name, value)
        and not tight(chunks, latest.value_at, index, last.name)
    ):
        return None
    return Owned(last.name, value, last.name_at, index, again=True)


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


def alike(chunks: Sequence[Chunk], index: int, name: Name, value: Value) -> bool:
    """A pair that tells by its numbers what it is of, and no share of people: "6/20 of the patients"."""
    after = chunks[index + 1 : index + 4]
    return is_telling(name, value) and not any(c.has("SERIES") for c in after)


def nearest_name(chunks: Sequence[Chunk], index: int, found: dict[int, Owned]) -> int | None:
    """The last name before `index` that has no value yet."""
    taken = {one.name_at for one in found.values()}
    for position in range(index - 1, -1, -1):
        if name_of(chunks[position]) is not None:
            return None if position in taken else position
    return None


def with_reference(chunks: Sequence[Chunk], one: Owned) -> Owned:
    """The printed range behind the value, at most three chunks away: «8.4 mmol/l; normal <2.2»."""
    for position in range(one.value_at + 1, min(one.value_at + 5, len(chunks))):
        chunk = chunks[position]
        reference = reference_of(chunk)
        if reference is not None:
            if reference.unit is None or one.value.unit is None or compatible(one, reference):
                return replace(one, reference=reference)
            return one
        if value_of(chunk) is not None or name_of(chunk) is not None:
            return one
    return one


def compatible(one: Owned, reference: Reference) -> bool:
    assert one.value.unit is not None and reference.unit is not None
    return one.value.unit.dimension == reference.unit.dimension


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
            if (same or same_family(one.name, behind.name)) and fits(one.name, value):
                out[i] = replace(one, value=value, unit_borrowed=True)
    return out


def complete_alone(name: Name) -> bool:
    entry = analytes().get(name.concept)
    return entry is None or entry.without_unit


def same_family(left: Name, right: Name) -> bool:
    """Two analytes reported in the same canonical unit."""
    a, b = analytes().get(left.concept), analytes().get(right.concept)
    return a is not None and b is not None and (a.concept == b.concept or a.unit == b.unit)
