"""What the words around a size say of it: comparator, change, count, the examination."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.language.number import Number
from pipeline.record import record
from pipeline.rules.chunk import Chunk
from pipeline.rules.lesions.ownership import SIZES
from pipeline.rules.where import where

CHANGE_REACH = 9
"""How far before or after a size the word of a change may stand, in chunks."""

TREND_REACH = 6
CHANGE_OF_TREND = {"high": "increased", "low": "decreased"}

COUNTED = ("COUNTED_NOUN", "CYCLE", "DRUG", "TIME_UNIT", "DURATION", "TIME_AMOUNT")
"""What stands between a number and a lesion when the number is of something else: «after 4 cycles the mass …»."""

TO_SIZE = ("LOCATIVE", "MEASURING", "DIMENSION", "COMMA", "SIZE_BOUND", "COMPARATOR")
"""What stands between a word of change and the size that it came to."""

NEW_REACH = 24
"""«впервые визуализированы …» stands at the head of the clause."""

SKIPPED = ("DASH", "DETERMINER", "MEASURING", "OPEN", "COLON")
NO_EXAMINATION = "other"
"""The concept of examinations that the dataset has no modality for (angiography): they end the one before."""


def comparator(chunks: Sequence[Chunk], size: int, change: str | None, organ: bool) -> str:
    """`<=` for «размером до 28 мм», `=` for «увеличение до 36 мм»: a change *to* a size."""
    for chunk in reversed(chunks[max(0, size - 3) : size]):
        sign = chunk.concept("COMPARATOR") or chunk.concept("SIZE_BOUND") or chunk.concept("TILDE")
        if sign in ("<=", None) and chunk.has("TILL"):
            return "=" if (change in ("increased", "decreased") or organ) else "<="
        if sign:
            return sign
        if not chunk.has(*SKIPPED):
            break
    behind = chunks[size + 1 : size + 2]
    sign = behind[0].concept("SIZE_BOUND") if behind else None
    return sign if sign in ("<=", ">=") and not behind[0].has("TILL", "LOCATIVE", "DISTANCE") else "="


def change(chunks: Sequence[Chunk], size: int, since: int, until: int) -> str | None:
    """The nearest word of change in the size's own stretch of the sentence; none of a size that it is compared with."""
    if is_compared_with(chunks, size):
        return None
    following = next((at for at in where(chunks, *SIZES) if at > size), None)
    if following is not None and is_compared_with(chunks, following):
        until = max(until, following)
    found: list[tuple[int, str]] = []
    for at in range(max(since + 1, size - NEW_REACH), min(until, size + CHANGE_REACH)):
        if chunks[at].has("SEMICOLON") and at > size:
            break
        concept = chunks[at].concept("CHANGE")
        if concept != "new" and at < size - CHANGE_REACH:
            continue
        if concept and (at < size or concept in ("resolved", "stable") and not leads_to_size(chunks, at)):
            found.append((abs(size - at), concept))
    return min(found)[1] if found else trend(chunks, since, size)


def is_compared_with(chunks: Sequence[Chunk], size: int) -> bool:
    """«stable compared with 30 mm a year before», «unchanged from 14 mm»: the size before it is what changed."""
    behind = next((c for c in reversed(chunks[max(0, size - 3) : size]) if not c.has("DETERMINER", "DIMENSION")), None)
    return behind is not None and behind.has("FROM_CUE")


def leads_to_size(chunks: Sequence[Chunk], change: int) -> bool:
    """«24 mm, and in May it was stable at 25 mm»: the change of the size that follows, unlike «stable from 25 mm»."""
    ahead = next((c for c in chunks[change + 1 : change + 5] if not c.has(*TO_SIZE) or c.has("DISTANCE")), None)
    return ahead is not None and ahead.has(*SIZES)


def trend(chunks: Sequence[Chunk], since: int, size: int) -> str | None:
    """«the deposit rose to 44 mm», «рост до 21 мм»: a word of change that labs have too, close before the size."""
    near = (c for c in reversed(chunks[max(since + 1, size - TREND_REACH) : size]) if not c.has("LAB_LINK"))
    return next((CHANGE_OF_TREND.get(c.concept("TREND") or "") for c in near if c.has("TREND")), None)


@record(frozen=True, slots=True)
class Count:
    low: int | None
    high: int | None
    printed: str


def count(chunks: Sequence[Chunk], owner: int, printed: str, offset: int) -> Count | None:
    """How many: «three nodules», «множественные (до 20) очаги».

    printed   the sentence; `offset` is its start in the report
    """
    phrase: list[Chunk] = []
    for chunk in reversed(chunks[max(0, owner - 8) : owner]):
        if chunk.has(*SIZES, "SEMICOLON", "PERIOD", "COMMA", "LESION") or (
            chunk.has("BREAK", *COUNTED) and not chunk.has("TILL")
        ):
            break
        phrase.insert(0, chunk)
    words = [c for c in phrase if c.has("COUNT_WORD", "MANY", "NUMBER", "RANGE")]
    if not words:
        return None
    first, last = words[0], words[-1]
    text = printed[first.start - offset : last.end - offset]
    if text.count("(") > text.count(")"):
        text += ")"
    figures = [c for c in words if isinstance(c.value, Number) and c.value.power == 0]
    if figures:
        return counted(phrase, words, figures[-1], text)
    word = next((c for c in words if c.has("COUNT_WORD")), None)
    if word is None:
        return Count(None, None, text)
    number = int(word.concept("COUNT_WORD") or 0)
    return Count(number, number, text)


def counted(phrase: Sequence[Chunk], words: Sequence[Chunk], figure: Chunk, text: str) -> Count | None:
    number = figure.value
    at = list(phrase).index(figure)
    if phrase[at - 1].has("LABEL", "CODE") or not number.low.is_integer() or not number.high.is_integer():
        return None
    if number.high > 1000 or figure.glued:
        figure_alone = not any(c.has("MANY") for c in words)
        if figure_alone:
            return None
    upper = at > 0 and phrase[at - 1].has("TILL")
    return Count(None if upper else int(number.low), int(number.high), text)


WEAK = ("exam", "surgery")
"""What gives way where another examination is named in one breath: «pathological examination», «surgical pathology»."""


def modality_in(chunks: Sequence[Chunk], size: int) -> str | None:
    """The examination that the sentence names, nearest before the size, else the first after it."""
    found = examinations(chunks)
    behind = [modality for at, modality in reversed(found) if at < size]
    ahead = [modality for at, modality in found if at > size]
    return next(iter(behind + ahead), None)


def examinations(chunks: Sequence[Chunk]) -> list[tuple[int, str]]:
    """(position, modality) of every examination that the chunks name."""
    named = [(at, chunks[at].concept("MODALITY")) for at in where(chunks, "MODALITY")]
    found = [(at, modality) for at, modality in named if modality]
    if any(modality == "autopsy" for _, modality in found):
        found = [(at, modality) for at, modality in found if modality != "pathology"]
    return [
        (at, modality)
        for at, modality in found
        if modality not in WEAK or not any(0 < abs(at - other) <= 2 and m not in WEAK for other, m in found)
    ]


def operated(chunks: Sequence[Chunk]) -> bool:
    """«the rib was resected»: an operation shows what is measured, where no examination is named."""
    return bool(where(chunks, "OPERATION"))


def last_examination(chunks: Sequence[Chunk]) -> str | None:
    return next((modality for _, modality in reversed(examinations(chunks))), None)
