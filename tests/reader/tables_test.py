"""Lab tables: ruled on all sides, with three rules, and without any."""

from __future__ import annotations

from pathlib import Path

from pipeline.reader.captions import caption_kind
from tests.reader.pages import paragraphs, report_of, rows
from tests.reader.typeset import Sheet, register_fonts, sentences

register_fonts()
HEAD = ["Analyte", "Admission", "Day 5", "Reference range"]
LABS = [
    ["Hemoglobin (g/dL)", "9.7", "11.2", "12.0–16.0"],
    ["Creatinine (mg/dL)", "2.4", "1.1", "0.6–1.2"],
    ["Platelets (10^9/L)", "128", "240", "150–450"],
    ["C-reactive protein (mg/L)", "88", "12", "<5"],
]
PLACES = [70.0, 230.0, 320.0, 400.0]


def labs(sheet: Sheet, top: float, caption: str = "Table 1: Laboratory values of the patient.") -> float:
    """A lab table's words; the height below its last row."""
    sheet.put(70, top, caption, 8.5)
    for number, row in enumerate([HEAD, *LABS]):
        for x, cell in zip(PLACES, row, strict=True):
            sheet.put(x, top + 18 + 13 * number, cell, 8)
    return top + 18 + 13 * len(LABS)


def around(sheet: Sheet) -> float:
    """Running text above a table."""
    return max(sheet.column(sentences(1, 6), 60, 70, 225), sheet.column(sentences(7, 6), 310, 70, 225)) + 15


def test_three_rules(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "three_rules.pdf")
    top = around(sheet)
    low = labs(sheet, top)
    for height in (top + 8, top + 22, low + 5):
        sheet.rule(66, height, 500, height)
    sheet.column(sentences(13, 8), 60, low + 40, 225)
    sheet.column(sentences(21, 8), 310, low + 40, 225)
    report = report_of(sheet.save())
    assert len(report.tables) == 1
    assert rows(report) == [HEAD, *LABS]
    table = report.tables[0]
    assert [report.text.string[c.start : c.end] for c in table.cells if c.header and c.row == 0] == HEAD
    assert [report.text.string[c.start : c.end] for c in table.cells if c.header and c.row] == [row[0] for row in LABS]
    assert table.caption is not None
    assert report.text.string[slice(*table.caption)] == "Table 1: Laboratory values of the patient."
    assert paragraphs(report, "table") == ["\t".join(row) for row in [HEAD, *LABS]]


def test_ruled_on_all_sides(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "grid.pdf")
    top = around(sheet)
    labs(sheet, top)
    for number in range(len(LABS) + 2):
        sheet.rule(66, top + 9 + 13 * number, 500, top + 9 + 13 * number)
    for x in (66.0, 226.0, 316.0, 396.0, 500.0):
        sheet.rule(x, top + 9, x, top + 9 + 13 * (len(LABS) + 1))
    assert rows(report_of(sheet.save())) == [HEAD, *LABS]


def test_without_rules(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "bare.pdf")
    top = around(sheet)
    low = labs(sheet, top, "Таблица 2. Лабораторные показатели больной")
    sheet.column(sentences(13, 8), 60, low + 40, 225)
    sheet.column(sentences(21, 8), 310, low + 40, 225)
    report = report_of(sheet.save())
    assert rows(report) == [HEAD, *LABS]
    assert "number 13 tells" in report.text.string


def test_cells_of_several_lines(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "lines.pdf")
    top = around(sheet)
    sheet.put(70, top, "Table 3. Imaging of the patient.", 8.5)
    printed = [
        (18, ["Date", "Finding", "Size"]),
        (34, ["12 May 2019", "Mass of the left lobe of the", "28 mm"]),
        (44, ["", "liver, with a capsule", ""]),
        (58, ["3 June 2019", "No change", "28 mm"]),
    ]
    for down, cells in printed:
        for x, cell in zip((70.0, 170.0, 330.0), cells, strict=True):
            if cell:
                sheet.put(x, top + down, cell, 8)
    for height in (top + 8, top + 23, top + 64):
        sheet.rule(66, height, 420, height)
    assert rows(report_of(sheet.save())) == [
        ["Date", "Finding", "Size"],
        ["12 May 2019", "Mass of the left lobe of the liver, with a capsule", "28 mm"],
        ["3 June 2019", "No change", "28 mm"],
    ]


def test_every_cell_has_its_box(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "boxes.pdf")
    top = around(sheet)
    low = labs(sheet, top)
    for height in (top + 8, top + 22, low + 5):
        sheet.rule(66, height, 500, height)
    report = report_of(sheet.save())
    for cell in report.tables[0].cells:
        ((page, x0, upper, _, lower),) = report.text.boxes(cell.start, cell.end)
        assert page == 1
        assert abs(x0 - PLACES[cell.column]) < 2
        assert upper < top + 18 + 13 * cell.row < lower


