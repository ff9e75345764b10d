"""From inbox to dataset with real PDFs: what is done again, what is not, what a killed process leaves."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.cache.fingerprint import Makers
from pipeline.dataset.query import query
from pipeline.intake import operation as module
from pipeline.intake.operation import Extracted, Operation
from pipeline.settings import Settings

SAMPLES = Path(__file__).parents[2] / "samples"
FIRST, SECOND = "batch-000001", "batch-000002"

PROGRAM = """
from pathlib import Path
from pipeline.intake.operation import Operation
from pipeline.settings import Settings

if __name__ == "__main__":
    Operation({settings}).read({batch!r})
"""


@pytest.fixture
def operation(tmp_path: Path) -> Operation:
    (tmp_path / "inbox").mkdir()
    settings = Settings(
        inbox=tmp_path / "inbox",
        cache=tmp_path / "cache",
        dataset=tmp_path / "dataset",
        state=tmp_path / "state",
        pages=tmp_path / "pages",
        jobs=1,
    )
    return Operation(settings)


def put(operation: Operation, sample: str, name: str | None = None) -> Path:
    return Path(shutil.copy(SAMPLES / sample, operation.settings.inbox / (name or sample)))


def make(operation: Operation, batch: str, retry: bool = False) -> tuple[int, Extracted]:
    """(PDFs read now, what was extracted)."""
    read = sum(m.fresh for m in operation.read(batch, retry))
    return read, operation.extract(batch)


def extracted_now(extracted: Extracted) -> int:
    return sum(m.fresh for m in extracted.reports)


def publish(operation: Operation) -> list[str]:
    """File names of the published reports."""
    operation.publish(*operation.joined())
    return sorted(query("select file_name from reports", operation.settings.dataset)["file_name"])


def made_by(monkeypatch: pytest.MonkeyPatch, **other: str) -> None:
    now = module.makers

    def changed(settings: Settings) -> Makers:
        return replace(now(settings), **other)

    monkeypatch.setattr(module, "makers", changed)


def test_only_what_changed_is_done_again(operation: Operation, monkeypatch: pytest.MonkeyPatch) -> None:
    """One PDF; again; other rules, without the PDF; another reader; a second PDF; a changed one."""
    operation = Operation(replace(operation.settings, batch_size=1))
    put(operation, "cyst_en.pdf")
    operation.take_in(still_for=0)
    read, extracted = make(operation, FIRST)
    assert (read, extracted_now(extracted)) == (1, 1)
    assert publish(operation) == ["cyst_en.pdf"]
    assert operation.wanted() == {} and not operation.publication_due()

    read, extracted = make(operation, FIRST)
    assert (read, extracted_now(extracted), extracted.version) == (0, 0, 2)

    with monkeypatch.context() as patch:
        made_by(patch, rules="other rules")
        assert operation.wanted() == {FIRST: False}
        (operation.settings.inbox / "cyst_en.pdf").rename(operation.settings.state / "away.pdf")
        operation.take_in(still_for=0)
        read, extracted = make(operation, FIRST)
        assert (read, extracted_now(extracted)) == (0, 1)
        assert operation.wanted() == {}
        (operation.settings.state / "away.pdf").rename(operation.settings.inbox / "cyst_en.pdf")
        operation.take_in(still_for=0)

    with monkeypatch.context() as patch:
        made_by(patch, reader="another reader")
        assert operation.wanted() == {FIRST: False}
        read, extracted = make(operation, FIRST)
        assert (read, extracted_now(extracted)) == (1, 1)

    put(operation, "thyroid_en.pdf")
    taken = operation.take_in(still_for=0)
    assert taken.batches == (SECOND,)
    read, extracted = make(operation, SECOND)
    assert (read, extracted.tables["reports"]["file_name"].to_pylist()) == (1, ["thyroid_en.pdf"])
    make(operation, FIRST)
    assert publish(operation) == ["cyst_en.pdf", "thyroid_en.pdf"]

    put(operation, "kidney_ru.pdf", "thyroid_en.pdf")
    operation.take_in(still_for=0)
    assert publish(operation) == ["cyst_en.pdf", "thyroid_en.pdf"], "the old version stays until the new one was read"
    make(operation, "batch-000003")
    assert publish(operation) == ["cyst_en.pdf", "thyroid_en.pdf"]
    titles = query("select language from reports where file_name = 'thyroid_en.pdf'", operation.settings.dataset)
    assert titles["language"].tolist() == ["ru"]


def test_bad_pdfs_are_rows_and_the_others_go_on(operation: Operation) -> None:
    put(operation, "cyst_en.pdf")
    (operation.settings.inbox / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    (operation.settings.inbox / "empty.pdf").write_bytes(b"")
    operation.take_in(still_for=0)
    _, extracted = make(operation, FIRST)
    told = {r["file_name"]: r["problem"] for r in extracted.tables["reports"].to_pylist()}
    assert told == {"broken.pdf": "damaged", "cyst_en.pdf": None, "empty.pdf": "empty_file"}
    assert publish(operation) == ["broken.pdf", "cyst_en.pdf", "empty.pdf"]


def test_a_reader_that_is_stopped_costs_its_report_and_is_tried_again(operation: Operation) -> None:
    put(operation, "cyst_en.pdf")
    operation.take_in(still_for=0)
    hasty = Operation(replace(operation.settings, max_memory_bytes=10_000_000))
    read, extracted = make(hasty, FIRST)
    assert extracted.tables["reports"]["problem"].to_pylist() == ["out_of_memory"]
    read, extracted = make(operation, FIRST)
    assert read == 0 and extracted.tables["reports"]["problem"].to_pylist() == ["out_of_memory"]
    read, extracted = make(operation, FIRST, retry=True)
    assert read == 1 and extracted.tables["reports"]["problem"].to_pylist() == [None]


def test_a_file_that_changes_while_it_is_read_is_left_for_the_next_look(operation: Operation) -> None:
    put(operation, "cyst_en.pdf")
    operation.take_in(still_for=0)
    put(operation, "thyroid_en.pdf", "cyst_en.pdf")
    read, extracted = make(operation, FIRST)
    assert read == 0 and extracted.tables["reports"].num_rows == 0
    assert operation.wanted() == {FIRST: False}, "it could not be reached"
    assert operation.take_in(still_for=0).reports == 1
    read, extracted = make(operation, FIRST)
    assert extracted.tables["reports"]["sha256"].to_pylist() == [operation.members(FIRST)[1].sha256]
    assert operation.wanted() == {}


def test_a_new_pdf_joins_the_batch_and_alone_is_read(operation: Operation) -> None:
    put(operation, "cyst_en.pdf")
    operation.take_in(still_for=0)
    make(operation, FIRST)
    put(operation, "thyroid_en.pdf")
    taken = operation.take_in(still_for=0)
    assert (taken.batches, operation.wanted()) == ((FIRST,), {FIRST: False})
    read, extracted = make(operation, FIRST)
    assert (read, extracted_now(extracted)) == (1, 1)
    assert operation.wanted() == {}
    assert publish(operation) == ["cyst_en.pdf", "thyroid_en.pdf"]


def test_what_joins_while_the_batch_is_made_is_not_lost(operation: Operation) -> None:
    """A PDF is taken in between the reading and the extracting of its batch, another after the extracting."""
    put(operation, "cyst_en.pdf")
    operation.take_in(still_for=0)
    operation.read(FIRST)
    put(operation, "thyroid_en.pdf")
    operation.take_in(still_for=0)
    extracted = operation.extract(FIRST)
    assert extracted.tables["reports"]["file_name"].to_pylist() == ["cyst_en.pdf", "thyroid_en.pdf"]
    assert operation.wanted() == {}
    put(operation, "kidney_ru.pdf")
    operation.take_in(still_for=0)
    assert operation.wanted() == {FIRST: False}


def test_a_report_out_of_reach_keeps_its_rows_until_it_is_back(
    operation: Operation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reader changed while the inbox is not mounted: nothing is lost, and the batch is asked for again."""
    file = put(operation, "cyst_en.pdf")
    operation.take_in(still_for=0)
    make(operation, FIRST)
    made_by(monkeypatch, reader="another reader")
    away = file.rename(operation.settings.state / "away.pdf")
    read, extracted = make(operation, FIRST)
    assert (read, extracted.tables["reports"]["file_name"].to_pylist()) == (0, ["cyst_en.pdf"])
    assert operation.wanted() == {FIRST: False}
    away.rename(file)
    read, extracted = make(operation, FIRST)
    assert (read, extracted_now(extracted)) == (1, 1)
    assert operation.wanted() == {}


