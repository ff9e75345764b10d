"""`casefold run`: the same jobs in a terminal; a second call with nothing new does nothing."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import dagster as dg
import pytest

from pipeline.dataset.query import query
from tests.assets.workplace import Workplace

Sampled = tuple[Workplace, subprocess.CompletedProcess[str]]


def history(place: Workplace) -> dict[str, int]:
    """job → runs that succeeded."""
    with dg.DagsterInstance.from_config(str(place.folder / ".dagster")) as instance:
        names = [r.job_name for r in instance.get_runs() if r.status is dg.DagsterRunStatus.SUCCESS]
    return {name: names.count(name) for name in names}


def files(folder: Path) -> dict[str, int]:
    return {str(p): p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file() and "sqlite" not in p.name}


def test_the_samples_become_a_dataset_and_a_history(sampled: Sampled) -> None:
    place, said = sampled
    assert said.returncode == 0, said.stderr
    assert "4 reports extracted, 1 quarantined" in said.stdout
    assert "broken.pdf: damaged" in said.stdout
    assert len(query("select * from reports", place.folder / "data" / "dataset")) == 5
    assert history(place) == {"batch": 1, "publication": 1}


def test_a_second_run_does_no_work(sampled: Sampled) -> None:
    place, first = sampled
    before, runs = files(place.folder / "data"), history(place)
    start = time.perf_counter()
    second = place.casefold("run")
    seconds = time.perf_counter() - start
    assert second.returncode == 0, second.stderr
    assert "nothing new" in second.stderr
    assert second.stdout == first.stdout
    assert (files(place.folder / "data"), history(place)) == (before, runs)
    assert seconds < 15


@pytest.mark.parametrize("setting", ["state", "dataset", "cache"])
def test_a_folder_that_cannot_be_written_is_named(place: Workplace, setting: str) -> None:
    """A disk that is read-only, or a file where the folder should be."""
    place.put("cyst_en.pdf")
    (place.folder / "taken").write_text("a file")
    (place.folder / "casefold.toml").write_text(f'{setting} = "taken/folder"\n')
    said = place.casefold("run")
    assert said.returncode != 0
    assert "taken/folder" in said.stderr.replace("\n", "") and "Traceback" not in said.stderr, said.stderr


def test_home_is_quiet_and_kept_in_the_project(sampled: Sampled) -> None:
    place, _ = sampled
    with dg.DagsterInstance.from_config(str(place.folder / ".dagster")) as instance:
        assert instance.telemetry_enabled is False
        assert instance.nux_enabled is False
        assert instance.get_concurrency_config().run_queue_config.max_concurrent_runs == 1
        assert instance.run_retries_enabled and instance.run_monitoring_enabled


def test_a_dagster_yaml_of_the_user_stays(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    from assets.home import MARK, prepare

    monkeypatch.setenv("DAGSTER_HOME", str(place.folder / "home"))
    file = prepare() / "dagster.yaml"
    assert file.read_text().startswith(MARK)
    file.write_text("telemetry:\n  enabled: false\n# mine\n")
    prepare()
    assert "# mine" in file.read_text()


def test_home_is_set_where_the_environment_does_not(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    from assets.home import prepare

    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    assert prepare() == place.folder.resolve() / ".dagster"
    assert os.environ["DAGSTER_HOME"] == str(place.folder.resolve() / ".dagster")


def test_a_folder_without_pdfs_is_no_failure(place: Workplace) -> None:
    said = place.casefold("run")
    assert said.returncode == 0, said.stderr
    assert "nothing new" in said.stderr


def test_an_empty_folder_never_takes_the_place_of_a_filled_dataset(sampled: Sampled) -> None:
    """A wrong but existing folder is the commonest slip."""
    place, _ = sampled
    empty = place.folder / "empty"
    empty.mkdir()
    said = place.casefold("run", "--inbox", str(empty))
    assert said.returncode == 2
    assert "no PDF in this folder, and the dataset in data/dataset holds 5 reports" in said.stderr, said.stderr
    assert len(query("select * from reports", place.folder / "data" / "dataset")) == 5
