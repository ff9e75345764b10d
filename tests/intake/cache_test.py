"""The cache gives back what was put into it, or nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipeline.cache import tables, texts
from pipeline.cache.plain import from_plain
from pipeline.cache.store import Cache
from pipeline.dataset.rows import complete
from pipeline.dataset.schema import TABLES
from pipeline.report import Cell, Paragraph, Quarantine, Report, Table
from pipeline.text import Text
from tests.dataset import sample

SHA = "ab" + "0" * 62


def report() -> Report:
    placed = Text("12 mм", np.ones(5, np.int16), np.arange(20, dtype=np.float32).reshape(5, 4), np.zeros(5, np.int32))
    return Report(
        report_id=SHA[:16],
        sha256=SHA,
        file_name="a.pdf",
        n_bytes=7,
        n_pages=2,
        text=placed + Text.plain("\nи ещё"),
        paragraphs=(Paragraph(0, 5, "case", "en"), Paragraph(6, 11, "discussion", "ru", "footnote")),
        tables=(Table((0, 2), (Cell(0, 2, 0, 0, True), Cell(3, 5, 0, 1)), 1), Table(None, ())),
        text_source="mixed",
        ocr_pages=frozenset({2, 1}),
        languages=("en", "ru"),
        title=None,
        authors=("A. Author", "Б. Автор"),
        year=2019,
        reader_version="r",
    )


def test_a_report_comes_back_as_it_was() -> None:
    given = report()
    back = texts.load(texts.dump(given))
    assert isinstance(back, Report)
    for name in Report.__dataclass_fields__:
        if name != "text":
            assert getattr(back, name) == getattr(given, name), name
    assert back.text.string == given.text.string
    for arrays in ("page", "box", "line"):
        mine, its = getattr(given.text, arrays), getattr(back.text, arrays)
        assert mine.dtype == its.dtype
        assert np.array_equal(mine, its, equal_nan=mine.dtype.kind == "f")
    assert back.text.boxes(0, 5) == given.text.boxes(0, 5)


def test_a_quarantine_comes_back_as_it_was() -> None:
    given = Quarantine("ab", SHA, "a.pdf", 3, "timeout", "hint", None, "r", "extraction", "detail")
    back = texts.load(texts.dump(given))
    assert back == given
    assert isinstance(back, Quarantine) and back.detail == "detail"


def test_an_empty_text_comes_back() -> None:
    back = texts.load(texts.dump(Report(SHA[:16], SHA, "a.pdf", 0, 0, Text.plain(""), ())))
    assert isinstance(back, Report) and back.text.box.shape == (0, 4)


def test_tables_come_back_with_their_schema() -> None:
    given = complete(sample.frames())
    back = tables.load(tables.dump(given))
    assert set(back) == {name for name in TABLES if len(given[name])}
    for name, table in back.items():
        assert table.equals(given[name])
        assert table.schema.equals(given[name].schema, check_metadata=True)


def test_only_what_its_maker_made_is_given(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("texts", SHA, "reader-1", b"words" * 1000, 1.5, "timeout")
    entry = cache.get("texts", SHA, "reader-1")
    assert entry is not None
    assert entry.content == b"words" * 1000
    assert (entry.stamp.seconds, entry.stamp.problem) == (1.5, "timeout")
    assert cache.get("texts", SHA, "reader-2") is None
    assert cache.get("facts", SHA, "reader-1") is None


def test_another_maker_takes_the_entry_over(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("texts", SHA, "reader-1", b"old", 0.0)
    cache.put("texts", SHA, "reader-2", b"new", 0.0)
    entry = cache.get("texts", SHA, "reader-2")
    assert entry is not None and entry.content == b"new"
    assert len([p for p in tmp_path.rglob("*") if p.is_file()]) == 1


@pytest.mark.parametrize(
    "spoil", [lambda b: b[:-3], lambda b: b[:20], lambda b: b"", lambda b: b[:-1] + b"\0", lambda b: b"\x80" + b]
)
def test_a_spoilt_entry_counts_as_missing(tmp_path: Path, spoil) -> None:
    cache = Cache(tmp_path)
    cache.put("facts", SHA, "m", b"words" * 1000, 0.0)
    path = cache.path("facts", SHA)
    path.write_bytes(spoil(path.read_bytes()))
    assert cache.stamp("facts", SHA, "m") is None
    assert cache.get("facts", SHA, "m") is None


def test_what_was_forgotten_is_gone(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("facts", SHA, "m", b"words", 0.0)
    cache.forget(SHA, "texts", "facts")
    assert cache.stamp("facts", SHA, "m") is None


def test_nothing_is_built_that_the_record_does_not_declare() -> None:
    with pytest.raises(TypeError):
        from_plain(int, "1")
    with pytest.raises(TypeError):
        from_plain(Paragraph, {"start": 0, "end": 1, "section": "no such section", "language": "en", "role": "flow"})
