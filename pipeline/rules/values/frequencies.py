"""«до 3–5 раз в день»: a frequency as a number of times a day, for what is counted by the day."""

from __future__ import annotations

import re

from pipeline.facts import TimeExpression
from pipeline.language.unit import Unit
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Match, T, rule
from pipeline.rules.values.value import Value

A_DAY = re.compile(r"R(?P<low>\d+)/P1D(?:/R(?P<high>\d+)/P1D)?")
PER_DAY = Unit("/d", "FREQUENCY")


@rule([T("VALUE_UP_TO", as_="bound", op="?"), T("FREQUENCY", as_="often")])
def per_day(match: Match) -> Chunk | None:
    """до 3–5 раз в день"""
    chunk, time = match["often"], match["often"].value
    found = A_DAY.fullmatch(time.value or "") if isinstance(time, TimeExpression) else None
    if found is None:
        return None
    low = float(found["low"])
    high = float(found["high"] or low)
    bound = match.get("bound") is not None
    sign = "<=" if bound else "="
    value = Value(low, high, PER_DAY, chunk.text, chunk.text, chunk.start, chunk.end, sign, up_to=bound)
    return match.make("VALUE", value)
