"""A folder with an inbox, and files that need not be real PDFs: taking in opens none."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipeline.intake.manifest import Manifest
from pipeline.intake.taking import Taken, take_in

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    folder: Path
    size: int = 500

    @property
    def inbox(self) -> Path:
        return self.folder / "inbox"

    def manifest(self) -> Manifest:
        return Manifest(self.folder / "state" / "manifest.sqlite")

    def put(self, path: str, content: str, changed: int = 1_700_000_000) -> Path:
        """A file whose time of change is `changed`, seconds."""
        file = self.inbox / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
        os.utime(file, (changed, changed))
        return file

    def look(self) -> Taken:
        with self.manifest() as manifest:
            return take_in(manifest, self.inbox, self.size, NOON)

    def look_twice(self) -> Taken:
        self.look()
        return self.look()

    def intake(self) -> list[tuple[str, str, bool, bool]]:
        """(path, batch, superseded, removed) of every row."""
        with self.manifest() as manifest:
            rows = manifest.intake(self.inbox.resolve()).to_pylist()
        return [(r["path"], r["batch"], r["superseded_by"] is not None, r["removed_at"] is not None) for r in rows]

    def members(self, batch: str) -> list[str]:
        with self.manifest() as manifest:
            return [m.file_name for m in manifest.members(batch)]
