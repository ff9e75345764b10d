"""A dose in words, from the columns of `medications`: in the steps of a course, on the pages and in the figure alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pipeline.lengths import each

DAYS_PER_WEEK = 7


def dose_words(row: Mapping[str, Any], unit: Callable[[str], str] = str) -> str:
    """Empty without an amount; `unit` shows a UCUM code.

    >>> blank = dict.fromkeys(("dose_high", "dose_unit", "per", "per_body", "times_per_day", "every"))
    >>> dose_words(blank | {"dose_low": 3.0, "dose_high": 5.0, "dose_unit": "mg", "per_body": "kg", "per": "day"})
    '3–5 mg/kg/day'
    >>> dose_words(blank | {"dose_low": 240.0, "dose_unit": "mg", "per": "dose", "every": "P2W", "times_per_day": 0.07})
    '240 mg every 2 weeks'
    """
    if row["dose_low"] is None:
        return ""
    high = row["dose_high"]
    amount = plain(row["dose_low"]) if high in (None, row["dose_low"]) else f"{plain(row['dose_low'])}–{plain(high)}"
    body = {"kg": "/kg", "m2": f"/{unit('m2')}"}.get(row["per_body"] or "", "")
    per = f"/{row['per']}" if row["per"] and row["per"] not in ("dose", "total") else ""
    total = " in total" if row["per"] == "total" else ""
    said = f"{amount} {unit(row['dose_unit'] or '')}".rstrip()
    return f"{said}{body}{per}{total}{rhythm(row['times_per_day'], row['every'])}"


def rhythm(times: float | None, every: str | None) -> str:
    """How often, as the text says it: from one to the next, or so many times in a day or a week.

    >>> rhythm(2.0, None), rhythm(1 / 14, "P2W"), rhythm(round(3 / 7, 6), None), rhythm(0.1, None), rhythm(None, None)
    (' × 2/day', ' every 2 weeks', ' × 3/week', ' every 10 days', '')
    """
    if every:
        return f" {each(every)}"
    if not times:
        return ""
    weekly = round(times * DAYS_PER_WEEK, 3)
    if times >= 1:
        return f" × {plain(times)}/day"
    return (
        f" × {plain(weekly)}/week"
        if weekly >= 1 and weekly.is_integer()
        else f" every {plain(round(1 / times, 1))} days"
    )


def plain(value: float) -> str:
    """Six figures at least, never with an exponent.

    >>> plain(0.5), plain(5_000_000.0), plain(1234567.0), plain(0.00002)
    ('0.5', '5000000', '1234567', '0.00002')
    """
    said = f"{value:.6g}"
    return f"{value:.10f}".rstrip("0").rstrip(".") if "e" in said else said
