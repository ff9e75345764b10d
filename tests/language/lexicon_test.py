"""The lexicon is compiled once and kept on disk by the content that it was made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.kept import VERSIONS, keep, kept
from pipeline.language import lexicon as module
from pipeline.language.lexicon import lexicon, shipped
from pipeline.language.phrases import Phrases
from pipeline.language.tags import Readings

DRUG, ANALYTE = ("DRUG", "iron"), ("ANALYTE", "iron")


def phrases(collected: dict[tuple[str, bool], Readings]) -> Phrases:
    return Phrases(Phrases.compiled(collected, "en"))


def test_readings_as_written_and_as_folded_are_united() -> None:
    known = phrases({("Fe", True): (ANALYTE,), ("fe", False): (DRUG,)})
    assert known.of("Fe", "fe") == (ANALYTE, DRUG)
    assert known.of("fe", "fe") == (DRUG,)
    assert known.of("Cu", "cu") is None
    assert {"ANALYTE", "DRUG", "ANALYTE|DRUG"} == known.tags


def test_phrases_of_the_same_words_are_one() -> None:
    known = phrases({("serum-iron", False): (ANALYTE,), ("serum - iron", False): (DRUG,)})
    assert known.of("serum - iron", "serum - iron") == (ANALYTE, DRUG)
    assert known.beginning("serum") == {"-": {"iron": [3]}}


def test_a_lexicon_is_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEFOLD_CACHE", str(tmp_path))
    compilations: list[str] = []
    collect = module.collect

    def counted(language: str, rows: object) -> object:
        compilations.append(language)
        return collect(language, rows)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "collect", counted)
    shipped.cache_clear()
    first = lexicon("en")
    shipped.cache_clear()
    second = lexicon("en")
    shipped.cache_clear()
    assert compilations == ["en"]
    assert first.tags == second.tags
    assert first.of("imatinib", "imatinib") == second.of("imatinib", "imatinib") == (("DRUG", "imatinib"),)


def test_the_oldest_files_of_a_name_go(tmp_path: Path) -> None:
    for number in range(VERSIONS + 3):
        keep([number], "words", f"{number:02d}", tmp_path)
    left = sorted(file.name for file in tmp_path.iterdir())
    assert len(left) == VERSIONS
    assert kept("words", f"{VERSIONS + 2:02d}", tmp_path) == [VERSIONS + 2]


def test_a_damaged_file_is_as_good_as_none(tmp_path: Path) -> None:
    keep({"a": 1}, "words", "x", tmp_path)
    (tmp_path / "words.x.json").write_text('{"a": ', encoding="utf-8")
    assert kept("words", "x", tmp_path) is None
