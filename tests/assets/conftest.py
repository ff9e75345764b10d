"""Workplaces: an empty one, one in which the samples were run; and a Dagster instance that keeps nothing."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from tests.assets.workplace import SAMPLES, Workplace, workplace


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    monkeypatch.chdir(tmp_path)
    return workplace(tmp_path)


@pytest.fixture(scope="session")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workplace, subprocess.CompletedProcess[str]]:
    """A workplace in which `casefold run` took in the samples, and what that said."""
    place = workplace(tmp_path_factory.mktemp("sampled"))
    for sample in SAMPLES.glob("*.pdf"):
        shutil.copy(sample, place.inbox)
    (place.inbox / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    return place, place.casefold("run")


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as ephemeral:
        yield ephemeral


@pytest.fixture
def kept() -> Iterator[dg.DagsterInstance]:
    """A real instance, in files."""
    with dg.instance_for_test() as real:
        yield real
