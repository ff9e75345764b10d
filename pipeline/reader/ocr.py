"""Marks of a page without a text layer, recognized by Tesseract in Russian and English."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium

from pipeline.reader.exponents import corrected_powers, string_of
from pipeline.reader.glyphs import Glyphs, empty
from pipeline.reader.image import rendered

LANGUAGES = ("rus", "eng")
LEAST_CONFIDENCE = 25.0
"""Words recognized with less confidence (of 100) are stains, not words."""
EM_OF_LINE = 0.86
"""Ems to the height that Tesseract gives a line."""
SAME_SIZE = 0.25
"""Lines whose height differs by a smaller share are set alike: recognition is not exact."""
DESCENT = 0.22
SMALL, RISE = 0.6, 0.3
"""Ems of a raised mark, and how far it stands above the baseline."""


@dataclass(frozen=True, slots=True, eq=False)
class Recognized:
    """The marks of a page and the mean confidence of its words, 0 to 100."""

    glyphs: Glyphs
    confidence: float


@cache
def data_path() -> str | None:
    """The folder with Tesseract's data for both languages; None where there is none."""
    return next(
        (str(folder) for folder in _folders() if all((folder / f"{x}.traineddata").is_file() for x in LANGUAGES)), None
    )


def _folders() -> list[Path]:
    """Where the data may lie: what the environment says, what the program says, beside the program."""
    out = []
    if prefix := os.environ.get("TESSDATA_PREFIX"):
        out += [Path(prefix), Path(prefix) / "tessdata"]
    program = shutil.which("tesseract")
    if program is None:
        return out
    told = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False)
    if m := re.search(r'"([^"]+)"', told.stdout + told.stderr):
        out.append(Path(m.group(1)))
    share = Path(program).resolve().parent.parent / "share"
    return [
        *out,
        share / "tessdata",
        *sorted(share.glob("tesseract*/tessdata")),
        *sorted(share.glob("tesseract*/*/tessdata")),
    ]


def available() -> bool:
    """Whether Tesseract, its binding and its data for both languages are installed."""
    try:
        import tesserocr  # noqa: F401
    except ImportError:
        return False
    return data_path() is not None


def recognized(page: pdfium.PdfPage, number: int, dpi: int) -> Recognized:
    """The page's marks as Tesseract sees them. Raises RuntimeError where it is not `available`."""
    import tesserocr

    path = data_path()
    if path is None:
        raise RuntimeError("no Tesseract data for " + "+".join(LANGUAGES))
    image = rendered(page, dpi)
    width, height = page.get_size()
    with tesserocr.PyTessBaseAPI(path=path, lang="+".join(LANGUAGES)) as api:
        api.SetImage(image)
        api.SetSourceResolution(dpi)
        api.Recognize()
        symbols = _with_exponents(_symbols(api, tesserocr, width / image.width))
    if not symbols:
        return Recognized(empty(number, width, height), 0.0)
    return Recognized(_glyphs(symbols, number, width, height), float(np.mean([s.confidence for s in symbols])))


@dataclass(frozen=True, slots=True)
class _Symbol:
    """A recognized mark; lengths in points."""

    letter: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    spaced: bool
    confidence: float


def _symbols(api: Any, tesserocr: Any, scale: float) -> list[_Symbol]:
    """The marks in Tesseract's order, those of doubtful words left out."""
    out: list[_Symbol] = []
    level = tesserocr.RIL
    iterator = api.GetIterator()
    if iterator is None:
        return out
    line_base, line_size, confidence = 0.0, 10.0, 0.0
    for symbol in tesserocr.iterate_level(iterator, level.SYMBOL):
        if symbol.IsAtBeginningOf(level.TEXTLINE):
            line_base, line_size = _line(symbol, level, scale)
        first = symbol.IsAtBeginningOf(level.WORD)
        if first:
            confidence = symbol.Confidence(level.WORD)
        box, letters = symbol.BoundingBox(level.SYMBOL), symbol.GetUTF8Text(level.SYMBOL)
        if box is None or not letters or not letters.strip() or confidence < LEAST_CONFIDENCE:
            continue
        x0, top, x1, bottom = (scale * edge for edge in box)
        raised = _is_raised(bottom, top, line_base, line_size, letters)
        base, size = (bottom, SMALL * line_size) if raised else (line_base, line_size)
        part = (x1 - x0) / len(letters)
        out += [
            _Symbol(c, x0 + k * part, top, x0 + (k + 1) * part, bottom, base, size, first and k == 0, confidence)
            for k, c in enumerate(letters)
        ]
    return out


def _with_exponents(symbols: list[_Symbol]) -> list[_Symbol]:
    """Lost exponents put back as raised digits, each on the box of what was recognized in its place."""
    string, marks = string_of([s.letter for s in symbols], [s.spaced for s in symbols])
    out = list(symbols)
    for start, end, letters in corrected_powers(string):
        size = SMALL * symbols[max(0, marks[start] - 1)].size
        for at, letter in zip(marks[start:end], letters, strict=True):
            symbol = replace(symbols[at], letter=letter)
            if letter.isdigit():
                base = min(symbol.bottom, symbol.base - RISE * symbol.size)
                symbol = replace(symbol, base=base, size=min(symbol.size, size), spaced=False)
            out[at] = symbol
    return out


def _is_raised(bottom: float, top: float, base: float, size: float, letter: str) -> bool:
    """A digit that ends well above the baseline and is low: an exponent or a reference."""
    return letter.isdigit() and bottom < base - 0.18 * size and bottom - top < 0.55 * size


def _line(symbol: Any, level: Any, scale: float) -> tuple[float, float]:
    """Baseline (at the line's middle) and em of a printed line."""
    box = symbol.BoundingBox(level.TEXTLINE)
    ends = symbol.Baseline(level.TEXTLINE)
    size = EM_OF_LINE * (box[3] - box[1]) * scale if box else 10.0
    if not ends:
        return (scale * box[3] if box else 0.0) - DESCENT * size, size
    (_, ya), (_, yb) = ends
    return scale * (ya + yb) / 2, size


def _glyphs(symbols: list[_Symbol], number: int, width: float, height: float) -> Glyphs:
    n = len(symbols)

    def floats(name: str) -> np.ndarray:
        return np.fromiter((getattr(s, name) for s in symbols), np.float32, n)

    size = floats("size")
    usual = float(np.median(size))
    size = np.where(np.abs(size - usual) < SAME_SIZE * usual, usual, size).astype(np.float32)
    flags = np.zeros(n, np.bool_)
    code = np.fromiter((ord(s.letter) for s in symbols), np.int32, n)
    spaced = np.fromiter((s.spaced for s in symbols), np.bool_, n)
    x0, x1, top, bottom, base = (floats(name) for name in ("x0", "x1", "top", "bottom", "base"))
    return Glyphs(number, width, height, code, x0, x1, top, bottom, base, size, flags, spaced)
