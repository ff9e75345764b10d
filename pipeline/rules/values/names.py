"""Words to names: «serum creatinine», «аспартатаминотрансферазы (АСТ)», "hematocrit (Htc)", "anemia"."""

from __future__ import annotations

import re
from typing import Literal

from pipeline.language.number import Number
from pipeline.language.unit import Unit, units
from pipeline.record import replace
from pipeline.rules.chunk import Chunk
from pipeline.rules.lexing import unit_of
from pipeline.rules.pattern import Level, Match, T, rule, span_chunk
from pipeline.rules.values.catalogue import is_analyte, is_measure, measures
from pipeline.rules.values.fields import FIELDS
from pipeline.rules.values.letters import LETTERS
from pipeline.rules.values.pairs import PAIRS
from pipeline.rules.values.ratios import FLUID_RATIOS, RATIOS
from pipeline.rules.values.short_names import SHORT_NAMES
from pipeline.rules.values.value import Name, Value, value_of

STATE_FORM = re.compile(r"(?P<flag>low|high) (?P<concept>.+?)(?: in (?P<fluid>.+))?")
NAMES = ("ANALYTE", "MEASURE")
AMOUNT_OF_TIME = re.compile(r"P(?P<clock>T)?(?P<number>[\d.]+)(?P<letter>[WDMHSY])")
TIME_CODES = {
    ("", "W"): "wk",
    ("", "D"): "d",
    ("", "M"): "mo",
    ("", "Y"): "a",
    ("T", "H"): "h",
    ("T", "M"): "min",
    ("T", "S"): "s",
}


def named(chunk: Chunk, printed: str, specimen: str | None) -> Name | None:
    """What a chunk names. A word that names both an analyte and another quantity is the analyte."""
    analyte, measure = chunk.concept("ANALYTE"), chunk.concept("MEASURE")
    if analyte and is_analyte(analyte):
        return Name("analyte", analyte, printed, specimen=specimen)
    if measure and is_measure(measure):
        return Name("measure", measure, printed)
    return None


def fluid_of(chunks: tuple[Chunk, ...]) -> str | None:
    return next((fluid for c in chunks if (fluid := c.concept("FLUID"))), None)


@rule(
    [T("FLUID", as_="fluid", op="{0,2}"), T(*NAMES, as_="name")],
    [T("FLUID", as_="fluid", op="?"), T(*NAMES, as_="name"), T("LAB_NOUN", op="{1,2}")],
    [T(*NAMES, as_="name"), T("LAB_NOUN", op="?"), T("FLUID", as_="fluid"), T("LAB_NOUN", op="?")],
    [T("LAB_NOUN", op="{1,2}"), T(*NAMES, as_="name")],
    [T("LAB_NOUN", op="{1,2}"), T("OF_WORD"), T("FLUID", as_="fluid", op="?"), T(*NAMES, as_="name")],
)
def name(match: Match) -> Chunk | None:
    """serum creatinine level; креатинин крови"""
    words = match["name"]
    known = named(words, words.text, fluid_of((*match.all("fluid"), words)))
    return match.make("NAME", known) if known else None


@rule([T("STATE", as_="state")])
def state(match: Match) -> Chunk | None:
    """hypokalemia; протеинурия"""
    form = STATE_FORM.fullmatch(match["state"].concept("STATE") or "")
    if form is None:
        return None
    concept = form["concept"]
    kind: Literal["analyte", "measure"] = "analyte" if is_analyte(concept) else "measure"
    return match.make(
        "NAME", Name(kind, concept, match["state"].text, flag=form["flag"], specimen=form["fluid"], state=True)
    )


@rule(
    [T("NAME", as_="name"), T("OPEN"), T("NAME", as_="short"), T("CLOSE")],
    [
        T("NAME", as_="name"),
        T("OPEN"),
        T("WORD", "CODE", "NUMBER", "SIGN", "DASH", as_="letters", op="{1,3}"),
        T("CLOSE"),
    ],
    [T("NAME", as_="name"), T("COMMA"), T("NAME", as_="short"), T("COMMA")],
    [T("NAME", as_="name"), T("DASH"), T("NAME", as_="short")],
)
def abbreviated(match: Match) -> Chunk | None:
    """аспартатаминотрансферазы (АСТ); hematocrit (Htc)"""
    full, short = match["name"].value, match.get("short")
    assert isinstance(full, Name)
    if short is not None and (not isinstance(short.value, Name) or short.value.concept != full.concept):
        return None
    letters = match.all("letters")
    if letters and not any(c.text[:1].isalpha() and len(c.text) <= 8 for c in letters):
        return None
    return match.make("NAME", full)


