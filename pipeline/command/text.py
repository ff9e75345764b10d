"""`casefold text`: the text of each report in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    Write each report's text in reading order.

    One paragraph a line, columns in order, hyphens joined, powers as 10^9. Of several reports with one name, the later
    ones get a number (`report-2.txt`). Exit code 0 with unreadable reports listed, 2 when nothing could be read.

    \b
        casefold text reports/ --out out/texts
    """
    given = settings()
    found = files(paths)
    places = targets(found, out)

    from pipeline.reader.worker import read_safely
    from pipeline.report import Report

    out.mkdir(parents=True, exist_ok=True)
    written = 0
    with progress("Reading") as advance:
        for number, reading in enumerate(read_safely(found, given)):
            advance(number + 1, len(found))
            if isinstance(reading, Report):
                places[number].write_text(reading.text.string + "\n", encoding="utf-8", errors="backslashreplace")
                written += 1
            else:
                complain(f"{found[number]}: {reading.problem}. {reading.hint}")
    print(f"{written} of {len(found)} reports read; their texts: {out}")
    if not written:
        raise Failure("none of these reports could be read; the reasons are listed above")


def targets(found: Sequence[Path], out: Path) -> list[Path]:
    """Where the text of each file goes. Raises Failure where that is one of the files."""
    names = list(numbered(file.stem for file in found))
    places = [out / f"{name}.txt" for name in names]
    given = {file.resolve() for file in found}
    for place in places:
        if place.resolve() in given:
            raise Failure(f"{place} is one of the reports, and its text would take its place: name another --out")
    return places


def numbered(names: Iterable[str]) -> Iterable[str]:
    """Each name once: the second `a` is `a-2`. Names that differ in the case of letters are one on some disks."""
    taken: set[str] = set()
    for name in names:
        here, number = name, 1
        while here.casefold() in taken:
            number += 1
            here = f"{name}-{number}"
        taken.add(here.casefold())
        yield here
