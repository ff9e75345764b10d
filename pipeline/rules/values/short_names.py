"""Names of which only the distinguishing word is told: «общий билирубин 84, прямой – 60», "calcium 3.2, ionized 1.7"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from pipeline.language.tables import table
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import CLAUSE_ENDS, Level, Match, T, rule, span_chunk
from pipeline.rules.values.value import Name, name_of

REACH = 14
"""Chunks back to the name in full."""
LINKS = ("LAB_LINK", "DASH", "COLON", "EQUALS", "OPEN", "LAB_NOUN", "TREND", "FLAG", "VALUE_UP_TO")


@rule(
    [T("NAME_PART", as_="part"), T(*LINKS, op="{0,3}"), T("VALUE")],
)
def after_the_whole(match: Match) -> list[Chunk] | None:
    """общий билирубин 84 мкмоль/л, прямой – 60; total bilirubin 12.4 (direct 8.6)"""
    made = called(match["part"], names_before(match.chunks[max(0, match.start - REACH) : match.start]))
    return [made, *match.matched[1:]] if made else None


@rule([T("NAME_PART", as_="part"), T("SLASH", "AND_WORD"), T("NAME", as_="whole")])
def before_the_whole(match: Match) -> list[Chunk] | None:
    """direct/total bilirubin 8.6/12.4 mg/dL"""
    made = called(match["part"], [name_of(match["whole"])])
    return [made, *match.matched[1:]] if made else None


def names_before(chunks: Sequence[Chunk]) -> list[Name | None]:
    """The names of the sentence so far, the nearest first."""
    ends = [i for i, c in enumerate(chunks) if c.has(*CLAUSE_ENDS) and not c.has("SEMICOLON")]
    return [name_of(c) for c in reversed(chunks[ends[-1] + 1 if ends else 0 :])]


def called(part: Chunk, names: Sequence[Name | None]) -> Chunk | None:
    """The part's name by the first of the names that have such a part."""
    told = part.concept("NAME_PART")
    for name in names:
        if name is not None and (meant := parts().get((name.concept, told))):
            made = Name("analyte", meant, part.text, specimen=name.specimen)
            return span_chunk([part], (("NAME", ""),), made, "short_names")
    return None


@lru_cache
def parts() -> dict[tuple[str, str | None], str]:
    """(an analyte or one of its kin, the word for a part) → the analyte meant."""
    rows = table("analyte_parts")
    kin = {(row["whole"], name) for row in rows for name in (row["whole"], row["analyte"])}
    return {(name, row["part"]): row["analyte"] for row in rows for whole, name in kin if whole == row["whole"]}


SHORT_NAMES = Level([after_the_whole, before_the_whole])