def test_names_centred_beside_cells_of_two_lines(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "centred.pdf")
    top = around(sheet)
    sheet.put(70, top, "Table 4. Earlier reports.", 8.5)
    printed = [
        (18, ["Author", "Presentation"]),
        (32, ["Abel", "Headache"]),
        (42, ["", "Weight loss, fever, and night"]),
        (46.5, ["Baker", ""]),
        (51, ["", "sweats for two months"]),
        (61, ["Cooper", "None"]),
    ]
    for down, cells in printed:
        for x, cell in zip((70.0, 170.0), cells, strict=True):
            if cell:
                sheet.put(x, top + down, cell, 8)
    for height in (top + 8, top + 22, top + 66):
        sheet.rule(66, height, 420, height)
    assert rows(report_of(sheet.save())) == [
        ["Author", "Presentation"],
        ["Abel", "Headache"],
        ["Baker", "Weight loss, fever, and night sweats for two months"],
        ["Cooper", "None"],
    ]


def test_a_narrow_table_within_a_column_stays_where_it_stands(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "narrow.pdf")
    sheet.column(sentences(1, 16), 60, 70, 225)
    low = sheet.column(sentences(17, 4), 310, 70, 225)
    sheet.put(310, low + 10, "Table 1. Labs of both patients", 8)
    table = [["Test", "Case 1", "Case 2"], ["Hb, g/L", "110", "97"], ["CRP, mg/L", "5", "88"]]
    for number, row in enumerate(table):
        for x, cell in zip((310.0, 390.0, 460.0), row, strict=True):
            sheet.put(x, low + 24 + 11 * number, cell, 8)
    for height in (low + 14, low + 27, low + 50):
        sheet.rule(308, height, 535)
    sheet.column(sentences(21, 6), 310, low + 70, 225)
    report = report_of(sheet.save())
    assert rows(report) == table
    string = report.text.string
    assert string.index("number 20 ") < string.index("CRP") < string.index("number 22 ")


def test_two_tables_under_one_caption_and_the_rest_on_the_next_page(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "parts.pdf")
    left = sheet.column(sentences(1, 12) + " The organelles of the tumour", 60, 70, 225)
    sheet.column("(the Golgi apparatus and the rest) were as usual. " + sentences(13, 6), 60, left + 180, 225)
    first = [["Author", "Staining", "Presentation of the patient"], ["Abel", "ACTH", "Headache and loss of weight"]]
    first += [["Baker", "Prolactin", "None"], ["Cooper", "Null cell", "Double vision"]]
    second = [["Imaging", "Outcome"], ["MRI with contrast", "Well after a year"], ["CT", "Lost"]]
    top = left + 20
    sheet.put(150, top, "Table 2. Earlier reports.", 8)
    for number, row in enumerate(first):
        for x, cell in zip((70.0, 150.0, 230.0), row, strict=True):
            sheet.put(x, top + 18 + 12 * number, cell, 8)
    sheet.put(200, top + 74, "(b)", 8)
    for height in (top + 8, top + 22, top + 60, top + 80, top + 94, top + 122):
        sheet.rule(66, height, 420)
    for number, row in enumerate(second):
        for x, cell in zip((70.0, 250.0), row, strict=True):
            sheet.put(x, top + 90 + 13 * number, cell, 8)
    report = report_of(sheet.save())
    assert [rows(report, k) for k in range(len(report.tables))] == [first, second]
    assert {table.caption for table in report.tables} == {report.tables[0].caption}
    assert "The organelles of the tumour (the Golgi apparatus" in report.text.string


def test_wrapped_cells_between_rules_are_one_row(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "wrapped.pdf")
    top = around(sheet)
    sheet.put(70, top, "Table 5. Imaging and treatment.", 8.5)
    for x, cell in zip((70.0, 200.0, 340.0), ("Finding", "Imaging", "Treatment"), strict=True):
        sheet.put(x, top + 18, cell, 8)
    printed = [
        (200, 31, "CT of the base of the skull:"),
        (70, 35.5, "Palsies of the third"),
        (340, 35.5, "Resection by a frontal"),
        (200, 40.5, "erosion of the sella,"),
        (70, 45.5, "and the fifth nerve"),
        (340, 45.5, "approach, 50 Gy"),
        (200, 50, "no cyst"),
        (200, 64, "MRI: a mass of 30 mm"),
        (70, 69, "None"),
        (340, 69, "Cabergoline"),
        (200, 74, "of the clivus"),
        (200, 87, "MRI: the same"),
        (70, 87, "Unknown"),
        (340, 87, "None"),
    ]
    for x, down, cell in printed:
        sheet.put(x, top + down, cell, 8)
    for height in (8, 22, 54, 78, 91):
        sheet.rule(66, top + height, 480)
    assert rows(report_of(sheet.save())) == [
        ["Finding", "Imaging", "Treatment"],
        [
            "Palsies of the third and the fifth nerve",
            "CT of the base of the skull: erosion of the sella, no cyst",
            "Resection by a frontal approach, 50 Gy",
        ],
        ["None", "MRI: a mass of 30 mm of the clivus", "Cabergoline"],
        ["Unknown", "MRI: the same", "None"],
    ]


def test_a_line_that_takes_a_table_up_again_is_a_caption() -> None:
    for line in ("(b) Continued.", "Table 2 (continued)", "Продолжение таблицы 2", "Окончание табл. 1"):
        assert caption_kind(line) == "table"
    assert caption_kind("continued treatment with imatinib") is None
    assert caption_kind("Продолжение лечения") is None
