"""The words of a language with what they name, compiled for spaCy's PhraseMatcher.

Every CSV file of data/<language>/ whose header begins with `tag,concept,phrase,form` is part of the lexicon:

    tag      what the phrase names: DRUG, ANALYTE, UNIT, ORGAN … (the rules' patterns ask for tags)
    concept  the canonical name or code
    phrase   the words, in their base form
    form     inflect (default) | fixed (any case of letters, no other form) | exact (as written: АЛТ, K, mL)

A phrase may stand under several tags («iron» is a DRUG and an ANALYTE): its chunk then has all readings.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from pipeline.language.fold import HAS_CYRILLIC, HAS_LATIN, fold, one_alphabet
from pipeline.language.forms import Forms
from pipeline.language.tables import DATA, Row, header, rows
from pipeline.language.tokens import blank
from pipeline.language.unit import units
from pipeline.language.user_drugs import user_drug_rows

HEADER = ("tag", "concept", "phrase", "form")
LETTERS = re.compile(r"[^\W\d_]+")
FORMS = ("inflect", "fixed", "exact")

Readings = tuple[tuple[str, str], ...]
"""((tag, concept), …), sorted by tag."""


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens start to end of a Doc carry these readings."""

    start: int
    end: int
    readings: Readings


class Lexicon:
    """Finds the names of one language in a Doc of its blank pipeline."""

    __slots__ = ("language", "_folded", "_exact", "_readings", "tags")

    def __init__(self, language: str, entries: Iterable[Row]) -> None:
        nlp = blank(language)
        self.language = language
        self._folded = PhraseMatcher(nlp.vocab, attr="NORM")
        self._exact = PhraseMatcher(nlp.vocab, attr="ORTH")
        readings = collect(language, entries)
        self._readings: dict[int, Readings] = {}
        for (phrase, exact), found in readings.items():
            key = ("=" if exact else "~") + phrase
            (self._exact if exact else self._folded).add(key, [nlp.make_doc(phrase)])
            self._readings[nlp.vocab.strings.add(key)] = tuple(sorted(found))
        self.tags = combinations([*self._readings.values(), *united(readings)])

    def names(self, doc: Doc) -> list[Name]:
        """Longest names first, none overlapping another; readings of one span are united."""
        spans: dict[tuple[int, int], Readings] = {}
        for matcher in (self._exact, self._folded):
            for key, start, end in matcher(doc):
                other, readings = spans.get((start, end)), self._readings[key]
                spans[start, end] = tuple(sorted({*other, *readings})) if other else readings
        taken = [False] * len(doc)
        out: list[Name] = []
        for (start, end), found in sorted(spans.items(), key=lambda s: (s[0][0] - s[0][1], s[0][0])):
            if not any(taken[start:end]):
                taken[start:end] = [True] * (end - start)
                out.append(Name(start, end, found))
        return sorted(out, key=lambda name: name.start)


def collect(language: str, entries: Iterable[Row]) -> dict[tuple[str, bool], set[tuple[str, str]]]:
    """(phrase, exact) → readings. A generated form gives way to a listed phrase of the same tag."""
    listed: dict[tuple[str, bool], set[tuple[str, str]]] = defaultdict(set)
    generated: dict[tuple[str, bool], set[tuple[str, str]]] = defaultdict(set)
    forms = Forms(language)
    for row in entries:
        tag, concept, phrase, form = check(row)
        readings = {(tag, concept)}
        if tag == "UNIT":
            readings.add((f"{unit_dimension(row)}_UNIT", concept))
        key = (phrase if form == "exact" else fold(phrase), form == "exact")
        clash = next((c for t, c in listed[key] if t == tag and c != concept), None)
        if clash is not None:
            raise row.fault(f"{phrase!r} stands for {clash!r} and for {concept!r} under {tag}; keep one")
        listed[key] |= readings
        if form == "inflect":
            for other in forms.of(phrase)[1:]:
                generated[fold(other), False] |= readings
    forms.save()
    for key, readings in generated.items():
        have = {tag for tag, _ in listed.get(key, ())}
        fresh = {(t, c) for t, c in readings if t not in have}
        by_tag: dict[str, set[str]] = defaultdict(set)
        for t, c in fresh:
            by_tag[t].add(c)
        listed[key] |= {(t, c) for t, c in fresh if len(by_tag[t]) == 1}
    return {key: readings for key, readings in listed.items() if readings}


def check(row: Row) -> tuple[str, str, str, str]:
    tag, concept, phrase, form = (row[column] for column in HEADER)
    if not (tag and concept and phrase):
        raise row.fault("tag, concept and phrase may not be empty")
    if form not in ("", *FORMS):
        raise row.fault(f"form {form!r} is none of {', '.join(FORMS)}")
    for word in LETTERS.findall(phrase):
        if HAS_CYRILLIC.search(word) and HAS_LATIN.search(word) and one_alphabet(word) != word:
            raise row.fault(f"{word!r} mixes Latin and Cyrillic look-alikes; write it in one alphabet")
    return tag, concept, phrase, form or "inflect"


def unit_dimension(row: Row) -> str:
    unit = units().get(row["concept"])
    if unit is None:
        raise row.fault(f"unit {row['concept']!r} is not in common/units.csv; add it there with its dimension")
    return unit.dimension


def united(readings: dict[tuple[str, bool], set[tuple[str, str]]]) -> Iterable[Readings]:
    """What a phrase is that stands both as written and in any case of letters («х»: a sign of multiplication, an ending)."""
    for (phrase, exact), found in readings.items():
        if exact and (fold(phrase), False) in readings:
            yield tuple(sorted(found | readings[fold(phrase), False]))


def combinations(readings: Iterable[Readings]) -> frozenset[str]:
    """Every combined tag («ANALYTE|DRUG») that a chunk of this lexicon can carry."""
    return frozenset("|".join(dict.fromkeys(tag for tag, _ in r)) for r in readings)


def lexicon_rows(language: str) -> Iterable[Row]:
    for folder in ("common", language):
        for file in sorted((DATA / folder).glob("*.csv")):
            if header(file)[: len(HEADER)] == HEADER:
                yield from rows(file)
    yield from user_drug_rows(language)


@lru_cache
def lexicon(language: str) -> Lexicon:
    """The compiled lexicon of a language; compiled once a process."""
    return Lexicon(language, lexicon_rows(language))
