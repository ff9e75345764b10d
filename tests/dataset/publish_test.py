"""Readers see the old dataset or the new one, whole, whatever happens to the writer."""

from __future__ import annotations

import errno
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipeline.dataset import package, versions
from pipeline.dataset.identifiers import MASK
from pipeline.dataset.publish import Busy, NotPublished, Unsound, current, publish
from pipeline.dataset.schema import TABLES

from .sample import arrow, frames, rows

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT = 300


def publisher(*arguments: object) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
    command = [sys.executable, str(Path(__file__).with_name("publisher.py")), *map(str, arguments)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=environment)


def size(folder: Path) -> float:
    """The size that tells one dataset from another; fails where the current one is not whole."""
    now = current(folder)
    assert now is not None
    assert package.broken(now) == []
    return float(pq.read_table(now / "lesions.parquet")["dim1_mm"].to_pylist()[1])


def left_over(folder: Path) -> list[str]:
    known = {folder / "current", folder / "versions", folder / ".lock", *versions.versions(folder)}
    return [str(path) for path in [*folder.iterdir(), *(folder / "versions").iterdir()] if path not in known]


def test_nothing_is_current_before_anything_is_published(tmp_path: Path) -> None:
    assert current(tmp_path) is None and current(tmp_path / "absent") is None


def test_a_published_dataset_is_current_and_the_last_few_stay(tmp_path: Path) -> None:
    published = [publish(frames(n), tmp_path, kept=3) for n in (1.0, 2.0, 3.0, 4.0)]
    assert current(tmp_path) == published[-1] and size(tmp_path) == 4.0
    assert versions.versions(tmp_path) == published[-3:]
    assert (tmp_path / "current").resolve() == published[-1].resolve()
    assert left_over(tmp_path) == []


def test_the_folder_may_be_moved(tmp_path: Path) -> None:
    publish(frames(7.0), tmp_path / "here", 2)
    (tmp_path / "here").rename(tmp_path / "there")
    assert size(tmp_path / "there") == 7.0


def test_the_same_tables_make_no_new_version(tmp_path: Path) -> None:
    first = publish(frames(1.0), tmp_path, 2)
    assert publish(frames(1.0), tmp_path, 2) == first
    assert versions.versions(tmp_path) == [first] and left_over(tmp_path) == []


def test_a_damaged_version_is_replaced_by_the_same_tables(tmp_path: Path) -> None:
    first = publish(frames(1.0), tmp_path, 2)
    (first / "labs.csv").write_text("cut", encoding="utf-8")
    assert publish(frames(1.0), tmp_path, 2) != first
    assert size(tmp_path) == 1.0


def test_broken_frames_are_refused_with_what_is_wrong(tmp_path: Path) -> None:
    publish(frames(1.0), tmp_path, 2)
    by_table = rows(2.0)
    by_table["labs"][0]["case_id"] = "0" * 16 + "-1"
    with pytest.raises(
        Unsound, match=r"version 000001 is still the current one(.|\n)*labs\.case_id.*cases\.case_id"
    ) as raised:
        publish(arrow(by_table), tmp_path, 2)
    assert [finding.check for finding in raised.value.findings] == ["reference"]
    assert size(tmp_path) == 1.0 and len(versions.versions(tmp_path)) == 1


