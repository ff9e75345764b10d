"""The dataset of real reports: sound, valid, and the same bytes from run to run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from frictionless import Package

from pipeline.batch import run
from pipeline.dataset.checks import check
from pipeline.dataset.package import NAME
from pipeline.dataset.publish import publish
from pipeline.dataset.query import query
from pipeline.settings import Settings

from .sample import SHARED

PDFS = sorted((SHARED / "reports" / "dev").glob("*.pdf"))
pytestmark = pytest.mark.skipif(not PDFS, reason="the reports ../shared/reports/dev are not beside this checkout")


def test_the_published_dev_reports_are_sound_and_valid(tmp_path: Path) -> None:
    frames = run(PDFS, Settings())
    assert [str(finding) for finding in check(frames) if finding.blocking] == []
    version = publish(frames, tmp_path, 2)
    report = Package(str(version / NAME)).validate()
    assert report.valid, report.flatten(["name", "type", "message"])[:5]
    counted = query("select sum(n_facts)::int as facts, count(*)::int as reports from reports", tmp_path)
    facts = sum(
        len(pd.read_parquet(version / f"{name}.parquet"))
        for name in ("dates", "medications", "lesions", "labs", "measurements")
    )
    assert counted.to_dict("records") == [{"facts": facts, "reports": len(PDFS)}]
    assert facts > 0
    ours = query(
        "select count(*)::int as n from dates where section = 'front' and kind = 'date' and case_id is not null",
        tmp_path,
    )
    assert ours.n.tolist() == [0]


def test_two_runs_over_the_same_pdfs_give_identical_bytes(tmp_path: Path) -> None:
    some = PDFS[:4]
    one = publish(run(some, Settings()), tmp_path / "one", 2)
    other = publish(run(list(reversed(some)), replace(Settings(), jobs=1)), tmp_path / "other", 2)
    tables = sorted(file.name for file in one.iterdir() if file.suffix in (".parquet", ".csv"))
    assert len(tables) == 26
    for name in [*tables, NAME]:
        assert (one / name).read_bytes() == (other / name).read_bytes(), name
