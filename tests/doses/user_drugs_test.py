"""Drugs that a user adds by a file named in the settings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.annotation import annotate
from pipeline.language.lexicon import lexicon
from pipeline.language.tables import DataFault
from pipeline.language.vocabulary import vocabulary
from pipeline.rules import pattern


@pytest.fixture
def working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "casefold.toml").write_text('user_drugs = "mine.csv"\n', encoding="utf-8")
    forget()
    yield tmp_path
    monkeypatch.undo()
    forget()


def forget() -> None:
    for known in (lexicon, vocabulary, pattern.combined, pattern.known_combinations):
        known.cache_clear()


def drugs_of(text: str, language: str) -> list[tuple[str, str]]:
    return [(text[s.start : s.end], s.value) for s in annotate(text, language) if s.type == "drug"]


def test_names_of_the_file_are_found_in_their_inflected_forms(working_directory: Path) -> None:
    (working_directory / "mine.csv").write_text("drug,name\nZelunex,zelunex\nZelunex,зелунекс\n", encoding="utf-8")
    assert drugs_of("She took zelunex 5 mg daily.", "en") == [("zelunex", "zelunex")]
    assert drugs_of("Лечение зелунексом 5 мг в сутки.", "ru") == [("зелунексом", "zelunex")]


def test_without_the_file_the_name_is_unknown() -> None:
    assert drugs_of("She took zelunex 5 mg daily.", "en") == []


def test_a_file_without_its_columns_is_refused_by_name(working_directory: Path) -> None:
    (working_directory / "mine.csv").write_text("name\nzelunex\n", encoding="utf-8")
    with pytest.raises(DataFault, match="mine.csv.*drug, name"):
        lexicon("en")
