"""Sections from headings, numbered or not, run-in or not, and without any."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.reader.headings import headings
from tests.reader.pages import report_of, section_of

ABOUT = (
    "It is a rare disease, of which little is known and less is written, so that every report of it is of use to all. "
)
PATIENT = "A 45-year-old man presented with pain of the left leg. " + ABOUT
LONG = ABOUT * 2


def plain(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "report.txt"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("2. Case Presentation", "case"),
        ("CASE REPORT", "case"),
        ("Case 2", "case"),
        ("Patient 1", "case"),
        ("Описание клинического случая", "case"),
        ("Клиническое наблюдение № 2", "case"),
        ("2.1. Case presentation", "case"),
        ("Discussion", "discussion"),
        ("3 DISCUSSION", "discussion"),
        ("Обсуждение.", "discussion"),
        ("3. Discussion and outlook", "discussion"),
        ("Литература", "references"),
        ("Материал и методы", "methods"),
        ("Authors’ contributions", "front"),
        ("Введение", "introduction"),
        ("case.", None),
        ("The discussion was long", None),
        ("W. C. Watson, “Aortoenteric fistula. Incidence, presentation", None),
    ],
)
def test_a_line_that_is_a_heading(line: str, section: str | None) -> None:
    assert headings().section(line) == section


def test_plain_text_is_kept_to_the_character(tmp_path: Path) -> None:
    text = "Title of it\n\n1. Case\nПациентка 70 лет.\r\n\n  indented\t10^9\n"
    report = report_of(plain(tmp_path, text))
    assert report.text.string == text
    assert report.text_source == "plain_text"
    assert report.text.boxes(0, len(text)) == []


def test_a_structured_abstract_stays_an_abstract(tmp_path: Path) -> None:
    parts = [
        "A case of something",
        "Background. First part. " + LONG,
        "Case Presentation. Second part. " + LONG,
        "Conclusions. Third part. " + LONG,
        "1. Introduction",
        "Fourth part. " + LONG,
        "2. Case Presentation",
        "Fifth part. " + PATIENT,
        "Results. The sixth part.",
    ]
    report = report_of(plain(tmp_path, "\n".join(parts)))
    found = [section_of(report, word) for word in ("First", "Third", "Fourth", "Fifth")]
    assert found == ["abstract", "abstract", "introduction", "case"]
    assert report.title == "A case of something"


def test_headings_of_an_abstract_that_come_again_in_the_body(tmp_path: Path) -> None:
    parts = [
        "Title of the thing",
        "Abstract",
        "Background",
        "Part one. " + LONG,
        "Case presentation",
        "Part two. " + LONG,
    ]
    parts += ["Conclusions", "Part three. " + LONG, "Keywords: one; two", "Background", "Part four. " + LONG]
    parts += ["Case presentation", "Part five. " + PATIENT, "Discussion", "Part six. " + LONG]
    report = report_of(plain(tmp_path, "\n".join(parts)))
    found = [section_of(report, f"Part {n}.") for n in ("one", "two", "three", "four", "five", "six")]
    assert found == ["abstract", "abstract", "abstract", "introduction", "case", "discussion"]
    assert report.keywords == ("one", "two")


def test_an_introduction_without_a_case_heading_gives_way_to_the_patient(tmp_path: Path) -> None:
    text = "\n".join(
        ["Title", "Introduction", "Part one. " + LONG, PATIENT + "Part two.", "Discussion", "Part three. " + LONG]
    )
    report = report_of(plain(tmp_path, text))
    assert [section_of(report, f"Part {n}.") for n in ("one", "two", "three")] == ["introduction", "case", "discussion"]


def test_text_without_any_heading_is_a_case(tmp_path: Path) -> None:
    report = report_of(plain(tmp_path, PATIENT + "\n" + LONG))
    assert {p.section for p in report.paragraphs} == {"case"}


def test_the_kind_of_article_above_the_title_opens_no_case(tmp_path: Path) -> None:
    text = "\n".join(["Case Report", "Title of it", "1. Introduction", LONG, "2. Case Report", PATIENT])
    report = report_of(plain(tmp_path, text))
    assert [p.section for p in report.paragraphs] == ["front", "front", "introduction", "introduction", "case", "case"]


def test_subheadings_of_a_case_do_not_end_a_discussion(tmp_path: Path) -> None:
    text = "\n".join(["1. Introduction", LONG, "Case report", PATIENT, "Treatment", "Part one. " + LONG])
    text += "\n" + "\n".join(["Discussion", LONG, "Treatment", "Part two. " + LONG])
    report = report_of(plain(tmp_path, text))
    assert [section_of(report, f"Part {n}.") for n in ("one", "two")] == ["case", "discussion"]


def test_a_finding_that_looks_like_a_run_in_heading_stays_in_the_case(tmp_path: Path) -> None:
    text = "Введение\nПервая часть.\nКлинический случай\nБольной 54 лет поступил.\nЗаключение: хронический гастрит.\n"
    report = report_of(plain(tmp_path, text + "Обсуждение\nВторая часть."))
    assert section_of(report, "хронический") == "case"
    assert section_of(report, "Вторая") == "discussion"
    assert report.language == "ru"


def test_run_in_headings_alone_part_a_report(tmp_path: Path) -> None:
    parts = [
        "Название статьи",
        "Резюме. Пациентка 70 лет. " + LONG,
        "Введение. Редкая болезнь. " + LONG,
        "Клиническое наблюдение. Больная К., 70 лет. " + LONG,
        "Объективно: печень увеличена. " + LONG,
        "Обсуждение. Авторы описали. " + LONG,
        "Заключение. Диагноз труден. " + LONG,
    ]
    report = report_of(plain(tmp_path, "\n\n".join(parts)))
    found = [section_of(report, word) for word in ("Резюме", "Редкая", "Больная", "Объективно", "Авторы", "Диагноз")]
    assert found == ["abstract", "introduction", "case", "case", "discussion", "conclusion"]


def test_a_finding_called_conclusion_parts_no_report_without_headings(tmp_path: Path) -> None:
    parts = ["Больная К., 70 лет. " + LONG, "Заключение: хронический гастрит. " + LONG, "Выписана домой. " + LONG]
    report = report_of(plain(tmp_path, "\n\n".join(parts)))
    assert [section_of(report, word) for word in ("Больная", "гастрит", "Выписана")] == ["case", "case", "case"]


def test_an_abstract_below_a_blank_line(tmp_path: Path) -> None:
    parts = ["Title of it", "Abstract", "The first part. " + LONG, "Introduction", "The second part. " + LONG]
    report = report_of(plain(tmp_path, "\n\n".join(parts) + "\n\nCase report\n\n" + PATIENT))
    assert [section_of(report, word) for word in ("first", "second")] == ["abstract", "introduction"]
