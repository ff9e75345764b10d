"""`casefold text`: the text of each report in reading order."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.command.console import Failure, complain, progress
from pipeline.command.inputs import files, settings


def text(
    paths: Annotated[list[Path], typer.Argument(metavar="PDF", help="PDFs, or folders of them.")],
    out: Annotated[Path, typer.Option(help="Folder for one .txt a report; made if missing.")],
) -> None:
    """
    Write each report's text: one paragraph a line, columns in order, hyphens joined, powers as 10^9.

    Exit code 0 with unreadable reports listed, 2 when nothing could be read.

        casefold text reports/ --out out/texts
    """
    found = files(paths)

    from pipeline.reader.worker import read_safely
    from pipeline.report import Report

    out.mkdir(parents=True, exist_ok=True)
    written = 0
    with progress("Reading") as advance:
        for number, (path, reading) in enumerate(zip(found, read_safely(found, settings()), strict=True), start=1):
            advance(number, len(found))
            if isinstance(reading, Report):
                (out / f"{path.stem}.txt").write_text(reading.text.string + "\n", encoding="utf-8")
                written += 1
            else:
                complain(f"{path}: {reading.problem}. {reading.hint}")
    print(f"{written} of {len(found)} reports read; their texts: {out}")
    if not written:
        raise Failure("none of these reports could be read; the reasons are listed above")
