"""Small articles set with reportlab, so that the tests know what stands where."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import matplotlib
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
SERIF, BOLD = "DejaVuSerif", "DejaVuSerif-Bold"
WIDTH, HEIGHT = 595.0, 842.0


def register_fonts() -> None:
    """Fonts that hold Latin and Cyrillic letters."""
    for name in (SERIF, BOLD):
        pdfmetrics.registerFont(TTFont(name, str(FONTS / f"{name}.ttf")))


@dataclass(frozen=True)
class Piece:
    """One drawn string."""

    x: float
    top: float
    string: str
    size: float
    font: str = SERIF


@dataclass
class Sheet:
    """Pages of drawn strings, drawn in the order in which they were set, or in rows."""

    path: Path
    pieces: list[list[Piece]] = field(default_factory=lambda: [[]])
    rules: list[list[tuple[float, float, float, float]]] = field(default_factory=lambda: [[]])
    boxes: list[list[tuple[float, float, float, float]]] = field(default_factory=lambda: [[]])

    def page(self) -> None:
        """Go on on a new page."""
        for part in (self.pieces, self.rules, self.boxes):
            part.append([])  # type: ignore[attr-defined]

    def put(self, x: float, top: float, string: str, size: float = 9.0, font: str = SERIF) -> None:
        self.pieces[-1].append(Piece(x, top, string, size, font))

    def rule(self, x0: float, top: float, x1: float, bottom: float | None = None) -> None:
        self.rules[-1].append((x0, top, x1, top if bottom is None else bottom))

    def box(self, x0: float, top: float, x1: float, bottom: float) -> None:
        self.boxes[-1].append((x0, top, x1, bottom))

    def column(
        self,
        words: str,
        x: float,
        top: float,
        width: float,
        size: float = 9.0,
        leading: float = 11.0,
        indent: float = 0.0,
    ) -> float:
        """Set words as ragged lines from `top` on; the top of the line that would follow."""
        line, start = "", x + indent
        for word in words.split():
            longer = f"{line} {word}" if line else word
            if start + pdfmetrics.stringWidth(longer, SERIF, size) > x + width and line:
                self.put(start, top, line, size)
                line, start, top = word, x, top + leading
            else:
                line = longer
        self.put(start, top, line, size)
        return top + leading

    def save(self, rows: bool = False) -> Path:
        """Write the PDF; `rows` draws line by line across the columns."""
        canvas = Canvas(str(self.path), pagesize=(WIDTH, HEIGHT), invariant=True)
        for pieces, rules, boxes in zip(self.pieces, self.rules, self.boxes, strict=True):
            for x0, top, x1, bottom in boxes:
                canvas.setFillGray(0.7)
                canvas.rect(x0, HEIGHT - bottom, x1 - x0, bottom - top, stroke=0, fill=1)
                canvas.setFillGray(0)
            for x0, top, x1, bottom in rules:
                canvas.setLineWidth(0.5)
                canvas.line(x0, HEIGHT - top, x1, HEIGHT - bottom)
            for piece in sorted(pieces, key=lambda p: (p.top, p.x)) if rows else pieces:
                canvas.setFont(piece.font, piece.size)
                canvas.drawString(piece.x, HEIGHT - piece.top, piece.string)
            canvas.showPage()
        canvas.save()
        return self.path


def sentences(start: int, count: int, russian: bool = False) -> str:
    """Numbered sentences, so that their order can be checked."""
    if russian:
        return " ".join(
            f"Предложение номер {k} сообщает о больном и о его лечении." for k in range(start, start + count)
        )
    return " ".join(
        f"Sentence number {k} tells of the patient and of the treatment." for k in range(start, start + count)
    )
