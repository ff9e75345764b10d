"""Typeset each `samples/*.toml` as a two-column journal article: `make samples`.

A source holds the head of the article, its figures and tables, and a body in a small markup: `# heading`, paragraphs
parted by blank lines, `!figure name`, `!table name`, `10^9` for a raised power. Fonts are the DejaVu that matplotlib
ships, embedded as subsets. The same sources give the same bytes.
"""

from __future__ import annotations

import html
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib
from reportlab import rl_config
from reportlab.graphics.shapes import Circle, Drawing, Ellipse, Line, PolyLine, String
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)
from reportlab.platypus.doctemplate import FrameBreak

SAMPLES = Path(__file__).parent
Source = dict[str, Any]

WIDTH, HEIGHT = 538.0, 743.0
MARGIN, GUTTER, TOP, BOTTOM = 46.0, 16.0, 58.0, 52.0
FULL = WIDTH - 2 * MARGIN
COLUMN = (FULL - GUTTER) / 2
HYPHENATION = {"en": "en_GB", "ru": "ru_RU"}
RAISED = '<super rise="3" size="{size}">{power}</super>'


def register_fonts() -> None:
    fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    for name, file in {
        "Serif": "DejaVuSerif",
        "Serif-Bold": "DejaVuSerif-Bold",
        "Serif-Italic": "DejaVuSerif-Italic",
    }.items():
        pdfmetrics.registerFont(TTFont(name, fonts / f"{file}.ttf"))
    pdfmetrics.registerFontFamily(
        "Serif", normal="Serif", bold="Serif-Bold", italic="Serif-Italic", boldItalic="Serif-Bold"
    )


def style(name: str, language: str, size: float, **changes: Any) -> ParagraphStyle:
    return ParagraphStyle(
        name,
        **{
            "fontName": "Serif",
            "fontSize": size,
            "leading": size * 1.28,
            "hyphenationLang": HYPHENATION[language],
            **changes,
        },
    )


def styles(language: str) -> dict[str, ParagraphStyle]:
    return {
        "title": style(
            "title", language, 14, fontName="Serif-Bold", alignment=TA_CENTER, spaceAfter=6, hyphenationLang=""
        ),
        "second": style(
            "second", language, 9.5, fontName="Serif-Bold", alignment=TA_CENTER, spaceBefore=5, hyphenationLang=""
        ),
        "authors": style("authors", language, 9, alignment=TA_CENTER, spaceAfter=3),
        "affiliation": style("affiliation", language, 7.5, fontName="Serif-Italic", alignment=TA_CENTER, spaceAfter=7),
        "abstract": style("abstract", language, 7.8, alignment=TA_JUSTIFY, spaceAfter=4, leftIndent=20, rightIndent=20),
        "heading": style(
            "heading", language, 9.6, fontName="Serif-Bold", spaceBefore=7, spaceAfter=3, hyphenationLang=""
        ),
        "flow": style("flow", language, 8.6, alignment=TA_JUSTIFY, firstLineIndent=10),
        "reference": style("reference", language, 7, spaceAfter=2, leftIndent=14, firstLineIndent=-14),
        "caption": style("caption", language, 7.2, spaceBefore=3, spaceAfter=8),
        "cell": style("cell", language, 6.4, hyphenationLang=""),
    }


def marked(text: str, size: float) -> str:
    """The text as reportlab's markup, each `^9` as a small raised digit."""
    escaped = html.escape(" ".join(text.split()), quote=False)
    return re.sub(r"\^(\d+)", lambda m: RAISED.format(size=round(size * 0.62, 1), power=m[1]), escaped)


def paragraph(text: str, looks: ParagraphStyle) -> Paragraph:
    return Paragraph(marked(text, looks.fontSize), looks)


def head(source: Source) -> list[Flowable]:
    """Title, authors and abstracts, across both columns."""
    own = styles(source["language"])
    out: list[Flowable] = [
        paragraph(source["title"], own["title"]),
        paragraph(source["authors"], own["authors"]),
        paragraph(source["affiliation"], own["affiliation"]),
    ]
    for abstract in source["abstracts"]:
        looks = styles(abstract.get("language", source["language"]))
        if "title" in abstract:
            out.append(paragraph(abstract["title"], looks["second"]))
            out.append(paragraph(abstract["authors"], looks["authors"]))
        out.append(Paragraph(f"<b>{abstract['heading']}.</b> {marked(abstract['text'], 7.8)}", looks["abstract"]))
        out.append(Paragraph(f"<b>{abstract['keywords_heading']}:</b> {abstract['keywords']}", looks["abstract"]))
    return out


def body(source: Source) -> Iterator[Flowable]:
    looks = styles(source["language"])
    flow = "flow"
    for block in re.split(r"\n\s*\n", source["body"]["text"].strip()):
        if block.startswith("# "):
            yield paragraph(block[2:], looks["heading"])
        elif block.startswith("!figure "):
            yield figure(source["figures"][block.split()[1]], looks["caption"])
        elif block.startswith("!table "):
            yield table(source["tables"][block.split()[1]], looks)
        else:
            flow = "reference" if block.startswith("[1] ") else flow
            yield paragraph(block, looks[flow])


def figure(source: Source, caption: ParagraphStyle) -> Flowable:
    draw = {"course": course, "slice": axial_slice}[source["kind"]]
    return KeepTogether([Spacer(1, 6), draw(source), paragraph(source["caption"], caption)])


