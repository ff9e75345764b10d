"""Publishing: readers see the old dataset or the new one, whole."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from pipeline.dataset import package
from pipeline.dataset.checks import Finding, check
from pipeline.dataset.rows import complete
from pipeline.dataset.versions import UNFINISHED, VERSIONS, current, next_version, point, prune, settle
from pipeline.dataset.write import FORMATS, write_tables

__all__ = ["Busy", "NotPublished", "Unsound", "current", "publish"]

LOCK = ".lock"


class NotPublished(RuntimeError):
    """Nothing was published; the dataset that was current still is. The message says why and what to do."""


class Busy(NotPublished):
    """Another writer is publishing into the same folder."""


class Unsound(NotPublished):
    """The frames break the schema, a key or a reference; `findings` are the blocking ones."""

    def __init__(self, message: str, findings: Sequence[Finding]) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


def publish(
    frames: Mapping[str, pa.Table], folder: Path, kept: int, formats: Sequence[str] = FORMATS, mask: bool = False
) -> Path:
    """Checks the frames, writes them as the next version and moves the pointer `current` to it.

    kept      how many versions stay, the new one included
    mask      possible names and identifiers in printed words become blocks of the same length
    Returns the version's folder; the current one where its tables are the same bytes already.
    Raises Unsound when a blocking check fails, Busy when another writer is at it, NotPublished when the disk
    refuses. A crash at any moment leaves the current version as it was.
    """
    tables = complete(frames)
    _refuse_unsound(tables, folder)
    try:
        (folder / VERSIONS).mkdir(parents=True, exist_ok=True)
        with only_writer(folder):
            return _publish(tables, folder, kept, formats, mask)
    except OSError as error:
        raise NotPublished(
            f"{folder}: {error.strerror or error}; {_still(folder)}; make room or mend the folder and publish again"
        ) from error


def _publish(tables: Mapping[str, pa.Table], folder: Path, kept: int, formats: Sequence[str], mask: bool) -> Path:
    prune(folder, kept)
    version, now = next_version(folder), current(folder)
    unfinished = folder / VERSIONS / f"{UNFINISHED}{version.name}"
    try:
        write_tables(tables, unfinished, formats, mask)
        if now is not None and _same(unfinished, now):
            return now
        settle(unfinished)
        os.replace(unfinished, version)
        settle(folder / VERSIONS)
        point(folder, version)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    prune(folder, kept)
    return version


def _same(new: Path, old: Path) -> bool:
    file = old / package.NAME
    return file.exists() and file.read_bytes() == (new / package.NAME).read_bytes() and not package.broken(old)


def _refuse_unsound(tables: Mapping[str, pa.Table], folder: Path) -> None:
    blocking = [finding for finding in check(tables) if finding.blocking]
    if blocking:
        shown = "\n".join(f"  {finding}" for finding in blocking[:20])
        more = f"\n  … and {len(blocking) - 20} more" if len(blocking) > 20 else ""
        raise Unsound(f"{folder}: not published, {_still(folder)}:\n{shown}{more}", blocking)


def _still(folder: Path) -> str:
    now = current(folder)
    return f"version {now.name} is still the current one" if now else "no dataset was published here before"


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Holds the folder's lock; the system lets go of it when the process ends, however it ends.

    Raises Busy naming the process that holds it.
    """
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(handle, 200, 0).decode("utf-8", "replace").strip() or "another process"
            raise Busy(f"{folder}: {holder} is publishing here; wait until it has ended and publish again") from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"process {os.getpid()} (since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC)".encode(), 0)
        yield
    finally:
        os.close(handle)