@rule([T("NAME", as_="name"), T("LAB_NOUN", op="{1,2}")])
def with_noun(match: Match) -> Chunk | None:
    """C-reactive protein (CRP) level"""
    return match.make("NAME", match["name"].value)


@rule(
    [T("VALUE", as_="value"), T("NAME", as_="name"), T("SLASH", "PER"), T("UNIT", as_="below")],
    [T("VALUE", as_="value"), T("NAME", as_="name"), T("UNIT", as_="below")],
)
def counted(match: Match) -> list[Chunk] | None:
    """4 leukocytes/µL; 281×10^3 platelets per microliter"""
    value, name = match["value"].value, match["name"].value
    assert isinstance(value, Value) and isinstance(name, Name)
    below = unit_of(match["below"])
    per = any(c.has("SLASH", "PER") for c in match.matched)
    if value.unit is not None or below.dimension not in (("VOLUME", "FIELD") if per else ("PER_FIELD",)):
        return None
    power = number_power(match["value"])
    dimension = "PER_FIELD" if below.dimension == "FIELD" else "CONCENTRATION"
    unit = Unit(f"/{below.code}", dimension, "", (below.code,)).times_ten_to(power) if per else below
    scale = 10.0**-power
    printed = match["below"].text
    whole = replace(
        value,
        low=value.low * scale,
        high=value.high * scale,
        unit=unit,
        unit_printed=printed,
        end=match.matched[-1].end,
    )
    return [match["name"], match.make("VALUE", whole)]


@rule([T("VALUE", as_="value"), T("PER"), T("VALUE", as_="one", form=r"^1 ?\D")])
def counted_in_one(match: Match) -> Chunk | None:
    """цитоз 340 в 1 мкл; 4500 в 1 мл"""
    value, below = value_of(match["value"]), value_of(match["one"])
    if value is None or below is None or value.unit is not None or below.unit is None or below.low != 1:
        return None
    if below.unit.dimension != "VOLUME" or value.form != "amount":
        return None
    unit = Unit(f"/{below.unit.code}", "CONCENTRATION", "", (below.unit.code,))
    return match.make("VALUE", replace(value, unit=unit, unit_printed=match["one"].text, end=below.end))


@rule(
    [
        T("NAME", as_="name"),
        T("LAB_LINK", "COLON", "DASH", "EQUALS", "COMMA", "OPEN", op="{0,2}"),
        T("TIME_AMOUNT", "DURATION", "RELATIVE", "TIME", "AGE", as_="time"),
    ]
)
def timed(match: Match) -> list[Chunk] | None:
    """Gestational age was 36 weeks; длительность операции 145 мин"""
    name, time = match["name"].value, match["time"]
    assert isinstance(name, Name)
    amount = AMOUNT_OF_TIME.fullmatch(getattr(time.value, "value", None) or "")
    entry = measures().get(name.concept)
    if amount is None or entry is None or "TIME" not in entry.dimensions:
        return None
    code = TIME_CODES[amount["clock"] or "", amount["letter"]]
    low = float(amount["number"])
    value = Value(low, low, units()[code], code, time.text, time.start, time.end)
    return [*match.matched[:-1], span_chunk([time], (("VALUE", ""),), value, match.rule)]


def number_power(chunk: Chunk) -> int:
    """The power of ten that was printed with the number."""
    number = next((p.value for p in chunk.parts if isinstance(p.value, Number)), None)
    return number.power if number else 0


@rule(
    [
        T("ANTIBODY_WORD"),
        T("AGAINST"),
        T("WORD", "CODE", "DASH", "NUMBER", "SPECIES", "LESION", "SITE", "DRUG", op="{1,4}"),
        T("ANALYTE", op="?", form=r"^Ig[GMAE]$"),
    ],
)
def antibodies(match: Match) -> Chunk | None:
    """антитела к возбудителю лихорадки Ку IgG; antibodies against Yersinia"""
    printed = match.make("NAME").text
    return match.make("NAME", Name("analyte", printed.lower(), printed, known=False))


NAME_LEVELS = (
    LETTERS,
    FLUID_RATIOS,
    Level([name, state, antibodies]),
    RATIOS,
    Level([abbreviated]),
    Level([with_noun]),
    SHORT_NAMES,
    PAIRS,
    Level([counted, timed, counted_in_one]),
    FIELDS,
)
