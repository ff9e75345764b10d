"""What the manifest remembers of batches: who made them, what failed, what is worth trying again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.cache.fingerprint import Makers
from pipeline.intake.manifest import Failure, Manifest
from tests.intake.place import NOON, Place

NOW = Makers("reader-1", "rules-1")


@pytest.fixture
def manifest(tmp_path: Path) -> Manifest:
    place = Place(tmp_path)
    place.put("a.pdf", "a")
    place.put("b/report.pdf", "b")
    place.look_twice()
    return place.manifest()


def inbox(manifest: Manifest) -> Path:
    found = manifest.publication().inbox
    assert found is not None
    return found


def names(manifest: Manifest) -> list[str]:
    return [batch.name for batch in manifest.unfinished(inbox(manifest))]


def sha256(manifest: Manifest) -> str:
    return manifest.members("batch-000001")[0].sha256


def test_a_batch_is_unfinished_until_it_is_made(manifest: Manifest) -> None:
    assert names(manifest) == ["batch-000001"]
    manifest.finish("batch-000001", 1, 2, NOW, [], NOON)
    assert names(manifest) == []
    assert manifest.batch("batch-000001").made_by(NOW)


def test_a_batch_that_grew_is_unfinished_again(manifest: Manifest) -> None:
    manifest.finish("batch-000001", 1, 1, NOW, [], NOON)
    assert names(manifest) == ["batch-000001"]
    manifest.finish("batch-000001", 2, 2, NOW, [], NOON)
    assert names(manifest) == []


def test_what_could_not_be_reached_leaves_the_batch_stale(manifest: Manifest) -> None:
    manifest.finish("batch-000001", 1, 2, None, [], NOON)
    assert names(manifest) == []
    assert manifest.stale(inbox(manifest), NOW) == ["batch-000001"]


def test_a_manifest_from_before_batches_grew_is_brought_to_now(tmp_path: Path) -> None:
    """Its batches, made and not made, count as they did."""
    place = Place(tmp_path)
    place.put("a.pdf", "a")
    place.look_twice()
    with place.manifest() as old:
        old.finish("batch-000001", 3, 1, NOW, [], NOON)
        old.connection.execute("DROP INDEX batches_growing")
        old.connection.execute("ALTER TABLE batches DROP COLUMN size")
        old.connection.execute("ALTER TABLE batches DROP COLUMN made")
    with place.manifest() as now:
        assert names(now) == []
        assert now.batch("batch-000001").size == 1
        now.connection.execute("UPDATE batches SET version = 0, made = 0")
        assert names(now) == ["batch-000001"]


@pytest.mark.parametrize("other", [Makers("reader-2", "rules-1"), Makers("reader-1", "rules-2")])
def test_another_reader_or_other_rules_make_a_batch_stale(manifest: Manifest, other: Makers) -> None:
    manifest.finish("batch-000001", 1, 2, NOW, [], NOON)
    assert manifest.stale(inbox(manifest), NOW) == []
    assert manifest.stale(inbox(manifest), other) == ["batch-000001"]


def test_what_may_have_passed_is_tried_again_ever_more_rarely(manifest: Manifest) -> None:
    failure = Failure(sha256(manifest), "timeout", tried=True)
    waits = []
    moment = NOON
    for _ in range(4):
        manifest.finish("batch-000001", 1, 2, NOW, [failure], moment)
        days = next(d for d in range(40) if manifest.worth_retrying(inbox(manifest), moment + timedelta(days=d)))
        waits.append(days)
        moment += timedelta(days=days)
    assert waits == [1, 2, 4, 8]


def test_what_is_only_remembered_counts_as_no_try(manifest: Manifest) -> None:
    sha = sha256(manifest)
    manifest.finish("batch-000001", 1, 2, NOW, [Failure(sha, "no_text", tried=True)], NOON)
    manifest.finish("batch-000001", 2, 2, NOW, [Failure(sha, "no_text", tried=False)], NOON + timedelta(hours=20))
    assert manifest.worth_retrying(inbox(manifest), NOON + timedelta(days=1)) == ["batch-000001"]


def test_what_cannot_pass_is_left_alone(manifest: Manifest) -> None:
    failures = [Failure(sha256(manifest), "password_required", tried=True)]
    manifest.finish("batch-000001", 1, 2, NOW, failures, NOON)
    assert manifest.worth_retrying(inbox(manifest), NOON + timedelta(days=400)) == []


def test_what_was_cured_is_forgotten(manifest: Manifest) -> None:
    manifest.finish("batch-000001", 1, 2, NOW, [Failure(sha256(manifest), "timeout", tried=True)], NOON)
    manifest.finish("batch-000001", 2, 2, NOW, [], NOON)
    assert manifest.worth_retrying(inbox(manifest), NOON + timedelta(days=400)) == []


def test_every_change_makes_a_publication_due(manifest: Manifest) -> None:
    state = manifest.publication()
    assert state.due
    manifest.published(state.revision, NOON)
    assert not manifest.publication().due
    manifest.finish("batch-000001", 1, 2, NOW, [], NOON)
    assert manifest.publication().due


def test_a_change_while_the_dataset_is_published_is_not_lost(manifest: Manifest) -> None:
    state = manifest.publication()
    manifest.finish("batch-000001", 1, 2, NOW, [], NOON)
    manifest.published(state.revision, NOON)
    assert manifest.publication().due


@pytest.mark.parametrize("name", ["report.pdf", "b/report.pdf"])
def test_a_report_is_found_by_name_and_by_path(manifest: Manifest, name: str) -> None:
    assert [batch for batch, _ in manifest.named(name)] == ["batch-000001"]


def test_a_name_is_no_part_of_a_name(manifest: Manifest) -> None:
    assert manifest.named("port.pdf") == [] and manifest.named("%.pdf") == []


def test_an_unknown_batch_says_who_forms_them(manifest: Manifest) -> None:
    with pytest.raises(KeyError, match="inbox sensor"):
        manifest.batch("batch-999999")