def test_masked_exports_hold_no_names(tmp_path: Path) -> None:
    by_table = rows()
    by_table["labs"][0]["quote"] = "Mrs. Harrison, Hb 85"
    for mask, shown in ((False, "Mrs. Harrison, Hb 85"), (True, f"Mrs. {MASK * 8}, Hb 85")):
        version = publish(arrow(by_table), tmp_path, 2, mask=mask)
        assert shown in pq.read_table(version / "labs.parquet")["quote"].to_pylist()
        assert shown in (version / "labs.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("links", [True, False])
def test_without_symbolic_links_a_file_points(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(errno.EPERM, "no links here")

    if not links:
        monkeypatch.setattr(Path, "symlink_to", refuse)
    for n in (1.0, 2.0):
        publish(frames(n), tmp_path, 1)
        assert size(tmp_path) == n
    assert (tmp_path / "current").is_symlink() == links
    assert left_over(tmp_path) == []


def test_killed_at_random_moments_the_dataset_is_whole(tmp_path: Path) -> None:
    seed = random.randrange(10**6)
    moments = random.Random(seed)
    last = 0.0
    for kill in range(5):
        process = publisher("forever", tmp_path)
        assert process.stdout is not None and process.stdout.readline() == "ready\n", (
            process.stderr and process.stderr.read()
        )
        time.sleep(moments.uniform(0, 0.5))
        process.kill()
        process.communicate(timeout=TIMEOUT)
        last = size(tmp_path)
        assert last >= 1.0, f"seed {seed}, kill {kill}"
        publish(frames(0.5), tmp_path, 2)
        assert size(tmp_path) == 0.5 and left_over(tmp_path) == []
    assert last > 0


def test_killed_at_step_after_step_the_dataset_is_whole(tmp_path: Path) -> None:
    process = publisher("steps", tmp_path)
    out, err = process.communicate(timeout=TIMEOUT)
    assert process.returncode == 0, err
    *told, (_, total) = [line.split() for line in out.splitlines()]
    assert int(total) > 2 * 2 * len(TABLES), "each file is at least settled and put in its place"
    assert len(told) > 30 and {fate for _, fate, _ in told} == {"died"}, told
    assert {whole for _, _, whole in told} == {"whole"}, told
    publish(frames(0.5), tmp_path, 2)
    assert size(tmp_path) == 0.5 and left_over(tmp_path) == []


@pytest.mark.parametrize("limit", [0, 500, 2_000, 6_000, 12_000])
def test_a_disk_that_takes_no_more_leaves_the_last_dataset(tmp_path: Path, limit: int) -> None:
    publish(frames(1.0), tmp_path, 2)
    process = publisher("starved", tmp_path, limit)
    _, said = process.communicate(timeout=TIMEOUT)
    assert process.returncode == 1 and "refused:" in said, said
    assert "version 000001 is still the current one" in said
    assert size(tmp_path) == 1.0 and left_over(tmp_path) == [] and len(versions.versions(tmp_path)) == 1


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_an_error_at_any_step_leaves_a_whole_dataset_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    publish(frames(1.0), tmp_path, 2)
    honest = getattr(os, call)
    refused = 0
    for step in range(1, 60, 7):
        left = iter([*[False] * (step - 1), True])

        def full(*arguments: Any, left: Iterator[bool] = left, **options: Any) -> Any:
            if next(left, False):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return honest(*arguments, **options)

        monkeypatch.setattr(os, call, full)
        try:
            publish(frames(1.0 + step), tmp_path, 2)
        except NotPublished as error:
            refused += 1
            assert "No space left on device" in str(error) and "publish again" in str(error)
        monkeypatch.setattr(os, call, honest)
        assert size(tmp_path) in {1.0, *(1.0 + done for done in range(1, step + 1))}
    assert refused >= 4
    publish(frames(0.5), tmp_path, 2)
    assert size(tmp_path) == 0.5 and left_over(tmp_path) == []


def test_a_second_writer_is_refused_with_who_holds_it(tmp_path: Path) -> None:
    publish(frames(1.0), tmp_path, 2)
    process = publisher("hold", tmp_path)
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    with pytest.raises(Busy, match=rf"process {process.pid} .*is publishing here; wait"):
        publish(frames(2.0), tmp_path, 2)
    assert size(tmp_path) == 1.0
    process.communicate("", timeout=TIMEOUT)
    publish(frames(2.0), tmp_path, 2)
    assert size(tmp_path) == 2.0


def test_two_writers_at_once_publish_whole_datasets_one_at_a_time(tmp_path: Path) -> None:
    outcomes: list[str] = []

    def write(n: float) -> None:
        try:
            publish(frames(n), tmp_path, 2)
            outcomes.append("published")
        except Busy:
            outcomes.append("refused")

    threads = [threading.Thread(target=write, args=(float(n),)) for n in range(1, 7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(TIMEOUT)
    assert outcomes.count("published") >= 1 and len(outcomes) == 6
    assert size(tmp_path) in range(1, 7) and left_over(tmp_path) == []


def test_a_reader_finds_a_whole_dataset_at_every_moment(tmp_path: Path) -> None:
    publish(frames(1.0), tmp_path, 3)
    done = threading.Event()
    seen: list[list[str]] = []

    def read() -> None:
        while not done.is_set():
            now = current(tmp_path)
            seen.append(["nothing is current"] if now is None else package.broken(now))

    reader = threading.Thread(target=read)
    reader.start()
    for n in range(2, 10):
        publish(frames(float(n)), tmp_path, 3)
    done.set()
    reader.join(TIMEOUT)
    assert len(seen) > 1 and [found for found in seen if found] == []
