"""The front page over the batches, as a file and as it is served."""

from __future__ import annotations

from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from assets.pages_server import pages_served
from pipeline.pages import write_pages
from pipeline.pages.front import front_page, write_front, write_listing
from tests.dataset import sample


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for batch in ("batch-000001", "batch-000002"):
        write_pages(sample.frames(), {}, tmp_path / batch, pictures_too=False)
        write_listing(sample.frames(), tmp_path / batch)
    return tmp_path


def test_it_links_every_case_and_every_batch(folder: Path) -> None:
    page = write_front(folder).read_text(encoding="utf-8")
    for batch in ("batch-000001", "batch-000002"):
        assert f'href="{batch}/index.html"' in page
        assert f'href="{batch}/{sample.RU}-1.html"' in page and f'href="{batch}/{sample.EN}-1.html"' in page
    assert "4 cases" in page and "1 quarantined" in page and "<form" not in page and "<script" not in page


def test_cases_are_found_by_all_of_the_words(folder: Path) -> None:
    title = sample.rows()["reports"][0]["title"]
    found = front_page(folder, " ".join(title.upper().split()[::-1]))
    assert f"{sample.RU}-1.html" in found and f"{sample.EN}-1.html" not in found
    assert "0 of 4 cases" in front_page(folder, "no such words")


def test_what_is_asked_is_escaped(folder: Path) -> None:
    assert "<script" not in front_page(folder, '"><script>alert(1)</script>')


def test_the_server_shows_pages_and_neither_lists_nor_hidden_files(folder: Path) -> None:
    (folder / "batch-000001" / ".marks").mkdir()
    (folder / "empty").mkdir()
    with pages_served(folder, 0) as address:
        assert "<form" in read(f"{address}/") and "0 of 4" in read(f"{address}/?q=nowhere")
        assert sample.RU in read(f"{address}/batch-000001/")
        for path in ("batch-000001/.cases.json", "batch-000001/.marks/", "batch-000001/%2ecases.json", "empty/"):
            with pytest.raises(HTTPError, match="404"):
                urlopen(f"{address}/{path}")


def read(address: str) -> str:
    with urlopen(address) as answer:
        return str(answer.read().decode("utf-8"))
