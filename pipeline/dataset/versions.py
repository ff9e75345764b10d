"""The versions of a published dataset in a folder, and the pointer to the current one.

folder/versions/000041/…     a whole dataset, never changed once it stands here
folder/current               symbolic link to it, or a file that holds its name where there are no links
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

POINTER = "current"
VERSIONS = "versions"
UNFINISHED = ".writing-"


def current(folder: Path) -> Path | None:
    """The version that readers see, as a real folder; None where nothing was published."""
    pointer = folder / POINTER
    if pointer.is_symlink():
        name = os.readlink(pointer)
    elif pointer.is_file():
        name = pointer.read_text(encoding="utf-8").strip()
    else:
        return None
    version = folder / VERSIONS / Path(name).name
    return version if version.is_dir() else None


def point(folder: Path, version: Path) -> None:
    """Moves the pointer at once: a reader finds the old version or the new one."""
    beside = folder / f".{POINTER}.{os.getpid()}"
    beside.unlink(missing_ok=True)
    try:
        _link(beside, Path(VERSIONS) / version.name)
        os.replace(beside, folder / POINTER)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    settle(folder)


def _link(link: Path, target: Path) -> None:
    try:
        link.symlink_to(target, target_is_directory=True)
    except (OSError, NotImplementedError):
        link.write_text(f"{target.name}\n", encoding="utf-8")
        settle(link)


def versions(folder: Path) -> list[Path]:
    """All whole versions, oldest first."""
    place = folder / VERSIONS
    return sorted(p for p in place.iterdir() if re.fullmatch(r"[0-9]{6,}", p.name)) if place.is_dir() else []


def next_version(folder: Path) -> Path:
    last = versions(folder)
    return folder / VERSIONS / f"{int(last[-1].name) + 1 if last else 1:06d}"


def prune(folder: Path, kept: int) -> None:
    """Removes all but the last `kept` versions, never the current one, and what an interrupted writer left."""
    place, now = folder / VERSIONS, current(folder)
    for version in versions(folder)[: -max(kept, 1)]:
        if version != now:
            doomed = place / f"{UNFINISHED}{version.name}"
            os.replace(version, doomed)
            shutil.rmtree(doomed, ignore_errors=True)
    for left in place.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)
    for left in folder.glob(f".{POINTER}.*"):
        left.unlink(missing_ok=True)


def settle(path: Path) -> None:
    """Asks the disk to hold what the file or folder says."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
