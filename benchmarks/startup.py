"""Time from a command to its first use, each run in a fresh process, in turn.

    python -m benchmarks.startup [--report FILE] [--rounds N] [--no-ui]

`python -c pass` is the floor. The first report is `casefold extract FILE` (default: a sample). `dagster dev` counts as
ready when its page answers; it is started once, with a folder of its own.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from benchmarks.clock import machine

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "samples/cyst_en.pdf"
HELP_TARGET = 0.5
UI_SECONDS = 180.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--report", type=Path, default=SAMPLE)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--no-ui", action="store_true")
    given = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        casefold = [sys.executable, "-m", "pipeline.command"]
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "casefold --help": [*casefold, "--help"],
            "first report": [*casefold, "extract", str(given.report), "--out", f"{folder}/out", "--jobs", "1"],
        }
        spent: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for name, command in commands.items():
            once(command, name)
        for _ in range(given.rounds):
            for name, command in commands.items():
                spent[name].append(once(command, name))
        floor = statistics.median(cpu for cpu, _ in spent["python -c pass"])
        for name, runs in spent.items():
            cpu, wall = (statistics.median(values) for values in zip(*runs, strict=True))
            print(f"  {name:16s} {cpu:6.2f} s CPU, {wall:6.2f} s wall, {cpu / floor:6.1f} x the floor")
        print(f"  target: casefold --help at most {HELP_TARGET} s")
        if not given.no_ui:
            print(f"  {'dagster dev ready':16s} {ui_ready(Path(folder)):6.2f} s wall")
    return 0


def once(command: list[str], name: str) -> tuple[float, float]:
    """(CPU, wall) seconds of a command and its children."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment())
    output = process.stdout.read() if process.stdout else b""
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{name} ended with code {process.returncode}:\n{output.decode(errors='replace')[-2000:]}")
    return usage.ru_utime + usage.ru_stime, wall


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def ui_ready(folder: Path) -> float:
    """Wall seconds until the page of `casefold ui` answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start = time.perf_counter()
    with (folder / "ui.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "assets", "ui", "--port", str(port)],
            cwd=folder,
            stdout=log,
            stderr=log,
            env=environment(),
            start_new_session=True,
        )
    try:
        while not answers(port):
            if process.poll() is not None or time.perf_counter() - start > UI_SECONDS:
                raise SystemExit("dagster dev did not come up:\n" + (folder / "ui.log").read_text()[-2000:])
            time.sleep(0.05)
        return time.perf_counter() - start
    finally:
        end(process)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/server_info", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def end(process: subprocess.Popen[bytes]) -> None:
    """End the server that was started here, and the processes of its own session."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
