"""The reader's fingerprint: it changes whenever the reader's code or headings change."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from pipeline.reader.words import reader_tables

HERE = Path(__file__).parent


@cache
def reader_version() -> str:
    """12 hex digits over the reader's sources, the records it hands on and its data files."""
    digest = hashlib.sha256()
    sources = [*sorted(HERE.glob("*.py")), HERE.parent / "text.py", HERE.parent / "report.py", *reader_tables()]
    for file in sources:
        digest.update(f"{file.parent.name}/{file.name}".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


READER_VERSION = reader_version()
