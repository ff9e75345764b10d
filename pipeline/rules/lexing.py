"""Sentence to chunks: names of the lexicon, numbers, units; the lowest levels of the cascade."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat
from pathlib import Path

from pipeline.language import number
from pipeline.language.fold import fold
from pipeline.language.number import Number
from pipeline.language.phrases import Name
from pipeline.language.tags import Readings, letter_of
from pipeline.language.tokens import Tokens
from pipeline.language.unit import Unit, units
from pipeline.language.vocabulary import Word, vocabulary
from pipeline.rules.chunk import Chunk, Line
from pipeline.rules.pattern import Level, Match, T, rule


def tokens_to_chunks(text: str, offset: int, language: str, user_drugs: Path | None = None) -> Line:
    """The tokens of a text as chunks, names of the lexicon in one piece. Offsets are shifted by `offset`."""
    tokens = Tokens(text, language, offset)
    known = vocabulary(language, user_drugs)
    words = known.of(tokens.printed)
    norms = [word.norm for word in words]
    readings = [word.readings for word in words]
    letters = [word.letter for word in words]
    values = [word.number for word in words]
    for i in [i for i, word in enumerate(words) if word.open]:
        norms[i], readings[i], values[i] = in_place(words[i], text, tokens.starts[i] - offset, language)
        letters[i] = letter_of(readings[i])
    chunks = list(
        map(
            Chunk,
            tokens.starts,
            tokens.ends,
            tokens.printed,
            norms,
            readings,
            values,
            repeat(""),
            repeat(()),
            tokens.glued,
        )
    )
    for name in reversed(known.phrases(words)):
        if name.end - name.start == 2 and len(chunks[name.start].text) == 1 and preposition(chunks, name.start):
            continue
        chunks[name.start : name.end] = [named(name, chunks, text, offset)]
        letters[name.start : name.end] = letter_of(name.readings)
    return Line(chunks, letters)


def preposition(chunks: Sequence[Chunk], at: int) -> bool:
    """«С 3 по 7 мая» has no complement C3: a Cyrillic letter that stands apart from the figure after it is a word."""
    following = chunks[at + 1]
    return "А" <= chunks[at].text <= "я" and not following.glued and following.text.isdigit()


def in_place(word: Word, text: str, start: int, language: str) -> tuple[str, Readings, Number | None]:
    """(norm, readings, number) of digits where they stand: «18.01.17», «10^9», «2,0×109» before «/л»."""
    found = number.read(text, start, language)
    value = found if isinstance(found, Number) else None
    kind = ("NUMBER", "") if value else ("NUMERIC_DATE", "") if found is None else ("POWER", str(found))
    return word.printed if value else word.norm, word.readings if word.named else (kind,), value


def named(name: Name, chunks: Sequence[Chunk], text: str, offset: int) -> Chunk:
    """The words of a name as one chunk."""
    first, last = chunks[name.start], chunks[name.end - 1]
    words = text[first.start - offset : last.end - offset]
    return Chunk(first.start, last.end, words, fold(words), name.readings, None, "", (), first.glued)


def unit_of(chunk: Chunk) -> Unit:
    if isinstance(chunk.value, Unit):
        return chunk.value
    return units()[chunk.concept("UNIT") or ""]


def unit_chunk(match: Match, unit: Unit | None) -> Chunk | None:
    if unit is None:
        return None
    return match.make("UNIT", unit, unit.code, (f"{unit.dimension}_UNIT", unit.code))


@rule(
    [T("UNIT", as_="above"), T("SLASH", "PER"), T("UNIT", as_="below")],
    [T("UNIT", as_="above"), T("SLASH", "PER"), T("UNIT", as_="below"), T("SLASH", "PER"), T("UNIT", as_="below")],
)
def ratio(match: Match) -> Chunk | None:
    """mg/dL; mcg/kg/min; мг на кг"""
    unit: Unit | None = unit_of(match["above"])
    for below in match.all("below"):
        unit = unit.over(unit_of(below)) if unit else None
    return unit_chunk(match, unit)


@rule(
    [T("TIMES", op="?"), T("POWER", as_="power"), T("SLASH", "PER"), T("UNIT", as_="below")],
    [T("TIMES", op="?"), T("POWER", as_="power"), T("UNIT", as_="below")],
)
def power_of_ten(match: Match) -> Chunk | None:
    """×10^9/L; 10^9 клеток/л"""
    power, below = int(match["power"].concept("POWER") or 0), unit_of(match["below"])
    if below.code.startswith(("/", "{")):
        return unit_chunk(match, below.times_ten_to(power))
    if below.dimension in ("VOLUME", "AREA"):
        return unit_chunk(match, Unit(f"10*{power}/{below.code}", "CONCENTRATION", "", (below.code,)))
    return None


@rule(
    [T("WORD", as_="letters", form=r"^[^\W\d_]{1,5}$"), T("NUMBER", as_="digits")],
    [
        T(as_="letters", form=r"^[a-zа-я]$"),
        T("NUMBER", as_="digits"),
    ],
)
def code(match: Match) -> Chunk | None:
    """CD56; CK7; p53; L4; S100"""
    letters = match["letters"]
    if not match["digits"].glued or letters.has("ANALYTE", "MEASURE", "EVERY", "TIMES"):
        return None
    if len(letters.text) == 1 and not letters.text.isupper() and not letters.has("WORD"):
        return None
    return match.make("CODE", None, "")


UNITS = Level([ratio, power_of_ten, code])


def chunks(text: str, offset: int, language: str, user_drugs: Path | None = None) -> Line:
    """Tokens, names, numbers and composed units of a sentence."""
    return UNITS.apply(tokens_to_chunks(text, offset, language, user_drugs), language)[0]


def number_of(chunk: Chunk) -> Number:
    assert isinstance(chunk.value, Number)
    return chunk.value
