"""What was worked out once and is kept on disk for the next process, by the content that it was made of.

A lost or unwritable cache costs time and nothing else.
"""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

VERSIONS = 8
"""Files of one name that stay, newest first: several releases may be at work on one machine."""


def cache_folder() -> Path:
    """$CASEFOLD_CACHE, else the user's cache folder."""
    given = os.environ.get("CASEFOLD_CACHE")
    if given:
        return Path(given)
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "casefold"


def kept(name: str, fingerprint: str, folder: Path | None = None) -> Any:
    """What was kept under a name and a fingerprint; None where nothing was."""
    with suppress(OSError, ValueError):
        return json.loads(place(name, fingerprint, folder).read_text(encoding="utf-8"))
    return None


def keep(made: Any, name: str, fingerprint: str, folder: Path | None = None) -> None:
    """Whole or not at all, whoever else writes at the same time; the oldest files of the name go."""
    file = place(name, fingerprint, folder)
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, delete=False) as stream:
            json.dump(made, stream, ensure_ascii=False, separators=(",", ":"))
        os.replace(stream.name, file)
        files = sorted(file.parent.glob(f"{name}.*.json"), key=lambda f: f.stat().st_mtime, reverse=True)
        for old in files[VERSIONS:]:
            old.unlink()


def place(name: str, fingerprint: str, folder: Path | None) -> Path:
    return (folder or cache_folder()) / f"{name}.{fingerprint}.json"
