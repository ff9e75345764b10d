"""Numbers and units to quantities: «400 mg», «3–5 %», «2,0×10^9/л», «1 cm to 3 cm»."""

from __future__ import annotations

from pipeline.language.number import Number
from pipeline.language.unit import Unit
from pipeline.record import record
from pipeline.rules.chunk import Chunk
from pipeline.rules.lexing import number_of, unit_of
from pipeline.rules.pattern import Level, Match, T, rule


@record(frozen=True, slots=True)
class Quantity:
    """A number or a range of numbers with its unit. `unit` carries the power of ten."""

    low: float
    high: float
    unit: Unit
    number: Number
    unit_printed: str

    @property
    def is_range(self) -> bool:
        return self.low != self.high


def quantity_chunk(match: Match, low: Number, high: Number, unit: Unit, unit_printed: str) -> Chunk | None:
    power = high.power or low.power
    if power and unit.code.startswith("10*"):
        return None
    scaled = unit.times_ten_to(power) if unit.code.startswith(("/", "{")) else unit
    factor = 1.0 if scaled is not unit else 10.0**power
    number = Number(low.low, high.high, power, match.matched[0].text)
    value = Quantity(low.low * factor, high.high * factor, scaled, number, unit_printed)
    return match.make("QUANTITY", value, scaled.code, (scaled.dimension, scaled.code))


@rule([T("NUMBER", as_="number"), T("UNIT", as_="unit")], [T("NUMBER", as_="number"), T("DASH"), T("UNIT", as_="unit")])
def amount(match: Match) -> Chunk | None:
    """400 мг; a 5-cm mass"""
    number = number_of(match["number"])
    return quantity_chunk(match, number, number, unit_of(match["unit"]), match["unit"].text)


@rule(
    [
        T("NUMBER", as_="low"),
        T("DASH", "TILDE", "RANGE_WORD"),
        T("NUMBER", as_="high"),
        T("DASH", op="?"),
        T("UNIT", as_="unit"),
    ],
    [
        T("NUMBER", as_="low"),
        T("UNIT", as_="first"),
        T("DASH", "TILDE", "RANGE_WORD"),
        T("NUMBER", as_="high"),
        T("UNIT", as_="unit"),
    ],
)
def amount_range(match: Match) -> Chunk | None:
    """3–5 mg; 1 cm to 3 cm; 400-800 мг; 3~5 mm"""
    low, high = number_of(match["low"]), number_of(match["high"])
    first, unit = match.get("first"), unit_of(match["unit"])
    if low.low >= high.high or (first is not None and unit_of(first).code != unit.code):
        return None
    return quantity_chunk(match, low, high, unit, match["unit"].text)


@rule(
    [T("NUMBER", as_="number"), T("SLASH", "PER"), T("UNIT", as_="below")],
    [T("NUMBER", as_="low"), T("DASH", "TILDE"), T("NUMBER", as_="number"), T("SLASH", "PER"), T("UNIT", as_="below")],
)
def count_per_volume(match: Match) -> Chunk | None:
    """44 000/µL; 2,0×10^9/л; 150–450 × 10^9/L"""
    number, below = number_of(match["number"]), unit_of(match["below"])
    low = number_of(match["low"]) if match.get("low") else number
    if below.dimension not in ("VOLUME", "AREA", "TIME", "FIELD"):
        return None
    dimension = {"TIME": "RATE", "FIELD": "PER_FIELD"}.get(below.dimension, "CONCENTRATION")
    unit = Unit(f"/{below.code}", dimension, "", (below.code,))
    return quantity_chunk(match, low, number, unit, match["below"].text)


@rule([T("NUMBER", as_="low"), T("DASH", "TILDE"), T("NUMBER", as_="high")])
def bare_range(match: Match) -> Chunk | None:
    """0–10"""
    low, high = number_of(match["low"]), number_of(match["high"])
    if low.low >= high.high:
        return None
    return match.make("RANGE", Number(low.low, high.high, high.power or low.power, match.matched[0].text))


QUANTITIES = Level([amount_range, count_per_volume, amount, bare_range])
