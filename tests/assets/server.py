"""`casefold ui` started, asked and stopped."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from tests.assets.workplace import Workplace

PATIENCE = 120.0
"""Seconds in which the server has to answer."""


@contextmanager
def ui(place: Workplace) -> Iterator[str]:
    """Its address."""
    with started(place) as (address, _):
        yield address


@contextmanager
def started(place: Workplace) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Address and first process. Webserver and daemon run in a process group of their own, which ends with the block."""
    port = free_port()
    (place.folder / "casefold.toml").write_text(f"pages_port = {free_port()}\n")
    address = f"http://127.0.0.1:{port}"
    with (place.folder / "ui.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "pipeline.command", "ui", "--port", str(port)],
            cwd=place.folder,
            env=place.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            wait_for(address, process, place)
            yield address, process
        finally:
            end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """As Ctrl-C does; what is still there after a while is killed."""
    try:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(30)
    except (subprocess.TimeoutExpired, ProcessLookupError):
        pass
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def wait_for(address: str, process: subprocess.Popen[bytes], place: Workplace) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/server_info", timeout=2).close()
            return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.3)
    raise AssertionError(f"the UI did not answer: {(place.folder / 'ui.log').read_text()}")


def ask(address: str, query: str, **variables: Any) -> dict[str, Any]:
    """What GraphQL answers."""
    body = json.dumps({"query": query, "variables": variables}).encode()
    request = urllib.request.Request(f"{address}/graphql", body, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        told: dict[str, Any] = json.load(answer)
    assert "errors" not in told, told
    return told["data"]


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
    return port
