"""CPU from PDF to rows on disk against pdfplumber's extract_words alone on the same PDFs, interleaved in one run.

    python -m benchmarks.whole [FOLDER] [--rounds N]

FOLDER holds PDFs (default: ../shared/reports/dev). Everything runs in this process, without OCR; the tables of all
reports are written once a round, as Parquet, as `casefold extract --format parquet` does.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pdfplumber

from benchmarks.clock import cpu_seconds, machine, ratio
from pipeline.dataset.rows import complete, to_arrow
from pipeline.dataset.write import write_tables
from pipeline.reader import read
from pipeline.report import Reading
from pipeline.rows import Rows, rows_of
from pipeline.settings import Settings

DEV = Path("../shared/reports/dev")
SETTINGS = Settings(ocr=False)
TARGET = 1 / 6


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=DEV)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    paths = sorted(given.folder.glob("*.pdf"))
    if not paths:
        print(f"{given.folder}: no PDF there; name a folder that holds some")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        one_round(paths[:1], Path(folder))
        rounds = [one_round(paths, Path(folder)) for _ in range(given.rounds)]
    spent = {name: [r[name] for r in rounds] for name in rounds[0]}
    spent["whole"] = [sum(r[name] for name in ("read", "rules", "write")) for r in rounds]
    print(machine())
    print(f"{len(paths)} PDFs, {given.rounds} rounds")
    for name, values in spent.items():
        print(f"  {name:14s} {statistics.median(values) / len(paths) * 1000:9.1f} ms CPU a report")
    share = ratio(spent, "whole", "extract_words")
    print(f"  whole / extract_words {share:.3f} = 1/{1 / share:.1f}   target: at most {TARGET:.3f} = 1/6")
    return 0


def one_round(paths: Sequence[Path], folder: Path) -> dict[str, float]:
    """CPU seconds of pdfplumber's words, and of ours: reading, rules to rows, writing."""
    spent = dict.fromkeys(("extract_words", "read", "rules", "write"), 0.0)
    readings: list[Reading] = []
    tables: Rows = {}

    def understood(reading: Reading) -> None:
        for name, rows in rows_of(reading, SETTINGS).items():
            tables.setdefault(name, []).extend(rows)

    def written() -> None:
        frames = complete({name: to_arrow(name, rows) for name, rows in tables.items()})
        write_tables(frames, folder, ("parquet",))

    for path in paths:
        spent["extract_words"] += cpu_seconds(lambda path=path: words(path))  # type: ignore[misc]
        spent["read"] += cpu_seconds(lambda path=path: readings.append(read(path, SETTINGS)))  # type: ignore[misc]
        spent["rules"] += cpu_seconds(lambda: understood(readings[-1]))
    spent["write"] += cpu_seconds(written)
    return spent


def words(path: Path) -> None:
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_words()
            page.close()


if __name__ == "__main__":
    sys.exit(main())
