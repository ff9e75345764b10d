"""Pictures of the pages that hold a case's facts, with a box for every line of every fact."""

from __future__ import annotations

import base64
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.reader import page_image
from pipeline.reader.image import POINTS_PER_INCH
from pipeline.reader.worker import isolated
from pipeline.settings import Settings

Row = Mapping[str, Any]

Box = tuple[float, float, float, float]
"""x, y, width and height in points."""

DPI = 105
QUALITY = 45


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as WebP in shades of grey; width and height in points."""

    page: int
    width: float
    height: float
    webp: bytes

    @property
    def uri(self) -> str:
        return "data:image/webp;base64," + base64.b64encode(self.webp).decode("ascii")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The pages of one PDF that are to be shown."""

    path: Path
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """One fact on one page.

    first    whether the fact begins on this page
    values   boxes of the value alone, where its words are more than that
    """

    fact_id: str
    boxes: tuple[Box, ...]
    first: bool
    values: tuple[Box, ...] = ()


def pictures(wanted: Sequence[Wanted], settings: Settings) -> Iterator[dict[int, Picture] | str]:
    """For each PDF its pictures by page, or why there are none. PDFs are drawn in worker processes with limits."""
    for outcome in isolated(draw_pages, wanted, settings):
        if outcome.value is not None:
            yield {picture.page: picture for picture in outcome.value}
        else:
            yield outcome.problem or "reader_crashed"


def draw_pages(wanted: Wanted) -> list[Picture]:
    return [picture(wanted.path, page) for page in wanted.pages]


def picture(path: Path, page: int) -> Picture:
    """Raises ValueError where there is no such page."""
    from PIL import Image

    with Image.open(io.BytesIO(page_image(path, page, DPI))) as image:
        width, height = image.size
        buffer = io.BytesIO()
        image.convert("L").save(buffer, format="WEBP", quality=QUALITY, method=4)
    return Picture(page, width * POINTS_PER_INCH / DPI, height * POINTS_PER_INCH / DPI, buffer.getvalue())


def marked_pages(facts: Iterable[Row]) -> dict[int, list[Marked]]:
    """The pages in order, each with the facts that stand on it."""
    out: dict[int, list[Marked]] = defaultdict(list)
    for row in facts:
        of_value = boxes_by_page(row["value_boxes"])
        for n, (page, boxes) in enumerate(boxes_by_page(row["boxes"]).items()):
            values = [box for box in of_value.get(page, ()) if box not in boxes]
            out[page].append(Marked(row["fact_id"], tuple(boxes), n == 0, tuple(values)))
    return dict(sorted(out.items()))


def boxes_by_page(listed: str | None) -> dict[int, list[Box]]:
    """Of a column of boxes: page → boxes."""
    out: dict[int, list[Box]] = {}
    for page, x0, top, x1, bottom in json.loads(listed) if listed else []:
        box = (round(x0, 1), round(top, 1), round(x1 - x0, 1), round(bottom - top, 1))
        out.setdefault(int(page), []).append(box)
    return out