def test_a_deleted_pdf_keeps_its_facts_when_the_cache_is_gone_too(operation: Operation) -> None:
    put(operation, "cyst_en.pdf").rename(operation.settings.inbox / "gone.pdf")
    put(operation, "thyroid_en.pdf")
    operation.take_in(still_for=0)
    _, before = make(operation, FIRST)
    (operation.settings.inbox / "gone.pdf").unlink()
    operation.take_in(still_for=0)
    shutil.rmtree(operation.settings.cache)
    read, extracted = make(operation, FIRST)
    assert read == 1
    for name, rows in before.tables.items():
        assert sorted(map(str, rows.to_pylist())) == sorted(map(str, extracted.tables[name].to_pylist())), name
    assert operation.wanted() == {}


def test_a_full_disk_leaves_the_batch_as_it_was(operation: Operation, monkeypatch: pytest.MonkeyPatch) -> None:
    put(operation, "cyst_en.pdf")
    operation.take_in(still_for=0)
    make(operation, FIRST)
    put(operation, "thyroid_en.pdf")
    operation.take_in(still_for=0)
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.intake.batches.write_parquet", full_disk)
        with pytest.raises(OSError, match="No space left"):
            make(operation, FIRST)
    assert publish(operation) == ["cyst_en.pdf"]
    assert operation.wanted() == {FIRST: False}
    read, _ = make(operation, FIRST)
    assert read == 0, "what was read before the disk was full is kept"
    assert publish(operation) == ["cyst_en.pdf", "thyroid_en.pdf"]


