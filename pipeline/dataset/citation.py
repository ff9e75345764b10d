"""CITATION: how to cite the reports that a dataset was folded from."""

from __future__ import annotations

from typing import Any

import pyarrow as pa


def citation(reports: pa.Table) -> str:
    """One line a report that was read, by title; what the PDF does not tell is left out."""
    lines = sorted(_line(row) for row in reports.to_pylist() if row["status"] == "extracted")
    head = "The facts of this dataset were told in these reports. Whoever uses the facts cites the reports.\n"
    return head + "".join(f"\n{line}\n" for line in lines)


def _line(row: dict[str, Any]) -> str:
    parts = [", ".join(row["authors"] or ()), row["title"], row["journal"], str(row["year"] or "")]
    said = ". ".join(part.rstrip(".") for part in parts if part)
    doi = f" doi:{row['doi']}." if row["doi"] else ""
    return f"{said + '.' if said else 'Untitled.'}{doi} [{row['report_id']}, {row['file_name']}]"
