"""The published dataset: all batches joined, checked, and moved into place at once."""

from collections.abc import Iterator, Mapping, Sequence

import dagster as dg
import pyarrow as pa

from assets.batches import OWNERS, TRANSIENT, facts
from assets.metadata import Metadata, column_schema, preview, row_counts, table
from assets.pages import figure
from assets.resources import Casefold
from pipeline.dataset.checks import Finding, check
from pipeline.dataset.schema import FACT_TABLES
from pipeline.extraction import rules_version
from pipeline.intake.operation import Operation
from pipeline.reader import READER_VERSION

BLOCKING = {
    "schema": "Every table has the columns and types of the schema, and its words are those of the vocabularies.",
    "key": "Keys are unique and filled.",
    "reference": "Every reference names a row that is there.",
}
WARNING = {
    "quarantined": "Every report could be read.",
    "unexplained": "Every number of the case sections and tables is a fact or explained.",
    "implausible": "No value is outside what is plausible.",
    "older_rules": "Every report was made by the reader and the rules of now; the schedule `nightly` mends this.",
    "identifier": "No printed words look like a patient's name or a record's number.",
}
LAST = 10
"""Cases that are shown, and looked through for one with a figure."""
LATEST = ["case_id", "label", "sex", "age_years", "outcome", "first_edtf", "last_edtf", "n_facts"]


@dg.asset(
    deps=[dg.AssetDep(facts, partition_mapping=dg.AllPartitionMapping())],
    kinds={"python", "parquet", "csv", "duckdb"},
    owners=OWNERS,
    group_name="casefold",
    tags={"stage": "dataset"},
    retry_policy=TRANSIENT,
    metadata=column_schema(),
    check_specs=[
        *(dg.AssetCheckSpec(name, asset="dataset", description=said, blocking=True) for name, said in BLOCKING.items()),
        *(dg.AssetCheckSpec(name, asset="dataset", description=said) for name, said in WARNING.items()),
    ],
    description="The newest of every report of the inbox last taken in, as Parquet, CSV and DuckDB views. Readers see "
    "the old version or the new one, whole; what breaks the schema, a key or a reference is not published.",
)
def dataset(
    context: dg.AssetExecutionContext, casefold: dg.ResourceParam[Casefold]
) -> Iterator[dg.AssetCheckResult | dg.MaterializeResult]:
    operation = casefold.operation
    tables, revision = operation.joined()
    context.log.info(f"dataset: {len(tables['reports'])} reports, {len(tables['cases'])} cases")
    findings = check(tables, rules_version(), READER_VERSION)
    yield from check_results(findings)
    if broken := [str(f) for f in findings if f.blocking]:
        raise dg.Failure("not published: " + "; ".join(broken[:5]), allow_retries=False)
    version = operation.publish(tables, revision)
    yield dg.MaterializeResult(
        metadata={**dataset_metadata(tables, operation), "folder": dg.MetadataValue.path(str(version))}
    )


def check_results(findings: Sequence[Finding]) -> Iterator[dg.AssetCheckResult]:
    """One outcome a check, with what was found."""
    for name in (*BLOCKING, *WARNING):
        found = [f for f in findings if f.check == name]
        yield dg.AssetCheckResult(
            check_name=name,
            asset_key="dataset",
            passed=not found,
            severity=dg.AssetCheckSeverity.ERROR if name in BLOCKING else dg.AssetCheckSeverity.WARN,
            metadata={
                "rows": sum(f.rows for f in found),
                "found": table({"where": place(f), "what": str(f).removeprefix(f"{place(f)}: ")} for f in found),
            },
        )


def place(finding: Finding) -> str:
    return f"{finding.table}.{finding.column}" if finding.column else finding.table


def dataset_metadata(tables: Mapping[str, pa.Table], operation: Operation) -> Metadata:
    return {
        "dagster/row_count": sum(tables[name].num_rows for name in FACT_TABLES),
        "reports": tables["reports"].num_rows,
        "cases": tables["cases"].num_rows,
        **latest_figure(tables, operation),
        "latest_cases": preview(latest(tables), LATEST),
        "rows": table(row_counts(tables)),
    }


def latest(tables: Mapping[str, pa.Table]) -> pa.Table:
    """Cases of the reports that were taken in last, the last first."""
    seen = dict(zip(*(tables["intake"][c].to_pylist() for c in ("report_id", "first_seen")), strict=True))
    order = sorted(enumerate(tables["cases"]["report_id"].to_pylist()), key=lambda at: (seen.get(at[1]) or "", at[0]))
    return tables["cases"].take(pa.array([number for number, _ in order[: -LAST - 1 : -1]], pa.int64()))


def latest_figure(tables: Mapping[str, pa.Table], operation: Operation) -> Metadata:
    """The course of the latest case whose batch has drawn one."""
    batch_of = dict(zip(*(tables["intake"][c].to_pylist() for c in ("report_id", "batch")), strict=True))
    for report in dict.fromkeys(latest(tables)["report_id"].to_pylist()):
        batch = batch_of.get(report)
        pages = operation.pages_of(batch) if batch else []
        if drawn := [page for page in pages if page.case_id.startswith(report) and page.figure]:
            return figure(str(batch), drawn, operation.settings.pages_port)
    return {}
