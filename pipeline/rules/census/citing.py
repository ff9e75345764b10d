"""Numbers that point elsewhere: figures, tables, references, publications."""

from __future__ import annotations

import re

from pipeline.rules.census.fate import JOINED, LETTER, NUMBERS, fate, is_year, whole
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Match, T, rule
from pipeline.rules.values.citations import MOST

TWO_NUMBERS = re.compile(r"\d{1,3},\d{1,3}")


@rule([T("FIGURE_LABEL"), T("PERIOD", "DASH", "COLON", op="?"), T(*NUMBERS, "CODE", "NUMERIC_DATE"), JOINED])
def figure(match: Match) -> Chunk | None:
    """Figure 2; Figs. 1–3; рис. 1, 2"""
    return fate(match, "figure")


@rule([T(*NUMBERS, "CODE"), T("OPEN"), T("WORD", "LAB_LINK", "UNIT", form=LETTER, as_="letter"), T("CLOSE")])
def figure_part(match: Match) -> Chunk | None:
    """and 2(a)"""
    glued = match.matched[1].glued and match["letter"].glued
    return fate(match, "figure") if glued and match["letter"].text.islower() else None


@rule([T("TABLE_LABEL"), T("PERIOD", "COLON", op="?"), T(*NUMBERS, "CODE"), JOINED])
def table_number(match: Match) -> Chunk | None:
    """Table 1; табл. 2"""
    return fate(match, "table_number")


@rule(
    [
        T("OPEN", form=r"^\[$"),
        T("NUMBER", "RANGE", "NUMERIC_DATE", "COMMA", "DASH", "SEMICOLON", "PERIOD", "QUANTITY", op="+", as_="inside"),
        T("CLOSE", form=r"^\]$"),
    ]
)
def bracketed(match: Match) -> Chunk | None:
    """[7, 8]; [12–15]"""
    numbers = [c for c in match.all("inside") if c.has("NUMBER", "RANGE")]
    return fate(match, "reference") if all(whole(c, MOST) or c.has("RANGE") or is_list(c) for c in numbers) else None


def is_list(chunk: Chunk) -> bool:
    """«[1,2]»: two references with a comma and no space between them, and no decimal."""
    return TWO_NUMBERS.fullmatch(chunk.text) is not None


@rule(
    [
        T("WORD", "ET_AL"),
        T("COMMA", "PERIOD", "OPEN", op="{0,3}"),
        T("NUMBER", as_="year"),
        T("CLOSE", "SEMICOLON", "COMMA", as_="end", op="?"),
    ]
)
def author_and_year(match: Match) -> Chunk | None:
    """(Smith, 2010); et al. (2014)"""
    if not is_year(match["year"]) or not any(c.has("COMMA", "ET_AL", "OPEN") for c in match.matched[:-1]):
        return None
    if match.get("end") is None and not any(c.has("OPEN") for c in match.after(1)):
        return None
    return fate(match, "reference")


@rule([T("ET_AL"), T("COMMA", "PERIOD", "OPEN", op="{0,3}"), T("NUMBER", "RANGE", as_="number"), JOINED])
def after_authors(match: Match) -> Chunk | None:
    """Chung et al. 12; Smith et al. [4]"""
    return fate(match, "reference")


@rule(
    [
        T("WORD", "SITE", "LESION", "DRUG", "DIAGNOSIS", "PERIOD", "COMMA", "CLOSE", as_="before"),
        T("NUMBER", as_="number"),
        T("COMMA", "DASH", "NUMBER", op="{0,6}", as_="more"),
    ]
)
def raised(match: Match) -> Chunk | None:
    """was reported.12,13 Thus"""
    before, number = match["before"], match["number"]
    if not number.glued or not whole(number, 200) or (before.text[:1].isalpha() and len(before.text) < 5):
        return None
    if before.has("PERIOD", "COMMA", "CLOSE") and not before.glued:
        return None
    if not all(c.glued and (not c.has("NUMBER") or whole(c, 200)) for c in match.all("more")):
        return None
    after = match.after(1)
    if before.has("CLOSE") and after and after[0].glued:
        return None
    return fate(match, "reference")


@rule(
    [
        T("PUBLICATION_WORD"),
        T("PERIOD", "COLON", "COMMA", "LAB_LINK", op="{0,2}"),
        T(*NUMBERS, "NUMERIC_DATE", "DATE"),
        JOINED,
    ],
    [T("NUMBER", as_="year"), T("PUBLICATION_WORD", "COUNTED_NOUN")],
)
def publication(match: Match) -> Chunk | None:
    """Vol. 12; © 2016; the 1990 criteria"""
    year = match.get("year")
    if (year is not None and not is_year(year)) or match.matched[1].glued:
        return None
    if any(c.has("NUMBER") and c.text.isalpha() for c in match.matched):
        return None
    return fate(match, "publication")
