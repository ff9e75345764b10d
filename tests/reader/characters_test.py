"""Raised and lowered marks, hyphens, ligatures, accents and doubled marks."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.reader.cleaning import plain_marks
from pipeline.reader.hyphens import Folded, is_real, joined
from pipeline.reader.lines import LEVEL, LINE_END, LOWERED, RAISED
from pipeline.reader.scripts import scripts
from pipeline.text import Text
from tests.reader.pages import report_of
from tests.reader.typeset import BOLD, SERIF, Sheet, register_fonts, sentences

register_fonts()


@pytest.mark.parametrize(
    ("marked", "spelled"),
    [
        ("2,0×10{9}/л", "2,0×10^9/л"),
        ("128 × 10{9} /L", "128 × 10^9 /L"),
        ("10{-3} mol", "10^-3 mol"),
        ("11,600/mm{3}, and", "11,600/mm^3, and"),
        ("42.7 kg/m{2}).", "42.7 kg/m^2)."),
        ("объем 5 см{3} и", "объем 5 см^3 и"),
        ("Fe{3+} form", "Fe^3+ form"),
        ("CD4{+}-cells", "CD4^+-cells"),
        ("was described.{5} The", "was described. [5] The"),
        ("tumour{12,13} of", "tumour [12,13] of"),
        ("of 45 mg{4} daily", "of 45 mg [4] daily"),
        ("the 5{th} toe", "the 5th toe"),
        ("value{*} of", "value [*] of"),
        ("H_2;O and CO_2;", "H2O and CO2"),
        ("{18}F-FDG", "18F-FDG"),
        ("Wallstent{TM} was", "WallstentTM was"),
        ("до 38,5{0}С и", "до 38,5°С и"),
        ("to 39 {o}C on", "to 39 °C on"),
    ],
)
def test_raised_marks_are_spelled(marked: str, spelled: str) -> None:
    string = marked.replace("{", RAISED).replace("}", LEVEL).replace("_", LOWERED).replace(";", LEVEL)
    assert scripts(Text.plain(string)).string == spelled


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("пациент-|ка", "пациентка"),
        ("BCR-|ABL", "BCR-ABL"),
        ("anti-|TNF", "anti-TNF"),
        ("белесовато-|серых", "белесовато-серых"),
        ("кое-|где", "кое-где"),
        ("intol-|erance", "intolerance"),
        ("first-|generation", "first-generation"),
        ("high-|power", "high-power"),
        ("high-|lighted", "highlighted"),
        ("COVID-|19", "COVID-19"),
        ("стабили\u00ad|зации", "стабилизации"),
        ("3-|5 раз", "3-5 раз"),
    ],
)
def test_hyphens_at_line_ends(broken: str, whole: str) -> None:
    text = Text.plain(broken.replace("|", LINE_END))
    assert joined(text).string == whole


def test_the_reports_own_words_decide_about_a_hyphen() -> None:
    text = Folded.of("the cross-clamp was set. the crossroad")
    assert is_real("cross", "clamp", text)
    assert not is_real("cross", "road", text)


def test_marks_of_fonts_are_cleaned() -> None:
    assert plain_marks(Text.plain("ﬁnal ﬂow oﬃce")).string == "final flow office"
    assert plain_marks(Text.plain("5\u2009mg\u00a0and\u200b more")).string == "5 mg and more"
    assert plain_marks(Text.plain("\uf0b3 5 \uf0b0C")).string == "≥ 5 °C"


def test_powers_and_raised_citations_on_a_page(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "powers.pdf")
    sheet.put(60, 100, "Platelets were 128 × 10", 10)
    at = 60 + _width("Platelets were 128 × 10", 10)
    sheet.put(at, 96.5, "9", 6)
    sheet.put(at + _width("9", 6) + 0.3, 100, "/L on admission", 10)
    end = at + _width("9", 6) + 0.3 + _width("/L on admission", 10)
    sheet.put(end, 96.5, "3,4", 6)
    sheet.put(end + _width("3,4", 6) + 3.2, 100, "and fell.", 10)
    sheet.column(sentences(1, 5), 60, 112, 400, 10, 12)
    for rows in (False, True):
        text = report_of(sheet.save(rows)).text.string
        assert "128 × 10^9/L on admission [3,4] and fell." in text


def test_doubled_marks_count_once(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "double.pdf")
    for shift in (0.0, 0.3):
        sheet.put(60 + shift, 100, "Bold by drawing twice is read once", 10)
    sheet.column(sentences(1, 3), 60, 130, 400)
    assert report_of(sheet.save()).text.string.count("drawing twice") == 1


def test_an_accent_drawn_apart_goes_onto_its_letter(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "accent.pdf")
    sheet.put(60, 100, "The Sjo", 10)
    end = 60 + _width("The Sjo", 10)
    sheet.put(end - (_width("o", 10) + _width("¨", 10)) / 2, 100, "¨", 10)
    sheet.put(end, 100, "gren syndrome", 10)
    sheet.column(sentences(1, 3), 60, 130, 400)
    assert "The Sjögren syndrome" in report_of(sheet.save()).text.string


def test_white_where_the_font_changes_parts_two_words(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "fonts.pdf")
    sheet.put(60, 100, "It showed a high tularensis", 10, BOLD)
    end = 60 + _width("It showed a high tularensis", 10, BOLD)
    sheet.put(end + 1.5, 100, "titer and ", 10)
    end += 1.5 + _width("titer and ", 10)
    sheet.put(end, 100, "anti", 10, BOLD)
    sheet.put(end + _width("anti", 10, BOLD) + 0.4, 100, "bodies.", 10)
    sheet.column(sentences(1, 3), 60, 130, 400)
    assert "a high tularensis titer and antibodies." in report_of(sheet.save()).text.string


def _width(string: str, size: float, font: str = SERIF) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(string, font, size))
