"""Reading order on layouts set for the purpose, each drawn column by column and row by row."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reader.pages import numbers, paragraphs, report_of, section_of
from tests.reader.typeset import BOLD, Sheet, register_fonts, sentences

register_fonts()
both_streams = pytest.mark.parametrize("in_rows", [False, True], ids=["column by column", "row by row"])


@both_streams
def test_two_columns_under_a_full_width_abstract(tmp_path: Path, in_rows: bool) -> None:
    sheet = Sheet(tmp_path / "two.pdf")
    sheet.put(60, 80, "A rare tumour of the testing bench", 16, BOLD)
    below = sheet.column(sentences(1, 6), 60, 130, 475, 8, 10)
    left = sheet.column(sentences(7, 20), 60, below + 30, 225)
    sheet.column(sentences(27, 20), 310, below + 30, 225)
    report = report_of(sheet.save(in_rows))
    assert left < 700
    assert numbers(report) == list(range(1, 47))


@both_streams
def test_three_columns(tmp_path: Path, in_rows: bool) -> None:
    sheet = Sheet(tmp_path / "three.pdf")
    sheet.put(40, 60, "Three columns of a case report", 15, BOLD)
    below = sheet.column(sentences(1, 5), 40, 90, 515, 8, 10)
    for k in range(3):
        sheet.column(sentences(6 + 12 * k, 12), 40 + k * 178, below + 26, 160, 8, 10)
    assert numbers(report_of(sheet.save(in_rows))) == list(range(1, 42))


@both_streams
def test_a_figure_across_both_columns_parts_the_page(tmp_path: Path, in_rows: bool) -> None:
    sheet = Sheet(tmp_path / "figure.pdf")
    left = sheet.column(sentences(1, 12), 60, 70, 225)
    right = sheet.column(sentences(13, 12), 310, 70, 225)
    low = max(left, right)
    sheet.box(60, low + 10, 535, low + 110)
    sheet.put(290, low + 122, "(a)", 7)
    sheet.column(
        "Figure 1. A picture across both columns shows what there is to see in it.", 60, low + 136, 475, 7.5, 9
    )
    sheet.column(sentences(25, 10), 60, low + 170, 225)
    sheet.column(sentences(35, 10), 310, low + 170, 225)
    report = report_of(sheet.save(in_rows))
    assert numbers(report) == list(range(1, 45))
    assert [p[:9] for p in paragraphs(report, role="caption")] == ["Figure 1."]
    assert paragraphs(report, role="figure") == ["(a)"]


@both_streams
def test_a_figure_in_one_column_does_not_break_the_sentence_around_it(tmp_path: Path, in_rows: bool) -> None:
    sheet = Sheet(tmp_path / "column_figure.pdf")
    sheet.column("The patient was seen by the surgeon who, after long thought and much talk with the", 60, 70, 225)
    sheet.box(60, 100, 285, 200)
    sheet.column("Fig. 2. The tumour.", 60, 214, 225, 7.5, 9)
    sheet.column("family, took the tumour out. " + sentences(1, 8), 60, 240, 225)
    sheet.column(sentences(9, 12), 310, 70, 225)
    report = report_of(sheet.save(in_rows))
    assert "talk with the family, took" in report.text.string
    assert numbers(report) == list(range(1, 21))


def test_running_heads_and_page_numbers_leave_the_flow(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "heads.pdf")
    for page in range(3):
        if page:
            sheet.page()
        sheet.put(60, 40, "Journal of Tests 2021", 8)
        sheet.put(500, 40, str(page + 7), 8)
        sheet.column(sentences(1 + 20 * page, 10) + " and so it goes", 60, 80, 225)
        sheet.column(sentences(11 + 20 * page, 10), 310, 80, 225)
    report = report_of(sheet.save())
    assert sorted(paragraphs(report, role="furniture")) == ["7", "8", "9"] + ["Journal of Tests 2021"] * 3
    assert numbers(report) == list(range(1, 61))
    assert report.text.string.index("Journal of Tests") > report.text.string.index("number 60")


def test_footnotes_leave_the_flow(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "footnote.pdf")
    sheet.column(sentences(1, 10), 60, 80, 225)
    sheet.column("* The authors thank nobody for nothing at all.", 60, 760, 225, 7, 8.5)
    sheet.column(sentences(11, 10), 310, 80, 225)
    report = report_of(sheet.save())
    assert paragraphs(report, role="footnote") == ["* The authors thank nobody for nothing at all."]
    assert numbers(report) == list(range(1, 21))


def test_a_russian_article_with_two_abstracts(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "russian.pdf")
    sheet.put(60, 80, "РЕДКАЯ ОПУХОЛЬ ПЕЧЕНИ", 14, BOLD)
    sheet.put(60, 98, "Иванов И.И., Петрова А.С., Сидоров П.П.", 10)
    below = sheet.column("Резюме. " + sentences(1, 5, True), 60, 130, 475, 8, 10)
    sheet.put(60, below + 3, "Ключевые слова: печень, опухоль", 8)
    sheet.put(60, below + 25, "A RARE TUMOUR OF THE LIVER", 12, BOLD)
    below = sheet.column("Abstract. " + sentences(6, 5), 60, below + 45, 475, 8, 10)
    sheet.put(60, below + 3, "Keywords: liver, tumour", 8)
    left = sheet.column(sentences(11, 8, True), 60, below + 30, 225)
    sheet.put(90, left + 8, "Клиническое наблюдение", 10, BOLD)
    sheet.column("Больной 54 лет поступил 12.03.2019. " + sentences(19, 10, True), 60, left + 22, 225)
    right = sheet.column(sentences(29, 14, True), 310, below + 30, 225)
    sheet.put(340, right + 8, "Обсуждение", 10, BOLD)
    sheet.column(sentences(43, 5, True), 310, right + 22, 225)
    report = report_of(sheet.save())
    assert numbers(report) == list(range(1, 48))
    assert report.title == "РЕДКАЯ ОПУХОЛЬ ПЕЧЕНИ"
    assert report.authors == ("Иванов И.И.", "Петрова А.С.", "Сидоров П.П.")
    assert report.keywords == ("печень", "опухоль", "liver", "tumour")
    assert report.languages == ("ru", "en")
    found = {n: section_of(report, f"номер {n} ") for n in (1, 11, 19, 29, 43)} | {6: section_of(report, "number 6 ")}
    assert found == {1: "abstract", 6: "abstract", 11: "introduction", 19: "case", 29: "case", 43: "discussion"}


def test_every_character_of_the_flow_lies_in_its_box_on_its_page(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "boxes.pdf")
    sheet.column(sentences(1, 10), 60, 80, 225)
    sheet.page()
    sheet.column(sentences(11, 10), 310, 80, 225)
    report = report_of(sheet.save())
    at = report.text.string.index("number 15")
    ((page, x0, top, x1, bottom),) = report.text.boxes(at, at + len("number"))
    assert page == 2
    assert 310 <= x0 < x1 <= 535 and 70 < top < bottom < 240


def test_columns_between_rules_of_one_width_are_no_table(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "rules.pdf")
    for top in (62, 180, 420, 640):
        sheet.rule(60, top, 535)
    for part in range(3):
        top = (80, 200, 440)[part]
        sheet.column(sentences(1 + 10 * part, 5), 60, top, 225)
        sheet.column(sentences(6 + 10 * part, 5), 310, top, 225)
    report = report_of(sheet.save())
    assert report.tables == ()
    assert sorted(numbers(report)) == list(range(1, 31))
