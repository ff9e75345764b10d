"""Sentence to chunks: names of the lexicon, numbers, units; the lowest levels of the cascade."""

from __future__ import annotations

from spacy.tokens import Doc

from pipeline.language.fold import fold
from pipeline.language.lexicon import lexicon
from pipeline.language.number import Number
from pipeline.language.tokens import Tokens, blank
from pipeline.language.unit import Unit, units
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Level, Match, T, rule


def tokens_to_chunks(text: str, offset: int, language: str) -> list[Chunk]:
    """The tokens of a text as chunks, names of the lexicon in one piece. Offsets are shifted by `offset`."""
    tokens = Tokens(text, language)
    doc = Doc(blank(language).vocab, words=tokens.words, spaces=tokens.spaces())
    names = {name.start: name for name in lexicon(language).names(doc)}
    out: list[Chunk] = []
    index = 0
    previous_end = -1
    while index < len(tokens.words):
        name = names.get(index)
        end = name.end if name else index + 1
        start_offset, end_offset = tokens.starts[index], tokens.ends[end - 1]
        words = text[start_offset:end_offset]
        number = tokens.numbers.get(index) if end == index + 1 else None
        readings = name.readings if name else token_readings(tokens, index)
        out.append(
            Chunk(
                offset + start_offset,
                offset + end_offset,
                words,
                words if number else fold(words),
                readings,
                number,
                glued=start_offset == previous_end,
            )
        )
        previous_end = end_offset
        index = end
    return out


def token_readings(tokens: Tokens, index: int) -> tuple[tuple[str, str], ...]:
    word = tokens.words[index]
    if index in tokens.numbers:
        return (("NUMBER", ""),)
    if index in tokens.dates:
        return (("NUMERIC_DATE", ""),)
    if index in tokens.powers:
        return (("POWER", str(tokens.powers[index])),)
    return (("WORD", fold(word)),) if word[0].isalpha() else (("SIGN", word),)


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


def chunks(text: str, offset: int, language: str) -> tuple[Chunk, ...]:
    """Tokens, names, numbers and composed units of a sentence."""
    return UNITS.apply(tuple(tokens_to_chunks(text, offset, language)), language)[0]


def number_of(chunk: Chunk) -> Number:
    assert isinstance(chunk.value, Number)
    return chunk.value
