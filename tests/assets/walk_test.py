"""The click paths of docs/operating.md, walked in a browser against a real server.

With CASEFOLD_SCREENSHOTS=docs/images the walk takes the pictures of that page anew.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.assets.server import ui
from tests.assets.workplace import Workplace

SIZE = {"width": 1280, "height": 800}
SOON, LONG = 30_000, 240_000
"""Milliseconds: for a page, and for a tick and the run it asks for."""


@pytest.fixture
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
        page.set_default_timeout(SOON)
        yield page
        browser.close()


def picture(page: Page, name: str) -> None:
    folder = os.environ.get("CASEFOLD_SCREENSHOTS")
    if folder:
        page.wait_for_timeout(1000)
        page.screenshot(path=Path(folder, f"{name}.png"))


def until(page: Page, address: str, words: str) -> None:
    """Loads the page until the words stand on it."""
    for _ in range(LONG // 4000):
        page.goto(address)
        try:
            expect(page.get_by_text(words).first).to_be_visible(timeout=4000)
            return
        except AssertionError:
            continue
    expect(page.get_by_text(words).first).to_be_visible()


@pytest.mark.needs("chromium")
def test_a_pdf_is_put_into_the_inbox_and_its_batch_turns_green(place: Workplace, page: Page) -> None:
    with ui(place) as address:
        page.goto(address)
        expect(page.get_by_text("Overview").first).to_be_visible()
        assert page.get_by_role("dialog").count() == 0, "a question on the first visit"

        place.put("cyst_en.pdf")
        page.get_by_role("link", name="Automation").click()
        page.get_by_role("link", name="inbox").click()
        page.locator("label:has(input[type=checkbox])").first.click()
        picture(page, "sensor")

        until(page, f"{address}/assets/facts?view=partitions&partition=batch-000001", "Materialized (1)")
        expect(page.get_by_role("cell", name="cyst_en.pdf", exact=True)).to_be_visible()
        expect(page.get_by_role("cell", name=re.compile(r"^\d+ of \d+$")).first).to_be_visible()
        picture(page, "batch")

        until(page, f"{address}/assets/case_pages?view=partitions&partition=batch-000001", "Materialized (1)")
        course(page)
        case_page(page)

        until(page, f"{address}/assets/dataset?view=events", "preview")
        course(page)
        expect(page.get_by_text(re.compile(r"^[0-9a-f]{16}-1$")).first).to_be_visible()
        picture(page, "dataset")

        page.goto(f"{address}/assets/dataset?view=checks")
        expect(page.get_by_text("reference").first).to_be_visible()
        picture(page, "checks")

        page.goto(f"{address}/asset-groups/")
        for name in ("inbox", "intake", "texts", "facts", "case_pages", "dataset"):
            expect(page.get_by_text(name, exact=True).first).to_be_visible()
        picture(page, "lineage")

        one_report(page, address)


def course(page: Page) -> None:
    """The figure stands behind a click, being long."""
    page.get_by_role("row", name=re.compile("^course")).get_by_text("Show Markdown").click()
    expect(page.get_by_role("img", name="course of the case")).to_be_visible()
    picture(page, "course")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def case_page(page: Page) -> None:
    """The link to a case's page, followed."""
    link = page.get_by_role("link", name="cyst_en.pdf")
    expect(link).to_be_visible()
    target = link.get_attribute("href")
    assert target
    page.goto(target)
    expect(page.locator("svg").first).to_be_visible()


def one_report(page: Page, address: str) -> None:
    """Jobs, one_report, Launchpad, its config, Launch run."""
    page.goto(f"{address}/locations/assets/jobs/one_report/playground")
    editor = page.locator(".CodeMirror").first
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("ops: {again: {config: {file: cyst_en.pdf}}}")
    picture(page, "one_report")
    page.get_by_role("button", name="Launch run").click()
    page.wait_for_url("**/runs/**")
    expect(page.get_by_text("Success").first).to_be_visible(timeout=LONG)
    picture(page, "run")
