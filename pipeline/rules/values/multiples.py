"""Values told as a multiple of the normal: "5 times the upper limit of normal", «в 5 раз выше нормы», "8 × ULN"."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.language.unit import units
from pipeline.record import replace
from pipeline.rules.chunk import Chunk, Line, line_of
from pipeline.rules.pattern import Element, Match, T, rule
from pipeline.rules.values.fitting import MULTIPLE, is_multiple
from pipeline.rules.values.value import Value, plain, value_of
from pipeline.rules.where import holds, where

TIMES: Element = T("TIMES", "TIMES_WORD", "FOLD")
LINKS: Element = T("LAB_LINK", "DETERMINER", "OF_WORD", "FLAG", op="{0,3}")
NUMBER: Element = T("NUMBER", "RANGE", as_="number")
SIGN: Element = T("COMPARATOR", as_="sign")
LIMIT: Element = T("NORMAL_LIMIT", as_="limit")
LIMITS: Element = T("NORMAL_LIMITS", as_="limit")


@rule(
    [NUMBER, TIMES, LINKS, LIMIT],
    [NUMBER, T("DASH"), T("FOLD"), LINKS, LIMIT],
    [NUMBER, LIMITS],
    [SIGN, NUMBER, TIMES, LINKS, LIMIT],
    [SIGN, T("LAB_LINK"), NUMBER, TIMES, LINKS, LIMIT],
    [SIGN, NUMBER, T("DASH"), T("FOLD"), LINKS, LIMIT],
    [SIGN, NUMBER, LIMITS],
)
def multiple(match: Match) -> Chunk | None:
    """5 times the upper limit of normal; в 5 раз выше нормы; 8 ВГН; a 10-fold elevation above normal"""
    return multiple_chunk(match, plain(match["number"]))


@rule([T("NUMBER", as_="number"), T("TO_WORD"), T("NUMBER", as_="most"), TIMES, LINKS, LIMIT])
def spelled_multiple(match: Match) -> Chunk | None:
    """3 to 4 times the upper limit of normal"""
    low, high = plain(match["number"]), plain(match["most"])
    if low is None or high is None or low.low >= high.high:
        return None
    printed = match.make("VALUE").text[: high.end - low.start]
    return multiple_chunk(match, replace(low, high=high.high, printed=printed, end=high.end))


@rule(
    [LIMIT, T("LAB_LINK", "DIFFERENCE", op="?"), NUMBER, TIMES],
    [LIMIT, T("LAB_LINK", "DIFFERENCE", op="?"), SIGN, NUMBER, TIMES],
    [LIMIT, SIGN, T("LAB_LINK"), NUMBER, TIMES],
    [LIMIT, T("LAB_LINK", "DIFFERENCE", op="?"), NUMBER, T("DASH"), T("FOLD")],
)
def behind_limit(match: Match) -> Chunk | None:
    """превышала норму в 12 раз; above the upper limit of normal by 4 times"""
    return multiple_chunk(match, plain(match["number"]))


@rule(
    [T("MULTIPLE", "FOLD_NUMBER", as_="number"), LINKS, LIMIT],
    [SIGN, T("MULTIPLE", "FOLD_NUMBER", as_="number"), LINKS, LIMIT],
)
def in_a_word(match: Match) -> Chunk | None:
    """twice the upper limit of normal; tenfold above normal"""
    chunk = match["number"]
    number = float(chunk.concept("FOLD_NUMBER") or chunk.concept("MULTIPLE") or 0)
    return multiple_chunk(match, Value(number, number, None, None, chunk.text, chunk.start, chunk.end))


def multiple_chunk(match: Match, value: Value | None) -> Chunk | None:
    if value is None or value.low <= 0:
        return None
    sign, limit = match.get("sign"), match["limit"]
    behind = limit.start > value.end
    text = match.make("VALUE").text
    printed = text[value.end - match.matched[0].start :].strip() if behind else limit.text
    whole = replace(value, unit=units()[MULTIPLE], unit_printed=printed, end=match.matched[-1].end)
    if sign is not None:
        whole = replace(whole, comparator=sign.concept("COMPARATOR") or "=", start=sign.start)
    return match.make("VALUE", whole)


def chained(chunks: Line) -> Line:
    """«АЛТ превышала норму в 12 раз, АСТ – в 8 раз»: what is a multiple once in a sentence is so in its list."""
    if not holds(chunks, "TIMES", "TIMES_WORD", "FOLD"):
        return chunks
    values = [at for at in where(chunks, "VALUE") if value_of(chunks[at]) is not None]
    if not any(is_multiple(value) for at in values if (value := value_of(chunks[at]))):
        return chunks
    out = list(chunks)
    for at in values:
        value = value_of(chunks[at])
        if value is not None and value.unit is None and is_times(chunks, at):
            behind, bound = chunks[at + 1], bound_before(chunks, at)
            whole = replace(value, unit=units()[MULTIPLE], unit_printed=behind.text, end=behind.end)
            out[at] = replace(chunks[at], value=replace(whole, comparator=bound or value.comparator))
    return line_of(out)


def is_times(chunks: Sequence[Chunk], at: int) -> bool:
    """Is the number a number of times: «в 3 раза», "a 3-fold increase"?"""
    behind = chunks[at + 1 : at + 3]
    if behind and behind[0].has("DASH"):
        return len(behind) == 2 and behind[1].has("FOLD")
    return bool(behind) and behind[0].has("TIMES", "TIMES_WORD", "FOLD")


def bound_before(chunks: Sequence[Chunk], at: int) -> str | None:
    """«более чем в 3 раза»: the comparator before the preposition."""
    return chunks[at - 2].concept("COMPARATOR") if at > 1 and chunks[at - 1].has("LAB_LINK") else None
