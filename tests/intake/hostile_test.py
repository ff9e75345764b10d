"""An inbox as it should not be: loops, odd names, files that go while they are looked at, clocks that jump."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.intake import taking
from pipeline.intake.inbox import Scan
from pipeline.intake.operation import Operation
from pipeline.intake.taking import Taken, take_in
from pipeline.settings import Settings
from tests.intake.place import NOON, Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    (tmp_path / "inbox").mkdir()
    return Place(tmp_path)


def test_links_that_lead_in_circles_are_left_out(place: Place) -> None:
    place.put("sub/a.pdf", "words")
    (place.inbox / "sub" / "up").symlink_to(place.inbox, target_is_directory=True)
    (place.inbox / "self.pdf").symlink_to("self.pdf")
    (place.inbox / "nowhere.pdf").symlink_to("gone.pdf")
    assert [s.path for s in Scan(place.inbox)] == ["sub/a.pdf"]


def test_what_is_named_as_a_pdf_and_is_none_is_left_out(place: Place) -> None:
    (place.inbox / "folder.pdf").mkdir()
    os.mkfifo(place.inbox / "pipe.pdf")
    place.put("folder.pdf/a.pdf", "words")
    assert [s.path for s in Scan(place.inbox)] == ["folder.pdf/a.pdf"]


@pytest.mark.parametrize(
    "name",
    [
        "Клинический случай №3.pdf",
        "two  spaces [and] (brackets) | 'quotes' & %41;.pdf",
        "line\nbreak.pdf",
        "x" * 251 + ".pdf",
        "и" * 125 + ".pdf",
        "-rf.pdf",
    ],
)
def test_odd_names_are_names(place: Place, name: str) -> None:
    place.put(name, "words")
    assert place.look_twice().reports == 1
    assert place.members("batch-000001") == [name]
    with place.manifest() as manifest:
        assert [batch for batch, _ in manifest.named(name)] == ["batch-000001"]


def test_a_name_that_is_no_text_is_told_and_the_others_go_on(place: Place) -> None:
    place.put("a.pdf", "words")
    (Path(os.fsdecode(os.fsencode(place.inbox) + b"/\xff\xfe.pdf"))).write_text("other words")
    taken = place.look_twice()
    assert (taken.reports, taken.unread) == (1, ("\\xff\\xfe.pdf",))
    assert "cannot be opened: \\xff\\xfe.pdf" in str(taken)


def test_one_name_in_two_folders_is_two_reports_told_apart_by_path(place: Place) -> None:
    for folder in ("first", "second"):
        place.put(f"{folder}/report.pdf", folder)
    place.look_twice()
    assert place.members("batch-000001") == ["report.pdf", "report.pdf"]
    operation = Operation(Settings(inbox=place.inbox, state=place.folder / "state", cache=place.folder / "cache"))
    assert operation.forget("second/report.pdf") == "batch-000001"
    with pytest.raises(LookupError, match="first/report.pdf, second/report.pdf"):
        operation.forget("report.pdf")
    (place.inbox / "first" / "report.pdf").unlink()
    place.look()
    assert operation.forget("report.pdf") == "batch-000001", "what was deleted is not meant"


def test_a_file_that_goes_between_listing_and_opening_waits(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    file = place.put("a.pdf", "words")
    place.look()
    digest = taking.digest

    def gone(path: Path) -> str | None:
        path.unlink()
        return digest(path)

    with monkeypatch.context() as patch:
        patch.setattr(taking, "digest", gone)
        assert place.look() == Taken(waiting=1, unread=("a.pdf",))
    assert place.look() == Taken(gone=1)
    assert not file.exists() and place.intake() == []


def test_a_file_that_changes_while_it_is_opened_waits(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.put("a.pdf", "half", changed=1)
    place.look()
    digest = taking.digest

    def growing(path: Path) -> str | None:
        told = digest(path)
        place.put("a.pdf", "half and more", changed=2)
        return told

    with monkeypatch.context() as patch:
        patch.setattr(taking, "digest", growing)
        assert place.look().reports == 0
    assert place.look_twice().reports == 1
    assert place.look() == Taken()


def test_an_inbox_that_cannot_be_listed_deletes_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.put("a.pdf", "words")
    place.look_twice()

    def forbidden(path: Path) -> None:
        raise PermissionError(path)

    monkeypatch.setattr("pipeline.intake.inbox.os.scandir", forbidden)
    taken = place.look()
    assert (taken.gone, str(taken)) == (0, "cannot be opened: the inbox itself")
    assert place.intake() == [("a.pdf", "batch-000001", False, False)]


def test_an_inbox_that_is_a_file_says_so(place: Place) -> None:
    place.inbox.rmdir()
    place.inbox.write_text("no folder")
    with pytest.raises(FileNotFoundError, match="there is no such folder"):
        place.look()


@pytest.mark.parametrize("days", [-20_000, 0, 4_000])
def test_times_of_another_age_are_times(place: Place, days: int) -> None:
    """A file of the future, or of before 1970, is taken in at the second look."""
    changed = int((NOON + timedelta(days=days)).timestamp())
    place.put("a.pdf", "words", changed=changed)
    with place.manifest() as manifest:
        first = take_in(manifest, place.inbox, 500, NOON, still_for=2.0)
        second = take_in(manifest, place.inbox, 500, NOON - timedelta(days=9), still_for=2.0)
    assert first.reports + second.reports == 1
    assert place.look() == Taken()


def test_a_clock_that_goes_back_retries_later_and_not_for_ever(place: Place) -> None:
    from pipeline.cache.fingerprint import Makers
    from pipeline.intake.manifest import Failure

    place.put("a.pdf", "words")
    place.look_twice()
    with place.manifest() as manifest:
        (member,) = manifest.members("batch-000001")
        failure = Failure(member.sha256, "timeout", tried=True)
        manifest.finish("batch-000001", 1, 1, Makers("r", "r"), [failure], NOON)
        inbox = place.inbox.resolve()
        assert manifest.worth_retrying(inbox, NOON - timedelta(days=400)) == []
        assert manifest.worth_retrying(inbox, NOON + timedelta(days=400)) == ["batch-000001"]
