"""What the UI shows of case pages: links to them, and the course of a case as a figure."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import dagster as dg

from assets.markdown import rows_of_links
from pipeline.intake.operation import CasePage, CasePages

LISTED = 100
"""Cases with a link of their own; the index links them all."""


def address(port: int, batch: str, file: str) -> str:
    """Where `casefold ui` shows a page or a figure."""
    return f"http://127.0.0.1:{port}/{quote(batch)}/{quote(file)}"


def index(port: int, batch: str) -> dg.MetadataValue:
    """The list of the batch's reports, each with links to its case pages."""
    return dg.MetadataValue.url(address(port, batch, "index.html"))


def pages_metadata(drawn: CasePages, port: int) -> dict[str, Any]:
    batch = drawn.folder.name
    links = [(page.file_name, address(port, batch, page.page), page.case_id) for page in drawn.cases[:LISTED]]
    return {
        "dagster/row_count": len(drawn.cases),
        "drawn_now": drawn.drawn,
        "all_pages": index(port, batch),
        **({"pages": dg.MetadataValue.md(rows_of_links(("case page", "case"), links))} if links else {}),
        **figure(batch, drawn.cases, port),
        "folder": dg.MetadataValue.path(str(drawn.folder)),
    }


def figure(batch: str, cases: list[CasePage], port: int) -> dict[str, Any]:
    """The course of the last of these cases that has one: a picture, and the link to its page."""
    drawn = [case for case in cases if case.figure]
    if not drawn:
        return {}
    last = drawn[-1]
    picture, page = address(port, batch, str(last.figure)), address(port, batch, last.page)
    links = rows_of_links(("case page", "case"), [(last.file_name, page, last.case_id)])
    return {"course": dg.MetadataValue.md(f"![course of the case]({picture})\n\n{links}")}
