"""What the figures of the samples show, whole: `python -m tests.pages.plan_test` writes the golden files anew."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pipeline.batch import run
from pipeline.pages import case_records
from pipeline.pages.plan import plan
from pipeline.settings import Settings
from tests.pages.plans import plan_text

GOLDEN = Path(__file__).with_name("golden")
SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.pdf"))


def shown(sample: Path) -> str:
    """The plans of all cases of a sample."""
    records = case_records(run([sample], Settings(jobs=1)))
    return "\n".join(f"case {record.case['case_number']}\n{plan_text(plan(record))}\n" for record in records)


def golden(sample: Path) -> Path:
    return GOLDEN / f"{sample.stem}.txt"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_the_figure_of_a_sample(sample: Path) -> None:
    assert shown(sample) == golden(sample).read_text(encoding="utf-8")


def main() -> None:
    GOLDEN.mkdir(exist_ok=True)
    for sample in SAMPLES:
        golden(sample).write_text(shown(sample), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
