"""Watching the inbox."""

from datetime import timedelta

import dagster as dg

from assets.batches import BATCHES
from assets.jobs import batch, publication
from assets.orphans import end_orphans
from assets.resources import Casefold
from pipeline.intake.manifest import Manifest
from pipeline.intake.operation import now
from pipeline.intake.taking import Taken

AT_ONCE = 20
"""Batches asked for in one tick; those that are running or queued already are not asked for twice."""
OPENING = 30.0
"""Seconds of a tick for opening new files; Dagster gives a tick 60."""
PUBLISH_AT_LEAST = timedelta(hours=1)
"""While batches keep coming, the dataset is published this often; else as soon as the last one is made."""


@dg.sensor(
    name="inbox",
    jobs=[batch, publication],
    minimum_interval_seconds=30,
    description="Notices new, changed, renamed and deleted PDFs in the inbox. A file is taken in when its size and time "
    "stood still over two ticks; the same content under two names is one report. New reports form batches (at most "
    "`batch_size` of casefold.toml), and each batch gets its run; when all are made, the dataset is published.",
)
def inbox_sensor(context: dg.SensorEvaluationContext, casefold: dg.ResourceParam[Casefold]) -> dg.SensorResult:
    operation = casefold.operation
    end_orphans(context.instance)
    if not operation.settings.inbox.is_dir():
        return dg.SensorResult(skip_reason=f"{operation.settings.inbox.resolve()}: make this folder and put PDFs in it")
    taken = operation.take_in(within=OPENING)
    with operation.manifest() as manifest:
        asked = manifest.unfinished(operation.settings.inbox.resolve(), AT_ONCE)
        requests = [batch_request(name) for name in asked]
        if not requests or _overdue(manifest):
            requests += publication_requests(manifest)
    lacking = [n for n in asked if not context.instance.has_dynamic_partition(str(BATCHES.name), n)]
    return dg.SensorResult(
        run_requests=requests,
        skip_reason=None if requests else str(taken),
        dynamic_partitions_requests=[BATCHES.build_add_request(lacking)] if lacking else [],
        asset_events=[inbox_event(operation.settings.inbox.resolve().as_posix(), taken)] if changed(taken) else [],
    )


def batch_request(name: str, attempt: str = "first") -> dg.RunRequest:
    """Dagster launches one run a key, however often it is asked for."""
    return dg.RunRequest(job_name="batch", partition_key=name, run_key=f"{name}:{attempt}")


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