def full_disk(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_pages_are_drawn_once(operation: Operation, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second report draws its own; another look of the pages draws all; a report that went takes its pages along."""
    put(operation, "cyst_en.pdf")
    operation.take_in(still_for=0)
    make(operation, FIRST)
    drawn = operation.draw(FIRST)
    (page,) = drawn.cases
    assert (drawn.drawn, page.file_name, page.figure) == (1, "cyst_en.pdf", f"{page.case_id}.svg")
    first = (drawn.folder / page.page).stat().st_mtime_ns
    assert operation.draw(FIRST).drawn == 0

    put(operation, "thyroid_en.pdf")
    operation.take_in(still_for=0)
    make(operation, FIRST)
    drawn = operation.draw(FIRST)
    assert (drawn.drawn, [c.file_name for c in drawn.cases]) == (1, ["cyst_en.pdf", "thyroid_en.pdf"])
    assert (drawn.folder / page.page).stat().st_mtime_ns == first
    assert "thyroid_en.pdf" in (drawn.folder / "index.html").read_text(encoding="utf-8")

    (drawn.folder / "0123456789abcdef-1.html").write_text("of a report that went")
    monkeypatch.setattr(module, "pages_version", lambda: "another look")
    assert operation.draw(FIRST).drawn == 2
    assert not (drawn.folder / "0123456789abcdef-1.html").exists()


def test_a_pdf_that_cannot_be_drawn_costs_its_pictures(operation: Operation) -> None:
    file = put(operation, "cyst_en.pdf")
    operation.take_in(still_for=0)
    make(operation, FIRST)
    file.write_bytes(b"%PDF-1.7 and no more")
    drawn = operation.draw(FIRST)
    assert (drawn.drawn, dict(drawn.failed), len(drawn.cases)) == (1, {}, 1)
    page = (drawn.folder / drawn.cases[0].page).read_text(encoding="utf-8")
    assert "data:image/webp" not in page and "the pages could not be drawn" in page.lower()


def test_a_killed_run_goes_on_where_it_was(operation: Operation) -> None:
    source = (SAMPLES / "cyst_en.pdf").read_bytes()
    for n in range(12):
        (operation.settings.inbox / f"{n:02}.pdf").write_bytes(source + f"\n% copy {n}\n".encode())
    operation.take_in(still_for=0)
    settings = repr(operation.settings).replace("PosixPath", "Path")
    program = operation.settings.state / "reading.py"
    program.write_text(PROGRAM.format(settings=settings, batch=FIRST))
    here = Path(module.__file__).parents[2]
    process = subprocess.Popen([sys.executable, program], env={**os.environ, "PYTHONPATH": str(here)})
    entries = operation.settings.cache / "texts"
    until = time.monotonic() + 60
    while len(list(entries.rglob("*.entry"))) < 3:
        assert process.poll() is None and time.monotonic() < until
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = len(list(entries.rglob("*.entry")))
    assert 3 <= done < 12
    made = operation.read(FIRST)
    assert len(made) == 12
    assert sum(not m.fresh for m in made) >= done


def test_one_report_is_made_anew_and_the_others_are_left(operation: Operation) -> None:
    put(operation, "cyst_en.pdf")
    (operation.settings.inbox / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    operation.take_in(still_for=0)
    make(operation, FIRST)
    assert operation.forget("broken.pdf") == FIRST
    read, extracted = make(operation, FIRST)
    assert (read, extracted_now(extracted)) == (1, 1)
    with pytest.raises(LookupError, match="no report 'nowhere.pdf' was taken in"):
        operation.forget("nowhere.pdf")


def test_a_dataset_that_was_deleted_is_due(operation: Operation) -> None:
    put(operation, "cyst_en.pdf")
    operation.take_in(still_for=0)
    make(operation, FIRST)
    publish(operation)
    assert not operation.publication_due()
    shutil.rmtree(operation.settings.dataset)
    assert operation.publication_due() and operation.wanted() == {}
    assert publish(operation) == ["cyst_en.pdf"]


def test_an_inbox_without_a_pdf_would_empty_the_dataset(operation: Operation) -> None:
    """Not so the inbox whose PDFs were deleted: their facts stay."""
    file = put(operation, "cyst_en.pdf")
    other = Operation(replace(operation.settings, inbox=operation.settings.state / "other"))
    operation.take_in(still_for=0)
    other.settings.inbox.mkdir()
    assert other.would_empty() == 0, "nothing is published yet"
    make(operation, FIRST)
    publish(operation)
    assert (operation.would_empty(), other.would_empty()) == (0, 1)
    put(other, "thyroid_en.pdf")
    assert other.would_empty() == 0
    file.unlink()
    operation.take_in(still_for=0)
    assert operation.would_empty() == 0
