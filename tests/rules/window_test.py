"""The quick way finds what spaCy's Matcher alone finds: every pattern of every level, over sentences of the examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from pipeline.linking.labels import LABELS
from pipeline.linking.people import LEVEL as PEOPLE
from pipeline.linking.standpoint import STANDPOINTS
from pipeline.rules.census.classes import CLASSES
from pipeline.rules.chunk import Line
from pipeline.rules.doses.changes import CHANGES
from pipeline.rules.doses.forms import FORMS
from pipeline.rules.doses.prescriptions import DOSES
from pipeline.rules.lesions.ownership import OWNERSHIP
from pipeline.rules.lexing import UNITS, tokens_to_chunks
from pipeline.rules.measurements.bodies import BODIES
from pipeline.rules.pattern import Level
from pipeline.rules.reading import CASCADE
from pipeline.rules.values.reading import LEVELS as VALUES

EXAMPLES = Path(__file__).parents[1] / "examples"
EVERY = 15
"""One of so many sentences: the Matcher alone takes some 10 ms for each."""
WAYS: Sequence[Sequence[Level]] = ((*VALUES, BODIES), (FORMS, DOSES, CHANGES), (OWNERSHIP,), (CLASSES,))
"""What reads the chunks of the cascade, level after level."""

Found = set[tuple[int, int, int, tuple[str, ...]]]
"""(number of the pattern, start, end, labels)"""


def sentences(language: str) -> list[str]:
    files = sorted((EXAMPLES / language).glob("*.txt"))
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if line.strip() and line[0] not in "=#"][::EVERY]


def lines_of(text: str, language: str) -> Iterator[tuple[Level, Line]]:
    """Every level with the line that it is given."""
    line = tokens_to_chunks(text, 0, language)
    for level in (UNITS, *CASCADE):
        yield level, line
        line, _ = level.apply(line, language)
    for level in (PEOPLE, LABELS, STANDPOINTS):
        yield level, line
    for way in WAYS:
        read = line
        for level in way:
            yield level, read
            if level not in (BODIES, CHANGES, OWNERSHIP, CLASSES):
                read, _ = level.apply(read, language)


def in_windows(level: Level, line: Line, language: str) -> Found:
    compiled = level.compiled(language)
    return {
        (number, start + first, start + last, labels)
        for number, start, end in compiled.windows.of(line)
        for first, last, labels in compiled.patterns[number].matches(line, start, end)
    }


def by_the_matcher(level: Level, line: Line, language: str) -> Found:
    return {
        (number, first, last, labels)
        for number, pattern in enumerate(level.compiled(language).patterns)
        for first, last, labels in pattern.matches(line, 0, len(line))
    }


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_windows_hold_every_match(language: str) -> None:
    n_found = 0
    for text in sentences(language):
        for level, line in lines_of(text, language):
            found = in_windows(level, line, language)
            assert found == by_the_matcher(level, line, language), (text, level.rules[0].name)
            n_found += len(found)
    assert n_found > 300
