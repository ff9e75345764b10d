"""A PDF opened within the caps, and the marks of its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.reader.glyphs import Glyphs
from pipeline.reader.graphics import NOTHING, Graphics, page_graphics
from pipeline.reader.pdfium import page_glyphs
from pipeline.reader.quarantine import Unreadable
from pipeline.settings import Settings

FEWEST_TURNED = 200
MUCH_TURNED = 0.25
"""Turned text is a page of its own from so many marks, and this share of the upright ones, on."""
HEAD, TAIL = 1024, 65_536
"""A PDF says so within its first kB and ends with %%EOF; some carry rubbish after it."""


@contextmanager
def opened(path: Path, content: bytes, settings: Settings) -> Iterator[pdfium.PdfDocument]:
    """The document, closed at the end. Raises Unreadable."""
    if b"%PDF" not in content[:HEAD]:
        raise Unreadable("not_a_pdf", "no %PDF within the first kB")
    if b"%%EOF" not in content[-TAIL:]:
        raise Unreadable("damaged", "no %%EOF at the end: the file is cut off")
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code == raw.FPDF_ERR_PASSWORD or re.search("password", str(error), re.IGNORECASE):
            raise Unreadable("password_required", str(error)) from error
        raise Unreadable("damaged", str(error)) from error
    try:
        n_pages = len(document)
        if n_pages == 0:
            raise Unreadable("damaged", "the document has no page", 0)
        if n_pages > settings.max_pages:
            raise Unreadable("too_large", f"{n_pages} pages, more than max_pages = {settings.max_pages}", n_pages)
        yield document
    finally:
        document.close()


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """What stands on a page in one reading direction."""

    glyphs: Glyphs
    graphics: Graphics
    lettering: bool = False
    """Only the turned words of figures, axes and margins."""


def pages(document: pdfium.PdfDocument, settings: Settings) -> list[Page]:
    """The marks and drawings of all pages; one with much turned text comes as two. Raises Unreadable where a page cannot be loaded or exceeds a cap."""
    out: list[Page] = []
    for index in range(len(document)):
        try:
            page = document[index]
        except pdfium.PdfiumError as error:
            raise Unreadable("damaged", f"page {index + 1}: {error}", len(document)) from error
        try:
            graphics = page_graphics(page, index + 1, settings.max_objects_per_page)
            out += directions(page_glyphs(page, index + 1, settings.max_characters_per_page), graphics)
        except OverflowError as error:
            raise Unreadable("too_large", str(error), len(document)) from error
        except pdfium.PdfiumError as error:
            raise Unreadable("damaged", f"page {index + 1}: {error}", len(document)) from error
        finally:
            page.close()
    return out


def directions(glyphs: Sequence[Glyphs], graphics: Graphics) -> list[Page]:
    """A page for each reading direction of its marks."""
    width, height = glyphs[0].width, glyphs[0].height
    out = [Page(glyphs[0], graphics)]
    for turned in glyphs[1:]:
        little = len(turned) < FEWEST_TURNED or len(turned) < MUCH_TURNED * len(glyphs[0])
        out.append(Page(turned, NOTHING if little else graphics.upright(turned.turn, width, height), little))
    return out
