"""Inflected forms kept on disk from one process to the next: making them is most of the cost of loading a language."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipeline.language import inflection

MAKERS = ("pymorphy3", "pymorphy3-dicts-ru")


class Forms:
    """phrase → its forms, base first. What is not known yet is made; `save` keeps it for the next process.

    A lost or unwritable cache costs time and nothing else. Another release of the code or of the morphology has
    a file of its own, so that no stale form survives.
    """

    def __init__(self, language: str, folder: Path | None = None) -> None:
        self._language = language
        self._file = (folder or cache_folder()) / f"forms.{language}.{fingerprint()}.json"
        self._known: dict[str, list[str]] = {}
        with suppress(OSError, ValueError):
            self._known = json.loads(self._file.read_text(encoding="utf-8"))
        self._fresh = False

    def of(self, phrase: str) -> list[str]:
        found = self._known.get(phrase)
        if found is None:
            found = self._known[phrase] = inflection.forms(phrase, self._language)
            self._fresh = True
        return found

    def save(self) -> None:
        """Whole or not at all, whoever else writes at the same time."""
        if not self._fresh:
            return
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=self._file.parent, delete=False) as stream:
                json.dump(self._known, stream, ensure_ascii=False)
            os.replace(stream.name, self._file)
            self._fresh = False


def cache_folder() -> Path:
    """$CASEFOLD_CACHE, else the user's cache folder."""
    given = os.environ.get("CASEFOLD_CACHE")
    if given:
        return Path(given)
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "casefold"


def fingerprint() -> str:
    source = Path(inflection.__file__).read_bytes()
    made_by = "".join(installed(name) for name in MAKERS)
    return hashlib.sha256(source + made_by.encode()).hexdigest()[:12]


def installed(name: str) -> str:
    try:
        return f"{name} {version(name)}\n"
    except PackageNotFoundError:
        return ""
