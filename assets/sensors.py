"""Watching the inbox."""

from collections.abc import Sequence
from datetime import timedelta

import dagster as dg

from assets.batches import BATCHES
from assets.jobs import batch, publication
from assets.orphans import end_orphans
from assets.resources import Casefold
from pipeline.intake.manifest import Batch, Manifest
from pipeline.intake.operation import now
from pipeline.intake.taking import Taken

AT_ONCE = 20
"""Batches asked for in one tick; those that are running or queued already are not asked for twice."""
OPENING = 30.0
"""Seconds of a tick for opening new files; Dagster gives a tick 60."""
PUBLISH_AT_LEAST = timedelta(hours=1)
"""While batches keep coming, the dataset is published this often; else as soon as the last one is made."""

RUN_KEY, PARTITION = "dagster/run_key", "dagster/partition"
"""Dagster's own tags of a run."""
FINISHED = {dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED}
UNFINISHED = [status for status in dg.DagsterRunStatus if status not in FINISHED]


@dg.sensor(
    name="inbox",
    jobs=[batch, publication],
    minimum_interval_seconds=30,
    description="Notices new, changed, renamed and deleted PDFs in the inbox. A file is taken in when its size and time "
    "stood still over two ticks; the same content under two names is one report. New reports join the newest batch until "
    "it holds `batch_size` (casefold.toml), then a new one; each batch that grew gets a run, which makes only what is "
    "new; when all are made, the dataset is published.",
)
def inbox_sensor(context: dg.SensorEvaluationContext, casefold: dg.ResourceParam[Casefold]) -> dg.SensorResult:
    operation = casefold.operation
    end_orphans(context.instance)
    if not operation.settings.inbox.is_dir():
        return dg.SensorResult(skip_reason=f"{operation.settings.inbox.resolve()}: make this folder and put PDFs in it")
    taken = operation.take_in(within=OPENING)
    with operation.manifest() as manifest:
        growing = manifest.unfinished(operation.settings.inbox.resolve(), AT_ONCE)
        busy, asked = in_work(context.instance), asked_before(context.instance, growing)
        wanted = [b for b in growing if b.name not in busy and run_key(b) not in asked]
        requests = [dg.RunRequest(job_name="batch", partition_key=b.name, run_key=run_key(b)) for b in wanted]
        if not requests and not busy or _overdue(manifest):
            requests += publication_requests(manifest)
    lacking = [b.name for b in wanted if not context.instance.has_dynamic_partition(str(BATCHES.name), b.name)]
    return dg.SensorResult(
        run_requests=requests,
        skip_reason=None if requests else said(taken, busy),
        dynamic_partitions_requests=[BATCHES.build_add_request(lacking)] if lacking else [],
        asset_events=[inbox_event(operation.settings.inbox.resolve().as_posix(), taken)] if changed(taken) else [],
    )


def run_key(batch: Batch) -> str:
    """Dagster launches one run a key, however often it is asked for: one each time that a batch has grown."""
    return f"{batch.name}:{batch.size}"


def asked_before(instance: dg.DagsterInstance, batches: Sequence[Batch]) -> set[str]:
    """Run keys that got their run, whatever became of it."""
    keys = [run_key(batch) for batch in batches]
    runs = instance.get_runs(dg.RunsFilter(tags={RUN_KEY: keys})) if keys else []
    return {run.tags[RUN_KEY] for run in runs}


def in_work(instance: dg.DagsterInstance) -> set[str]:
    """Batches with a run that waits or works."""
    runs = instance.get_runs(dg.RunsFilter(job_name="batch", statuses=UNFINISHED))
    return {run.tags[PARTITION] for run in runs if PARTITION in run.tags}


def said(taken: Taken, busy: set[str]) -> str:
    return f"{taken}; {', '.join(sorted(busy))} in work" if busy else str(taken)


def publication_requests(manifest: Manifest) -> list[dg.RunRequest]:
    state = manifest.publication()
    due = state.due and state.inbox is not None
    return [dg.RunRequest(job_name="publication", run_key=f"dataset:{state.revision}")] if due else []


def _overdue(manifest: Manifest) -> bool:
    state = manifest.publication()
    return state.published_at is not None and now() - state.published_at > PUBLISH_AT_LEAST


def changed(taken: Taken) -> bool:
    return bool(taken.reports or taken.gone)


def inbox_event(inbox: str, taken: Taken) -> dg.AssetMaterialization:
    return dg.AssetMaterialization(
        "inbox", metadata={"folder": dg.MetadataValue.path(inbox), "new": taken.reports, "gone": taken.gone}
    )
