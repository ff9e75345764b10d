"""What is taken in from an inbox that changes under the eyes of whoever looks."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from pipeline.intake.inbox import Scan
from pipeline.intake.manifest import Manifest
from pipeline.intake.taking import Taken, take_in
from tests.intake.place import NOON, Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    (tmp_path / "inbox").mkdir()
    return Place(tmp_path)


def test_a_file_waits_until_two_looks_find_the_same(place: Place) -> None:
    place.put("a.pdf", "half", changed=1)
    assert place.look() == Taken(waiting=1)
    place.put("a.pdf", "half and more", changed=2)
    assert place.look() == Taken(waiting=1)
    taken = place.look()
    assert (taken.batches, taken.reports, taken.waiting) == (("batch-000001",), 1, 0)
    assert place.look() == Taken()


def test_size_alone_and_time_alone_tell_a_change(place: Place) -> None:
    place.put("size.pdf", "1", changed=1)
    place.put("time.pdf", "1", changed=1)
    place.look()
    place.put("size.pdf", "12", changed=1)
    place.put("time.pdf", "2", changed=2)
    assert place.look().waiting == 2


def test_a_file_untouched_for_long_enough_needs_one_look(place: Place) -> None:
    place.put("old.pdf", "old", changed=int(NOON.timestamp()) - 60)
    place.put("new.pdf", "new", changed=int(NOON.timestamp()) - 1)
    with place.manifest() as manifest:
        taken = take_in(manifest, place.inbox, 500, NOON, still_for=2.0)
    assert (taken.reports, taken.waiting) == (1, 1)


def test_the_same_content_is_one_report_under_all_its_names(place: Place) -> None:
    place.put("a.pdf", "same")
    place.put("deep/er/b.pdf", "same")
    taken = place.look_twice()
    assert taken.reports == 1
    place.put("c.pdf", "same")
    assert place.look_twice().reports == 0
    assert [row[0] for row in place.intake()] == ["a.pdf", "c.pdf", "deep/er/b.pdf"]
    assert place.members("batch-000001") == ["a.pdf"]


def test_a_renamed_file_is_read_no_second_time(place: Place) -> None:
    file = place.put("a.pdf", "words")
    place.look_twice()
    file.rename(place.inbox / "b.pdf")
    taken = place.look_twice()
    assert (taken.batches, taken.reports) == ((), 0)
    assert place.intake() == [("a.pdf", "batch-000001", False, True), ("b.pdf", "batch-000001", False, False)]


def test_a_changed_file_is_a_new_report_and_supersedes(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    place = Place(tmp_path, size=1)
    place.put("a.pdf", "old")
    place.look_twice()
    place.put("a.pdf", "new", changed=1_800_000_000)
    assert place.look_twice().batches == ("batch-000002",)
    assert sorted(place.intake(), key=lambda row: row[1]) == [
        ("a.pdf", "batch-000001", True, False),
        ("a.pdf", "batch-000002", False, False),
    ]


def test_a_pdf_a_day_fills_one_batch_after_the_other(tmp_path: Path) -> None:
    place = Place(tmp_path, size=3)
    batches = []
    for day in range(7):
        place.put(f"{day}.pdf", f"report {day}")
        batches += place.look_twice().batches
    assert batches == ["batch-000001"] * 3 + ["batch-000002"] * 3 + ["batch-000003"]
    assert [place.members(name) for name in dict.fromkeys(batches)] == [
        ["0.pdf", "1.pdf", "2.pdf"],
        ["3.pdf", "4.pdf", "5.pdf"],
        ["6.pdf"],
    ]


def test_a_file_changed_back_is_current_again(place: Place) -> None:
    place.put("a.pdf", "old", changed=1)
    place.look_twice()
    place.put("a.pdf", "new", changed=2)
    place.look_twice()
    place.put("a.pdf", "old", changed=3)
    assert place.look_twice().batches == ()
    with place.manifest() as manifest:
        superseded = {m.sha256[:16] for m in manifest.members("batch-000001")[1:]}
        rows = manifest.intake(place.inbox.resolve()).to_pylist()
    assert {r["report_id"] for r in rows if r["superseded_by"]} == superseded


def test_a_touched_file_is_nothing_new(place: Place) -> None:
    place.put("a.pdf", "same", changed=1)
    place.look_twice()
    with place.manifest() as manifest:
        before = manifest.publication().revision
    place.put("a.pdf", "same", changed=2)
    place.look_twice()
    with place.manifest() as manifest:
        assert manifest.publication().revision == before


def test_a_deleted_file_gets_a_tombstone_and_loses_it_when_it_is_back(place: Place) -> None:
    file = place.put("a.pdf", "words")
    place.look_twice()
    file.unlink()
    assert place.look().gone == 1
    assert place.look().gone == 0
    assert place.intake() == [("a.pdf", "batch-000001", False, True)]
    place.put("a.pdf", "words")
    assert place.look_twice().batches == ()
    assert place.intake() == [("a.pdf", "batch-000001", False, False)]


def test_another_report_under_the_name_of_a_deleted_one_supersedes_nothing(place: Place) -> None:
    place.put("scan.pdf", "the first patient")
    place.look_twice()
    (place.inbox / "scan.pdf").unlink()
    place.look()
    place.put("scan.pdf", "another patient")
    place.look_twice()
    assert all(not superseded for _, _, superseded, _ in place.intake())


def test_an_inbox_that_is_not_there_deletes_nothing(place: Place) -> None:
    place.put("a.pdf", "words")
    place.look_twice()
    place.inbox.rename(place.folder / "unmounted")
    with pytest.raises(FileNotFoundError, match="there is no such folder"):
        place.look()
    (place.folder / "unmounted").rename(place.inbox)
    assert place.intake() == [("a.pdf", "batch-000001", False, False)]


def test_a_subfolder_that_cannot_be_listed_deletes_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.put("sub/a.pdf", "words")
    place.look_twice()
    walk = Scan.__iter__

    def locked(scan: Scan):
        scan.unread.append("sub/")
        return (s for s in walk(scan) if not s.path.startswith("sub/"))

    monkeypatch.setattr(Scan, "__iter__", locked)
    taken = place.look()
    assert (taken.gone, taken.unread) == (0, ("sub/",))


def test_only_visible_pdfs_count(place: Place) -> None:
    for name in ("a.pdf", "B.PDF", "c.txt", ".d.pdf", ".hidden/e.pdf", "f.pdf.part"):
        place.put(name, name)
    place.look_twice()
    assert {row[0] for row in place.intake()} == {"a.pdf", "B.PDF"}


def test_batches_are_filled_in_order_of_path(tmp_path: Path) -> None:
    place = Place(tmp_path, size=3)
    for n in range(7):
        place.put(f"{n}.pdf", f"report {n}")
    assert place.look_twice().batches == ("batch-000001", "batch-000002", "batch-000003")
    assert [place.members(f"batch-00000{n}") for n in (1, 2, 3)] == [
        ["0.pdf", "1.pdf", "2.pdf"],
        ["3.pdf", "4.pdf", "5.pdf"],
        ["6.pdf"],
    ]


def test_many_looks_at_once_take_each_content_once(place: Place) -> None:
    for n in range(50):
        place.put(f"{n}.pdf", f"report {n}")
    place.look()
    taken: list[Taken] = []
    threads = [threading.Thread(target=lambda: taken.append(place.look())) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 6
    assert sum(t.reports for t in taken) == 50
    assert sorted(name for t in taken for b in t.batches for name in place.members(b)) == sorted(
        f"{n}.pdf" for n in range(50)
    )


def test_a_look_that_fails_half_way_leaves_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(3):
        place.put(f"{n}.pdf", f"report {n}")
    place.look()

    def full(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr("pipeline.intake.taking._place", full)
        with pytest.raises(OSError, match="disk full"):
            place.look()
    assert place.intake() == []
    assert place.look().reports == 3


def test_what_is_not_opened_in_time_waits_for_the_next_look(place: Place) -> None:
    place.put("a.pdf", "words")
    place.look()
    with place.manifest() as manifest:
        assert take_in(manifest, place.inbox, 500, NOON, within=0.0) == Taken(waiting=1)
    assert place.look().reports == 1


def test_each_inbox_has_its_own_reports(place: Place) -> None:
    place.put("a.pdf", "words")
    place.look_twice()
    other = place.folder / "other"
    other.mkdir()
    (other / "b.pdf").write_text("words")
    with place.manifest() as manifest:
        take_in(manifest, other, 500, NOON, still_for=0.0, claim=True)
        assert manifest.publication().inbox == other.resolve()
        assert names(manifest, other) == []
        take_in(manifest, other, 500, NOON)
        assert names(manifest, other) == ["batch-000002"]
        assert names(manifest, place.inbox) == ["batch-000001"]


def names(manifest: Manifest, inbox: Path) -> list[str]:
    return [batch.name for batch in manifest.unfinished(inbox.resolve())]


def test_a_file_that_is_no_manifest_says_so(tmp_path: Path) -> None:
    (tmp_path / "manifest.sqlite").write_text("this is no database, and long enough to look at" * 50)
    with pytest.raises(OSError, match="manifest cannot be used"):
        Manifest(tmp_path / "manifest.sqlite")


def test_what_is_no_pdf_is_told(place: Place) -> None:
    place.put("a.pdf", "a", changed=1)
    assert str(place.look()) == "1 files wait until their size and time stand still"
    place.put("b.docx", "b", changed=1)
    place.put(".hidden", "c", changed=1)
    place.look()
    assert str(place.look()) == "nothing new; 1 other file is left out, PDFs alone are read"
    place.put("c.txt", "c", changed=1)
    assert str(place.look()) == "nothing new; 2 other files are left out, PDFs alone are read"
