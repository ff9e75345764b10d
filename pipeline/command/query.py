"""`casefold query`: SQL over the dataset."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.command.console import Failure

if TYPE_CHECKING:
    from pandas import DataFrame


class Shape(StrEnum):
    table = "table"
    csv = "csv"
    json = "json"


def query(
    sql: Annotated[str, typer.Argument(help="DuckDB SQL; each table of the dataset is a view.")],
    dataset: Annotated[Path | None, typer.Option(help="Dataset folder.  [default: the current dataset]")] = None,
    format: Annotated[Shape, typer.Option(help="How to print the rows; `json` is one object a line.")] = Shape.table,
) -> None:
    """
    Ask the dataset in SQL (DuckDB).

        casefold query "select site, max_mm, time_edtf from lesions where subject = 'patient' order by time_start"

        casefold query "select drug, count(*) from medications group by drug" --dataset out/dataset --format csv
    """
    from pipeline.dataset.query import query as ask
    from pipeline.settings import Settings

    folder = dataset or Settings.load().dataset
    if not folder.exists():
        raise Failure(f"{folder}: there is no dataset yet. Make one with `casefold run`, or name one with --dataset")
    show(ask(sql, folder), format)


def show(rows: DataFrame, shape: Shape) -> None:
    """Print the rows; in the table a missing value is an empty cell."""
    if shape is Shape.csv:
        print(rows.to_csv(index=False), end="")
    elif shape is Shape.json:
        print(rows.to_json(orient="records", lines=True, force_ascii=False, date_format="iso"), end="")
    else:
        from rich.console import Console
        from rich.table import Table

        from pipeline.command.console import escaped

        table = Table(*(escaped(str(name)) for name in rows.columns), box=None, header_style="bold", pad_edge=False)
        for row in rows.astype(object).where(rows.notna(), "").itertuples(index=False):
            table.add_row(*(escaped(str(value)) for value in row))
        Console(highlight=False).print(table)
        print(f"{len(rows)} rows")
