"""The words of a language with what they name.

Every CSV file of data/<language>/ whose header begins with `tag,concept,phrase,form` is part of the lexicon:

    tag      what the phrase names: DRUG, ANALYTE, UNIT, ORGAN … (the rules' patterns ask for tags)
    concept  the canonical name or code
    phrase   the words, in their base form
    form     inflect (default) | fixed (any case of letters, no other form) | exact (as written: АЛТ, K, mL)

A phrase may stand under several tags («iron» is a DRUG and an ANALYTE): its chunk then has all readings.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from pipeline.kept import keep, kept
from pipeline.language.fold import HAS_CYRILLIC, HAS_LATIN, fold, one_alphabet
from pipeline.language.forms import Forms
from pipeline.language.forms import fingerprint as fingerprint_of_forms
from pipeline.language.phrases import Phrases, unite
from pipeline.language.tables import DATA, Row, header, rows
from pipeline.language.tags import Readings, combined
from pipeline.language.unit import units
from pipeline.language.user_drugs import user_drug_rows

HEADER = ("tag", "concept", "phrase", "form")
LETTERS = re.compile(r"[^\W\d_]+")
FORMS = ("inflect", "fixed", "exact")

Collected = dict[tuple[str, bool], Readings]
"""(phrase, exact) → its readings."""


def collect(language: str, entries: Iterable[Row]) -> Collected:
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
    return {key: tuple(sorted(readings)) for key, readings in listed.items() if readings}


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


def lexicon_rows(language: str) -> Iterable[Row]:
    for folder in ("common", language):
        for file in sorted((DATA / folder).glob("*.csv")):
            if header(file)[: len(HEADER)] == HEADER:
                yield from rows(file)


def lexicon(language: str, user_drugs: Path | None = None) -> Phrases:
    """The lexicon of a language, with the drugs of a user's file where one is given.

    Raises DataFault naming file and line where a table, or the user's file, says something that cannot be.
    """
    return shipped(language) if user_drugs is None else with_user_drugs(language, user_drugs)


@lru_cache
def with_user_drugs(language: str, file: Path) -> Phrases:
    known, added = shipped(language), tuple(user_drug_rows(file, language))
    for row in added:
        fitting(row, known, language)
    return known.extended(collect(language, added), language)


@lru_cache
def shipped(language: str) -> Phrases:
    """The lexicon of the project's tables, loaded once a process; compiled where no process has compiled these words."""
    name, made_of = f"lexicon.{language}", fingerprint(language)
    known = kept(name, made_of)
    if known is None:
        known = Phrases.compiled(collect(language, lexicon_rows(language)), language)
        keep(known, name, made_of)
    return Phrases(known)


def fitting(row: Row, phrases: Phrases, language: str) -> None:
    """Raises DataFault where a name of the user's is another drug already, or a word of another kind."""
    known = phrases.of_phrase(row["phrase"], language)
    other = next((concept for tag, concept in known if tag == "DRUG" and concept != row["concept"]), None)
    if other is not None:
        raise row.fault(
            f"column name: {row['phrase']!r} is a name of {other!r} already; write that drug, or remove the line"
        )
    if known and combined(unite(known, (("DRUG", row["concept"]),))) not in phrases.tags:
        kinds = ", ".join(f"{tag.lower()} {concept}" for tag, concept in known)
        raise row.fault(f"column name: {row['phrase']!r} is a word of another kind ({kinds}); write the name in full")


def fingerprint(language: str) -> str:
    """Of all that a lexicon is made of: the tables, the code of this folder, the morphology."""
    digest = hashlib.sha256(fingerprint_of_forms().encode())
    here = Path(__file__).parent
    files = [*here.glob("*.py"), *(DATA / "common").glob("*.csv"), *(DATA / language).glob("*.csv")]
    for file in sorted(files):
        digest.update(f"{file.name}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:16]
