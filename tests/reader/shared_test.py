"""The real reports and the hostile files beside the checkout."""

from __future__ import annotations

import importlib.util
import statistics
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.reader import ocr, read
from pipeline.reader.worker import read_safely
from pipeline.report import Quarantine, Reading, Report
from pipeline.settings import Settings
from tests.reader.pages import report_of, rows

SHARED = Path(__file__).parent.parent.parent.parent / "shared"
pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
SEED_TRUTH = SHARED / "seed" / "net_imatinib_ru.truth.txt"
FOUNDING = [
    "seed/net_imatinib_ru.pdf",
    "reports/hard/seed_roworder.pdf",
    "reports/hard/seed_enc_owner.pdf",
    "reports/hard/seed_no_tounicode.pdf",
]


@pytest.fixture(scope="module")
def scorer() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("score_text", SHARED / "score" / "score_text.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module


@pytest.mark.parametrize("name", FOUNDING)
def test_the_founding_report(name: str, scorer: ModuleType) -> None:
    truth, text = SEED_TRUTH.read_text(encoding="utf-8"), report_of(SHARED / name).text.string
    order, found = scorer.order_and_found(truth, text)
    assert order >= 0.98 and found >= 0.98
    assert scorer.powers(truth) - scorer.powers(text) == {}


def test_the_founding_reports_front() -> None:
    report = report_of(SHARED / FOUNDING[0])
    assert report.title == "THE RESPONSE OF NEUROENDOCRINE TUMOR TO IMATINIB THERAPY: IS IT POSSIBLE?"
    assert len(report.authors) == 7
    assert len(report.keywords) == 6
    assert report.languages == ("ru", "en")


def test_reading_order_of_the_real_reports(scorer: ModuleType) -> None:
    orders, founds, lost = [], [], 0
    for file in sorted((SHARED / "reports" / "dev").glob("*.pdf")):
        truth = file.with_suffix("").with_suffix(".truth.txt").read_text(encoding="utf-8")
        text = report_of(file).text.string
        order, found = scorer.order_and_found(truth, text)
        orders.append(order)
        founds.append(found)
        lost += sum((scorer.powers(truth) - scorer.powers(text)).values())
    assert statistics.mean(orders) >= 0.98
    assert min(orders) >= 0.93
    assert statistics.mean(founds) >= 0.985
    assert lost == 0


@pytest.mark.parametrize(
    ("name", "table", "row"),
    [
        ("PMC4738724", 0, ["Prolactin (ng/mL)", "881.3", "2.6–13.1"]),
        ("PMC4738914", 0, ["Platelet count", *["480", "128", "108", "81", "71", "70", "79", "65", "86", "101", "127"]]),
        ("PMC4738698", 0, ["Raccoon", "Procyon lotor", "Southwest-Central States 1981–1987", "[5, 9]"]),
        ("PMC4737013", 0, ["Free T4 (0.89–1.76 ng/dL)", "1.42", "3.38", "3.64", "1.36", "1.31", "1.01", "1.47"]),
        ("PMC4738936", 0, ["L brachial A", "131.4", "176.2", "692.1", "58.4", "112.9"]),
    ],
)
def test_tables_of_the_real_reports(name: str, table: int, row: list[str]) -> None:
    assert row in rows(report_of(SHARED / "reports" / "dev" / f"{name}.pdf"), table)


def expectations() -> dict[str, tuple[str, str]]:
    """File name to (status, problems allowed), as EXPECTED.tsv says."""
    file = SHARED / "reports" / "hard" / "EXPECTED.tsv"
    if not file.exists():
        return {}
    lines = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()[1:]]
    return {name: (status, problems) for name, status, problems, *_ in lines}


def as_expected(name: str, reading: Reading, with_ocr: bool) -> bool:
    status, problems = expectations()[name]
    if isinstance(reading, Quarantine):
        may = (
            status.startswith("quarantined") or " or quarantined" in status or ("Tesseract" in status and not with_ocr)
        )
        return may and reading.problem in problems.split(", ")
    return status.startswith("extracted") and (with_ocr or "Tesseract" not in status)


@pytest.mark.parametrize("with_ocr", [False, True], ids=["without Tesseract", "with Tesseract"])
def test_hostile_files_end_as_expected(with_ocr: bool) -> None:
    if with_ocr and not ocr.available():
        pytest.skip("Tesseract is not installed: scripts/debian.sh installs it")
    paths = sorted((SHARED / "reports" / "hard").glob("*.pdf"))
    readings = dict(zip([p.name for p in paths], read_safely(paths, replace(Settings(), ocr=with_ocr)), strict=True))
    wrong = {name: reading for name, reading in readings.items() if not as_expected(name, reading, with_ocr)}
    assert wrong == {}


@pytest.mark.needs("tesseract")
def test_the_scanned_founding_report_keeps_its_numbers(scorer: ModuleType) -> None:
    reading = read(SHARED / "reports" / "hard" / "seed_scanned.pdf", Settings())
    assert isinstance(reading, Report)
    assert reading.text_source == "ocr" and reading.ocr_pages == {1, 2, 3}
    assert min(reading.ocr_confidence) > 70
    wanted = [
        "18.01.17",
        "02.02.17",
        "14.09.19",
        "24.01.20",
        "18.05.2020",
        "22.07.20",
        "28 мм",
        "29 мм",
        "36 мм",
        "78 мм",
        "8 мм",
        "87 мм",
        "97 г/л",
        "81,6",
        "45,6",
        "28,9",
        "121,8",
        "57 г/л",
        "1,86",
    ]
    found = [words for words in wanted if words in reading.text.string]
    assert len(found) >= 0.85 * len(wanted), set(wanted) - set(found)
