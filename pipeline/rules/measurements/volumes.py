"""How much of a fluid came out of a body: "2.4 L of straw-coloured fluid", «получено 650 мл гноя», "she lost 1,800 mL"."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Level, Match, T, rule
from pipeline.rules.values.ownership import Owned
from pipeline.rules.values.value import Name, value_of
from pipeline.rules.where import holds

VOLUMES = ("mL", "L")
BLEEDING, DRAINED, WATER = "blood loss", "drained volume", "urine output"
CONCEPTS = {"blood": BLEEDING, "fluid": DRAINED, "plain": DRAINED, "urine": WATER}
BETWEEN = ("LAB_LINK", "COMPARATOR", "DETERMINER", "TILDE", "VALUE_UP_TO", "SIZE_BOUND", "SITE")
ABOUT = T(*BETWEEN, op="{0,3}")
LOOKS = T("WORD", "LOOK", "DASH", "AND_WORD", "FLAG", "COMMA", "ACUTE", op="{0,5}")
PLACE_REACH = 5
"""«в полости перикарда до 300 мл жидкости»: chunks before the volume in which the cavity is named."""
GIVEN = ("BLOOD_GIVEN", "ROUTE")
"""What tells that the fluid went into the body."""


def volume(match: Match, concept: str) -> Owned | None:
    chunk = match["value"]
    value = value_of(chunk)
    if value is None or value.unit is None or value.unit.code not in VOLUMES or value.form != "amount":
        return None
    at = match.chunks.index(chunk)
    return Owned(Name("measure", concept, chunk.text), value, at, at)


@rule([T("VALUE", as_="value"), T("OF_WORD", op="?"), LOOKS, T("BODY_FLUID", as_="fluid")])
def of_fluid(match: Match) -> Owned | None:
    """2.4 L of straw-coloured fluid; 400 мл гноя; blood, and a fluid that nothing else is said of, only where it came out"""
    kind = match["fluid"].concept("BODY_FLUID") or ""
    placed = any(chunk.has("SITE") for chunk in match.before(PLACE_REACH))
    if kind in ("blood", "plain") and not (placed or holds(match.chunks, "CAME_OUT")):
        return None
    return None if holds(match.chunks, *GIVEN) else volume(match, CONCEPTS[kind])


@rule(
    [T("CAME_OUT", as_="verb"), ABOUT, T("VALUE", as_="value")],
    [T("BLED", as_="verb"), ABOUT, T("VALUE", as_="value")],
)
def came_out(match: Match) -> Owned | None:
    """She lost an estimated 1,800 mL; the chest tube drained 850 mL; hematemesis of about 400 mL"""
    verb = match["verb"]
    return volume(match, BLEEDING if verb.has("BLED") or verb.concept("CAME_OUT") == "blood" else DRAINED)


OUT = Level([of_fluid, came_out])


def volumes(chunks: Sequence[Chunk], language: str, taken: Sequence[Owned]) -> list[Owned]:
    """Volumes of what was lost or drained that no name owns yet."""
    if not holds(chunks, "BODY_FLUID", "CAME_OUT", "BLED"):
        return []
    served = {one.value_at for one in taken}
    return [hit.made for hit in OUT.best(chunks, language)[0] if hit.made.value_at not in served]
