"""A PDF opened within the caps, and the marks of its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.reader.frame import Frame
from pipeline.reader.glyphs import Glyphs
from pipeline.reader.graphics import NOTHING, Graphics, page_graphics
from pipeline.reader.ocr import available, recognized
from pipeline.reader.pdfium import PageText, page_text
from pipeline.reader.plumber import plumbed
from pipeline.reader.quarantine import Unreadable
from pipeline.settings import Settings

FEWEST_TURNED = 200
MUCH_TURNED = 0.25
"""Turned text is a page of its own from so many marks, and this share of the upright ones, on."""
FEWEST_MARKS = 20
PICTURE = 0.2
"""Share of the page that pictures cover on a page without text that is read by OCR."""
FEWEST_PATHS = 60
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


@dataclass(frozen=True, slots=True, eq=False)
class Pages:
    """The pages of a document, and which of them were recognized from their image."""

    pages: tuple[Page, ...]
    ocr: dict[int, float]
    """Page number to mean confidence of its words, 0 to 100."""
    without_text: int = 0
    """Pages that show something but gave no text."""


def pages(document: pdfium.PdfDocument, content: bytes, settings: Settings, force_ocr: bool = False) -> Pages:
    """The marks and drawings of all pages; one with much turned text comes as two.

    Fonts without a character map are read by pdfplumber, pages without a text layer by OCR where Tesseract is installed.
    `force_ocr` reads all pages so. Raises Unreadable where a page cannot be loaded or exceeds a cap.
    """
    out: list[Page] = []
    ocr: dict[int, float] = {}
    unmapped: list[int] = []
    without = 0
    for index in range(len(document)):
        with _loaded(document, index, settings) as (page, graphics, text):
            number, glyphs = index + 1, text.directions
            if force_ocr or _is_picture(glyphs, graphics):
                seen = recognized(page, number, settings.ocr_dpi) if settings.ocr and available() else None
                if seen is not None and len(seen.glyphs):
                    out.append(Page(seen.glyphs, NOTHING))
                    ocr[number] = seen.confidence
                    continue
                without += 1
            if not text.mapped:
                unmapped.append(number)
            out += directions(glyphs, graphics)
    return Pages(tuple(_replaced(out, _plumbed(content, unmapped, len(document)))), ocr, without)


@contextmanager
def _loaded(
    document: pdfium.PdfDocument, index: int, settings: Settings
) -> Iterator[tuple[pdfium.PdfPage, Graphics, PageText]]:
    """A page with its drawings and marks, closed at the end."""
    try:
        page = document[index]
    except pdfium.PdfiumError as error:
        raise Unreadable("damaged", f"page {index + 1}: {error}", len(document)) from error
    try:
        frame = Frame.of(page)
        graphics = page_graphics(page, frame, index + 1, settings.max_objects_per_page)
        if graphics.texts > settings.max_characters_per_page:
            raise OverflowError(f"page {index + 1}: {graphics.texts} pieces of text")
        yield page, graphics, page_text(page, frame, index + 1, settings.max_characters_per_page)
    except OverflowError as error:
        raise Unreadable("too_large", str(error), len(document)) from error
    except pdfium.PdfiumError as error:
        raise Unreadable("damaged", f"page {index + 1}: {error}", len(document)) from error
    finally:
        page.close()


def _is_picture(glyphs: Sequence[Glyphs], graphics: Graphics) -> bool:
    """Nearly no text, but something drawn: a scan, or letters drawn as paths."""
    if sum(map(len, glyphs)) >= FEWEST_MARKS:
        return False
    area = glyphs[0].width * glyphs[0].height
    images = graphics.images
    shown = float(((images[:, 2] - images[:, 0]) * (images[:, 3] - images[:, 1])).sum()) if len(images) else 0.0
    return shown > PICTURE * area or len(graphics.drawn) > FEWEST_PATHS


def _plumbed(content: bytes, numbers: list[int], n_pages: int) -> dict[int, Glyphs]:
    if not numbers:
        return {}
    try:
        return plumbed(content, numbers)
    except Exception as error:  # pdfminer raises many kinds of its own on broken files
        raise Unreadable("damaged", f"fonts without a character map, and pdfplumber: {error}", n_pages) from error


def _replaced(found: list[Page], better: dict[int, Glyphs]) -> list[Page]:
    """Pages that were read again take the place of the first reading."""
    kept = [page for page in found if page.glyphs.page not in better or not page.glyphs.turn]
    return [Page(better[page.glyphs.page], page.graphics) if page.glyphs.page in better else page for page in kept]


def directions(glyphs: Sequence[Glyphs], graphics: Graphics) -> list[Page]:
    """A page for each reading direction of its marks."""
    width, height = glyphs[0].width, glyphs[0].height
    out = [Page(glyphs[0], graphics)]
    for turned in glyphs[1:]:
        little = len(turned) < FEWEST_TURNED or len(turned) < MUCH_TURNED * len(glyphs[0])
        out.append(Page(turned, NOTHING if little else graphics.upright(turned.turn, width, height), little))
    return out
