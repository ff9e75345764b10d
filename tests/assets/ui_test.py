"""The UI answers, on this machine alone."""

from __future__ import annotations

import socket
import time
import urllib.error
import urllib.request

import pytest

from tests.assets.server import ask, started, ui
from tests.assets.workplace import Workplace

ASSETS = "{ assetNodes { assetKey { path } description kinds isPartitioned assetChecksOrError { __typename } } }"
AUTOMATION = """{ repositoriesOrError { ... on RepositoryConnection { nodes {
  sensors { name description sensorState { status } } schedules { name description scheduleState { status } } } } } }"""


def test_the_server_goes_when_casefold_is_told_to_end(place: Workplace) -> None:
    """As a service manager does, which knows the first process alone."""
    with started(place) as (address, process):
        process.terminate()
        assert process.wait(60) is not None
        for _ in range(100):
            if not answers(address):
                break
            time.sleep(0.2)
        assert not answers(address)


def answers(address: str) -> bool:
    try:
        urllib.request.urlopen(f"{address}/server_info", timeout=2).close()
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
    return True


def test_the_ui_answers_with_assets_sensor_and_schedule(place: Workplace) -> None:
    with ui(place) as address:
        nodes = {node["assetKey"]["path"][0]: node for node in ask(address, ASSETS)["assetNodes"]}
        assert set(nodes) == {"inbox", "intake", "texts", "facts", "case_pages", "dataset"}
        assert nodes["facts"]["isPartitioned"] and not nodes["dataset"]["isPartitioned"]
        (repository,) = ask(address, AUTOMATION)["repositoriesOrError"]["nodes"]
        assert [(s["name"], s["sensorState"]["status"]) for s in repository["sensors"]] == [("inbox", "STOPPED")]
        assert [(s["name"], s["scheduleState"]["status"]) for s in repository["schedules"]] == [("nightly", "STOPPED")]
        batch = place.folder / "data" / "pages" / "batch-000001"
        batch.mkdir(parents=True)
        (batch / "index.html").write_text("its pages")
        served = f"http://127.0.0.1:{place.pages_port}"
        with urllib.request.urlopen(f"{served}/batch-000001/index.html", timeout=5) as page:
            assert page.read() == b"its pages"
        with urllib.request.urlopen(f"{served}/index.html", timeout=5) as page:
            assert b"<form" in page.read()
        port = int(address.rpartition(":")[2])
        outside = socket.gethostbyname(socket.gethostname())
        if not outside.startswith("127."):
            with pytest.raises(urllib.error.URLError):
                urllib.request.urlopen(f"http://{outside}:{port}/server_info", timeout=2)
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"{address}/server_info", timeout=2)
