"""The definitions load, read as the way of the data, and make the sample batch in process."""

from __future__ import annotations

import dagster as dg

from assets import defs
from assets.batches import BATCHES, case_pages, facts, intake, texts
from assets.dataset import BLOCKING, WARNING, dataset
from assets.resources import casefold
from pipeline.dataset.query import query
from pipeline.intake.operation import Operation
from pipeline.settings import Settings
from tests.assets.workplace import Workplace

WAY = ("inbox", "intake", "texts", "facts", "dataset")


def specs() -> dict[str, dg.AssetSpec]:
    return {spec.key.to_user_string(): spec for spec in defs.resolve_all_asset_specs()}


def test_everything_loads() -> None:
    dg.Definitions.validate_loadable(defs)
    repository = defs.get_repository_def()
    assert {sensor.name for sensor in repository.sensor_defs} == {"inbox"}
    assert {schedule.name for schedule in repository.schedule_defs} == {"nightly"}
    assert {"batch", "publication", "one_report"} <= set(repository.job_names)


def test_the_graph_reads_as_the_way_of_the_data() -> None:
    assert set(specs()) == {*WAY, "case_pages"}
    for before, after in zip(WAY, WAY[1:], strict=False):
        assert sources(after) == [before]
    assert sources("case_pages") == ["facts"]


def sources(asset: str) -> list[str]:
    return [dep.asset_key.to_user_string() for dep in specs()[asset].deps]


def test_each_asset_says_what_it_is() -> None:
    for name, spec in specs().items():
        assert spec.description and len(spec.description) > 60, name
        assert spec.kinds and spec.owners and spec.tags.get("stage"), name


def test_automation_says_what_it_does() -> None:
    repository = defs.get_repository_def()
    for definition in (*repository.sensor_defs, *repository.schedule_defs):
        assert definition.description and len(definition.description) > 100
    assert all(repository.get_job(job).description for job in ("batch", "publication", "one_report"))


def test_the_sample_batch_is_made_in_process(place: Workplace, instance: dg.DagsterInstance) -> None:
    place.put("cyst_en.pdf")
    (place.inbox / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    Operation(Settings()).take_in(still_for=0)
    instance.add_dynamic_partitions(str(BATCHES.name), ["batch-000001"])
    steps: list[str] = []
    resources = {"casefold": casefold(lambda step, done, of: steps.append(f"{step} {done}/{of}"))}
    made = dg.materialize(
        [intake, texts, facts, case_pages], partition_key="batch-000001", instance=instance, resources=resources
    )
    assert made.success
    assert steps == [f"{step} {done}/2" for step in ("texts", "facts", "case_pages") for done in (1, 2)]

    shown = metadata(made, "facts")
    rows = {row.data["file"]: row.data for row in shown["reports"].records}
    assert rows["broken.pdf"]["status"] == "damaged"
    assert rows["cyst_en.pdf"]["status"] == "extracted"
    assert rows["cyst_en.pdf"]["pages"] >= 1 and rows["cyst_en.pdf"]["facts"] > 10
    assert rows["cyst_en.pdf"]["facts"] == shown["dagster/row_count"].value
    assert (shown["extracted_now"].value, shown["quarantined"].value) == (2, 1)
    assert metadata(made, "texts")["read_now"].value == 2

    drawn = metadata(made, "case_pages")
    (page,), (figure,) = ((Settings().pages / "batch-000001").glob(f"*-1.{kind}") for kind in ("html", "svg"))
    assert f"![course of the case](http://127.0.0.1:3001/batch-000001/{figure.name})" in drawn["course"].value
    assert f"[cyst\\_en.pdf](http://127.0.0.1:3001/batch-000001/{page.name})" in drawn["pages"].value
    assert drawn["all_pages"] == shown["all_pages"] and drawn["all_pages"].value.endswith("/batch-000001/index.html")

    published = dg.materialize([dataset], instance=instance, resources=resources, selection=[dataset])
    assert published.success
    checks = {c.check_name: c for c in published.get_asset_check_evaluations()}
    assert set(checks) == {*BLOCKING, *WARNING}
    assert all(checks[name].passed for name in BLOCKING)
    assert not checks["quarantined"].passed and checks["quarantined"].severity is dg.AssetCheckSeverity.WARN
    told = metadata(published, "dataset")
    assert told["reports"].value == 2
    assert [row.data["sex"] for row in told["latest_cases"].records] == ["female"]
    assert told["course"] == drawn["course"]
    assert len(query("select * from reports", Settings().dataset)) == 2


def metadata(outcome: dg.ExecuteInProcessResult, asset: str) -> dict:
    (event,) = outcome.asset_materializations_for_node(asset)
    return dict(event.metadata)


def test_a_batch_of_broken_pdfs_is_made_and_published(place: Workplace, instance: dg.DagsterInstance) -> None:
    for n in range(2):
        (place.inbox / f"{n}.pdf").write_bytes(b"%%PDF-1.7 and no more %d" % n)
    Operation(Settings()).take_in(still_for=0)
    instance.add_dynamic_partitions(str(BATCHES.name), ["batch-000001"])
    resources = {"casefold": casefold()}
    made = dg.materialize(
        [intake, texts, facts, case_pages], partition_key="batch-000001", instance=instance, resources=resources
    )
    assert made.success and metadata(made, "texts")["quarantined"].value == 2
    published = dg.materialize([dataset], instance=instance, resources=resources, selection=[dataset])
    assert published.success
    told = metadata(published, "dataset")
    assert (told["reports"].value, told["cases"].value, "course" in told) == (2, 0, False)


def test_what_breaks_the_dataset_is_shown_and_not_published(
    place: Workplace, instance: dg.DagsterInstance, monkeypatch
) -> None:
    from pipeline.dataset.rows import complete, to_arrow

    dangling = {"case_id": "0123456789abcdef-1", "report_id": "0123456789abcdef", "case_number": 1}
    broken = complete({"cases": to_arrow("cases", [dangling])})
    monkeypatch.setattr(Operation, "joined", lambda self: (broken, 1))
    outcome = dg.materialize([dataset], instance=instance, resources={"casefold": casefold()}, raise_on_error=False)
    assert not outcome.success
    checks = {c.check_name: c.passed for c in outcome.get_asset_check_evaluations()}
    assert checks["reference"] is False and checks["schema"] is True
    assert not outcome.asset_materializations_for_node("dataset")
    assert not (Settings().dataset / "current").exists()
