"""What is done at night."""

from collections.abc import Iterator

import dagster as dg

from assets.batches import BATCHES
from assets.jobs import batch
from assets.resources import Casefold


@dg.schedule(
    name="nightly",
    job=batch,
    cron_schedule="0 2 * * *",
    description="Asks for the batches that another reader or other rules made, for those that were never finished, and "
    "for those with reports whose problem may have passed (a time-out, OCR that was missing), which are tried again "
    "after 1, 2, 4, 8 … days. A change of rules reads no PDF.",
)
def nightly(
    context: dg.ScheduleEvaluationContext, casefold: dg.ResourceParam[Casefold]
) -> Iterator[dg.RunRequest | dg.SkipReason]:
    wanted = casefold.operation.wanted()
    lacking = set(wanted) - set(context.instance.get_dynamic_partitions(str(BATCHES.name)))
    if lacking:
        context.instance.add_dynamic_partitions(str(BATCHES.name), sorted(lacking))
    night = f"{context.scheduled_execution_time:%Y-%m-%d}"
    for name, retry in wanted.items():
        yield dg.RunRequest(
            partition_key=name,
            run_key=f"{name}:{night}",
            run_config={"ops": {"texts": {"config": {"retry_quarantined": retry}}}},
            tags={"casefold/retry": str(retry).lower()},
        )
    if not wanted:
        yield dg.SkipReason("every batch was made by the reader and rules of now, and nothing is worth a retry")