def course(source: Source) -> Drawing:
    """Diameters over time: a line with its points, their values above and their dates below."""
    width, height, foot = COLUMN, 84.0, 16.0
    labels, values = zip(*source["points"], strict=True)
    step = (width - 40) / (len(values) - 1)
    places = [(20 + n * step, foot + 8 + value / max(values) * (height - foot - 26)) for n, value in enumerate(values)]
    drawing = Drawing(width, height)
    drawing.add(Line(8, foot, width - 8, foot, strokeWidth=0.6))
    drawing.add(
        PolyLine([c for place in places for c in place], strokeColor=colors.HexColor("#1f5a8a"), strokeWidth=1.2)
    )
    for (x, y), label, value in zip(places, labels, values, strict=True):
        drawing.add(Circle(x, y, 2.2, fillColor=colors.HexColor("#1f5a8a"), strokeWidth=0))
        drawing.add(String(x, y + 5, f"{value} {source['unit']}", fontName="Serif", fontSize=6, textAnchor="middle"))
        drawing.add(String(x, foot - 9, label, fontName="Serif", fontSize=6, textAnchor="middle"))
    return drawing


def axial_slice(source: Source) -> Drawing:
    """A body outline with its foci, each given by place and radius as shares of the outline's width."""
    width, height = COLUMN, 90.0
    span = 130.0
    left, foot = (width - span) / 2, 4.0
    drawing = Drawing(width, height)
    drawing.add(
        Ellipse(
            width / 2, height / 2, span / 2, height / 2 - foot, fillColor=colors.HexColor("#e8e8e8"), strokeWidth=0.8
        )
    )
    drawing.add(Circle(width / 2, 18, 6, fillColor=colors.white, strokeWidth=0.8))
    for x, y, radius in source["foci"]:
        drawing.add(
            Circle(left + x * span, y * height, radius * span, fillColor=colors.HexColor("#9a9a9a"), strokeWidth=0.5)
        )
    for label, x in zip(source["labels"], (left - 12, left + span + 12), strict=True):
        drawing.add(String(x, height / 2, label, fontName="Serif", fontSize=7, textAnchor="middle"))
    return drawing


def table(source: Source, looks: dict[str, ParagraphStyle]) -> Flowable:
    rows = [[paragraph(cell, looks["cell"]) for cell in row] for row in source["rows"]]
    first, second = 58.0, 44.0
    rest = (COLUMN - first - second) / (len(rows[0]) - 2)
    ruling: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("TOPPADDING", (0, 0), (-1, -1), 1.5)]
    ruling += [
        ("LEFTPADDING", (0, 0), (-1, -1), 2.5),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
    ]
    if source["rules"] == "grid":
        ruling.append(("GRID", (0, 0), (-1, -1), 0.4, colors.black))
    else:
        ruling += [("LINEABOVE", (0, 0), (-1, 0), 0.8, colors.black), ("LINEBELOW", (0, 0), (-1, 0), 0.4, colors.black)]
        ruling.append(("LINEBELOW", (0, -1), (-1, -1), 0.8, colors.black))
    grid = Table(rows, colWidths=[first, second, *[rest] * (len(rows[0]) - 2)], style=ruling)
    return KeepTogether([paragraph(source["caption"], looks["caption"]), grid, Spacer(1, 9)])


class Article(BaseDocTemplate):
    """A first page with the head across both columns; running heads and page numbers on all others."""

    def __init__(self, path: Path, source: Source) -> None:
        super().__init__(
            str(path), pagesize=(WIDTH, HEIGHT), title=source["title"], author=source["authors"], invariant=1
        )
        self.source = source
        self.head = head(source)
        tall = sum(f.wrap(FULL, HEIGHT)[1] + f.getSpaceBefore() + f.getSpaceAfter() for f in self.head) + 8
        room = HEIGHT - TOP - BOTTOM
        above = Frame(MARGIN, HEIGHT - TOP - tall, FULL, tall, 0, 0, 0, 0, id="head")
        self.addPageTemplates(
            [
                PageTemplate("first", [above, *self.columns(room - tall)], onPage=self.first_page),
                PageTemplate("later", self.columns(room), onPage=self.later_page),
            ]
        )

    @staticmethod
    def columns(height: float) -> list[Frame]:
        return [Frame(x, BOTTOM, COLUMN, height, 0, 0, 0, 0) for x in (MARGIN, MARGIN + COLUMN + GUTTER)]

    def typeset(self) -> None:
        self.build([*self.head, NextPageTemplate("later"), FrameBreak(), *body(self.source)])

    def first_page(self, canvas: Canvas, _: BaseDocTemplate) -> None:
        canvas.setFont("Serif-Italic", 7.5)
        canvas.drawString(MARGIN, HEIGHT - 40, f"{self.source['journal']}. {self.source['citation']}")
        canvas.drawRightString(WIDTH - MARGIN, HEIGHT - 40, f"doi: {self.source['doi']}")
        self.page_number(canvas)

    def later_page(self, canvas: Canvas, _: BaseDocTemplate) -> None:
        canvas.setFont("Serif-Italic", 7.5)
        canvas.drawCentredString(
            WIDTH / 2, HEIGHT - 40, self.source["journal" if canvas.getPageNumber() % 2 else "short_title"]
        )
        self.page_number(canvas)

    def page_number(self, canvas: Canvas) -> None:
        canvas.setFont("Serif", 8)
        canvas.drawCentredString(WIDTH / 2, 32, str(self.source["first_page"] + canvas.getPageNumber() - 1))


def main() -> None:
    rl_config.invariant = 1
    for path in sorted(SAMPLES.glob("*.toml")):
        register_fonts()
        pdf = path.with_suffix(".pdf")
        Article(pdf, tomllib.loads(path.read_text(encoding="utf-8"))).typeset()
        print(f"{pdf.name}: {pdf.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    sys.exit(main())
