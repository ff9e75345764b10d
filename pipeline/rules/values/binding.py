"""Which name owns which value: the pure functions behind lists, parentheses and changes.

A sentence is read from left to right. A value looks for its owner in this order:

    after       "81.5 % neutrophils", "3,500 neutrophils/μL": the name follows the value
    in order    "AST and ALT were 81 and 45 U/L": names listed first, then as many values
    before      "haemoglobin level was 14.3 g/dL": the nearest name to the left that can have such a value
    shared      "AST and ALT were both above 1000 U/L": one value of several names
    again       "128 × 10^9/L, down from 480 × 10^9/L": one more value of the name just served
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.record import replace
from pipeline.rules.chunk import Chunk
from pipeline.rules.differences import is_difference
from pipeline.rules.memory import remembered
from pipeline.rules.values.after import following
from pipeline.rules.values.before import preceding
from pipeline.rules.values.fitting import fits
from pipeline.rules.values.lists import in_order, twins, with_units
from pipeline.rules.values.multiples import is_times
from pipeline.rules.values.ownership import Owned
from pipeline.rules.values.sharing import sharing
from pipeline.rules.values.value import Reference, Value, name_of, reference_of, value_of
from pipeline.rules.where import holds, where


@remembered
def owned(chunks: Sequence[Chunk]) -> Sequence[Owned]:
    """Every value of the sentence that has an owner, in order."""
    if not holds(chunks, "NAME"):
        return ()
    found = {one.value_at: one for one in twins(chunks)}
    for index in where(chunks, "VALUE"):
        value = value_of(chunks[index])
        if value is None or index in found or is_difference(chunks, index) or of_itself(chunks, index):
            continue
        if of_patients(chunks, index) or of_times(chunks, index):
            continue
        for one in following(chunks, index, value, found) or in_order(chunks, index, found):
            found[one.value_at] = one
        if index in found:
            continue
        nearest = preceding(chunks, index, value, found)
        if nearest is not None:
            found[index] = nearest
    alone = [with_reference(chunks, found[i]) for i in sorted(found)]
    served = {one.name_at for one in alone}
    return with_units(chunks, [each for one in alone for each in (*sharing(chunks, one, served), one)])


def of_itself(chunks: Sequence[Chunk], index: int) -> bool:
    """ "a 3-fold increase from baseline", «вырос в 2 раза»: a number of times its own earlier value, not of the normal."""
    value = value_of(chunks[index])
    return value is not None and value.unit is None and is_times(chunks, index)


def of_patients(chunks: Sequence[Chunk], index: int) -> bool:
    """«лейкоцитоз 11×10^9/л, у 7 – 15×10^9/л», "raised in 12 and normal in 7": so many people, no value of theirs."""
    return index > 0 and chunks[index - 1].has("AT_PATIENTS") and chunks[index].text.isdigit()


def of_times(chunks: Sequence[Chunk], index: int) -> bool:
    """ "Apgar scores were 3, 5 and 7 at 1, 5 and 10 minutes": the numbers behind "at" are minutes."""
    if not chunks[index].text.isdigit():
        return False
    first, last = index, index
    while first > 0 and listed(chunks[first - 1]):
        first -= 1
    while last + 1 < len(chunks) and listed(chunks[last + 1]):
        last += 1
    timed = value_of(chunks[last + 1]) if last + 1 < len(chunks) else None
    at = first > 0 and chunks[first - 1].has("WHEN_AT")
    return at and last > index and timed is not None and timed.unit is not None and timed.unit.dimension == "TIME"


def listed(chunk: Chunk) -> bool:
    return chunk.has("COMMA", "AND_WORD") or chunk.text.isdigit()


def with_reference(chunks: Sequence[Chunk], one: Owned) -> Owned:
    """The printed range behind the value, at most three chunks away: «8.4 mmol/l; normal <2.2»."""
    for position in range(one.value_at + 1, min(one.value_at + 5, len(chunks))):
        chunk = chunks[position]
        reference = reference_of(chunk)
        if reference is not None:
            if reference.low is None and reference.high is None:
                return one
            if reference.unit is None or compatible(one, reference):
                return replace(one, reference=reference)
            if one.value.unit is None:
                return replace(one, reference=reference, value=in_its_unit(one, reference))
            return one
        if value_of(chunk) is not None or name_of(chunk) is not None:
            return one
    return one


def compatible(one: Owned, reference: Reference) -> bool:
    printed, ranged = one.value.unit, reference.unit
    return printed is not None and ranged is not None and printed.dimension == ranged.dimension


def in_its_unit(one: Owned, reference: Reference) -> Value:
    """ "C3 was 0.3 (0.9–1.8 g/L)", "low at 1.9 (normal 3.5–5.1 mmol/L)": the unit is printed once, with the range."""
    whole = replace(one.value, unit=reference.unit, unit_printed=reference.unit_printed)
    return whole if one.value.form == "amount" and fits(one.name, whole) else one.value
