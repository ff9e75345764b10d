"""Possible names and identifiers of patients in printed words: found for a warning, masked on demand."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyarrow as pa

from pipeline.dataset.schema import TABLES

FILE = Path(__file__).parent / "identifiers.csv"
MASK = "█"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A form of words that may name a patient or a record; the group `secret` of the pattern is what it gives away."""

    name: str
    language: str
    pattern: re.Pattern[str]
    example: str
    counterexample: str


@lru_cache
def identifiers(file: Path = FILE) -> tuple[Identifier, ...]:
    """Raises ValueError with file and line on a pattern that does not compile or has no group `secret`."""
    out = []
    with file.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(line for line in stream if not line.startswith("#"))
        for row in reader:
            try:
                pattern = re.compile(row["pattern"])
            except re.error as error:
                raise ValueError(f"{file.name}: {row['name']} ({row['language']}): {error}") from error
            if "secret" not in pattern.groupindex:
                raise ValueError(f"{file.name}: {row['name']} ({row['language']}): no group (?P<secret>…)")
            out.append(Identifier(row["name"], row["language"], pattern, row["example"], row["counterexample"]))
    return tuple(out)


def secrets(words: str) -> list[tuple[int, int, str]]:
    """(start, end, name of the form) of each possible name or identifier, in order."""
    return sorted(
        (*match.span("secret"), form.name) for form in identifiers() for match in form.pattern.finditer(words)
    )


def mask(words: str) -> str:
    """Each possible name or identifier as blocks of the same length, so that offsets still hold."""
    for start, end, _ in secrets(words):
        words = words[:start] + MASK * (end - start) + words[end:]
    return words


def printed_columns(name: str) -> list[str]:
    """The table's columns that hold words of the PDF."""
    return [column.name for column in TABLES[name].columns if column.printed]


def file_columns(name: str) -> list[str]:
    """The table's columns that hold what the owner of a PDF called it."""
    return [column.name for column in TABLES[name].columns if column.names_file]


def numbered(reports: Sequence[str]) -> list[str]:
    """A name for each row's file that tells nothing: its report_id; of a second row of the report, `…-2`."""
    seen: Counter[str] = Counter()
    out = []
    for report in reports:
        seen[report] += 1
        out.append(report if seen[report] == 1 else f"{report}-{seen[report]}")
    return out


def masked(frames: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """The frames with every printed column masked, and files called by their report_id."""
    out = {}
    for name, table in frames.items():
        for column in file_columns(name):
            place = table.schema.get_field_index(column)
            names = pa.array(numbered(table["report_id"].to_pylist()), pa.string())
            table = table.set_column(place, table.schema.field(place), names)
        for column in printed_columns(name):
            place = table.schema.get_field_index(column)
            words = table[column].to_pylist()
            if any(word and secrets(word) for word in words):
                array = pa.array([mask(word) if word else word for word in words], pa.string())
                table = table.set_column(place, table.schema.field(place), array)
        out[name] = table
    return out
