"""CPU a report and peak memory of a worker as the number of reports grows; two workers against one.

    python -m benchmarks.growth [FOLDER …] [--sizes 100 1000] [--jobs 1 2]

Reports are copies of the PDFs of the FOLDERs (default: samples and ../shared/reports/dev, where it is), each made
distinct by a comment behind its end. Every size and number of workers runs in a process of its own, from PDFs to tables
on disk. `--sizes 100 1000 10000` takes the whole range; 10,000 reports take an hour or more.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from benchmarks.clock import machine
from pipeline.batch import run
from pipeline.dataset.write import write_tables
from pipeline.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (ROOT / "samples", ROOT / "../shared/reports/dev")
MEMORY_TARGET = 500


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, default=list(FOLDERS))
    parser.add_argument("--sizes", nargs="+", type=int, default=[100, 1000])
    parser.add_argument("--jobs", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--here", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.here:
        print(json.dumps(extracted(given.here, given.jobs[0])))
        return 0
    originals = [path for folder in given.folders for path in sorted(folder.glob("*.pdf"))]
    if not originals:
        print(f"no PDF in {', '.join(map(str, given.folders))}")
        return 2
    print(machine())
    first: dict[str, Any] = {}
    for size in given.sizes:
        with tempfile.TemporaryDirectory() as folder:
            copies(originals, size, Path(folder))
            for jobs in given.jobs:
                figures = in_own_process(Path(folder), jobs)
                first = first or figures
                print(line(size, jobs, figures, first), flush=True)
    print(f"target: CPU a report flat; memory of a worker flat and at most {MEMORY_TARGET} MB")
    return 0


def copies(originals: Sequence[Path], size: int, folder: Path) -> None:
    for number, original in enumerate(islice(cycle(originals), size)):
        copy = folder / f"{number:06d}.pdf"
        copy.write_bytes(original.read_bytes() + f"\n% copy {number}\n".encode())


def in_own_process(folder: Path, jobs: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.growth", "--here", str(folder), "--jobs", str(jobs)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def extracted(folder: Path, jobs: int) -> dict[str, Any]:
    """Figures of one run from the PDFs of a folder to tables on disk: seconds and bytes."""
    paths = sorted(folder.glob("*.pdf"))
    start = time.perf_counter()
    frames = run(paths, Settings(ocr=False, jobs=jobs))
    with tempfile.TemporaryDirectory() as out:
        write_tables(frames, Path(out), ("parquet",))
    own, workers = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "wall": time.perf_counter() - start,
        "cpu": sum(usage.ru_utime + usage.ru_stime for usage in (own, workers)),
        "worker_kilobytes": workers.ru_maxrss,
        "own_kilobytes": own.ru_maxrss,
        "n_reports": frames["reports"].num_rows,
        "n_extracted": frames["reports"]["status"].to_pylist().count("extracted"),
    }


def line(size: int, jobs: int, figures: dict[str, Any], first: dict[str, Any]) -> str:
    cpu, before = figures["cpu"] / figures["n_reports"], first["cpu"] / first["n_reports"]
    return (
        f"{size:6d} reports, {jobs} workers: {cpu * 1000:7.1f} ms CPU a report ({cpu / before:.2f} x the first line), "
        f"{figures['wall']:7.1f} s wall, {figures['n_reports'] / figures['wall']:5.1f} reports a second; peak memory "
        f"{figures['worker_kilobytes'] / 1024:.0f} MB a worker, {figures['own_kilobytes'] / 1024:.0f} MB the joiner; "
        f"{figures['n_extracted']} of {figures['n_reports']} extracted"
    )


if __name__ == "__main__":
    sys.exit(main())
