"""Everything that Dagster loads."""

from __future__ import annotations

import dagster as dg

from assets.batches import case_pages, facts, inbox, intake, texts
from assets.dataset import dataset
from assets.jobs import batch, one_report, publication
from assets.resources import casefold
from assets.schedules import nightly
from assets.sensors import inbox_sensor

defs = dg.Definitions(
    assets=[inbox, intake, texts, facts, case_pages, dataset],
    jobs=[batch, publication, one_report],
    sensors=[inbox_sensor],
    schedules=[nightly],
    resources={"casefold": casefold()},
    executor=dg.in_process_executor,
)
