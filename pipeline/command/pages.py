"""`casefold pages`: a dataset as one HTML page a case, with an index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.command.console import Failure
from pipeline.command.inputs import files, settings

if TYPE_CHECKING:
    import pyarrow as pa

    from pipeline.settings import Settings


def pages(
    out: Annotated[Path, typer.Option(help="Folder for the pages; made if missing.")],
    dataset: Annotated[
        Path | None,
        typer.Argument(
            metavar="DATASET", help="Dataset folder.  [default: what `casefold run` published]", show_default=False
        ),
    ] = None,
    pdfs: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="PATH", help="PDFs or folders of them: for the page pictures and the words around each fact."
        ),
    ] = None,
    pictures: Annotated[bool, typer.Option(help="Show the pages with the facts' boxes.")] = True,
) -> None:
    """
    Write one HTML page a case, and an index.

    The course figure, the facts, the words and the place of each. A page stands alone: it needs no server, no network
    and no script. PDFs are known by their bytes, not their names.

    \b
        casefold pages out/dataset --pdfs reports/ --out out/pages
    """
    from pipeline.dataset.query import NoDataset, place

    given = settings()
    try:
        folder = place(dataset or given.dataset)
    except NoDataset as error:
        raise Failure(str(error)) from error
    frames = tables(folder)
    sources = by_report(files(pdfs), frames) if pdfs else {}

    from pipeline.dataset.identifiers import masked
    from pipeline.pages import write_pages

    mask = given.mask_identifiers
    texts = {} if mask else texts_of(sources, given)
    written = write_pages(masked(frames) if mask else frames, sources, out, texts, pictures and not mask, given)
    print(f"{len(written) - 1} case pages; {len(sources)} of {frames['reports'].num_rows} reports with their PDF")
    print(f"Index: {written[-1]}")


def tables(folder: Path) -> dict[str, pa.Table]:
    """Every table of the schema that lies in the folder as Parquet."""
    import pyarrow.parquet as pq

    from pipeline.dataset.schema import TABLES

    return {name: pq.read_table(file) for name in TABLES if (file := folder / f"{name}.parquet").exists()}


def by_report(paths: Iterable[Path], frames: Mapping[str, Any]) -> dict[str, Path]:
    """report_id → the file whose bytes it was made of."""
    import hashlib

    known = set(frames["reports"]["sha256"].to_pylist())
    out = {}
    for path in paths:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest in known:
            out[digest[:16]] = path
    return out


def texts_of(sources: Mapping[str, Path], given: Settings) -> dict[str, str]:
    """report_id → the text of the file, read as `casefold extract` reads it; what cannot be read is left out."""
    from functools import partial

    from pipeline.reader.worker import isolated

    read = isolated(partial(string_of, settings=given), list(sources.values()), given)
    return {r: outcome.value for r, outcome in zip(sources, read, strict=True) if outcome.value}


def string_of(path: Path, settings: Settings) -> str:
    """The report's text; empty where it cannot be read."""
    from pipeline.reader import read
    from pipeline.report import Report

    reading = read(path, settings)
    return reading.text.string if isinstance(reading, Report) else ""
