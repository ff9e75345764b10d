"""Tables of laboratory values, built by hand as the reader hands them on."""

from __future__ import annotations

from pipeline.extraction import find_facts
from pipeline.facts import Fact, Lab, Measurement
from pipeline.report import Cell, Paragraph, Report, Table
from pipeline.rules.line import line
from pipeline.rules.reading import read_sentences
from pipeline.text import Text


def report_of(rows: list[list[str]], language: str, headers: int = 1) -> Report:
    """A report that is one table; cells parted by tabs, rows by newlines."""
    string, cells, paragraphs = "", [], []
    for row, texts in enumerate(rows):
        begin = len(string)
        for column, text in enumerate(texts):
            if column:
                string += "\t"
            if text:
                cells.append(Cell(len(string), len(string) + len(text), row, column, row < headers or column == 0))
            string += text
        paragraphs.append(Paragraph(begin, len(string), "table", language, "table"))
        string += "\n"
    return Report(
        "0" * 16,
        "0" * 64,
        "table.txt",
        len(string),
        1,
        Text.plain(string),
        tuple(paragraphs),
        (Table(None, tuple(cells)),),
        language=language,
    )


def facts_of(report: Report) -> list[Fact]:
    found = find_facts(read_sentences(report), report)
    return [f for f in found if isinstance(f.payload, Lab | Measurement)]


def when(report: Report, fact: Fact) -> str | None:
    return None if fact.when is None else report.text.string[slice(*fact.when)]


def test_columns_are_dates() -> None:
    report = report_of(
        [
            ["", "12 March 2019", "20 March 2019"],
            ["Hemoglobin (g/dL)", "8.2", "10.1"],
            ["Platelets (×10^9/L)", "40", "155"],
        ],
        "en",
    )
    facts = facts_of(report)
    assert [line(f) for f in facts] == [
        "lab hemoglobin 8.2 g/dL",
        "lab hemoglobin 10.1 g/dL",
        "lab platelets 40 10*9/L",
        "lab platelets 155 10*9/L",
    ]
    assert [when(report, f) for f in facts] == ["12 March 2019", "20 March 2019"] * 2


def test_units_and_ranges_have_columns() -> None:
    report = report_of(
        [
            ["Показатель", "Результат", "Единицы измерения", "Референсные значения"],
            ["Креатинин", "240", "мкмоль/л", "44–97"],
            ["Калий", "4,1", "ммоль/л", "3,5–5,1"],
        ],
        "ru",
    )
    assert [line(f) for f in facts_of(report)] == [
        "lab creatinine 240 umol/L flag=high ref=44..97",
        "lab potassium 4.1 mmol/L flag=normal ref=3.5..5.1",
    ]


def test_names_are_columns() -> None:
    report = report_of(
        [["Day", "WBC (10^9/L)", "CRP (mg/L)"], ["day 1", "14.2", "210"], ["day 5", "7.9", "12"]],
        "en",
    )
    facts = facts_of(report)
    assert [line(f) for f in facts] == [
        "lab leukocytes 14.2 10*9/L",
        "lab CRP 210 mg/L",
        "lab leukocytes 7.9 10*9/L",
        "lab CRP 12 mg/L",
    ]


def test_the_value_keeps_its_place() -> None:
    report = report_of([["Test", "Value"], ["Sodium (mmol/L)", "129"]], "en")
    (fact,) = facts_of(report)
    assert report.text.string[slice(*fact.span)] == "129"
    assert (fact.start, fact.end) == fact.span


def test_measurements_stand_in_tables_too() -> None:
    report = report_of([["", "On admission"], ["Heart rate (beats/min)", "118"], ["SpO2 (%)", "88"]], "en")
    assert [line(f) for f in facts_of(report)] == [
        "measurement heart rate 118 /min",
        "measurement oxygen saturation 88 %",
    ]


def test_a_table_without_known_names_gives_nothing() -> None:
    assert facts_of(report_of([["Author", "Year"], ["Smith", "2010"]], "en")) == []
