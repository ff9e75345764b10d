"""How often: the value of a frequency chunk."""

from __future__ import annotations

import re

from pipeline.facts import TimeExpression
from pipeline.record import record
from pipeline.rules.chunk import Chunk

REPEATED = re.compile(r"R(\d*(?:\.\d+)?)/P(T?)(\d+(?:\.\d+)?)([HDWMY])(?:/R.*)?")
DAYS = {"H": 1 / 24, "D": 1.0, "W": 7.0, "M": 30.4375, "Y": 365.25}
NAMES = {1.0: "day", 7.0: "week", 30.4375: "month"}


@record(frozen=True, slots=True)
class Rhythm:
    """`count` times in `days` days. `counted`: the text counts ("twice", "1 раз", "every 8 h"), it does not just say "once daily".

    stretch   the days as printed, ISO 8601: P2W
    """

    count: float
    days: float
    counted: bool
    stretch: str = ""

    @property
    def period(self) -> str | None:
        """day, week or month, where the rhythm only names the period that the amount belongs to."""
        return None if self.counted else NAMES.get(self.days)

    @property
    def times_per_day(self) -> float | None:
        return round(self.count / self.days, 6) if self.counted else None

    @property
    def every(self) -> str | None:
        """From one dose to the next, where the text says that rather than how many in a stretch."""
        return self.stretch or None if self.counted and self.count == 1 else None


def rhythm_of(chunk: Chunk) -> Rhythm | None:
    """None for "once", "stat": given one time."""
    concept = chunk.concept("DOSE_FREQUENCY")
    value = concept or (chunk.value.value if isinstance(chunk.value, TimeExpression) else None)
    found = REPEATED.fullmatch(value or "")
    if not found:
        return None
    count, hours, number, unit = found[1], found[2], float(found[3]), found[4]
    days = number / 1440 if unit == "M" and hours else number * DAYS[unit]
    numbered = any(part.has("NUMBER", "MULTIPLE") and not part.has("DOSE_FREQUENCY") for part in chunk.parts)
    told = bool(count) if concept else numbered or count not in ("", "1")
    stretch = f"P{hours}{found[3]}{unit}"
    return Rhythm(float(count or 1), days, told or days not in NAMES, stretch)
