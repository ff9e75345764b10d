"""Caps, broken files, and what their owner is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.reader import READER_VERSION, page_image, read
from pipeline.report import Quarantine, Reading
from pipeline.settings import Settings
from tests.reader.typeset import Sheet, register_fonts, sentences


@pytest.fixture
def article(tmp_path: Path) -> Path:
    register_fonts()
    sheet = Sheet(tmp_path / "article.pdf")
    for page in range(3):
        if page:
            sheet.page()
        sheet.column(sentences(1 + 10 * page, 10), 60, 80, 225)
    return sheet.save()


def problem(reading: Reading) -> str:
    assert isinstance(reading, Quarantine)
    assert reading.hint and reading.reader_version == READER_VERSION
    return reading.problem


@pytest.mark.parametrize(
    "cap", [{"max_pages": 2}, {"max_characters_per_page": 100}, {"max_objects_per_page": 2}, {"max_bytes": 99}]
)
def test_a_cap_that_is_passed(article: Path, cap: dict[str, int]) -> None:
    assert problem(read(article, replace(Settings(), **cap))) == "too_large"  # type: ignore[arg-type]


def test_a_file_cut_off(article: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(article.read_bytes()[:-2000])
    assert problem(read(cut, Settings())) == "damaged"


def test_a_picture_without_ocr(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "empty_page.pdf")
    sheet.box(60, 60, 500, 700)
    assert problem(read(sheet.save(), Settings(ocr=False))) == "no_text"


def test_text_that_is_no_utf8(tmp_path: Path) -> None:
    file = tmp_path / "koi8.txt"
    file.write_bytes("больной".encode("koi8-r"))
    assert problem(read(file, Settings())) == "damaged"


def test_a_page_as_picture(article: Path) -> None:
    assert page_image(article, 2, 50).startswith(b"\x89PNG")
    with pytest.raises(ValueError, match="has 3 pages, no page 4"):
        page_image(article, 4, 50)
