"""Amounts of time as ISO 8601 durations."""

from __future__ import annotations

from pipeline.language.number import Number
from pipeline.record import record

ISO = {"a": "P{}Y", "mo": "P{}M", "wk": "P{}W", "d": "P{}D", "h": "PT{}H", "min": "PT{}M", "s": "PT{}S"}
"""UCUM code of a unit of time → its ISO 8601 form."""
MOST_YEARS = 1000
"""From here on they are of the calendar («с 2008 по 2012 год») or of many people's lives together («26 394 года жизни»)."""


@record(frozen=True, slots=True)
class Period:
    """An amount of time: `iso` is P3M, P8W/P10W or, for "several months", None; `unit` the UCUM code of its unit.

    adjective   "5-летний": what it means hangs on the noun that follows
    ordinal     one of "1, 4 и 8 сутки": days that are counted, not a stretch of so many days
    """

    iso: str | None
    unit: str
    adjective: bool = False
    ordinal: bool = False

    @property
    def is_range(self) -> bool:
        return self.iso is not None and "/" in self.iso


def iso(amount: float, unit: str) -> str:
    """
    >>> iso(3, "mo"), iso(1.5, "a"), iso(6, "h")
    ('P3M', 'P1.5Y', 'PT6H')
    """
    return ISO[unit].format(f"{amount:.10g}")


def period(low: Number, high: Number, unit: str, low_unit: str | None = None, adjective: bool = False) -> Period | None:
    """None where the range runs backwards, or a power of ten or the number of years shows that it is no time."""
    if low.power or high.power or unit not in ISO or (unit == "a" and high.high >= MOST_YEARS):
        return None
    first, last = iso(low.low, low_unit or unit), iso(high.high, unit)
    if low_unit is None and low.low > high.high:
        return None
    return Period(first if first == last else f"{first}/{last}", unit, adjective)
