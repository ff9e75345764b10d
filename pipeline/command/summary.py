"""The closing table of a run: what was found in which report, what could not be read, where the dataset lies."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from pipeline.command.console import escaped

if TYPE_CHECKING:
    from pandas import DataFrame

SHOWN = 40
"""Reports listed one by one; of more, the first ones, and all that could not be read."""
FACTS = ("dates", "medications", "lesions", "labs", "measurements")


def summary(frames: Mapping[str, DataFrame], where: Path) -> None:
    """Print the reports with their counts, the quarantined ones with what to do, and the place of the dataset."""
    console = Console(highlight=False)
    reports: list[dict[str, Any]] = frames["reports"].to_dict("records")
    extracted = [r for r in reports if r["status"] == "extracted"]
    counts = {name: frames[name]["report_id"].value_counts().to_dict() for name in FACTS}
    if extracted:
        console.print(extracted_table(extracted, counts))
    if len(extracted) > SHOWN:
        console.print(f"… and {len(extracted) - SHOWN} reports more")
    for report in reports:
        if report["status"] == "quarantined":
            console.print(
                f"[yellow]quarantined[/yellow] {escaped(report['file_name'])}: {report['problem']}. {escaped(report['hint'] or '')}"
            )
    facts = sum(len(frames[name]) for name in FACTS)
    console.print(
        f"{len(extracted)} reports extracted, {len(reports) - len(extracted)} quarantined; "
        f"{len(frames['cases'])} cases, {facts} facts"
    )
    console.print(f"Dataset: {where}", soft_wrap=True)


def extracted_table(reports: list[dict[str, Any]], counts: Mapping[str, Mapping[Any, int]]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("report", overflow="fold")
    table.add_column("language")
    for name in ("pages", "cases", *FACTS):
        table.add_column(name, justify="right")
    for report in reports[:SHOWN]:
        numbers = (report["n_pages"], report["n_cases"], *(counts[name].get(report["report_id"], 0) for name in FACTS))
        table.add_row(escaped(report["file_name"]), report["language"] or "", *(str(n) for n in numbers))
    return table
