"""The closing table of a run: what was found in which report, what could not be read, where the dataset lies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from pipeline.command.console import console, verbatim

if TYPE_CHECKING:
    import pyarrow as pa

SHOWN = 40
"""Reports listed one by one; of more, the first ones, and all that could not be read."""
FACTS = {"dates": "dates", "medications": "doses", "lesions": "sizes", "labs": "labs", "measurements": "other"}
"""Table → its heading, short enough for a terminal of 80 columns."""


def summary(frames: Mapping[str, pa.Table], where: Path) -> None:
    """Print the reports with their counts, the quarantined ones with what to do, and the place of the dataset."""
    out = console()
    reports = frames["reports"].to_pylist()
    extracted = [r for r in reports if r["status"] == "extracted"]
    if extracted:
        out.print(counted(extracted[:SHOWN], frames))
    if len(extracted) > SHOWN:
        out.print(f"… and {len(extracted) - SHOWN} reports more")
    for report in reports:
        if report["status"] == "quarantined":
            out.print(Text.assemble(("quarantined ", "yellow"), verbatim(reason(report))), soft_wrap=True)
    facts = sum(frames[name].num_rows for name in FACTS)
    out.print(
        f"{len(extracted)} reports extracted, {len(reports) - len(extracted)} quarantined; "
        f"{frames['cases'].num_rows} cases, {facts} facts"
    )
    out.print(verbatim(f"Dataset: {where}"), soft_wrap=True)


def reason(report: Mapping[str, Any]) -> str:
    return f"{report['file_name']}: {report['problem']}. {report['hint'] or ''}".rstrip()


def counted(reports: Sequence[Mapping[str, Any]], frames: Mapping[str, pa.Table]) -> Table:
    """One row a report: language, cases, and how many facts of each table."""
    counts = {name: Counter(frames[name]["report_id"].to_pylist()) for name in FACTS}
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("report", overflow="fold")
    table.add_column("language", no_wrap=True)
    for heading in ("cases", *FACTS.values()):
        table.add_column(heading, justify="right", no_wrap=True)
    for report in reports:
        numbers = (report["n_cases"], *(counts[name][report["report_id"]] for name in FACTS))
        table.add_row(
            verbatim(report["file_name"]), report["language"] or "", *("" if n is None else str(n) for n in numbers)
        )
    return table
