"""From inbox to dataset with real PDFs: what is done again, what is not, what a killed process leaves."""

from __future__ import annotations

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
    assert operation.take_in(still_for=0).batches == (SECOND,)


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
