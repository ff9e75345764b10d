"""Two names and two values with strokes between: «АЛТ/АСТ 240/180 Ед/л», "BUN/creatinine 84/6.2 mg/dL"."""

from __future__ import annotations

from pipeline.record import replace
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Level, Match, T, rule, span_chunk
from pipeline.rules.values.value import Value, plain, value_of

BETWEEN = T("LAB_LINK", "LAB_NOUN", "COLON", "DASH", "EQUALS", "TREND", "TO_WORD", "FLAG", "OPEN", op="{0,3}")


@rule([T("NAME"), T("SLASH", "AND_WORD"), T("NAME"), BETWEEN, T("VALUE", as_="pair")])
def names_and_pair(match: Match) -> list[Chunk] | None:
    """АЛТ/АСТ 240/180 Ед/л; AST/ALT were 306/302 U/L"""
    values = parted(match["pair"])
    return [*match.matched[:-1], *values] if values else None


def parted(chunk: Chunk) -> list[Chunk] | None:
    """The values of a pair with the stroke between them; the first takes the unit of the second."""
    whole = value_of(chunk)
    stroke = next((i for i, part in enumerate(chunk.parts) if part.has("SLASH")), None)
    if whole is None or whole.form != "pair" or stroke is None or stroke + 1 >= len(chunk.parts):
        return None
    first, second = plain(chunk.parts[stroke - 1]), plain(chunk.parts[stroke + 1])
    if first is None or second is None:
        return None
    if whole.comparator != "=":
        first = replace(first, comparator=whole.comparator)
    first = replace(first, unit=second.unit, unit_printed=second.unit_printed)
    return [
        value_chunk(chunk, chunk.parts[:stroke], first),
        chunk.parts[stroke],
        value_chunk(chunk, chunk.parts[stroke + 1 :], second),
    ]


def value_chunk(chunk: Chunk, parts: tuple[Chunk, ...], value: Value) -> Chunk:
    return span_chunk(parts, (("VALUE", ""),), value, chunk.rule)


PAIRS = Level([names_and_pair])
