"""Marks of a page through pdfplumber: it recovers letters of fonts without a character map, where pdfium cannot."""

from __future__ import annotations

import io
import logging

import numpy as np
import pdfplumber

from pipeline.reader.glyphs import Glyphs, empty

WORD_GAP = 0.18
"""Ems of white that part two words where no space was drawn."""


def plumbed(content: bytes, numbers: list[int]) -> dict[int, Glyphs]:
    """Marks of the pages numbered from 1, as pdfplumber reads them. Raises pdfminer's errors."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    out: dict[int, Glyphs] = {}
    with pdfplumber.open(io.BytesIO(content), pages=numbers) as document:
        for page in document.pages:
            out[page.page_number] = _glyphs(page)
            page.close()
    return out


def _glyphs(page: pdfplumber.page.Page) -> Glyphs:
    chars = [c for c in page.chars if c.get("upright", True)]
    letters = [(c, letter, k, len(c["text"])) for c in chars for k, letter in enumerate(c["text"])]
    if not letters:
        return empty(page.page_number, float(page.width), float(page.height))
    code = np.array([ord(letter) for _, letter, _, _ in letters], np.int32)
    share = np.array([(k / n, (k + 1) / n) for _, _, k, n in letters], np.float32)
    left = np.array([c["x0"] for c, *_ in letters], np.float32)
    wide = np.array([c["x1"] - c["x0"] for c, *_ in letters], np.float32)
    x0, x1 = left + wide * share[:, 0], left + wide * share[:, 1]
    size = np.array([c["size"] for c, *_ in letters], np.float32)
    top = np.array([c["top"] for c, *_ in letters], np.float32)
    bottom = np.array([c["bottom"] for c, *_ in letters], np.float32)
    base = np.array([page.height - c["matrix"][5] for c, *_ in letters], np.float32)
    names = [c["fontname"].lower() for c, *_ in letters]
    bold = np.array(["bold" in name or "black" in name for name in names], np.bool_)
    blank = np.array([letter.isspace() for _, letter, _, _ in letters], np.bool_)
    spaced = np.zeros(len(code) + 1, np.bool_)
    spaced[1:] = blank
    gap = np.zeros(len(code), np.float32)
    gap[1:] = x0[1:] - x1[:-1]
    near = np.zeros(len(code), np.bool_)
    near[1:] = np.abs(np.diff(base)) < 0.3 * size[1:]
    spaces = spaced[:-1] | (near & (gap > WORD_GAP * size))
    keep = ~blank
    glyphs = Glyphs(
        page.page_number,
        float(page.width),
        float(page.height),
        code,
        x0,
        x1,
        top,
        bottom,
        base,
        size,
        bold,
        spaces,
    )
    return glyphs.take(keep)
