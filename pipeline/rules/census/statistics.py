"""Numbers of series: tests, shares, incidences, counts of people."""

from __future__ import annotations

from pipeline.language.number import Number
from pipeline.rules.census.fate import JOINED, NUMBERS, fate, whole
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Match, T, gap, rule

FEWEST_PEOPLE = 100


@rule(
    [T("P_WORD"), T("EQUALS", "COMPARATOR", "COLON", "DASH", "LAB_LINK", op="{1,2}"), T("NUMBER", "QUANTITY", "RANGE")]
)
def p_value(match: Match) -> Chunk | None:
    """p < 0.05"""
    return fate(match, "p_value")


@rule(
    [T("NUMBER", "QUANTITY"), T("STATISTIC_WORD"), gap(2, "VALUE"), T(*NUMBERS, "QUANTITY"), JOINED],
    [
        T("TIME_AMOUNT", op="?"),
        T("STATISTIC_WORD"),
        T("COLON", "EQUALS", "COMMA", "LAB_LINK", "OPEN", "CLOSE", "COMPARATOR", "LAB_NOUN", op="{0,4}"),
        T(*NUMBERS, "QUANTITY"),
        JOINED,
    ],
    [T(*NUMBERS, "QUANTITY"), T("DASH", op="?"), T("STATISTIC_WORD")],
    [T(*NUMBERS, "QUANTITY"), T("PLUS_MINUS"), T(*NUMBERS, "QUANTITY")],
)
def statistic(match: Match) -> Chunk | None:
    """95% CI 1.2–3.4; median of 12"""
    return fate(match, "statistic")


@rule(
    [T("NUMBER", "RANGE"), T("WORD", "SERIES", op="{0,2}"), T("PER", "OF_WORD", "COUNT_OF"), T(*NUMBERS, as_="among")]
)
def incidence(match: Match) -> Chunk | None:
    """1 in 2,400 patients; 2–12 случаев на 1 млн населения"""
    among = match["among"].value
    return fate(match, "statistic") if isinstance(among, Number) and among.high >= FEWEST_PEOPLE else None


@rule(
    [T(form=r"^n$"), T("EQUALS", "COLON"), T("NUMBER")],
    [T("NUMBER", as_="number"), gap(3, "NUMBER", "QUANTITY", "COMMA", "CLOSE", "OPEN", "LAB_LINK"), T("SERIES")],
    [T("NUMBER"), T("OPEN"), T("PERCENT"), T("CLOSE"), T("WORD", op="?"), T("SERIES", op="?")],
    [
        T("NUMBER"),
        T("SLASH", "COUNT_OF"),
        T("LAB_LINK", op="?"),
        T("NUMBER"),
        gap(2, "NUMBER", "QUANTITY", "COMMA", "CLOSE", "OPEN"),
        T("SERIES"),
    ],
    [T("NUMBER"), T("COUNT_OF"), T("LAB_LINK", "WORD", op="{0,2}"), T("NUMBER")],
    [
        T("SERIES"),
        T("OPEN", form=r"^\($"),
        T("WORD", op="?", form=r"^[nN]$"),
        T("EQUALS", op="?"),
        T("NUMBER"),
        T("CLOSE"),
    ],
)
def patient_count(match: Match) -> Chunk | None:
    """27 patients; n = 12; 10/17 cases"""
    numbers = [c for c in match.matched if c.has("NUMBER")]
    of = next((kind for c in match.matched if (kind := c.concept("SERIES"))), None)
    people = of == "patient" or any(c.has("EQUALS") for c in match.matched)
    name = "patient_count" if people else "count" if of else "proportion"
    return fate(match, name) if all(whole(c, 10_000_000) for c in numbers) else None


@rule(
    [
        T("NUMBER", "RANGE", as_="first"),
        T("DASH", "RANGE_WORD", "AND_WORD", op="?"),
        T("QUANTITY", as_="share", form=r"(?:%|percent|процент\w*)$"),
    ],
    [T("QUANTITY", as_="share", form=r"(?:%|percent|per cent|процент\w*)$")],
    [
        T("QUANTITY", as_="share", form=r"(?:%|percent)$"),
        T("OPEN"),
        T("NUMBER"),
        T("SLASH", "COUNT_OF"),
        T("NUMBER"),
        T("CLOSE"),
    ],
)
def percentage(match: Match) -> Chunk | None:
    """in 24 % of adolescents; 76% (13/17)"""
    return fate(match, "percentage")


@rule(
    [T("NUMBER", as_="part"), T("SLASH"), T("NUMBER", as_="all")],
    [T("NUMBER", as_="part", form=r"^\d{1,2}$"), T("COLON", as_="colon"), T("NUMBER", form=r"^\d$")],
    [T("NUMBER", as_="part"), T("DASH"), T("WORD", "FRACTION_WORD")],
)
def proportion(match: Match) -> Chunk | None:
    """2/17 secreted GH; two-thirds"""
    part, every = match["part"], match.get("all")
    if match.get("colon") is not None:
        return fate(match, "proportion")
    if every is None:
        return fate(match, "proportion") if not part.text[:1].isdigit() and match.matched[2].glued else None
    return fate(match, "proportion") if whole(part) and whole(every) and part.value.high <= every.value.high else None


@rule([T("TIME_AMOUNT", "QUANTITY"), T("ENDPOINT", "STATISTIC_WORD")])
def endpoint(match: Match) -> Chunk | None:
    """5-year survival rate; 5-летняя выживаемость"""
    return fate(match, "statistic")


@rule([T("NUMBER", as_="number"), T("VERSUS"), T("NUMBER")])
def compared_counts(match: Match) -> Chunk | None:
    """37 versus six"""
    return fate(match, "statistic")
