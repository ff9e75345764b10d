"""The click paths of docs/operating.md, walked in a browser against a real server.

With CASEFOLD_SCREENSHOTS=docs/images the walk takes the pictures of that page anew.
"""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.assets.server import ask, ui
from tests.assets.workplace import ROOT, Workplace

SIZE = {"width": 1280, "height": 800}
SOON, LONG = 30_000, 240_000
"""Milliseconds: for a page, and for a tick and the run it asks for."""
BATCH = "batch-000001"
RUNS = "{ runsOrError { ... on Runs { results { jobName status } } } }"


@pytest.fixture
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
        page.set_default_timeout(SOON)
        yield page
        browser.close()


@pytest.mark.needs("chromium")
def test_the_click_paths(place: Workplace, page: Page) -> None:
    """A PDF put into the inbox, its batch, the dataset; then what a user launches: a batch, what is stale, a report."""
    with ui(place) as address:
        page.goto(address)
        expect(page.get_by_text("Overview").first).to_be_visible()
        assert page.get_by_role("dialog").count() == 0, "a question on the first visit"

        for sample in ("cyst_en.pdf", "kidney_ru.pdf"):
            place.put(sample)
        (place.inbox / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
        switched_on(page)
        batch(page, address)
        dataset(page, address)
        one_batch(page, address)
        all_stale_batches(page, address, place)
        one_report(page, address)


def switched_on(page: Page) -> None:
    """Automation, inbox and nightly, their switches."""
    for name in ("nightly", "inbox"):
        page.get_by_role("link", name="Automation").first.click()
        page.get_by_role("link", name=name).click()
        expect(page.get_by_text("Description").first).to_be_visible()
        page.locator("label:has(input[type=checkbox])").first.click()
        expect(page.locator("label:has(input[type=checkbox]:checked)").first).to_be_visible()


def batch(page: Page, address: str) -> None:
    """The partition turns green; its table of reports, its pages, the course of a case."""
    until(page, f"{address}/assets/facts?view=partitions&partition={BATCH}", "Materialized (1)")
    for name in ("cyst_en.pdf", "kidney_ru.pdf", "broken.pdf"):
        expect(page.get_by_role("cell", name=name, exact=True)).to_be_visible()
    expect(page.get_by_role("cell", name="damaged", exact=True)).to_be_visible()
    expect(page.get_by_role("cell", name=re.compile(r"^\d+ of \d+$")).first).to_be_visible()
    succeeded(address, "publication", 1)
    page.reload()
    picture(page, "batch", "unexplained")
    reports = page.get_by_role("link", name=f"{BATCH}/index.html").first.get_attribute("href")

    until(page, f"{address}/assets/case_pages?view=partitions&partition={BATCH}", "Materialized (1)")
    expect(page.get_by_role("img", name="course of the case")).to_be_visible()
    picture(page, "course", "course")
    link = page.get_by_role("link", name="cyst_en.pdf").first.get_attribute("href")
    assert reports and link
    page.goto(reports)
    expect(page.get_by_role("link", name="Female, 34 years").first).to_be_visible()
    page.goto(link)
    expect(page.locator("svg").first).to_be_visible()
    page.goto(f"{address}/automation")
    picture(page, "automation", "nightly")


def dataset(page: Page, address: str) -> None:
    """Counts, the course of the latest case, its table, the columns, the checks; the way of the data."""
    until(page, f"{address}/assets/dataset?view=events", "latest_cases")
    course = page.get_by_role("img", name="course of the case")
    expect(course).to_be_visible()
    assert course.evaluate("image => image.complete && image.naturalWidth > 0"), "the figure is not there"
    expect(page.get_by_role("cell", name=re.compile(r"^[0-9a-f]{16}-1$")).first).to_be_visible()
    picture(page, "dataset", "latest_cases")

    page.goto(f"{address}/assets/dataset?view=overview")
    expect(page.get_by_text("reports.report_id").first).to_be_visible()
    picture(page, "columns", "Columns")

    page.goto(f"{address}/assets/dataset?view=checks")
    expect(page.get_by_text("reference").first).to_be_visible()
    page.get_by_text("quarantined", exact=True).first.click()
    expect(page.get_by_text(re.compile("damaged")).first).to_be_visible()
    picture(page, "checks", "quarantined")

    page.set_viewport_size({"width": 1900, "height": 600})
    page.goto(f"{address}/asset-groups/")
    expect(page.get_by_placeholder("Jump to…")).to_be_visible()
    page.get_by_placeholder("Jump to…").locator("xpath=following::button[1]").click()
    for name in ("inbox", "intake", "texts", "facts", "case_pages", "dataset"):
        expect(page.get_by_text(name, exact=True).first).to_be_visible()
    expect(page.get_by_text("Loading")).to_have_count(0, timeout=SOON)
    picture(page, "lineage", "case_pages")
    page.set_viewport_size(SIZE)  # type: ignore[arg-type]


def one_batch(page: Page, address: str) -> None:
    """Jobs, batch, Materialize all…, the partition, Launch 1 run."""
    page.get_by_role("link", name="Jobs").first.click()
    page.locator('a[href$="/jobs/batch"]').first.click()
    page.get_by_role("button", name="Materialize all").click()
    page.get_by_text("Select a partition").click()
    page.get_by_text(BATCH).locator("visible=true").last.click()
    picture(page, "one_batch", "Launch 1 run")
    page.get_by_text("Launch runs to materialize").click()
    page.get_by_role("button", name="Launch 1 run").click()
    succeeded(address, "batch", 2)


def all_stale_batches(page: Page, address: str, place: Workplace) -> None:
    """Automation, nightly, Preview tick result, Continue, Launch all & commit tick result."""
    manifest = sqlite3.connect(place.folder / "data" / "state" / "manifest.sqlite", timeout=60)
    with manifest:
        manifest.execute("UPDATE batches SET rules = 'those of another time'")
    page.get_by_role("link", name="Automation").first.click()
    page.get_by_role("link", name="nightly").click()
    page.get_by_role("button", name="Preview tick result").click()
    page.get_by_role("button", name="Continue").click()
    launch = page.get_by_role("button", name="Launch all & commit tick result")
    expect(launch).to_be_visible()
    expect(page.get_by_text("1 run requests")).to_be_visible()
    picture(page, "all_stale", "Requested runs")
    launch.click()
    succeeded(address, "batch", 3)
    (rules,) = manifest.execute("SELECT rules FROM batches").fetchone()
    manifest.close()
    assert rules != "those of another time"


def one_report(page: Page, address: str) -> None:
    """Jobs, one_report, Launchpad, the name in its config, Launch Run; the log with its counts."""
    page.get_by_role("link", name="Jobs").first.click()
    page.locator('a[href$="/jobs/one_report"]').first.click()
    page.get_by_text("Launchpad", exact=True).first.click()
    editor = page.locator(".CodeMirror").first
    expect(editor.get_by_text("name.pdf")).to_be_visible()
    editor.get_by_text("name.pdf").dblclick()
    page.keyboard.press("End")
    page.keyboard.press("Shift+Home")
    page.keyboard.insert_text("file: cyst_en.pdf")
    expect(page.get_by_text("No errors")).to_be_visible()
    picture(page, "one_report", "Launch Run")
    page.get_by_role("button", name="Launch run").click()
    page.wait_for_url("**/runs/**")
    expect(page.get_by_text("Success", exact=True).first).to_be_visible(timeout=LONG)
    page.get_by_role("button", name="Levels").click()
    page.get_by_text(re.compile("^event$", re.IGNORECASE)).locator("visible=true").first.click()
    page.keyboard.press("Escape")
    expect(page.get_by_text(re.compile("facts: 3 of 3 reports")).first).to_be_visible()
    picture(page, "run", "facts: 3 of 3 reports")


def picture(page: Page, name: str, words: str) -> None:
    """The page once the words stand on it, where pictures are asked for."""
    folder = os.environ.get("CASEFOLD_SCREENSHOTS")
    if folder:
        expect(page.get_by_text(re.compile(re.escape(words))).locator("visible=true").first).to_be_visible()
        page.wait_for_timeout(2500)
        page.screenshot(path=ROOT / folder / f"{name}.png")


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


def succeeded(address: str, job: str, times: int) -> None:
    """Waits until the job has succeeded so often; none of its runs may fail."""
    end = time.monotonic() + LONG / 1000
    while True:
        runs = [r["status"] for r in ask(address, RUNS)["runsOrError"]["results"] if r["jobName"] == job]
        assert "FAILURE" not in runs
        if runs.count("SUCCESS") >= times:
            return
        assert time.monotonic() < end, f"{job}: {runs}"
        time.sleep(1)
