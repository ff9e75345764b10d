"""Values told as a multiple of the normal: "5 times the upper limit of normal", «в 5 раз выше нормы», "8 × ULN"."""

from __future__ import annotations

from dataclasses import replace

from pipeline.language.unit import units
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Element, Match, T, rule
from pipeline.rules.values.value import plain

TIMES: Element = T("TIMES", "TIMES_WORD")


@rule(
    [T("NUMBER", "RANGE", as_="number"), TIMES, T("LAB_LINK", "DETERMINER", "OF_WORD", op="{0,2}"), T("NORMAL_LIMIT")],
    [T("NUMBER", "RANGE", as_="number"), T("NORMAL_LIMITS")],
    [
        T("COMPARATOR", as_="sign"),
        T("NUMBER", "RANGE", as_="number"),
        TIMES,
        T("LAB_LINK", "DETERMINER", "OF_WORD", op="{0,2}"),
        T("NORMAL_LIMIT"),
    ],
)
def multiple(match: Match) -> Chunk | None:
    """5 times the upper limit of normal; в 5 раз выше нормы; 8 ВГН"""
    value, sign = plain(match["number"]), match.get("sign")
    if value is None or value.low <= 0:
        return None
    value = replace(
        value,
        unit=units()["{ULN}"],
        unit_printed=match.make("VALUE").text[match["number"].end - match.matched[0].start :].strip(),
        end=match.matched[-1].end,
    )
    if sign is not None:
        value = replace(value, comparator=sign.concept("COMPARATOR") or "=", start=sign.start)
    return match.make("VALUE", value)
