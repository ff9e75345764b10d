"""What running casefold with Dagster costs beside the reading and extracting itself.

    python -m benchmarks.orchestration load [--reports 1000] [--batch 500]
    python -m benchmarks.orchestration tick [--files 100000]
    python -m benchmarks.orchestration pages [--batches 2000]

load    distinct PDFs (copies of the samples with a comment at their end) through the sensor of a real `casefold ui`:
        CPU seconds of each run's own process, of the servers and the daemon, and of the workers that read and extract
tick    how long the sensor looks at an inbox in which nothing changed, and the memory it takes, look after look
pages   how long the UI's questions on the assets take with so many batches in its history
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[1]
SAMPLES = sorted((ROOT / "samples").glob("*.pdf"))
TICKS = os.sysconf("SC_CLK_TCK")
SELECTOR = {"repositoryLocationName": "assets", "repositoryName": "__repository__"}
START = """mutation ($selector: SensorSelector!) { startSensor(sensorSelector: $selector) { __typename } }"""
RUNS = "{ runsOrError { ... on Runs { results { runId jobName status startTime endTime tags { key value } } } } }"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kinds = parser.add_subparsers(dest="kind", required=True)
    loaded = kinds.add_parser("load")
    loaded.add_argument("--reports", type=int, default=1000)
    loaded.add_argument("--batch", type=int, default=500)
    kinds.add_parser("tick").add_argument("--files", type=int, default=100_000)
    kinds.add_parser("pages").add_argument("--batches", type=int, default=2000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="casefold-") as folder:
        place = Path(folder)
        (place / "data" / "inbox").mkdir(parents=True)
        if given.kind == "load":
            load(place, given.reports, given.batch)
        elif given.kind == "tick":
            tick(place, given.files)
        else:
            pages(place, given.batches)


def load(place: Path, reports: int, batch: int) -> None:
    (place / "casefold.toml").write_text(f"batch_size = {batch}\n")
    contents = [sample.read_bytes() for sample in SAMPLES]
    for n in range(reports):
        (place / "data" / "inbox" / f"{n:06}.pdf").write_bytes(contents[n % len(contents)] + b"\n%% copy %d\n" % n)
    start = time.monotonic()
    with ui(place) as (address, root):
        ready = time.monotonic() - start
        ask(address, START, selector={**SELECTOR, "sensorName": "inbox"})
        spent = watch(address, root)
    print(f"{reports} reports in batches of {batch}; `casefold ui` answered after {ready:.1f} s")
    for run in spent["runs"]:
        print(
            f"{run['jobName']:12} {run['status']:8} {run['endTime'] - run['startTime']:7.1f} s wall"
            f" {run['own']:6.1f} s CPU of its own {run['workers']:7.1f} s CPU of its workers"
        )
    print(f"servers and daemon: {spent['services']:.1f} s CPU in {spent['seconds']:.0f} s")
    made = [run["own"] for run in spent["runs"] if run["jobName"] == "batch"]
    print(f"CPU of the batch runs' own processes, start-up included: {1000 * sum(made) / reports:.1f} ms a report")


def watch(address: str, root: int) -> dict[str, Any]:
    """CPU seconds of run processes, of their workers and of the rest, until the dataset is published."""
    began = time.monotonic()
    last: dict[int, float] = {}
    parents: dict[int, int] = {}
    while True:
        for pid, parent, seconds in processes():
            parents[pid] = parent
            if root in ancestors(pid, parents) or pid == root:
                last[pid] = seconds
        runs = ask(address, RUNS)["runsOrError"]["results"]
        published = [r for r in runs if r["jobName"] == "publication" and r["status"] in ("SUCCESS", "FAILURE")]
        if published and all(r["status"] in ("SUCCESS", "FAILURE") for r in runs):
            break
        time.sleep(0.5)
    for run in runs:
        tags = {tag["key"]: tag["value"] for tag in run["tags"]}
        run["pid"] = int(tags["casefold/process"].partition(":")[0])
        run["own"] = last.get(run["pid"], 0.0)
        run["workers"] = sum(s for pid, s in last.items() if run["pid"] in ancestors(pid, parents))
    counted = {run["pid"] for run in runs}
    services = sum(s for pid, s in last.items() if pid not in counted and not counted & ancestors(pid, parents))
    return {"runs": runs[::-1], "services": services, "seconds": time.monotonic() - began}


def processes() -> Iterator[tuple[int, int, float]]:
    """(id, parent's id, CPU seconds so far) of every process."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            yield int(folder.name), int(fields[1]), (int(fields[11]) + int(fields[12])) / TICKS


def ancestors(pid: int, parents: dict[int, int]) -> set[int]:
    found: set[int] = set()
    while (pid := parents.get(pid, 0)) and pid not in found:
        found.add(pid)
    return found


def tick(place: Path, files: int) -> None:
    from pipeline.intake.operation import Operation
    from pipeline.settings import Settings

    inbox = place / "data" / "inbox"
    for n in range(files):
        folder = inbox / f"{n // 1000:04}"
        folder.mkdir(exist_ok=True)
        (folder / f"{n:06}.pdf").write_text(str(n))
    operation = Operation(Settings(inbox=inbox, state=place / "state"))
    for what in ("first look", "second look, all taken in", *["nothing changed"] * 8):
        start, cpu = time.perf_counter(), time.process_time()
        taken = operation.take_in()
        wall, cpu = time.perf_counter() - start, time.process_time() - cpu
        memory = int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
        print(
            f"{what:26} {wall:6.2f} s wall {cpu:6.2f} s CPU {memory / 1e6:6.0f} MB held"
            f"   {taken.reports} new, {taken.waiting} waiting"
        )


def pages(place: Path, batches: int) -> None:
    """A history in which every batch has its partition and a materialization of each asset."""
    with ui(place) as (address, _):
        print(f"{'':34}" + timings(address, "no batches"))
    home = place / ".dagster"
    import dagster as dg

    with dg.DagsterInstance.from_config(str(home)) as instance:
        names = [f"batch-{n:06d}" for n in range(batches)]
        instance.add_dynamic_partitions("batches", names)
        start = time.perf_counter()
        for name in names:
            for asset in ("intake", "texts", "facts"):
                instance.report_runless_asset_event(
                    dg.AssetMaterialization(asset, partition=name, metadata={"dagster/row_count": 1})
                )
        print(f"history of {batches} batches written in {time.perf_counter() - start:.0f} s")
    with ui(place) as (address, _):
        print(f"{'':34}" + timings(address, f"{batches} batches"))


QUESTIONS = {
    "lineage (all nodes)": "{ assetNodes { assetKey { path } description kinds hasMaterializePermission jobNames } }",
    "asset (partition health)": """{ assetNodeOrError(assetKey: {path: ["facts"]}) { ... on AssetNode {
        partitionStats { numMaterialized numPartitions numFailed }
        assetPartitionStatuses { __typename ... on DefaultPartitionStatuses {
            materializedPartitions failedPartitions unmaterializedPartitions } } } } }""",
    "asset (partition names)": """{ assetNodeOrError(assetKey: {path: ["facts"]}) { ... on AssetNode {
        partitionKeysByDimension { name partitionKeys } } } }""",
    "asset (latest events)": """{ assetOrError(assetKey: {path: ["facts"]}) { ... on Asset {
        assetMaterializations(limit: 20) { timestamp partition } } } }""",
}


def timings(address: str, when: str) -> str:
    """Median of five answers to each question, milliseconds, after one that warms up."""
    lines = [when]
    for name, question in QUESTIONS.items():
        taken = []
        for _ in range(6):
            start = time.perf_counter()
            ask(address, question)
            taken.append(1000 * (time.perf_counter() - start))
        lines.append(f"  {name:28} {median(taken[1:]):7.0f} ms   (first {taken[0]:.0f} ms)")
    return "\n".join(lines)


@contextmanager
def ui(place: Path) -> Iterator[tuple[str, int]]:
    """Address and process id of a `casefold ui` in this folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "DAGSTER_HOME": str(place / ".dagster"), "PYTHONPATH": str(ROOT)}
    with (place / "ui.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "assets", "ui", "--port", str(port)],
            cwd=place,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{address}/server_info", timeout=2).close()
                break
            except OSError:
                time.sleep(0.2)
        yield address, process.pid
    finally:
        os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def ask(address: str, query: str, **variables: Any) -> dict[str, Any]:
    body = json.dumps({"query": query, "variables": variables}).encode()
    request = urllib.request.Request(f"{address}/graphql", body, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=300) as answer:
        told = json.load(answer)
    if "errors" in told:
        raise RuntimeError(told["errors"])
    data: dict[str, Any] = told["data"]
    return data


if __name__ == "__main__":
    main()
