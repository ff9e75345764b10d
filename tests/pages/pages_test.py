"""Case pages: they stand alone, escape what PDFs say, and tie every fact to its words and its place."""

from __future__ import annotations

import doctest
import importlib
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from pipeline.batch import run
from pipeline.pages import case_records, course_figure, write_pages
from pipeline.pages.axis import CalendarAxis
from pipeline.pages.drawing.scale import calendar_ticks
from pipeline.pages.passages import passages
from pipeline.pages.plan import plan
from pipeline.reader import read
from pipeline.report import Report
from pipeline.settings import Settings
from tests.dataset import sample
from tests.pages.told import told

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "kidney_ru.pdf"
FOUNDING = ROOT / ".." / "shared" / "seed" / "net_imatinib_ru.pdf"
HOSTILE = "<script>alert(1)</script> & \"quoted\" $x^2$ 'so'"


class Page(HTMLParser):
    """Tags with their attributes, ids and links of a page, and whether every tag that was opened was closed."""

    VOID = frozenset({"meta", "img", "br", "link", "hr"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-3:]}"
        self.open.pop()

    def attributes(self, name: str) -> list[str]:
        return [value for _, a in self.tags if (value := a.get(name)) is not None]

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [a for t, a in self.tags if t == tag]


@pytest.fixture(scope="module")
def frames() -> dict[str, Any]:
    return run([SAMPLE], Settings(jobs=1))


@pytest.fixture(scope="module")
def text() -> str:
    reading = read(SAMPLE, Settings())
    assert isinstance(reading, Report)
    return reading.text.string


