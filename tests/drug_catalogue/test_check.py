"""The check of the shipped catalogue, and proof that it can fail."""

import csv
from pathlib import Path

import pytest

from drug_catalogue.build import DATA, build
from drug_catalogue.check import admits, common_problems, mixed, name_problems, problems, stem_problems, vouched

KINDS = {"imatinib": "drug", "antibiotics": "class"}
IMATINIB = {
    "tag": "DRUG",
    "concept": "imatinib",
    "phrase": "иматиниб",
    "form": "inflect",
    "source": "transliteration+reviewed",
}


def test_shipped_catalogue_is_sound() -> None:
    assert problems() == []


def test_shipped_files_are_what_the_name_lists_give(tmp_path: Path) -> None:
    build(tmp_path)
    for name in ("common/drugs.csv", "en/drugs.csv", "ru/drugs.csv"):
        assert (tmp_path / name).read_text(encoding="utf-8") == (DATA / name).read_text(encoding="utf-8"), (
            f"{name} differs: run python -m drug_catalogue.build"
        )


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"source": ""}, "does not vouch"),
        ({"source": "transliteration"}, "does not vouch"),
        ({"source": "hearsay+reviewed"}, "does not vouch"),
        ({"concept": "imatinibe"}, "unknown concept"),
        ({"phrase": "имaтиниб"}, "Latin and Cyrillic"),
        ({"form": "bent"}, "unknown form"),
        ({"tag": "REGIMEN"}, "does not fit"),
    ],
)
def test_a_bad_name_is_told(change: dict[str, str], complaint: str) -> None:
    (problem,) = name_problems("ru", [IMATINIB | change], KINDS)
    assert complaint in problem


def test_a_phrase_under_two_concepts_is_told() -> None:
    other = IMATINIB | {"concept": "antibiotics", "tag": "DRUG_CLASS"}
    (problem,) = name_problems("ru", [IMATINIB, other], KINDS)
    assert "keep one" in problem


def test_unknown_kinds_and_reversed_amounts_are_told() -> None:
    row = {"concept": "imatinib", "kind": "pill", "usual_low": "800", "usual_high": "100"}
    assert ["unknown kind" in problem or "reversed" in problem for problem in common_problems([row])] == [True, True]


def test_a_stem_must_admit_its_example() -> None:
    row = {"stem": "mab", "position": "suffix", "example": "imatinib", "minimum": "7", "exceptions": ""}
    (problem,) = stem_problems([row])
    assert "does not admit" in problem


@pytest.mark.parametrize(("source", "stands"), [("morphology+dictionary", True), ("reviewed", True), ("x", False)])
def test_two_ways_or_a_person(source: str, stands: bool) -> None:
    assert vouched("ru", source) is stands


def test_one_letter_of_the_other_alphabet_is_seen() -> None:
    assert mixed("метoтрексат")
    assert not mixed("интерферон бета-1a")


@pytest.mark.parametrize(
    ("language", "word", "drug"),
    [
        ("en", "zolbetuximab", True),
        ("en", "concept", False),
        ("en", "quinolone", False),
        ("en", "cholesterol", False),
        ("en", "immunoglobulin", False),
        ("ru", "золбетуксимаб", True),
        ("ru", "рецепт", False),
        ("ru", "пероксидаза", False),
        ("ru", "гистидин", False),
        ("ru", "цефалгия", False),
        ("ru", "гемоглобин", False),
    ],
)
def test_stems_admit_unknown_drugs_and_no_ordinary_words(language: str, word: str, drug: bool) -> None:
    with (DATA / language / "drug_stems.csv").open(encoding="utf-8", newline="") as lines:
        assert any(admits(row, word) for row in csv.DictReader(lines)) is drug
