"""Ratios by their parts: «CSF/serum glucose ratio», "lactate-to-pyruvate ratio", «соотношение лактат/пируват»."""

from __future__ import annotations

from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Element, Level, Match, T, rule
from pipeline.rules.values.value import Name, name_of

BETWEEN = ("SLASH", "COLON", "TO_WORD", "DASH")
SIGNS: Element = T(*BETWEEN, op="{1,3}")
RATIO: Element = T("RATIO_NOUN")
FLUID_OF_ONE: Element = T("FLUID", as_="above")
FLUID_OF_OTHER: Element = T("FLUID", as_="below")
OF: Element = T("OF_WORD", "LAB_LINK", op="{0,2}")
ANALYTE: Element = T("ANALYTE", as_="analyte")


@rule(
    [FLUID_OF_ONE, SIGNS, FLUID_OF_OTHER, ANALYTE, RATIO],
    [FLUID_OF_ONE, SIGNS, ANALYTE, RATIO],
    [RATIO, OF, FLUID_OF_ONE, SIGNS, FLUID_OF_OTHER, ANALYTE],
    [RATIO, OF, FLUID_OF_ONE, SIGNS, ANALYTE],
    [RATIO, ANALYTE, FLUID_OF_ONE, SIGNS, FLUID_OF_OTHER],
)
def of_fluids(match: Match) -> Chunk | None:
    """CSF/serum glucose ratio; the ratio of CSF to serum glucose; соотношение глюкозы ликвор/кровь"""
    above, below, analyte = match["above"], match.get("below"), match["analyte"]
    name = analyte.concept("ANALYTE") or ""
    if below is None:
        fluid = analyte.concept("FLUID")
        if fluid is None or fluid == above.concept("FLUID"):
            return None
        return named(match, f"{short(above)}/{lowered(analyte.text) if analyte.text.isascii() else name} ratio", above)
    if above.concept("FLUID") == below.concept("FLUID"):
        return None
    return named(match, f"{short(above)}/{short(below)} {name} ratio", above)


def named(match: Match, concept: str, above: Chunk) -> Chunk:
    return match.make(
        "NAME",
        Name("analyte", concept, match.make("NAME").text, known=False, specimen=above.concept("FLUID")),
    )


def short(fluid: Chunk) -> str:
    """«CSF», "serum" as printed; a fluid of another alphabet by its canonical name."""
    return lowered(fluid.text) if fluid.text.isascii() else fluid.concept("FLUID") or fluid.text


def lowered(words: str) -> str:
    """Capitals that only open a sentence go."""
    return words if words.isupper() else words[:1].lower() + words[1:]


@rule(
    [T("NAME", as_="above"), SIGNS, T("NAME", as_="below")],
    [RATIO, OF, T("NAME", as_="above"), SIGNS, T("NAME", as_="below")],
    [RATIO, T("OPEN"), T("NAME", as_="above"), SIGNS, T("NAME", as_="below"), T("CLOSE")],
)
def of_analytes(match: Match) -> Chunk | None:
    """lactate:pyruvate ratio; соотношение лактат/пируват; de Ritis ratio (AST/ALT)"""
    above, below = name_of(match["above"]), name_of(match["below"])
    if above is None or below is None or above.state or below.state:
        return None
    leads = match.matched[0].has("RATIO_NOUN")
    if not leads and not any(c.has("RATIO_NOUN") for c in (*match["below"].parts, *match.after(1))):
        return None
    printed = match.make("NAME").text
    concept = f"{above.concept}/{below.concept} ratio"
    if above.concept == below.concept:
        fluids = (above.specimen, below.specimen)
        concept = "/".join(f or "blood" for f in fluids) + f" {above.concept} ratio"
    return match.make("NAME", Name("analyte", concept, printed, known=False, specimen=above.specimen))


FLUID_RATIOS = Level([of_fluids])
RATIOS = Level([of_analytes])
