"""Printed reference ranges: «(normal range: 0–10 mm/hr)», «(норма 0,4–4)», «[30–200 mg/dL]»."""

from __future__ import annotations

from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Level, Match, T, rule
from pipeline.rules.values.value import Reference, Value, value_of

OPEN = Reference(None, None, None)
BELOW = ("<", "<=")
ABOVE = (">", ">=")
INSIDE = ("WORD", "SEX", "PERSON", "TO_WORD", "DASH", "OUR_PLACE", "AGE_WORD")
BETWEEN = ("TO_WORD", "AND_WORD", "DASH")
LINKS = T(
    "COLON", "COMMA", "EQUALS", "OF_WORD", "LAB_LINK", "LAB_NOUN", "DASH", "SEMICOLON", "REFERENCE_CUE", op="{0,3}"
)


def reference(value: Value, side: str = "") -> Reference | None:
    """The range that a value after a cue of reference states; None for a single number, unless the cue is a limit."""
    if value.form not in ("amount", "titre"):
        return None
    if side == "upper" and value.low == value.high:
        return Reference(None, value.high, value.unit, value.unit_printed)
    if side == "lower" and value.low == value.high:
        return Reference(value.low, None, value.unit, value.unit_printed)
    if value.low != value.high:
        return Reference(value.low, value.high, value.unit, value.unit_printed)
    if value.comparator in BELOW:
        return Reference(None, value.high, value.unit, value.unit_printed)
    if value.comparator in ABOVE:
        return Reference(value.low, None, value.unit, value.unit_printed)
    return None


def reference_chunk(match: Match) -> Chunk | None:
    value = value_of(match["value"])
    side = next((s for c in match.matched if (s := c.concept("REFERENCE_CUE"))), "")
    found = reference(value, side) if value else None
    return match.make("REFERENCE", found) if found else None


@rule(
    [
        T("OPEN"),
        T(*INSIDE, "LAB_LINK", "FLAG", op="{0,4}"),
        T("REFERENCE_CUE"),
        LINKS,
        T(*INSIDE, op="{0,3}"),
        T("COLON", "COMMA", "EQUALS", "LAB_LINK", op="?"),
        T("VALUE", as_="value"),
        T("UNIT", "LAB_NOUN", op="?"),
        T("CLOSE"),
    ],
    [T("REFERENCE_CUE"), LINKS, T("VALUE", as_="value")],
)
def cued(match: Match) -> Chunk | None:
    """(normal range: 0–10 mm/hr); normal <2.2; при норме до 171 ЕД/мл; (age-adjusted range 90–250)"""
    return reference_chunk(match) or control(match)


def control(match: Match) -> Chunk | None:
    """18 s (control: 12 s): one number in brackets behind a value is another's, and no range."""
    before = match.before(1)
    in_brackets = match.matched[0].has("OPEN") and bool(before) and before[0].has("VALUE", "UNIT")
    return match.make("REFERENCE", OPEN) if in_brackets else None


@rule(
    [T("REFERENCE_CUE"), LINKS, T("VALUE", as_="low"), T(*BETWEEN), T("VALUE", as_="high")],
    [T("OPEN"), T("REFERENCE_CUE"), LINKS, T("VALUE", as_="low"), T(*BETWEEN), T("VALUE", as_="high"), T("CLOSE")],
)
def spelled(match: Match) -> Chunk | None:
    """(reference interval: 0.4 to 4.0); «(normal <10 and <100)» are limits of two analytes, and nobody's range"""
    low, high = value_of(match["low"]), value_of(match["high"])
    if low is not None and high is not None and low.comparator == high.comparator in (*BELOW, *ABOVE):
        return match.make("REFERENCE", OPEN)
    if low is None or high is None or low.low >= high.high or low.form != "amount" or high.form != "amount":
        return None
    return match.make("REFERENCE", Reference(low.low, high.high, high.unit, high.unit_printed))


@rule([T("OPEN"), T("VALUE", as_="value"), T("CLOSE")])
def bare(match: Match) -> Chunk | None:
    """hemoglobin 7.8 g/dL (11.5–16); C3 was 0.3 (0.9–1.8 g/L)"""
    before = match.before(1)
    if not before or not before[0].has("VALUE", "UNIT"):
        return None
    printed, found = value_of(before[0]), value_of(match["value"])
    if printed is None or found is None or found.form != "amount" or printed.form == "pair":
        return None
    if printed.unit is None and found.unit is not None and (found.low == found.high or printed.form != "amount"):
        return None
    if found.unit is not None and printed.unit is not None and found.unit.code != printed.unit.code:
        return None
    if printed.low != printed.high:
        return None
    return reference_chunk(match)


@rule([T("OPEN"), T("VALUE", as_="value"), T("LAB_LINK", "COMMA", op="{0,2}"), T("REFERENCE_CUE"), T("CLOSE")])
def cue_last(match: Match) -> Chunk | None:
    """(135–145 is normal)"""
    return reference_chunk(match)


REFERENCES = Level([spelled, cued, cue_last, bare])
