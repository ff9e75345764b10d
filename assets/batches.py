"""The partitioned assets: an intake batch becomes texts, and texts become facts."""

import dagster as dg

from assets.metadata import column_schema, intake_metadata, reports_metadata, texts_metadata
from assets.pages import pages_metadata
from assets.resources import Casefold

OWNERS = ["team:casefold"]
BATCHES = dg.DynamicPartitionsDefinition(name="batches")
TRANSIENT = dg.RetryPolicy(max_retries=2, delay=10, backoff=dg.Backoff.EXPONENTIAL, jitter=dg.Jitter.PLUS_MINUS)

inbox = dg.AssetSpec(
    "inbox",
    description="The folder that PDFs are put into (`inbox` in casefold.toml, subfolders allowed). The sensor `inbox` "
    "looks at it; casefold never writes into it.",
    kinds={"pdf", "file"},
    owners=OWNERS,
    group_name="casefold",
    tags={"stage": "intake"},
)


class Reading(dg.Config):
    """How a batch is read."""

    retry_quarantined: bool = False


@dg.asset(
    partitions_def=BATCHES,
    deps=[inbox],
    kinds={"python", "sqlite"},
    owners=OWNERS,
    group_name="casefold",
    tags={"stage": "intake"},
    description="The reports of a batch: contents that are new in the inbox, each once, however many names it has.",
)
def intake(context: dg.AssetExecutionContext, casefold: dg.ResourceParam[Casefold]) -> dg.MaterializeResult:
    members = casefold.operation.members(context.partition_key)
    context.log.info(f"{context.partition_key}: {len(members)} reports")
    return dg.MaterializeResult(metadata=intake_metadata(members))


@dg.asset(
    partitions_def=BATCHES,
    deps=[intake],
    kinds={"python", "pdf", "arrow"},
    owners=OWNERS,
    group_name="casefold",
    tags={"stage": "reading"},
    retry_policy=TRANSIENT,
    description="The text of each report in reading order; every character knows its page and box. What was read "
    "before by the same reader is not read again. A PDF that cannot be read is quarantined, and the others go on. "
    "Launch with `retry_quarantined: true` to try again what failed for a reason that may have passed.",
)
def texts(
    context: dg.AssetExecutionContext, config: Reading, casefold: dg.ResourceParam[Casefold]
) -> dg.MaterializeResult:
    progress = casefold.progress("texts", context.log)
    made = casefold.operation.read(context.partition_key, config.retry_quarantined, progress)
    for quarantined in (m for m in made if m.problem):
        context.log.warning(f"{quarantined.member.file_name}: quarantined, {quarantined.problem}")
    return dg.MaterializeResult(metadata=texts_metadata(made))


@dg.asset(
    partitions_def=BATCHES,
    deps=[texts],
    kinds={"python", "spacy", "parquet"},
    owners=OWNERS,
    group_name="casefold",
    tags={"stage": "extraction"},
    retry_policy=TRANSIENT,
    metadata=column_schema(),
    description="Every table of the batch, extracted from its texts by rules: no PDF is opened here. What was "
    "extracted before by the same rules is not extracted again.",
)
def facts(context: dg.AssetExecutionContext, casefold: dg.ResourceParam[Casefold]) -> dg.MaterializeResult:
    extracted = casefold.operation.extract(context.partition_key, casefold.progress("facts", context.log))
    folder = casefold.operation.folder(context.partition_key)
    return dg.MaterializeResult(metadata=reports_metadata(extracted, folder, casefold.settings.pages_port))


@dg.asset(
    partitions_def=BATCHES,
    deps=[facts],
    kinds={"python", "html"},
    owners=OWNERS,
    group_name="casefold",
    tags={"stage": "pages"},
    retry_policy=TRANSIENT,
    description="One page a case: its course drawn, its facts in tables, each with its words and its place in the PDF. "
    "`casefold ui` shows the pages on this machine.",
)
def case_pages(context: dg.AssetExecutionContext, casefold: dg.ResourceParam[Casefold]) -> dg.MaterializeResult:
    drawn = casefold.operation.draw(context.partition_key, casefold.progress("case_pages", context.log))
    for file_name, problem in drawn.failed.items():
        context.log.warning(f"{file_name}: no page, {problem}")
    return dg.MaterializeResult(metadata=pages_metadata(drawn, casefold.settings.pages_port))
