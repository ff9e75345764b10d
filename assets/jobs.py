"""What is launched: a batch, the publication, one report."""

from collections.abc import Iterator

import dagster as dg

from assets.batches import case_pages, facts, intake, texts
from assets.dataset import dataset, dataset_metadata
from assets.metadata import reports_metadata
from assets.pages import pages_metadata
from assets.resources import Casefold

batch = dg.define_asset_job(
    "batch",
    selection=[intake, texts, facts, case_pages],
    description="Reads and extracts the reports of one batch; what lies in the cache is not done again.",
)
publication = dg.define_asset_job(
    "publication", selection=[dataset], description="Joins all batches, checks the dataset and publishes it."
)


class OneReport(dg.Config):
    """Which report: its file name, or its path in the inbox."""

    file: str


@dg.op(
    description="Finds the newest report under this name, reads and extracts it anew, and leaves the others of its batch."
)
def again(
    context: dg.OpExecutionContext, config: OneReport, casefold: dg.ResourceParam[Casefold]
) -> Iterator[dg.AssetMaterialization | dg.Output[str]]:
    operation, port = casefold.operation, casefold.settings.pages_port
    name = operation.forget(config.file)
    context.log.info(f"{config.file}: its batch is {name}")
    operation.read(name, progress=casefold.progress("texts", context.log))
    extracted = operation.extract(name, casefold.progress("facts", context.log))
    drawn = operation.draw(name, casefold.progress("case_pages", context.log))
    told = reports_metadata(extracted, operation.folder(name), port)
    yield dg.AssetMaterialization("facts", metadata=told, partition=name)
    yield dg.AssetMaterialization("case_pages", metadata=pages_metadata(drawn, port), partition=name)
    yield dg.Output(name)


@dg.op(description="Joins all batches and publishes the dataset with the report as it is now.")
def publish(
    context: dg.OpExecutionContext, name: str, casefold: dg.ResourceParam[Casefold]
) -> Iterator[dg.AssetMaterialization | dg.Output[str]]:
    operation = casefold.operation
    tables, revision = operation.joined()
    version = operation.publish(tables, revision)
    context.log.info(f"{name} and all others: {version}")
    yield dg.AssetMaterialization("dataset", metadata=dataset_metadata(tables, operation))
    yield dg.Output(str(version))


@dg.job(
    description="Reads and extracts one report anew and publishes. Config: `file`, its name or its path in the inbox.",
    config={"ops": {"again": {"config": {"file": "name.pdf"}}}},
)
def one_report() -> None:
    publish(again())
