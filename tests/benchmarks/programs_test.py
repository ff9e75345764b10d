"""Each benchmark runs on a tiny input and prints its ratios; how fast it was is not asserted."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.clock import interleaved, machine, ratio

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples/cyst_en.pdf"


def output(*arguments: str) -> str:
    command = [sys.executable, "-m", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(SAMPLE, tmp_path)
    return tmp_path


def test_rules_prints_a_ratio_for_each_way_and_language(tmp_path: Path) -> None:
    english, russian = tmp_path / "en.txt", tmp_path / "ru.jsonl"
    english.write_text("Creatinine was 240 umol/L.", encoding="utf-8")
    russian.write_text('{"text": "Креатинин 240 мкмоль/л."}\n', encoding="utf-8")
    printed = output("benchmarks.rules", "--en", str(english), "--ru", str(russian), "--rounds", "1")
    ratios = re.findall(r"words a CPU second +([\d.]+) x the tokenizer", printed)
    assert [float(r) > 0 for r in ratios] == [True] * 6
    assert re.findall(r"^(en|ru): 1 texts", printed, re.MULTILINE) == ["en", "ru"]


def test_whole_prints_its_share_of_the_words(folder: Path) -> None:
    printed = output("benchmarks.whole", str(folder), "--rounds", "1")
    assert re.search(r"whole / extract_words [\d.]+ = 1/[\d.]+", printed)
    assert {"read", "rules", "write"} <= set(printed.split())


def test_whole_names_a_folder_without_pdfs(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.whole", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, str(tmp_path) in done.stdout) == (2, True)


def test_startup_compares_help_and_the_first_report_with_the_floor() -> None:
    printed = output("benchmarks.startup", "--rounds", "1", "--no-ui")
    for name in ("python -c pass", "casefold --help", "first report"):
        assert re.search(rf"{name} +[\d.]+ s CPU, +[\d.]+ s wall, +[\d.]+ x the floor", printed), printed


def test_growth_extracts_every_copy(folder: Path) -> None:
    printed = output("benchmarks.growth", str(folder), "--sizes", "2", "--jobs", "1", "2")
    assert len(re.findall(r"ms CPU a report", printed)) == 2
    assert printed.count("2 of 2 extracted") == 2


def test_rounds_cover_everything_given_and_a_ratio_is_of_one_round() -> None:
    seen: list[tuple[str, int]] = []
    ways = {"one": lambda n: seen.append(("one", n)), "two": lambda n: seen.append(("two", n))}
    spent = interleaved(ways, [1, 2], rounds=3)
    assert {name: len(values) for name, values in spent.items()} == {"one": 3, "two": 3}
    assert seen[4:8] == [("one", 1), ("two", 1), ("one", 2), ("two", 2)]
    assert ratio({"a": [2.0, 9.0, 30.0], "b": [1.0, 3.0, 10.0]}, "a", "b") == 3.0


def test_the_machine_is_named() -> None:
    assert re.search(r"\d+ cores.*Python 3\.\d+", machine())
