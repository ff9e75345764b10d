"""The pictures of docs/images that show case pages, taken of the project's own samples: `python -m scripts.screenshots`.

Needs Chromium (scripts/debian.sh installs it).
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
SAMPLE = ROOT / "samples" / "kidney_ru.pdf"
SHOTS = (
    ("case_page.png", 980, 1290, "light"),
    ("case_page_dark.png", 980, 1290, "dark"),
    ("case_page_phone.png", 390, 1200, "light"),
)
"""File, width and height in CSS pixels, colour scheme."""


@contextmanager
def browser() -> Iterator[Any]:
    """Debian's Chromium, without a window. Raises FileNotFoundError where it is not installed."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium")
    if program is None:
        raise FileNotFoundError("chromium is not installed: scripts/debian.sh installs it")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        try:
            yield chromium
        finally:
            chromium.close()


def case_page(folder: Path) -> Path:
    """The page of the sample's patient."""
    from pipeline.batch import run
    from pipeline.pages import write_pages
    from pipeline.reader import read
    from pipeline.report import Report
    from pipeline.settings import Settings

    settings = Settings(jobs=1)
    reading = read(SAMPLE, settings)
    assert isinstance(reading, Report)
    texts = {reading.report_id: reading.text.string}
    return write_pages(run([SAMPLE], settings), {reading.report_id: SAMPLE}, folder, texts)[0]


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, browser() as chromium:
        page_file = case_page(Path(folder))
        for name, width, height, scheme in SHOTS:
            page = chromium.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            page.goto(page_file.as_uri())
            page.screenshot(path=IMAGES / name)
            page.close()
            print(IMAGES / name)


if __name__ == "__main__":
    sys.exit(main())
