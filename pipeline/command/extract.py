"""`casefold extract`: reports in, every table of the dataset out."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline.command.console import Failure, note, progress
from pipeline.command.inputs import files, settings_for_extraction


class Format(StrEnum):
    parquet = "parquet"
    csv = "csv"
    both = "both"


def extract(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="PDFs, UTF-8 .txt files, or folders of them.")],
    out: Annotated[Path, typer.Option(help="Folder for the tables; made if missing.")],
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Worker processes.  [default: `jobs` of casefold.toml, else 2]")
    ] = None,
    format: Annotated[Format, typer.Option(help="Files to write for each table.")] = Format.both,
) -> None:
    """
    Extract reports into the tables of a dataset.

    Dates, doses, sizes, lab values, measurements and cases, each with its words and its place on the page. A report
    that cannot be read is a row of `reports` with its problem and what to do; the others go on.
    Exit code 0 with such reports listed, 2 when nothing could be read.

    \b
        casefold extract reports/ --out out/dataset
        casefold extract a.pdf b.txt --out out/two --format csv
    """
    given = settings_for_extraction()
    found = files(paths)

    from dataclasses import replace

    from pipeline.batch import run
    from pipeline.command.summary import summary
    from pipeline.dataset.write import write_tables

    with progress("Extracting") as advance:
        frames = run(found, replace(given, jobs=jobs or given.jobs), advance, note)
    formats = ("parquet", "csv") if format is Format.both else (format.value,)
    write_tables(frames, out, formats, given.mask_identifiers)
    summary(frames, out)
    if "extracted" not in frames["reports"]["status"].to_pylist():
        raise Failure("none of these reports could be read; the reasons are listed above")
