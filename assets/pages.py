"""What the UI shows of case pages: links to them, and the course of a case as a figure."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

import dagster as dg

from pipeline.intake.operation import CasePages
from pipeline.pages import CaseRecord, course_figure

LISTED = 50
"""Cases with a link of their own; the index links them all."""


def address(port: int, batch: str, page: str) -> str:
    """Where `casefold ui` shows a page."""
    return f"http://127.0.0.1:{port}/{batch}/{page}"


def pages_metadata(drawn: CasePages, port: int) -> dict[str, Any]:
    batch = drawn.folder.name
    links = [
        f"| [{r.report['file_name']}]({address(port, batch, f'{r.case_id}.html')}) | {r.case_id} |"
        for r in drawn.cases[:LISTED]
    ]
    return {
        "dagster/row_count": len(drawn.cases),
        "index": dg.MetadataValue.url(address(port, batch, "index.html")),
        "pages": dg.MetadataValue.md("\n".join(["| case page | case |", "| --- | --- |", *links])),
        "folder": dg.MetadataValue.path(str(drawn.folder)),
        **figure(drawn.cases),
    }


def figure(cases: Sequence[CaseRecord]) -> dict[str, Any]:
    """The course of the last of these cases that has one, as a picture in Markdown."""
    for record in reversed(cases):
        drawn = course_figure(record)
        if drawn:
            picture = base64.b64encode(drawn.wide.encode()).decode()
            words = f"{record.report['file_name']}, {record.case_id}"
            return {
                "course": dg.MetadataValue.md(f"![course of the case](data:image/svg+xml;base64,{picture})\n\n{words}")
            }
    return {}
