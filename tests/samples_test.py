"""The sample reports: small, typeset from the sources beside them, to the same bytes each time."""

from __future__ import annotations

import importlib.util
import tomllib
from pathlib import Path
from types import ModuleType

import pypdfium2
import pytest

SAMPLES = Path(__file__).parents[1] / "samples"
SOURCES = sorted(SAMPLES.glob("*.toml"))


@pytest.fixture(scope="module")
def typeset() -> ModuleType:
    spec = importlib.util.spec_from_file_location("typeset", SAMPLES / "typeset.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.register_fonts()
    return module


def test_there_are_reports_in_both_languages() -> None:
    languages = [tomllib.loads(s.read_text(encoding="utf-8"))["language"] for s in SOURCES]
    assert len(languages) >= 3 and set(languages) == {"en", "ru"}


@pytest.mark.parametrize("source", SOURCES, ids=lambda s: s.stem)
def test_a_report_is_small_and_made_from_its_source(source: Path, typeset: ModuleType, tmp_path: Path) -> None:
    once, twice, shipped = tmp_path / "once.pdf", tmp_path / "twice.pdf", source.with_suffix(".pdf")
    for path in (once, twice):
        typeset.Article(path, tomllib.loads(source.read_text(encoding="utf-8"))).typeset()
    assert once.read_bytes() == twice.read_bytes()
    assert marks(once) == marks(shipped), f"{shipped.name} is older than {source.name}: run `make samples`"
    assert shipped.stat().st_size < 100_000


def marks(path: Path) -> list[tuple[str, tuple[float, ...]]]:
    """The text of each page, and where its characters stand."""
    out = []
    for page in pypdfium2.PdfDocument(path):
        text = page.get_textpage()
        out.append(
            (text.get_text_range(), tuple(round(x, 2) for n in range(text.count_chars()) for x in text.get_charbox(n)))
        )
    return out
