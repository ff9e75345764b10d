"""Pages as pictures, for case pages and OCR."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium

POINTS_PER_INCH = 72
MOST_PIXELS = 25_000_000


def page_image(path: Path, page: int, dpi: int = 110) -> bytes:
    """A page, counted from 1, as PNG. Raises ValueError where there is no such page, PdfiumError for no PDF."""
    document = pdfium.PdfDocument(path)
    try:
        if not 1 <= page <= len(document):
            raise ValueError(f"{path.name} has {len(document)} pages, no page {page}")
        buffer = io.BytesIO()
        rendered(document[page - 1], dpi).save(buffer, format="PNG")
        return buffer.getvalue()
    finally:
        document.close()


def rendered(page: pdfium.PdfPage, dpi: int) -> Any:
    """The page as a PIL image; a page of huge measures is drawn coarser, never beyond MOST_PIXELS."""
    width, height = page.get_size()
    scale = dpi / POINTS_PER_INCH
    pixels = width * height * scale * scale
    if pixels > MOST_PIXELS:
        scale *= (MOST_PIXELS / pixels) ** 0.5
    return page.render(scale=scale).to_pil()
