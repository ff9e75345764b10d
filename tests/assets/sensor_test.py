"""The inbox sensor and the nightly schedule: what they ask for, and that they ask once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import dagster as dg
import pytest

from assets import defs
from assets.batches import BATCHES
from assets.resources import casefold
from assets.schedules import nightly
from assets.sensors import inbox_sensor
from pipeline.cache.fingerprint import makers
from pipeline.intake import operation as module
from pipeline.intake.manifest import Failure
from pipeline.intake.operation import Operation, now
from pipeline.settings import Settings
from tests.assets.workplace import Workplace

FIRST = "batch-000001"


def sensor_context(instance: dg.DagsterInstance) -> dg.SensorEvaluationContext:
    return dg.build_sensor_context(instance=instance, definitions=defs, resources={"casefold": casefold()})


def tick(instance: dg.DagsterInstance) -> dg.SensorResult:
    """One tick, with what the daemon does of its outcome: the partitions are added."""
    with sensor_context(instance) as context:
        told = inbox_sensor(context)
    assert isinstance(told, dg.SensorResult)
    for request in told.dynamic_partitions_requests or []:
        instance.add_dynamic_partitions(str(BATCHES.name), list(request.partition_keys))
    return told


def asked(told: dg.SensorResult) -> list[tuple[str | None, str | None]]:
    return [(request.job_name, request.partition_key) for request in told.run_requests or []]


def finish(batch: str, failures: list[Failure] | None = None) -> None:
    operation = Operation(Settings())
    with operation.manifest() as manifest:
        size = manifest.batch(batch).size
        manifest.finish(batch, 1, size, operation.makers, failures or [], now())


def test_no_inbox_is_told_and_nothing_fails(place: Workplace, instance: dg.DagsterInstance) -> None:
    place.inbox.rmdir()
    told = tick(instance)
    assert asked(told) == [] and "make this folder" in str(told.skip_reason)


def test_a_new_pdf_gets_a_partition_and_a_run_in_one_outcome(place: Workplace, instance: dg.DagsterInstance) -> None:
    place.put("cyst_en.pdf")
    first = tick(instance)
    assert asked(first) == [] and "1 files wait" in str(first.skip_reason)
    second = tick(instance)
    assert asked(second) == [("batch", FIRST)]
    assert [list(r.partition_keys) for r in second.dynamic_partitions_requests or []] == [[FIRST]]
    assert [event.asset_key.to_user_string() for event in second.asset_events] == ["inbox"]


def test_an_unfinished_batch_is_asked_for_under_the_same_key(place: Workplace, instance: dg.DagsterInstance) -> None:
    """The daemon launches one run a key; a tick that died after it took a batch in loses nothing."""
    place.put("cyst_en.pdf")
    tick(instance)
    keys = {request.run_key for _ in range(3) for request in tick(instance).run_requests or []}
    assert keys == {f"{FIRST}:1"}


def test_two_ticks_at_once_form_one_batch(place: Workplace, instance: dg.DagsterInstance) -> None:
    place.put("cyst_en.pdf")
    tick(instance)
    with (
        sensor_context(instance) as one,
        sensor_context(instance) as other,
    ):
        told = [inbox_sensor(one), inbox_sensor(other)]
    assert {request.run_key for t in told for request in t.run_requests} == {f"{FIRST}:1"}
    for t in told:
        for request in t.dynamic_partitions_requests or []:
            instance.add_dynamic_partitions(str(BATCHES.name), list(request.partition_keys))
    assert instance.get_dynamic_partitions(str(BATCHES.name)) == [FIRST]


def test_a_batch_in_work_is_asked_for_again_when_it_is_done(place: Workplace, instance: dg.DagsterInstance) -> None:
    """A PDF joins while the run works; the dataset waits as well. A run that failed is not asked for again as it was."""
    place.put("cyst_en.pdf")
    tick(instance), tick(instance)
    tags = {"dagster/partition": FIRST, "dagster/run_key": f"{FIRST}:1"}
    run = instance.create_run_for_job(defs.resolve_job_def("batch"), tags=tags)
    place.put("thyroid_en.pdf")
    tick(instance)
    told = tick(instance)
    assert asked(told) == [] and f"{FIRST} in work" in str(told.skip_reason)
    instance.report_run_failed(run)
    assert [r.run_key for r in tick(instance).run_requests or []] == [f"{FIRST}:2"]


def test_a_batch_that_failed_keeps_no_other_from_the_dataset(place: Workplace, instance: dg.DagsterInstance) -> None:
    place.put("cyst_en.pdf")
    tick(instance), tick(instance)
    tags = {"dagster/partition": FIRST, "dagster/run_key": f"{FIRST}:1"}
    instance.report_run_failed(instance.create_run_for_job(defs.resolve_job_def("batch"), tags=tags))
    assert asked(tick(instance)) == [("publication", None)]


def test_two_instances_share_an_inbox(place: Workplace, instance: dg.DagsterInstance, kept: dg.DagsterInstance) -> None:
    """Each gets its partition and its run of the one batch; the second run finds all made."""
    place.put("cyst_en.pdf")
    tick(instance)
    assert asked(tick(kept)) == asked(tick(instance)) == [("batch", FIRST)]
    assert all(i.get_dynamic_partitions(str(BATCHES.name)) == [FIRST] for i in (instance, kept))
    assert len(Operation(Settings()).members(FIRST)) == 1
    finish(FIRST)
    assert asked(tick(kept)) == asked(tick(instance)) == [("publication", None)]


def test_when_all_batches_are_made_the_dataset_is_published_once(
    place: Workplace, instance: dg.DagsterInstance
) -> None:
    place.put("cyst_en.pdf")
    tick(instance), tick(instance)
    finish(FIRST)
    told = tick(instance)
    assert asked(told) == [("publication", None)]
    assert [r.run_key for r in tick(instance).run_requests] == [r.run_key for r in told.run_requests]
    operation = Operation(Settings())
    with operation.manifest() as manifest:
        manifest.published(manifest.publication().revision, now())
    quiet = tick(instance)
    assert asked(quiet) == [] and quiet.skip_reason == dg.SkipReason("nothing new")


def test_a_deleted_pdf_is_shown_and_published(place: Workplace, instance: dg.DagsterInstance) -> None:
    file = place.put("cyst_en.pdf")
    tick(instance), tick(instance)
    finish(FIRST)
    operation = Operation(Settings())
    with operation.manifest() as manifest:
        manifest.published(manifest.publication().revision, now())
    file.unlink()
    told = tick(instance)
    assert asked(told) == [("publication", None)]
    assert [event.metadata["gone"].value for event in told.asset_events] == [1]


def test_batches_hold_at_most_what_the_settings_say(place: Workplace, instance: dg.DagsterInstance) -> None:
    (place.folder / "casefold.toml").write_text("batch_size = 2\n")
    for n in range(5):
        (place.inbox / f"{n}.pdf").write_text(f"{n}")
    tick(instance)
    assert asked(tick(instance)) == [("batch", f"batch-00000{n}") for n in (1, 2, 3)]
    assert instance.get_dynamic_partitions(str(BATCHES.name)) == [f"batch-00000{n}" for n in (1, 2, 3)]


def night(instance: dg.DagsterInstance, day: int) -> list[dg.RunRequest]:
    moment = datetime(2099, 1, day, 2, tzinfo=UTC)
    with dg.build_schedule_context(
        instance=instance,
        repository_def=defs.get_repository_def(),
        scheduled_execution_time=moment,
        resources={"casefold": casefold()},
    ) as context:
        return nightly.evaluate_tick(context).run_requests or []


def test_the_night_asks_for_nothing_where_all_is_of_now(place: Workplace, kept: dg.DagsterInstance) -> None:
    assert night(kept, 1) == []
    place.put("cyst_en.pdf")
    tick(kept), tick(kept)
    finish(FIRST)
    assert night(kept, 1) == []


@pytest.mark.parametrize("other", [{"rules": "other"}, {"reader": "other"}])
def test_the_night_asks_for_what_others_made_once_a_night(
    place: Workplace, kept: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch, other: dict[str, str]
) -> None:
    place.put("cyst_en.pdf")
    tick(kept), tick(kept)
    finish(FIRST)
    monkeypatch.setattr(module, "makers", lambda settings: replace(makers(settings), **other))
    requests = night(kept, 1)
    assert [(r.partition_key, r.run_key) for r in requests] == [(FIRST, f"{FIRST}:2099-01-01")]
    assert requests[0].run_config["ops"]["texts"]["config"] == {"retry_quarantined": False}
    assert night(kept, 2)[0].run_key == f"{FIRST}:2099-01-02"


def test_the_night_retries_what_may_have_passed(
    place: Workplace, kept: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.put("cyst_en.pdf")
    tick(kept), tick(kept)
    (member,) = Operation(Settings()).members(FIRST)
    finish(FIRST, [Failure(member.sha256, "timeout", tried=True)])
    assert night(kept, 1) == []
    monkeypatch.setattr(module, "now", lambda: datetime(2099, 1, 1, tzinfo=UTC))
    (request,) = night(kept, 1)
    assert request.run_config["ops"]["texts"]["config"] == {"retry_quarantined": True}
