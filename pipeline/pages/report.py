"""The pages of one report, drawn in the process that calls: in a worker with limits, where the PDF may be hostile."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from pipeline.pages.pictures import Picture, Wanted, draw_pages, marked_pages
from pipeline.pages.record import CaseRecord, case_records
from pipeline.pages.write import case_page, page_name, templates, written

if TYPE_CHECKING:
    from jinja2 import Template

VIEW_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
WIDTH = 520
"""CSS pixels of a figure that stands alone."""


def write_report(
    frames: Mapping[str, pa.Table], pdf: Path | None, folder: Path, text: str | None, trouble: str | None = None
) -> None:
    """`<case_id>.html`, and `<case_id>.svg` where the case has a figure, for every case of these rows of one report.

    pdf       drawn here where it is given
    trouble   what kept its pictures away before
    """
    for record in case_records(frames):
        shown = pictures_of(record, pdf) if pdf else {}
        told = case_page(record, shown, trouble, text)
        written(folder / page_name(record.case_id), _template().render(told))
        if told["figure"]:
            written(folder / figure_name(record.case_id), standing_alone(told["figure"].wide))
        else:
            (folder / figure_name(record.case_id)).unlink(missing_ok=True)


def pictures_of(record: CaseRecord, pdf: Path) -> dict[int, Picture]:
    wanted = Wanted(pdf, tuple(marked_pages(record.facts.values())))
    return {picture.page: picture for picture in draw_pages(wanted)}


def figure_name(case_id: str) -> str:
    return f"{case_id}.svg"


def standing_alone(svg: str) -> str:
    """The element as a file: on white, and of a size in CSS pixels that fits beside a list in the UI."""
    head, _, drawing = VIEW_BOX.sub(_sized, svg, count=1).partition(">")
    return f'{head}><rect width="100%" height="100%" fill="white"/>{drawing}'


def _sized(box: re.Match[str]) -> str:
    height = WIDTH * float(box[2]) / float(box[1])
    return f'width="{WIDTH}" height="{height:.0f}" {box[0]}'


@lru_cache(1)
def _template() -> Template:
    return templates().get_template("case.html")
