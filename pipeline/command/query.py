"""`casefold query`: SQL over the dataset."""

from __future__ import annotations

import csv
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.command.console import Failure

if TYPE_CHECKING:
    import pyarrow as pa


class Shape(StrEnum):
    table = "table"
    csv = "csv"
    json = "json"


def query(
    sql: Annotated[str, typer.Argument(help="DuckDB SQL; each table of the dataset is a view.")],
    dataset: Annotated[
        Path | None, typer.Option(help="Dataset folder.  [default: what `casefold run` published]")
    ] = None,
    format: Annotated[Shape, typer.Option(help="How to print the rows; `json` is one object a line.")] = Shape.table,
) -> None:
    """
    Ask the dataset in SQL (DuckDB).

        casefold query "select site, max_mm, time_edtf from lesions where subject = 'patient' order by time_start"

        casefold query "select drug, count(*) from medications group by drug" --dataset out/dataset --format csv
    """
    import duckdb

    from pipeline.dataset.query import NoDataset
    from pipeline.dataset.query import query as ask
    from pipeline.settings import Settings

    try:
        rows = ask(sql, dataset or Settings.load().dataset)
    except NoDataset as error:
        raise Failure(str(error)) from error
    except duckdb.Error as error:
        raise Failure(f"the statement cannot be run: {error}") from error
    PRINTERS[format](rows)


def print_csv(rows: pa.Table) -> None:
    """As the dataset's CSV: lists joined, no cell that a spreadsheet would run."""
    from pipeline.dataset.spreadsheet import harmless

    columns = [harmless(c) if str(c.type) == "string" else c for c in rows.columns]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(rows.column_names)
    writer.writerows(zip(*(map(shown, c.to_pylist()) for c in columns), strict=True))


def print_json(rows: pa.Table) -> None:
    for row in zip(*(c.to_pylist() for c in rows.columns), strict=True):
        print(json.dumps(dict(zip(rows.column_names, row, strict=True)), ensure_ascii=False, default=str))


def print_table(rows: pa.Table) -> None:
    """A missing value is an empty cell."""
    from rich.console import Console
    from rich.table import Table

    from pipeline.command.console import escaped

    table = Table(*map(escaped, rows.column_names), box=None, header_style="bold", pad_edge=False)
    for row in zip(*(c.to_pylist() for c in rows.columns), strict=True):
        table.add_row(*(escaped(shown(value)) for value in row))
    Console(highlight=False).print(table)
    print(f"{rows.num_rows} rows")


def shown(value: Any) -> str:
    if value is None:
        return ""
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


PRINTERS = {Shape.table: print_table, Shape.csv: print_csv, Shape.json: print_json}
