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
from pipeline.command.inputs import settings

if TYPE_CHECKING:
    import pandas as pd


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

    \b
        casefold query "select site, max_mm, time_edtf from lesions where subject = 'patient'"
        casefold query "select drug, count(*) from medications group by drug" --format csv
    """
    import duckdb

    from pipeline.dataset.query import NoDataset, NoStatement
    from pipeline.dataset.query import query as ask

    try:
        answer = ask(sql, dataset or settings().dataset)
    except (NoDataset, NoStatement) as error:
        raise Failure(str(error)) from error
    except duckdb.Error as error:
        raise Failure(f"the statement cannot be run: {error}") from error
    PRINTERS[format](answer)


def rows(answer: pd.DataFrame) -> list[tuple[Any, ...]]:
    """The answer's rows with None where a value is missing."""
    return [tuple(map(plain, row)) for row in answer.astype(object).where(answer.notna(), None).to_numpy()]


def plain(value: Any) -> Any:
    return value.tolist() if hasattr(value, "tolist") else value


def print_csv(answer: pd.DataFrame) -> None:
    """As the dataset's CSV: lists joined, no cell that a spreadsheet would run."""
    import pyarrow as pa

    from pipeline.dataset.spreadsheet import harmless

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(answer.columns)
    for row in rows(answer):
        writer.writerow(harmless(pa.chunked_array([[shown(value) for value in row]], pa.string())).to_pylist())


def print_json(answer: pd.DataFrame) -> None:
    for row in rows(answer):
        print(json.dumps(dict(zip(answer.columns, row, strict=True)), ensure_ascii=False, default=str))


def print_table(answer: pd.DataFrame) -> None:
    """A missing value is an empty cell; in a pipe each row is one line."""
    from rich.table import Table

    from pipeline.command.console import UNBOUNDED, console, verbatim

    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in answer.columns:
        table.add_column(verbatim(name))
    for row in rows(answer):
        table.add_row(*(verbatim(shown(value)) for value in row))
    console(width=None if sys.stdout.isatty() else UNBOUNDED).print(table)
    print(f"{len(answer)} rows")


def shown(value: Any) -> str:
    if value is None:
        return ""
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


PRINTERS = {Shape.table: print_table, Shape.csv: print_csv, Shape.json: print_json}