@pytest.fixture(scope="module")
def written(frames: dict[str, Any], text: str, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    report_id = frames["reports"]["report_id"][0].as_py()
    return write_pages(frames, {report_id: SAMPLE}, tmp_path_factory.mktemp("pages"), {report_id: text})


def test_a_page_a_case_and_an_index(frames: dict[str, Any], written: list[Path]) -> None:
    assert [p.name for p in written] == [*(f"{c}.html" for c in frames["cases"]["case_id"].to_pylist()), "index.html"]


def test_a_page_stands_alone_and_is_well_formed(written: list[Path]) -> None:
    for file in written:
        page = Page(file.read_text(encoding="utf-8"))
        assert page.open == []
        assert not page.named("script") and not page.named("link") and not page.named("iframe")
        sources = page.attributes("src")
        assert all(s.startswith("data:image/webp;base64,") for s in sources)
        away = [h for h in page.attributes("href") if "://" in h]
        assert all(h.startswith("https://doi.org/") for h in away)
        assert len(page.attributes("id")) == len(set(page.attributes("id")))


def test_every_link_leads_to_a_place_of_its_page(written: list[Path]) -> None:
    page = Page(written[0].read_text(encoding="utf-8"))
    within = [h.removeprefix("#") for h in page.attributes("href") if h.startswith("#")]
    assert len(within) > 100
    assert set(within) <= set(page.attributes("id"))


def test_every_fact_of_the_case_has_its_row_its_words_and_its_box(frames: dict[str, Any], written: list[Path]) -> None:
    (record,) = case_records(frames)
    ids = set(Page(written[0].read_text(encoding="utf-8")).attributes("id"))
    assert {f"t-{f}" for f in record.facts} <= ids
    assert {f"f-{f}" for f, row in record.facts.items() if row["repeat_of"] is None} <= ids
    assert {f"b-{f}" for f, row in record.facts.items() if row["boxes"]} <= ids


def test_tables_have_headers_and_pictures_words(written: list[Path]) -> None:
    page = Page(written[0].read_text(encoding="utf-8"))
    assert page.named("table") and page.named("img")
    assert len(page.named("thead")) == len(page.named("table"))
    assert all(a.get("scope") in ("col", "row") for a in page.named("th"))
    assert all(a.get("alt") for a in page.named("img"))
    assert all(a.get("aria-label") for a in page.named("svg"))
    assert all(a.get("tabindex") == "0" and a.get("aria-label") for _, a in page.tags if a.get("class") == "scroll")


def test_the_same_input_gives_the_same_bytes(
    frames: dict[str, Any], written: list[Path], text: str, tmp_path: Path
) -> None:
    report_id = frames["reports"]["report_id"][0].as_py()
    again = write_pages(frames, {report_id: SAMPLE}, tmp_path, {report_id: text})
    assert [p.read_bytes() for p in again] == [p.read_bytes() for p in written]


def test_pictures_can_be_left_out(frames: dict[str, Any], tmp_path: Path) -> None:
    report_id = frames["reports"]["report_id"][0].as_py()
    page = Page(write_pages(frames, {report_id: SAMPLE}, tmp_path, pictures_too=False)[0].read_text(encoding="utf-8"))
    assert not page.named("img") and not any(h.startswith("#b-") for h in page.attributes("href"))


def test_a_pdf_that_cannot_be_drawn_costs_its_pictures_only(frames: dict[str, Any], tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing else")
    report_id = frames["reports"]["report_id"][0].as_py()
    page = write_pages(frames, {report_id: broken}, tmp_path / "out")[0].read_text(encoding="utf-8")
    assert "The pages could not be drawn" in page and "<img" not in page


def test_what_a_pdf_says_is_escaped(tmp_path: Path) -> None:
    tables = sample.rows()
    report_id = sample.RU
    tables["reports"][0] |= {"title": HOSTILE, "authors": [HOSTILE], "doi": f'10.1000/"><script>{report_id}'}
    tables["cases"][0] |= {"label": HOSTILE, "outcome": "died", "outcome_quote": HOSTILE, "cause_of_death": HOSTILE}
    tables["medications"][0] |= {"drug": HOSTILE, "quote": HOSTILE}
    tables["medication_courses"][0]["drug"] = HOSTILE
    tables["lesion_series"][0]["site"] = HOSTILE
    tables["reports"][2]["hint"] = HOSTILE
    for file in write_pages(sample.arrow(tables), {}, tmp_path):
        text = file.read_text(encoding="utf-8")
        assert not Page(text).named("script")
        assert "<script" not in text
    first = (tmp_path / f"{report_id}-1.html").read_text(encoding="utf-8")
    assert first.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 6
    assert "$x^2$" in first


def test_the_index_tells_what_became_of_each_report(tmp_path: Path) -> None:
    index = write_pages(sample.frames(), {}, tmp_path)[-1].read_text(encoding="utf-8")
    assert "quarantined: damaged" in index and "Ask for the file again" in index
    assert f'href="{sample.RU}-1.html"' in index and f'href="{sample.EN}-1.html"' in index
    assert {p.name for p in tmp_path.iterdir()} == {"index.html", f"{sample.RU}-1.html", f"{sample.EN}-1.html"}


def test_pages_of_cases_that_are_gone_are_removed_and_other_files_stay(tmp_path: Path) -> None:
    old, mine = tmp_path / "0123456789abcdef-1.html", tmp_path / "notes.html"
    old.write_text("old")
    mine.write_text("mine")
    write_pages(sample.frames(), {}, tmp_path)
    assert not old.exists() and mine.exists()


def test_the_figure_shows_sizes_and_doses_with_links_to_their_rows() -> None:
    record = case_records(sample.frames())[0]
    figure = course_figure(record)
    assert figure is not None and figure.axis == "Calendar dates"
    for drawing in (figure.wide, figure.narrow):
        assert "≤ 28" in drawing and ">20<" in drawing and "imatinib" in drawing and "400 mg/day" in drawing
        assert re.findall(r'href="#f-([0-9a-f]+)"', drawing) == [p["fact_id"] for p in record.series[0]["points"]] + [
            s["fact_id"] for s in record.courses[0]["steps"]
        ]
        assert "#0a5ea8" in drawing and "var(--fig-line1, #0a5ea8)" in drawing
    assert figure == course_figure(record)
    assert len(figure.wide) < 20_000


def test_a_case_without_two_moments_has_no_figure() -> None:
    assert course_figure(case_records(sample.frames())[1]) is None


@pytest.mark.parametrize("days", [1, 3, 12, 40, 200, 500, 2000, 9000, 30000])
def test_calendar_ticks_are_few_and_inside(days: int) -> None:
    first = 736000
    ticks = calendar_ticks(first, first + days, most=9)
    assert 1 <= len(ticks) <= 10
    assert all(first <= day <= first + days for day, _ in ticks)


def test_a_text_that_is_not_the_one_of_the_offsets_is_left_out() -> None:
    record = case_records(sample.frames())[0]
    facts = list(record.facts.values())
    assert all(p.cut for p in passages(facts, "another text altogether"))
    assert [p.runs[0].words for p in passages(facts, None)] == [f["quote"] for f in facts]


def test_passages_are_whole_sentences_with_every_fact_once(frames: dict[str, Any], text: str) -> None:
    (record,) = case_records(frames)
    shown = passages(list(record.facts.values()), text)
    begun = [f for p in shown for r in p.runs for f in r.begins]
    assert sorted(begun) == sorted(record.facts)
    assert all("".join(r.words for r in p.runs) in text for p in shown)


@pytest.mark.skipif(
    not FOUNDING.exists(), reason="the founding report lies in ../shared, which is not part of the project"
)
def test_the_founding_report_shows_its_figure_2() -> None:
    (record,) = case_records(run([FOUNDING], Settings(jobs=1)))
    shown = plan(record)
    assert shown is not None and isinstance(shown.axis, CalendarAxis)
    points = {(str(m.value), m.said[-10:]) for line in shown.lines for m in line.marks}
    assert {
        ("28.0", "2017-01-18"),
        ("29.0", "2017-02-02"),
        ("36.0", "2020-01-24"),
        ("78.0", "2020-05-18"),
        ("87.0", "2020-07-22"),
    } <= points
    (lane,) = [one for one in shown.lanes if one.drug == "imatinib"]
    (bar,) = lane.bars
    assert [p.kind for p in bar.pieces] == ["maybe", "on", "hold", "on"] and bar.stopped
    days = [CalendarAxis().place(told(edtf=d)) for d in ("2014", "2019-08", "2019-09-14")]
    (begin, hold, stop) = (d for d in days if d is not None)
    assert (bar.pieces[0].first, bar.pieces[2].first, bar.pieces[2].last, bar.pieces[3].last) == (
        begin.first,
        hold.first,
        hold.last,
        stop.first,
    )


@pytest.mark.needs("chromium")
def test_a_page_fits_a_phone_and_a_desk_in_light_and_dark(written: list[Path]) -> None:
    from scripts.screenshots import browser

    with browser() as chromium:
        for width in (390, 1200):
            for scheme in ("light", "dark"):
                page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
                said: list[str] = []
                page.on("console", lambda message, said=said: said.append(message.text))  # type: ignore[misc]
                for file in written:
                    page.goto(file.as_uri())
                    assert page.evaluate("document.documentElement.scrollWidth") <= width, (file.name, width)
                shown = page.evaluate("getComputedStyle(document.body).backgroundColor")
                assert (shown == "rgb(255, 255, 255)") == (scheme == "light")
                assert said == []
                page.close()


@pytest.mark.parametrize("module", ["wording", "axis", "moments", "drawing.names", "drawing.labels", "drawing.scale"])
def test_the_examples_of_the_docstrings(module: str) -> None:
    failed, tried = doctest.testmod(importlib.import_module(f"pipeline.pages.{module}"))
    assert tried > 0 and failed == 0


def test_the_value_is_marked_within_its_words(frames: dict[str, Any], text: str, written: list[Path]) -> None:
    (record,) = case_records(frames)
    facts = list(record.facts.values())
    shown = [run for passage in passages(facts, text) for run in passage.runs if run.value]
    assert {fact_id for run in shown for fact_id in run.facts} == set(record.facts)
    assert all(run.words in (record.facts[run.facts[-1]]["quote"] or "") for run in shown)
    page = Page(written[0].read_text(encoding="utf-8"))
    assert any(a.get("class") == "own" for a in page.named("rect"))
