"""CPU per page of the reader against pypdfium2's raw text and pdfplumber's words, interleaved in one run; memory over 500 pages.

    python benchmarks/reader.py [FOLDER] [--rounds N] [--only-order]

FOLDER holds PDFs, beside them truth texts NAME.truth.txt (default: ../shared/reports/dev). Prints what it measured.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pypdfium2 as pdfium

from pipeline.reader import read
from pipeline.reader.worker import resident_bytes
from pipeline.report import Report
from pipeline.settings import Settings

SHARED = Path(__file__).parent.parent.parent / "shared"
MANY_PAGES = 500


def raw_text(path: Path) -> int:
    """Pages of a document whose text pdfium gave."""
    document = pdfium.PdfDocument(path)
    for page in document:
        text_page = page.get_textpage()
        text_page.get_text_range()
        text_page.close()
        page.close()
    n_pages = len(document)
    document.close()
    return n_pages


def words(path: Path) -> int:
    """Pages of a document whose words pdfplumber gave."""
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_words()
            page.close()
        return len(document.pages)


def whole(path: Path) -> int:
    """Pages of a document that the reader read."""
    reading = read(path, Settings(ocr=False))
    return reading.n_pages if isinstance(reading, Report) else 0


def measured(work: Callable[[Path], int], path: Path) -> float:
    """CPU seconds a page."""
    start = time.process_time()
    n_pages = work(path)
    return (time.process_time() - start) / max(1, n_pages)


def speed(paths: list[Path], rounds: int) -> None:
    """Medians over all files and rounds, in milliseconds a page."""
    tools: dict[str, Callable[[Path], int]] = {"get_text_range": raw_text, "reader": whole, "extract_words": words}
    for work in tools.values():
        work(paths[0])
    spent: dict[str, list[float]] = {name: [] for name in tools}
    for _ in range(rounds):
        for path in paths:
            for name, work in tools.items():
                spent[name].append(measured(work, path))
    mean = {name: statistics.mean(values) * 1000 for name, values in spent.items()}
    for name, value in mean.items():
        print(f"{name:15s} {value:8.2f} ms CPU a page (median {statistics.median(spent[name]) * 1000:.2f})")
    print(f"reader / get_text_range {mean['reader'] / mean['get_text_range']:.2f}")
    print(f"extract_words / reader  {mean['extract_words'] / mean['reader']:.1f}")


def memory(paths: list[Path]) -> None:
    """Resident memory of this process while it reads 500 pages, files over and over."""
    import os

    read_pages, marks = 0, []
    while read_pages < MANY_PAGES:
        for path in paths:
            read_pages += whole(path)
        marks.append((read_pages, resident_bytes(os.getpid()) / 1e6))
    print("memory " + ", ".join(f"{size:.0f} MB after {n} pages" for n, size in marks))


def order(folder: Path) -> None:
    """Reading order and fidelity by the shared scorer."""
    scorer = SHARED / "score" / "score_text.py"
    with tempfile.TemporaryDirectory() as texts:
        for path in sorted(folder.glob("*.pdf")):
            reading = read(path, Settings(ocr=False))
            if isinstance(reading, Report):
                (Path(texts) / f"{path.stem}.txt").write_text(reading.text.string, encoding="utf-8")
        subprocess.run([sys.executable, str(scorer), str(folder), texts], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=SHARED / "reports" / "dev")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--only-order", action="store_true")
    given = parser.parse_args()
    paths = sorted(given.folder.glob("*.pdf"))
    if not paths:
        sys.exit(f"{given.folder}: no PDF there")
    order(given.folder)
    if not given.only_order:
        speed(paths, given.rounds)
        memory(paths)


if __name__ == "__main__":
    main()
