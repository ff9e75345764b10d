"""Where each of several patients begins: labels, ordinals, and kin who are patients too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.rules.chunk import Chunk, Sentence
from pipeline.rules.pattern import CLAUSE_ENDS, Element, Level, Match, T, rule
from pipeline.rules.where import holds

TOLD = frozenset({"case", "results"})
AT_HEAD = 2
"""A label opens its sentence, or stands behind an article: «The second patient»."""
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
LETTERS = {"en": "ABCDEFGH", "ru": "АБВГДЕЖЗ"}
KIN_WITHIN = 4
"""Chunks at the head of a paragraph in which kin open a story of their own: «His younger brother, aged 3, …»."""


class Start(NamedTuple):
    """Number and label of a case, as printed, and where it begins; `kin` where the label is no more than kinship."""

    number: int
    label: str | None
    offset: int
    kin: bool = False


@rule(
    [T("CASE_LABEL", as_="word"), T("NUMBER", as_="number")],
    [T("CASE_LABEL", as_="word"), T("SIGN", "ID_WORD"), T("NUMBER", as_="number")],
)
def numbered(match: Match) -> int | None:
    """Case 2; Наблюдение 1; Patient No 3; Клинический пример №2"""
    number = match["number"].value
    return int(number.low) if number and number.is_whole and 1 <= number.low <= 20 else None


@rule([T("CASE_LABEL"), Element(without=CLAUSE_ENDS, label="sign")])
def lettered(match: Match) -> int | None:
    """Case II; Patient B; пациент Б"""
    sign = match["sign"].text
    if sign in ROMAN:
        return ROMAN.index(sign) + 1
    return next((letters.index(sign) + 1 for letters in LETTERS.values() if sign in letters), None)


@rule([T("ORDINAL_CASE", as_="which")])
def ordinal(match: Match) -> int | None:
    """the second patient; первое наблюдение"""
    return int(match["which"].concept("ORDINAL_CASE") or 0) or None


@rule([T("ORDINAL", as_="which"), T("CASE_LABEL")], [T("CASE_LABEL"), T("ORDINAL", as_="which")])
def counted(match: Match) -> int | None:
    """2-й клинический случай; наблюдение первое"""
    number = match["which"].value
    return int(number.low if number else float(match["which"].concept("ORDINAL") or 0)) or None


LABELS = Level([numbered, counted, ordinal, lettered])


def labelled_starts(sentences: Sequence[Sentence]) -> list[Start]:
    """Each labelled case, numbers rising from 1, told in case sections; a first one without a label before the second."""
    out: list[Start] = []
    for sentence in sentences:
        if sentence.section not in TOLD and sentence.role != "heading":
            continue
        for hit in LABELS.best(sentence.chunks, sentence.language)[0]:
            if hit.start > AT_HEAD:
                continue
            if hit.made == 2 and not out and sentence.section in TOLD:
                out += unlabelled_first(sentences, sentence)
            if hit.made == len(out) + 1:
                first, last = sentence.chunks[hit.start], sentence.chunks[hit.end - 1]
                out.append(Start(hit.made, sentence.words(first.start, last.end), sentence.start))
    return out if len(out) > 1 else kin_starts(sentences)


def unlabelled_first(sentences: Sequence[Sentence], second: Sentence) -> list[Start]:
    """«A boy of five … | The second patient …»: the first begins where the cases do, paragraphs before the second."""
    told = [s for s in sentences if s.section in TOLD and s.role == "flow" and s.start < second.start]
    return [Start(1, None, told[0].start)] if told and told[-1].paragraph != second.paragraph else []


def kin_starts(sentences: Sequence[Sentence]) -> list[Start]:
    """Siblings and families who are all patients: the report announces them, and each has a paragraph."""
    if not any(holds(s.chunks, "SEVERAL_KIN") for s in sentences if s.section != "discussion"):
        return []
    told = [s for s in sentences if s.section in TOLD and s.role == "flow"]
    heads = [s for before, s in zip(told, told[1:], strict=False) if s.paragraph != before.paragraph]
    kin = [s for s in heads if opens_with_kin(s.chunks)]
    if not kin:
        return []
    return [Start(1, None, told[0].start), *(Start(n, None, s.start, kin=True) for n, s in enumerate(kin, start=2))]


def opens_with_kin(chunks: Sequence[Chunk]) -> bool:
    """«His sister, aged 7, was admitted», «Младший брат пробанда поступил»: kin, and an age or a visit of theirs."""
    return any(c.has("FAMILY") for c in chunks[:KIN_WITHIN]) and any(
        c.has("AGE") or c.concept("EVENT_VERB") in ("admission", "birth") for c in chunks
    )
