"""Counts in several fields of a microscope or in an area: «3 митоза в 10 полях зрения», "12 mitoses per 10 HPF", "4/mm2"."""

from __future__ import annotations

from pipeline.language.unit import Unit, units
from pipeline.record import replace
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Level, Match, T, rule
from pipeline.rules.values.value import Name, Value, value_of

SHARED_CELLS = frozenset({"neutrophils", "lymphocytes"})
"""Cells that are told as a share of all: «лимфоциты 2/3»."""
CHAMBER_CELLS = frozenset({"leukocytes", "erythrocytes"}) | SHARED_CELLS
OF_CHAMBER = 3
"""Microlitres of a Fuchs–Rosenthal chamber."""
PER = T("PER", "OF_WORD", "SLASH", "COUNT_OF")


def per_fields(count: Value, fields: Value, printed: str) -> Value | None:
    """12 and «10 HPF» as 12 in /10{HPF}; None where the second is no number of fields."""
    unit = fields.unit
    if unit is None or unit.dimension not in ("FIELD", "PER_FIELD") or count.unit is not None:
        return None
    number = fields.high
    if unit.dimension == "PER_FIELD" and number <= 1:
        return None
    code = "/[HPF]" if number == 1 else f"/{number:g}{{HPF}}"
    return replace(count, unit=Unit(code, "PER_FIELD", "", ("[HPF]",)), unit_printed=printed, end=fields.end)


@rule(
    [T("VALUE", as_="count"), T("NAME", as_="name", op="?"), PER, T("VALUE", as_="fields")],
    [T("VALUE", as_="count"), T("NAME", as_="name", op="?"), T("VALUE", as_="fields", form=r"(?i)^(?:per|в|на) ")],
)
def in_fields(match: Match) -> list[Chunk] | None:
    """12 mitoses per 10 HPF; 3 митоза в 10 полях зрения"""
    count, fields = value_of(match["count"]), value_of(match["fields"])
    if count is None or fields is None or count.form != "amount":
        return None
    whole = per_fields(count, fields, match["fields"].text)
    if whole is None:
        return None
    made = match.make("VALUE", whole)
    name = match.get("name")
    return [name, made] if name is not None and isinstance(name.value, Name) else [made]


@rule([T("VALUE", as_="pair", form="/")])
def as_pair(match: Match) -> Chunk | None:
    """3/10 HPF"""
    chunk = match["pair"]
    value = value_of(chunk)
    if value is None or value.form != "pair" or value.second is None or value.unit is None:
        return None
    single = replace(value, unit=None, second=None, form="amount", printed=value.printed.split("/")[0].strip())
    fields = replace(value, low=value.second, high=value.second, form="amount")
    whole = per_fields(single, fields, value.unit_printed or "")
    return match.make("VALUE", whole) if whole else None


@rule(
    [
        T("NAME", as_="name"),
        T("LAB_LINK", "DASH", "COLON", "EQUALS", "OPEN", op="{0,2}", as_="link"),
        T("VALUE", as_="pair", form=r"^\d+ ?/ ?3$"),
    ],
)
def in_chamber(match: Match) -> list[Chunk] | None:
    """цитоз 125/3: the cells of a Fuchs–Rosenthal chamber, in three microlitres"""
    name, value = match["name"].value, value_of(match["pair"])
    if value is None or value.unit is not None or not isinstance(name, Name) or name.concept not in CHAMBER_CELLS:
        return None
    if name.concept in SHARED_CELLS and value.low < OF_CHAMBER:
        return None
    unit = units()["{cells}/(3.uL)"]
    count = replace(value, second=None, form="amount", unit=unit, unit_printed="/3")
    return [match["name"], *match.all("link"), replace(match["pair"], value=count)]


FIELDS = Level([in_fields, as_pair, in_chamber])
