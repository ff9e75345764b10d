"""PostgreSQL keeps Dagster's history where the environment names a server."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.assets.server import ask, free_port, ui
from tests.assets.workplace import Workplace

RUNS = "{ runsOrError { ... on Runs { results { jobName status } } } }"
EVENTS = """{ assetOrError(assetKey: {path: ["facts"]}) { ... on Asset { assetMaterializations { partition } } } }"""


@pytest.fixture
def postgres() -> Iterator[str]:
    """The address of a server of its own, in a folder that only its owner needs to reach."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="casefold-postgres-"))
    if user:
        shutil.chown(folder, "postgres")
    data, port = folder / "data", free_port()

    def call(program: str, *arguments: str) -> None:
        subprocess.run([*user, programs / program, *arguments], check=True, capture_output=True, cwd=folder)

    call("initdb", "-D", str(data), "--auth=trust", "--username=casefold")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    call("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield f"postgresql://casefold@127.0.0.1:{port}/postgres"
    finally:
        call("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.needs("postgresql")
def test_the_history_lies_in_postgresql_and_the_ui_shows_it(
    place: Workplace, postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import psycopg2

    monkeypatch.setenv("CASEFOLD_POSTGRES", postgres)
    place.put("cyst_en.pdf")
    said = place.casefold("run")
    assert said.returncode == 0, said.stderr
    assert "1 reports extracted" in said.stdout
    connection = psycopg2.connect(postgres)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pipeline_name, status FROM runs ORDER BY id")
        assert cursor.fetchall() == [("batch", "SUCCESS"), ("publication", "SUCCESS")]
        cursor.execute("SELECT partition FROM dynamic_partitions")
        assert cursor.fetchall() == [("batch-000001",)]
    connection.close()
    assert not list((place.folder / ".dagster").rglob("runs.db"))
    with ui(place) as address:
        runs = ask(address, RUNS)["runsOrError"]["results"]
        assert {(run["jobName"], run["status"]) for run in runs} == {("batch", "SUCCESS"), ("publication", "SUCCESS")}
        (event,) = ask(address, EVENTS)["assetOrError"]["assetMaterializations"]
        assert event["partition"] == "batch-000001"
    assert not list((place.folder / ".dagster").rglob("runs.db"))
