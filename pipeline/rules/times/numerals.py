"""Number words and ordinals: «three», «двадцать пять», «two and a half», «66th», «5-е»."""

from __future__ import annotations

from pipeline.language.number import Number
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Level, Match, T, rule


def worth(chunk: Chunk) -> float:
    """The value of a number word or a number."""
    return chunk.value.low if isinstance(chunk.value, Number) else float(chunk.concept("NUMBER_WORD") or 0)


def number_chunk(match: Match, value: float) -> Chunk:
    printed = " ".join(chunk.text for chunk in match.matched)
    return match.make("NUMBER", Number(value, value, 0, printed))


def pronoun(match: Match) -> bool:
    """«one» that counts nothing: «this one», «one of them»."""
    if worth(match.matched[0]) != 1:
        return False
    before, after = match.before(), match.after()
    return not after or bool(before and before[0].has("ONE_BEFORE")) or not counts(after[0])


def counts(following: Chunk) -> bool:
    return (
        following.text[0].isalpha() and not following.has("ONE_AFTER") or following.has("DASH", "THROUGH", "AND_HALF")
    )


@rule([T("NUMBER_WORD")])
def number_word(match: Match) -> Chunk | None:
    """three; пару; полтора"""
    return None if pronoun(match) else number_chunk(match, worth(match.matched[0]))


@rule(
    [T("NUMBER_WORD", as_="n"), T("DASH", op="?"), T("NUMBER_WORD", as_="n")],
    [T("NUMBER_WORD", as_="n"), T("NUMBER_WORD", as_="n"), T("NUMBER_WORD", as_="n")],
    [T("NUMBER_WORD", as_="n"), T("NUMBER_WORD", as_="n"), T("NUMBER_WORD", as_="n"), T("NUMBER_WORD", as_="n")],
)
def compound(match: Match) -> Chunk | None:
    """twenty-five; двадцать пять; two hundred; сто двадцать пять"""
    total = 0.0
    for chunk in match.all("n"):
        value = worth(chunk)
        if value in (100, 1000) and 0 < total < value:
            total *= value
        elif value >= 1 and value == int(value) and (total == 0 or total % 10 ** len(str(int(value))) == 0):
            total += value
        else:
            return None
    return number_chunk(match, total)


@rule([T("NUMBER", "NUMBER_WORD", as_="n"), T("AND_HALF")])
def and_a_half(match: Match) -> Chunk | None:
    """two and a half; два с половиной"""
    return number_chunk(match, worth(match["n"]) + 0.5)


@rule(
    [T("NUMBER", as_="low"), T("ORDINAL_END", as_="end")],
    [T("NUMBER", as_="low"), T("DASH", as_="dash"), T("ORDINAL_END", as_="end")],
    [T("NUMBER", as_="low"), T("DASH"), T("NUMBER", as_="high"), T("DASH", as_="dash"), T("ORDINAL_END", as_="end")],
)
def ordinal(match: Match) -> Chunk | None:
    """66th; 5-е; 10-11-м; but «56-ти лет», «3-х недель» count"""
    low, high = match["low"].value, (match.get("high") or match["low"]).value
    dash, end = match.get("dash"), match["end"]
    if dash is not None and not (dash.glued and end.glued):
        return None
    if dash is None and not end.glued and len(end.text) < 2:
        return None
    if not (low.is_whole and high.is_whole) or low.low > high.high or high.high > 400:
        return None
    if end.has("CARDINAL_END") and cardinal(match, int(high.low)):
        return match.make("NUMBER", Number(low.low, high.high, 0, match["low"].text))
    return match.make("ORDINAL", Number(low.low, high.high, 0, match["low"].text), f"{low.low:g}")


COUNTED_BY = ("PLURAL_UNIT", "PERIOD_ADJECTIVE")


def cardinal(match: Match, number: int) -> bool:
    """«5-ти», «3-х месяцев»; but «90-х годов», «с 3-х суток»."""
    if match["end"].concept("CARDINAL_END") == "always":
        return True
    after = match.after()
    return number % 10 in (2, 3, 4) and number not in (12, 13, 14) and bool(after) and after[0].has(*COUNTED_BY)


NUMERALS = Level([ordinal, and_a_half, compound, number_word])
