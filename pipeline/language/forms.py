"""Inflected forms kept on disk from one process to the next: making them is most of the cost of compiling a lexicon."""

from __future__ import annotations

import hashlib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipeline.kept import keep, kept
from pipeline.language import inflection

MAKERS = ("pymorphy3", "pymorphy3-dicts-ru")


class Forms:
    """phrase → its forms, base first. What is not known yet is made; `save` keeps it for the next process.

    Another release of the code or of the morphology has a file of its own, so that no stale form survives.
    """

    def __init__(self, language: str, folder: Path | None = None) -> None:
        self._language = language
        self._folder = folder
        self._known: dict[str, list[str]] = kept(f"forms.{language}", fingerprint(), folder) or {}
        self._fresh = False

    def of(self, phrase: str) -> list[str]:
        found = self._known.get(phrase)
        if found is None:
            found = self._known[phrase] = inflection.forms(phrase, self._language)
            self._fresh = True
        return found

    def save(self) -> None:
        if self._fresh:
            keep(self._known, f"forms.{self._language}", fingerprint(), self._folder)
            self._fresh = False


def fingerprint() -> str:
    source = Path(inflection.__file__).read_bytes()
    made_by = "".join(installed(name) for name in MAKERS)
    return hashlib.sha256(source + made_by.encode()).hexdigest()[:12]


def installed(name: str) -> str:
    try:
        return f"{name} {version(name)}\n"
    except PackageNotFoundError:
        return ""
