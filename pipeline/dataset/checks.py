"""What is wrong with a dataset: blocking findings keep it from being published, the others are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd
import pandera.errors
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.dataset.identifiers import printed_columns, secrets
from pipeline.dataset.rows import arrow_schema, as_frame, complete
from pipeline.dataset.schema import FACT_TABLES, TABLES, Column, Table
from pipeline.dataset.soundness import pandera_schema
from pipeline.sections import CASE

Frames = Mapping[str, pa.Table]
SHOWN = 5
ORDERED = (
    ("char_start", "char_end", True),
    ("value_start", "value_end", True),
    ("char_start", "value_start", False),
    ("value_end", "char_end", False),
    ("time_start", "time_end", False),
)
"""Columns of which one may not come after the other, and whether they may not be the same either."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in one table.

    check      schema | key | reference (blocking), unexplained | quarantined | implausible | older_rules | identifier
    rows       how many rows it concerns
    examples   some of what was found: values, keys or report_ids
    """

    check: str
    blocking: bool
    table: str
    message: str
    column: str | None = None
    rows: int = 0
    examples: tuple[str, ...] = ()

    def __str__(self) -> str:
        place = f"{self.table}.{self.column}" if self.column else self.table
        such = f" (such as {', '.join(self.examples)})" if self.examples else ""
        return f"{place}: {self.message}{such}"


def check(frames: Frames, rules_version: str | None = None, reader_version: str | None = None) -> list[Finding]:
    """All findings, blocking ones first.

    frames           table name → Arrow table; a table not given is empty
    rules_version, reader_version   the fingerprints of now, to find what others made; None: only tells
                     when reports disagree among themselves
    """
    tables = complete(frames)
    typed = {name for name, table in tables.items() if table.schema.equals(arrow_schema(name))}
    sound = {name: table if name in typed else arrow_schema(name).empty_table() for name, table in tables.items()}
    blocking = [*schema_findings(tables), *key_and_vocabulary_findings(sound), *reference_findings(sound)]
    warnings = [finding for warn in WARNINGS for finding in warn(sound)]
    return [
        *blocking,
        *warnings,
        *version_findings(sound, "rules_version", rules_version),
        *version_findings(sound, "reader_version", reader_version),
    ]


def schema_findings(tables: Frames) -> Iterator[Finding]:
    """Columns and types as the schema says, in its order."""
    for name, table in tables.items():
        wanted = arrow_schema(name)
        if table.schema.equals(wanted):
            continue
        lacking, extra = set(wanted.names) - set(table.schema.names), set(table.schema.names) - set(wanted.names)
        other = [f.name for f in wanted if f.name not in lacking and table.schema.field(f.name).type != f.type]
        said = [
            f"{what} {', '.join(sorted(columns))}"
            for what, columns in (("lacks", lacking), ("has unknown", extra), ("has other types in", other))
            if columns
        ]
        yield Finding(
            "schema",
            True,
            name,
            "; ".join(said) or "columns stand in another order or may be null where none may",
            rows=len(table),
        )


def key_and_vocabulary_findings(tables: Frames) -> Iterator[Finding]:
    """Keys unique, required columns filled, words of the vocabularies, forms of the patterns."""
    for name, table in tables.items():
        frame = as_frame(table)
        try:
            pandera_schema(name).validate(frame, lazy=True)
        except pandera.errors.SchemaErrors as errors:
            cases = errors.failure_cases
            twice = cases["check"].map(lambda failed: "uniq" in str(failed))
            if twice.any():
                yield _key_finding(TABLES[name], frame, sorted(cases[twice]["index"].unique()))
            for (column, failed), group in cases[~twice].groupby(["column", "check"], dropna=False):
                null = failed == "not_nullable"
                kind = "key" if null and column in TABLES[name].key else "schema"
                message = "null, where none may be" if null else f"fails {failed}"
                yield Finding(kind, True, name, message, str(column), len(group), _few(group["failure_case"]))


def _key_finding(table: Table, frame: pd.DataFrame, rows: list[int]) -> Finding:
    keys = frame.iloc[rows][list(table.key)].astype(str).agg(" ".join, axis=1).unique()
    column = table.key[0] if len(table.key) == 1 else None
    return Finding("key", True, table.name, f"{', '.join(table.key)} is not unique", column, len(rows), _few(keys))


def reference_findings(tables: Frames) -> Iterator[Finding]:
    """Every reference names a row that is there."""
    for name, table in tables.items():
        for column in TABLES[name].columns:
            if column.refers is None:
                continue
            lost = _dangling(table, column, tables)
            if lost:
                where = "its fact_table" if column.refers[0] == "*" else f"{column.refers[0]}.{column.refers[1]}"
                yield Finding(
                    "reference", True, name, f"names what {where} does not hold", column.name, len(lost), _few(lost)
                )


def _dangling(table: pa.Table, column: Column, tables: Frames) -> list[str]:
    assert column.refers is not None
    target, name = column.refers
    given = table[column.name]
    if target != "*":
        held = pc.is_in(given, value_set=pc.drop_null(tables[target][name]))
        return given.filter(pc.and_(pc.is_valid(given), pc.invert(held))).to_pylist()
    ids = {fact_table: set(tables[fact_table][name].to_pylist()) for fact_table in FACT_TABLES}
    if "fact_table" not in table.column_names:
        any_id = set().union(*ids.values())
        return [key for key in given.to_pylist() if key is not None and key not in any_id]
    pairs = zip(table["fact_table"].to_pylist(), given.to_pylist(), strict=True)
    return [f"{place}:{key}" for place, key in pairs if key is not None and key not in ids.get(place, ())]


def unexplained_findings(tables: Frames) -> Iterator[Finding]:
    """Numbers of case sections and tables that nothing explains."""
    told = pc.is_in(tables["numbers"]["section"], value_set=pa.array(sorted(CASE)))
    numbers = tables["numbers"].filter(told)
    lost = numbers.filter(pc.equal(numbers["fate"], "unexplained"))
    if len(lost):
        share = 100 * len(lost) / len(numbers)
        message = f"{len(lost)} of {len(numbers)} numbers in case sections and tables ({share:.1f} %) are unexplained"
        yield Finding("unexplained", False, "numbers", message, "fate", len(lost), _few(lost["text"].to_pylist()))


def quarantined_findings(tables: Frames) -> Iterator[Finding]:
    """Reports that could not be read, one finding a problem."""
    reports = tables["reports"].filter(pc.equal(tables["reports"]["status"], "quarantined"))
    for problem in sorted({p or "" for p in reports["problem"].to_pylist()}):
        some = [
            row for row in reports.select(["file_name", "problem"]).to_pylist() if (row["problem"] or "") == problem
        ]
        names = _few(row["file_name"] or "" for row in some)
        yield Finding(
            "quarantined",
            False,
            "reports",
            f"{len(some)} quarantined: {problem or 'no reason given'}",
            "problem",
            len(some),
            names,
        )


def implausible_findings(tables: Frames) -> Iterator[Finding]:
    """Rows flagged implausible; spans that end before they start; values outside their quote; times that run backwards."""
    for name in FACT_TABLES:
        table = tables[name]
        flagged = [
            key
            for key, flags in zip(table["fact_id"].to_pylist(), table["flags"].to_pylist(), strict=True)
            if "implausible" in (flags or ())
        ]
        if flagged:
            yield Finding(
                "implausible", False, name, f"{len(flagged)} flagged implausible", "flags", len(flagged), _few(flagged)
            )
        for low, high, strict in ORDERED:
            wrong = pc.greater_equal(table[low], table[high]) if strict else pc.greater(table[low], table[high])
            turned = table.filter(wrong)["fact_id"].to_pylist()
            if turned:
                yield Finding(
                    "implausible", False, name, f"{len(turned)} with {low} after {high}", low, len(turned), _few(turned)
                )


def identifier_findings(tables: Frames) -> Iterator[Finding]:
    """Printed words that may name a patient or a record, one finding a column; the words themselves are not repeated."""
    for name, table in tables.items():
        for column in printed_columns(name):
            forms = [form for words in table[column].to_pylist() if words for _, _, form in secrets(words)[:1]]
            if forms:
                message = f"{len(forms)} cells may name a patient or a record; the setting mask_identifiers masks them"
                yield Finding("identifier", False, name, message, column, len(forms), _few(sorted(set(forms))))


def version_findings(tables: Frames, column: str, now: str | None) -> Iterator[Finding]:
    """Reports made by other rules, or another reader, than the others or than those of now."""
    reports = tables["reports"].filter(pc.equal(tables["reports"]["status"], "extracted"))
    versions = reports[column].to_pylist()
    older = [v for v in versions if v != now] if now is not None else versions if len(set(versions)) > 1 else []
    if older:
        maker = "rules" if column == "rules_version" else "a reader"
        message = (
            f"{len(older)} of {len(versions)} reports were made by {maker} of another version than {now}"
            if now is not None
            else f"{len(versions)} reports were made by {len(set(versions))} different versions"
        )
        yield Finding(
            "older_rules", False, "reports", message, column, len(older), _few(sorted({str(v) for v in older}))
        )


WARNINGS: tuple[Callable[[Frames], Iterator[Finding]], ...] = (
    quarantined_findings,
    unexplained_findings,
    implausible_findings,
    identifier_findings,
)


def _few(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(str(value) for _, value in zip(range(SHOWN), values, strict=False))
