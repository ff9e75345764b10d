"""A file to a reading: a report, or the reason why it is none."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import islice
from pathlib import Path

from pipeline.fault import DataFault, last_line
from pipeline.reader.assembly import Assembled, assemble, assemble_plain
from pipeline.reader.document import opened, pages
from pipeline.reader.legibility import legible
from pipeline.reader.quarantine import NOT_UTF8, Unreadable, quarantine
from pipeline.reader.version import READER_VERSION
from pipeline.report import Reading, Report
from pipeline.settings import Settings

FEWEST_LETTERS = 40
"""Fewer letters in the whole document than this are no text."""
PLAIN_SUFFIXES = (".txt",)


def read(path: Path, settings: Settings) -> Reading:
    """Read one file in this process: `.txt` as UTF-8 text verbatim, everything else as PDF.

    Bad input raises nothing: it comes back as a Quarantine. A hostile file may take the process with it; see `worker`.
    Raises DataFault where the reader's own tables are at fault.
    """
    sha256, n_bytes, n_pages = "", 0, None
    try:
        n_bytes = path.stat().st_size
        if n_bytes > settings.max_bytes:
            sha256 = _digest(path)
            raise Unreadable("too_large", f"{n_bytes} bytes, more than max_bytes = {settings.max_bytes}")
        content = path.read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        if not content:
            raise Unreadable("empty_file")
        if path.suffix.lower() in PLAIN_SUFFIXES:
            return _plain(path, content, sha256)
        return _pdf(path, content, sha256, settings)
    except Unreadable as problem:
        n_pages = problem.n_pages
        return quarantine(path, problem.problem, sha256, n_bytes, READER_VERSION, problem.detail, n_pages, problem.hint)
    except DataFault:
        raise
    except MemoryError:
        return quarantine(path, "out_of_memory", sha256, n_bytes, READER_VERSION)
    except OSError as error:
        return quarantine(
            path, "damaged", sha256, n_bytes, READER_VERSION, f"cannot be read: {error.strerror or error}"
        )
    except Exception as error:  # the reader's border: one bad report never stops the others
        return quarantine(path, "reader_crashed", sha256, n_bytes, READER_VERSION, last_line(error))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _plain(path: Path, content: bytes, sha256: str) -> Reading:
    try:
        string = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable("damaged", f"line {line} is not UTF-8", hint=NOT_UTF8) from error
    if not string.strip():
        raise Unreadable("no_text")
    return _report(path, sha256, len(content), 0, assemble_plain(string), "plain_text")


def _pdf(path: Path, content: bytes, sha256: str, settings: Settings) -> Reading:
    with opened(path, content, settings) as document:
        n_pages = len(document)
        found = pages(document, content, settings)
        assembled = assemble(found.pages)
        if not legible(assembled.text.string):
            found = pages(document, content, settings, force_ocr=True)
            if not found.ocr:
                raise Unreadable("no_text", "the fonts' character maps are wrong, and Tesseract is missing", n_pages)
            assembled = assemble(found.pages)
    if sum(1 for _ in islice(filter(str.isalpha, assembled.text.string), FEWEST_LETTERS)) < FEWEST_LETTERS:
        raise Unreadable("no_text", f"hardly a letter on the pages; {found.without_text} pages are pictures", n_pages)
    source = "text_layer" if not found.ocr else "ocr" if len(found.ocr) == n_pages else "mixed"
    report = _report(path, sha256, len(content), n_pages, assembled, source)
    return replace(
        report, ocr_pages=frozenset(found.ocr), ocr_confidence=tuple(found.ocr[n] for n in sorted(found.ocr))
    )


def _report(path: Path, sha256: str, n_bytes: int, n_pages: int, found: Assembled, source: str) -> Report:
    return Report(
        report_id=sha256[:16],
        sha256=sha256,
        file_name=path.name,
        n_bytes=n_bytes,
        n_pages=n_pages,
        text=found.text,
        paragraphs=found.paragraphs,
        tables=found.tables,
        text_source=source,  # type: ignore[arg-type]
        language=found.language,
        languages=found.languages,
        title=found.front.title,
        authors=found.front.authors,
        journal=found.front.journal,
        year=found.front.year,
        doi=found.front.doi,
        keywords=found.front.keywords,
        reader_version=READER_VERSION,
    )
