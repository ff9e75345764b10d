"""What the UI shows of each step: tables, counts, schemas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import dagster as dg
import pyarrow as pa

from assets.pages import index
from pipeline.cache.members import Made, Member
from pipeline.dataset.columns import column_records
from pipeline.dataset.schema import FACT_TABLES, TABLES
from pipeline.intake.operation import Extracted
from pipeline.pages.wording import unexplained

PREVIEW = 10
"""Rows of a preview."""
LONGEST = 60
"""Characters of a cell."""
Metadata = dict[str, Any]


def intake_metadata(members: Sequence[Member]) -> Metadata:
    rows = [{"file": m.file_name, "bytes": m.n_bytes, "there": m.path is not None} for m in members]
    gone = sum(m.path is None for m in members)
    return {"dagster/row_count": len(members), "gone": gone, "reports": table(rows)}


def texts_metadata(made: Sequence[Made]) -> Metadata:
    rows = [
        {
            "file": m.member.file_name,
            "status": "quarantined" if m.problem else "read",
            "problem": m.problem or "",
            "now": m.fresh,
            "seconds": m.seconds,
        }
        for m in made
    ]
    return {
        "dagster/row_count": len(made),
        "read_now": sum(m.fresh for m in made),
        "from_cache": sum(not m.fresh for m in made),
        "quarantined": sum(m.problem is not None for m in made),
        "reports": table(rows),
    }


def reports_metadata(extracted: Extracted, folder: Path, port: int) -> Metadata:
    """One row a report: file, status, pages, facts, unexplained numbers of case sections and tables, seconds."""
    reports = extracted.tables["reports"].to_pylist()
    seconds = {m.member.sha256: m.seconds for m in extracted.reports}
    rows = [
        {
            "file": r["file_name"],
            "status": r["problem"] or r["status"],
            "pages": r["n_pages"] or 0,
            "cases": r["n_cases"] or 0,
            "facts": r["n_facts"] or 0,
            "unexplained": unexplained(r),
            "seconds": seconds.get(r["sha256"], 0.0),
        }
        for r in reports
    ]
    return {
        "dagster/row_count": sum(extracted.tables[name].num_rows for name in FACT_TABLES),
        "extracted_now": sum(m.fresh for m in extracted.reports),
        "from_cache": sum(not m.fresh for m in extracted.reports),
        "quarantined": sum(r["status"] == "quarantined" for r in reports),
        "reports": table(rows),
        "all_pages": index(port, folder.name),
        "rows": table(row for row in row_counts(extracted.tables) if row["rows"]),
        "folder": dg.MetadataValue.path(str(folder / f"{extracted.version:06d}")),
    }


def row_counts(tables: Mapping[str, pa.Table]) -> list[dict[str, Any]]:
    return [{"table": name, "rows": len(rows), "meaning": TABLES[name].meaning} for name, rows in tables.items()]


def preview(rows: pa.Table, columns: Sequence[str]) -> dg.MetadataValue:
    """The first rows, long words cut."""
    return table({c: cell(row[c]) for c in columns} for row in rows.slice(0, PREVIEW).select(columns).to_pylist())


def cell(value: Any) -> str:
    words = "" if value is None else "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    words = " ".join(words.split())
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"


def table(rows: Iterable[Mapping[str, Any]]) -> dg.MetadataValue:
    """Shown where it stands; without rows, the word."""
    records = [dg.TableRecord(dict(row)) for row in rows]
    return dg.MetadataValue.table(records) if records else dg.MetadataValue.text("none")


def column_schema() -> Metadata:
    """Every column of every table, as `table.column`, as the dataset's schema tells it."""
    columns = [
        dg.TableColumn(
            f"{name}.{c['name']}",
            c["type"],
            c["description"],
            dg.TableColumnConstraints(nullable=c["nullable"], unique=c["unique"], other=c["constraints"]),
        )
        for name in TABLES
        for c in column_records(name)
    ]
    return {"dagster/column_schema": dg.TableSchema(columns)}
