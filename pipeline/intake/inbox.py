"""What lies in the inbox now."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SUFFIXES = (".pdf",)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A file as the folder shows it, unopened."""

    path: str
    """Relative to the inbox, parts joined by `/`."""
    n_bytes: int
    changed: int
    """Time of the last change, nanoseconds."""


@dataclass(slots=True)
class Scan:
    """One walk over an inbox; iterate it once."""

    inbox: Path
    unread: list[str] = field(default_factory=list)
    """Subfolders that could not be listed, relative to the inbox: nothing can be said of their files. Empty: the inbox."""
    unnamed: list[str] = field(default_factory=list)
    """Names that are no text, with their odd bytes written out: what bears them is left out."""
    others: int = 0
    """Files of another suffix."""

    def __iter__(self) -> Iterator[Sighting]:
        """Every PDF below the inbox, hidden files and linked folders left out."""
        waiting = [""]
        while waiting:
            below = waiting.pop()
            try:
                entries = os.scandir(self.inbox / below)
            except OSError:
                self.unread.append(below)
                continue
            with entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    if not _is_text(entry.name):
                        self.unnamed.append(below + os.fsencode(entry.name).decode("utf-8", "backslashreplace"))
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(f"{below}{entry.name}/")
                    elif not entry.name.lower().endswith(SUFFIXES):
                        self.others += entry.is_file(follow_symlinks=False)
                    elif sighting := _sighting(entry, below):
                        yield sighting


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _sighting(entry: os.DirEntry[str], below: str) -> Sighting | None:
    """None where the file went while the folder was read, or is none."""
    try:
        stat = entry.stat()
        return Sighting(below + entry.name, stat.st_size, stat.st_mtime_ns) if entry.is_file() else None
    except OSError:
        return None


def sighting(inbox: Path, path: str) -> Sighting | None:
    """One file again; None where it is gone."""
    try:
        stat = (inbox / path).stat()
    except OSError:
        return None
    return Sighting(path, stat.st_size, stat.st_mtime_ns)


def digest(file: Path) -> str | None:
    """SHA-256 in hex digits; None where the file cannot be read."""
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None
