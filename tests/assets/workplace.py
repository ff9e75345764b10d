"""A folder in which `casefold` is called, with an inbox and a Dagster home of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from pipeline.settings import Settings

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"


@dataclass(frozen=True)
class Workplace:
    """A folder in which `casefold` is called."""

    folder: Path

    @property
    def inbox(self) -> Path:
        return self.folder / "data" / "inbox"

    @property
    def pages_port(self) -> int:
        return Settings.load(self.folder / "casefold.toml").pages_port

    @property
    def environment(self) -> dict[str, str]:
        here = {"DAGSTER_HOME": str(self.folder / ".dagster"), "PYTHONPATH": str(ROOT)}
        return {**os.environ, **here}

    def put(self, sample: str, name: str | None = None) -> Path:
        return Path(shutil.copy(SAMPLES / sample, self.inbox / (name or sample)))

    def casefold(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pipeline.command", *arguments]
        return subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=300
        )


def workplace(folder: Path) -> Workplace:
    place = Workplace(folder)
    place.inbox.mkdir(parents=True)
    return place
