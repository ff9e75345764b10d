"""The one place where the stages meet: Report → sentences → facts → linked facts → rows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

from pipeline.facts import Case, Fact, LinkedFact, NumberFate
from pipeline.linking.link import link
from pipeline.record import record, replace
from pipeline.report import Report
from pipeline.rules.census.fates import number_fates
from pipeline.rules.chunk import Sentence
from pipeline.rules.doses.facts import dose_facts
from pipeline.rules.labs.facts import lab_facts
from pipeline.rules.lesions.facts import lesion_facts
from pipeline.rules.measurements.facts import measurement_facts
from pipeline.rules.reading import read_sentences
from pipeline.rules.times.facts import time_facts

PIPELINE = Path(__file__).parent
RULE_FOLDERS = ("language", "rules", "linking", "normalization")

Kind = Callable[[Sequence[Sentence], Report], list[Fact]]

KINDS: tuple[Kind, ...] = (time_facts, dose_facts, lesion_facts, lab_facts, measurement_facts)
"""Each kind reads the same sentences. Where two claim the same words, the earlier one keeps them."""


@record(frozen=True, slots=True)
class Extraction:
    """Everything that was understood of one report, before it becomes rows."""

    report: Report
    sentences: tuple[Sentence, ...]
    facts: tuple[LinkedFact, ...]
    cases: tuple[Case, ...]
    numbers: tuple[NumberFate, ...]


def extract(report: Report, user_drugs: Path | None = None) -> Extraction:
    """All facts of a report, tied to patient and moment, in order of the text. `user_drugs`: the setting of that name."""
    sentences = read_sentences(report, user_drugs)
    facts = find_facts(sentences, report)
    numbers = tuple(number_fates(sentences, facts, report))
    rows = {s.index: s.start for s in sentences if s.role == "table"}
    cases, linked = link(report, sentences, [quoting_row(f, rows.get(f.sentence)) for f in facts])
    return Extraction(report, sentences, linked, cases, numbers)


def quoting_row(fact: Fact, row_start: int | None) -> Fact:
    """A value in a table is nothing without the name in front of its row: the quote runs from there to the cell."""
    return fact if row_start is None else replace(fact, start=min(row_start, fact.start))


def find_facts(sentences: Sequence[Sentence], report: Report) -> tuple[Fact, ...]:
    """The facts of all kinds in order of the text; a value that an earlier kind claimed is not claimed twice."""
    kept: list[Fact] = []
    claimed: set[int] = set()
    for kind in KINDS:
        found = kind(sentences, report)
        fresh = [f for f in found if claimed.isdisjoint(range(*f.span))]
        kept += fresh
        claimed.update(i for f in fresh if f.table != "dates" for i in range(*f.span))
    return tuple(sorted(kept, key=lambda f: (f.start, f.end, f.table, f.rule)))


@lru_cache
def rules_version() -> str:
    """Fingerprint of the rules: every source and data file that can change what is understood."""
    digest = hashlib.sha256()
    for file in rule_files():
        digest.update(f"{file.relative_to(PIPELINE)}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def rule_files() -> list[Path]:
    inside = (file for folder in RULE_FOLDERS for file in sorted((PIPELINE / folder).rglob("*")))
    return [file for file in inside if file.suffix in (".py", ".csv", ".toml")] + [
        PIPELINE / "extraction.py",
        PIPELINE / "facts.py",
    ]
