"""ISO 8601 durations in words."""

from __future__ import annotations

import re

SINGULAR = {"Y": "year", "M": "month", "W": "week", "D": "day", "H": "hour", "MIN": "minute", "S": "second"}
PART = re.compile(r"([\d.]+)([YMWDHS])")


def length(value: str) -> str:
    """
    >>> length("P3M"), length("-P2W"), length("P8W/P10W"), length("PT6H"), length("P1Y6M")
    ('3 months', '2 weeks', '8 weeks – 10 weeks', '6 hours', '1 year 6 months')
    """
    if "/" in value:
        return " – ".join(map(length, value.split("/")))
    days, _, clock = value.lstrip("+-").removeprefix("P").partition("T")
    parts = PART.findall(days) + [(n, "MIN" if u == "M" else u) for n, u in PART.findall(clock)]
    return " ".join(f"{n} {SINGULAR[u]}{'' if n == '1' else 's'}" for n, u in parts) or value


def each(value: str) -> str:
    """How often, of the time from one to the next.

    >>> each("P2W"), each("P1D"), each("PT8H")
    ('every 2 weeks', 'every day', 'every 8 hours')
    """
    said = length(value)
    return f"every {said.removeprefix('1 ')}"
