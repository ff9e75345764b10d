"""Who makes texts and facts now: they change with sources, word lists and the settings that bear on the outcome."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pipeline.extraction import rules_version
from pipeline.reader.version import reader_version
from pipeline.settings import Settings

PIPELINE = Path(__file__).parents[1]
ROW_MAKERS = (
    "atc.py",
    "rows.py",
    "cells.py",
    "sections.py",
    "dosing.py",
    "lengths.py",
    "dataset/identity.py",
    "dataset/rows.py",
    "dataset/schema.toml",
)
"""Sources beside the rules that shape a report's rows."""


@dataclass(frozen=True, slots=True)
class Makers:
    """Fingerprints, 12 hex digits each, of what makes a text and what makes its facts."""

    reader: str
    rules: str

    @property
    def facts(self) -> str:
        """Facts come from a text: another reader means other facts."""
        return f"{self.reader}-{self.rules}"


def makers(settings: Settings) -> Makers:
    """The fingerprints of this moment, from the files on the disk: also in a server that started before a change."""
    reader_version.cache_clear()
    rules_version.cache_clear()
    reader = [reader_version(), str(settings.ocr), str(settings.ocr_dpi)]
    sources = [PIPELINE / name for name in ROW_MAKERS] + sorted((PIPELINE / "courses").glob("*.py"))
    rules = [rules_version(), *map(_content, sources)]
    rules += [_content(file) if file.is_file() else "" for file in (settings.user_drugs, settings.user_atc) if file]
    return Makers(_digest(reader), _digest(rules))


def pages_version() -> str:
    """Fingerprint of what draws case pages."""
    sources = (f for f in sorted((PIPELINE / "pages").rglob("*")) if f.suffix in (".py", ".html", ".css"))
    return _digest([_content(file) for file in sources])


def _content(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _digest(parts: list[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]
