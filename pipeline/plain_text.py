"""A string as a report: one paragraph a line, all of it taken as the case. For sentences and passages."""

from __future__ import annotations

import hashlib

from pipeline.language.script import language_of
from pipeline.report import Paragraph, Report
from pipeline.text import Text


def plain_report(string: str, file_name: str = "passage.txt", language: str | None = None) -> Report:
    """Offsets of everything found in it are offsets into `string`."""
    raw = string.encode("utf-8")
    sha256 = hashlib.sha256(raw).hexdigest()
    main = language or language_of(string)
    paragraphs = []
    start = 0
    for text in string.split("\n"):
        if text.strip():
            paragraphs.append(Paragraph(start, start + len(text), "case", language or language_of(text, main)))
        start += len(text) + 1
    return Report(
        report_id=sha256[:16],
        sha256=sha256,
        file_name=file_name,
        n_bytes=len(raw),
        n_pages=0,
        text=Text.plain(string),
        paragraphs=tuple(paragraphs),
        text_source="plain_text",
        language=main,
        languages=(main,),
    )
