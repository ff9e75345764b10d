"""The words of sites, lesions and examinations agree with the catalogue and with the dataset's vocabulary."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from pipeline.language.lexicon import lexicon_rows
from pipeline.language.tables import table
from pipeline.rules.lesions.cues import NO_EXAMINATION
from pipeline.rules.lesions.place import wider

MODALITIES = {
    "ultrasound",
    "CT",
    "MRI",
    "PET",
    "X-ray",
    "endoscopy",
    "echocardiography",
    "pathology",
    "surgery",
    "exam",
    "autopsy",
    NO_EXAMINATION,
}
CHANGES = {"new", "increased", "decreased", "stable", "resolved"}
SIDES = {"left", "right", "bilateral"}


def concepts(language: str, tag: str) -> set[str]:
    return {row["concept"] for row in lexicon_rows(language) if row["tag"] == tag}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_site_has_its_row(language: str) -> None:
    assert concepts(language, "SITE") <= {row["concept"] for row in table("sites")}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_concepts_are_the_datasets(language: str) -> None:
    assert concepts(language, "MODALITY") == MODALITIES
    assert concepts(language, "CHANGE") == CHANGES
    assert concepts(language, "SIDE") == SIDES


def test_a_site_stands_once_and_its_code_has_a_form() -> None:
    counted = Counter(row["concept"] for row in table("sites"))
    assert [concept for concept, times in counted.items() if times > 1] == []
    assert all(re.fullmatch(r"(UBERON:\d{7}|NCIT:C\d+)?", row["code"]) for row in table("sites"))


def test_no_two_sites_share_a_code() -> None:
    counted = Counter(row["code"] for row in table("sites") if row["code"])
    assert [code for code, times in counted.items() if times > 1] == []


def test_no_site_lies_in_itself() -> None:
    for site in wider():
        seen = [site]
        while wider().get(seen[-1]):
            seen.append(wider()[seen[-1]])
            assert len(seen) < 12, seen
