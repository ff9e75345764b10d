"""Whole first pages as journals set them: three columns, an info box beside the abstract, charts within a column."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reader.pages import numbers, paragraphs, report_of, rows, section_of
from tests.reader.typeset import BOLD, Sheet, register_fonts, sentences

register_fonts()
LABS = [["Test", "Day 1", "Day 7"], ["Hb, g/L", "97", "110"], ["CRP, mg/L", "88", "5"], ["Na, mmol/L", "128", "139"]]


def booktabs(sheet: Sheet, x: float, top: float, width: float, caption: str) -> float:
    """A table of three rules; the height of the last one."""
    sheet.put(x, top, caption, 7.5)
    for number, row in enumerate(LABS):
        for k, cell in enumerate(row):
            sheet.put(x + width * k / len(row), top + 15 + 10 * number + (4 if number else 0), cell, 7.5)
    low = top + 13 + 10 * len(LABS)
    for height in (top + 5, top + 19, low):
        sheet.rule(x, height, x + width)
    return low


def chart(sheet: Sheet, x: float, top: float) -> float:
    """A low line chart with its title, axes, and a legend below; the height of the legend."""
    sheet.put(x + 40, top, "Body weight over the months", 7)
    for k, mark in enumerate(("100", "50", "0")):
        sheet.put(x, top + 13 + 18 * k, mark, 6)
        sheet.rule(x + 20, top + 10 + 18 * k, x + 220)
    for k in range(8):
        sheet.rule(x + 20 + 28 * k, top + 10, x + 20 + 28 * k, top + 46)
        sheet.put(x + 18 + 28 * k, top + 56, str(k), 6)
    sheet.put(x + 80, top + 66, "Months of treatment", 7)
    sheet.put(x + 40, top + 90, "Weight of the patient", 7)
    return top + 90


def test_three_columns_with_a_table_and_a_figure_side_by_side(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "three.pdf")
    sheet.put(40, 30, "Annals of Invented Medicine 2019; 12: 44–47", 7.5)
    sheet.put(40, 66, "A gastric tumour after transplantation of a lung", 15, BOLD)
    sheet.put(40, 84, "Anna Berg, John Hill", 9.5)
    below = sheet.column("Abstract: " + sentences(1, 4), 40, 116, 515, 8, 10) + 16
    sheet.put(40, below, "Introduction", 9, BOLD)
    left = sheet.column(sentences(5, 9), 40, below + 12, 160, 8, 10)
    sheet.put(40, left + 8, "Case report", 9, BOLD)
    sheet.column("A 45-year-old man was admitted. " + sentences(14, 9), 40, left + 20, 160, 8, 10)
    middle = sheet.column(sentences(23, 5), 218, below, 160, 8, 10)
    middle = booktabs(sheet, 218, middle + 10, 160, "Table 1. Laboratory values.")
    sheet.column(sentences(28, 11), 218, middle + 20, 160, 8, 10)
    sheet.box(396, below, 556, below + 120)
    sheet.put(470, below + 128, "A", 7)
    right = sheet.column("Figure 1. The chest on admission.", 396, below + 142, 160, 7, 8.5)
    sheet.column(sentences(39, 9), 396, right + 12, 160, 8, 10)
    report = report_of(sheet.save())
    assert numbers(report) == list(range(1, 48))
    assert rows(report) == LABS
    assert paragraphs(report, role="caption") == ["Table 1. Laboratory values.", "Figure 1. The chest on admission."]
    assert paragraphs(report, role="figure") == ["A"]
    assert [section_of(report, f"number {n} ") for n in (1, 5, 14, 39)] == ["abstract", "introduction", "case", "case"]
    assert (report.journal, report.year) == ("Annals of Invented Medicine", 2019)


def test_headings_set_wide_beside_an_info_box(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "info.pdf")
    sheet.put(60, 80, "A liver cyst treated by drainage", 17, BOLD)
    sheet.put(60, 100, "Maria Lund, Peter Roe", 10.5)
    sheet.put(60, 142, "a r t i c l e i n f o", 8)
    sheet.put(60, 160, "Received 5 March 2015", 7)
    sheet.put(60, 169, "Accepted 8 April 2015", 7)
    sheet.put(220, 142, "a b s t r a c t", 8)
    below = sheet.column(sentences(1, 6), 220, 160, 315, 8, 10) + 20
    sheet.put(60, below, "1. Introduction", 10, BOLD)
    sheet.column(sentences(7, 20), 60, below + 14, 225)
    sheet.column(sentences(27, 20), 310, below, 225)
    report = report_of(sheet.save())
    assert numbers(report) == list(range(1, 47))
    assert section_of(report, "number 1 ") == "abstract"
    assert section_of(report, "Received 5") == "front"
    assert report.year == 2015


def test_a_low_chart_does_not_tear_the_paragraph_around_it(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "chart.pdf")
    low = sheet.column(sentences(1, 8) + " At the next visit his body mass index had risen to", 60, 84, 225)
    low = chart(sheet, 62, low + 14)
    low = sheet.column("Figure 1. Weight of the patient.", 60, low + 16, 225, 7.5, 9)
    sheet.column("31 kg/m2 and the dose was doubled. " + sentences(9, 12), 60, low + 14, 225)
    sheet.column(sentences(21, 22), 310, 70, 225)
    report = report_of(sheet.save())
    assert "body mass index had risen to 31 kg/m2 and the dose" in report.text.string
    lettering = " ".join(paragraphs(report, role="figure"))
    for words in ("Body weight over the months", "Months of treatment", "Weight of the patient", "100"):
        assert words in lettering
    assert numbers(report) == list(range(1, 43))


def test_the_last_word_of_a_paragraph_beside_a_figure_stays_in_it(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "beside.pdf")
    for k in range(6):
        sheet.rule(70, 100 + 30 * k, 290)
        sheet.rule(70 + 44 * k, 100, 70 + 44 * k, 250)
    sheet.column("Figure 1. A grid.", 60, 270, 225, 7.5, 9)
    sheet.column(sentences(1, 10), 60, 300, 225)
    right = sheet.column(sentences(11, 4), 310, 90, 225)
    sheet.put(310, right, "Octreotide was not named in any of these reports", 9)
    sheet.put(310, right + 11, "[9].", 9)
    sheet.column(sentences(15, 12), 322, right + 22, 213)
    assert "in any of these reports [9]." in report_of(sheet.save()).text.string


def test_the_year_behind_the_journals_name(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "year.pdf")
    sheet.put(60, 40, "Journal of Invented Cases 2020", 8)
    sheet.put(60, 80, "A tumour of the kidney", 16, BOLD)
    sheet.put(60, 100, "© И.П. Лугова1, П.П. Озеров2", 10)
    sheet.put(60, 130, "Introduction", 11, BOLD)
    sheet.column(sentences(1, 12), 60, 146, 450, 10, 13)
    report = report_of(sheet.save())
    assert (report.journal, report.year) == ("Journal of Invented Cases", 2020)
    assert report.authors == ("И.П. Лугова", "П.П. Озеров")


@pytest.mark.parametrize("in_rows", [False, True], ids=["column by column", "row by row"])
def test_a_letter_set_over_two_lines_opens_its_word(tmp_path: Path, in_rows: bool) -> None:
    sheet = Sheet(tmp_path / "drop_cap.pdf")
    sheet.put(60, 80, "A hernia of the lumbar triangle", 16, BOLD)
    sheet.put(60, 142, "L", 30, BOLD)
    sheet.put(84, 128, "umbar hernias are rare. In this report", 9)
    sheet.put(84, 139, "a patient was seen after a fall from the", 9)
    sheet.column("roof. " + sentences(1, 12), 60, 150, 225)
    sheet.column("Figure. Axial CT shows the hernia.", 330, 128, 205, 7.5, 9)
    sheet.column(sentences(13, 20), 310, 150, 225)
    report = report_of(sheet.save(in_rows))
    assert (
        "Lumbar hernias are rare. In this report a patient was seen after a fall from the roof." in report.text.string
    )
    assert paragraphs(report, role="caption") == ["Figure. Axial CT shows the hernia."]
    assert numbers(report) == list(range(1, 33))


def test_a_letter_set_over_two_lines_may_be_a_word(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "drop_word.pdf")
    sheet.put(60, 142, "A", 30, BOLD)
    sheet.put(86, 128, "patient was seen after a fall from", 9)
    sheet.put(86, 139, "the roof of his house in the town.", 9)
    sheet.column(sentences(1, 12), 60, 150, 225)
    assert report_of(sheet.save()).text.string.startswith("A patient was seen after a fall from the roof")


@pytest.mark.parametrize("in_rows", [False, True], ids=["column by column", "row by row"])
def test_small_print_in_the_margin_is_not_read_into_the_abstract(tmp_path: Path, in_rows: bool) -> None:
    sheet = Sheet(tmp_path / "margin.pdf")
    sheet.put(180, 80, "Retinal tear after a blow", 16, BOLD)
    sheet.put(180, 100, "John Moor, Ann Lee", 10)
    told = ["Eye Hospital, Aldport", "Institute of Optics,", "Northmere", "Correspondence to", "Dr John Moor,"]
    for number, words in enumerate([*told, "j.moor@example.org", "Accepted 1 February 2016"]):
        sheet.put(60, 120 + 8.5 * number, words, 6.5)
    sheet.put(180, 124, "SUMMARY", 9, BOLD)
    below = sheet.column(sentences(1, 4), 180, 136, 355) + 10
    sheet.put(180, below, "BACKGROUND", 9, BOLD)
    sheet.column(sentences(5, 20), 180, below + 12, 170)
    sheet.column(sentences(25, 20), 365, below, 170)
    report = report_of(sheet.save(in_rows))
    assert numbers(report) == list(range(1, 45))
    assert "Sentence number 2 tells of the patient and of the treatment. Sentence number 3" in report.text.string
    assert section_of(report, "number 1 ") == "abstract"
    assert section_of(report, "Correspondence to Dr John Moor") == "front"
    assert report.title == "Retinal tear after a blow"
    assert report.year == 2016
