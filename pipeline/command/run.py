"""`casefold run`: the main job, through Dagster."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.command.console import Failure
from pipeline.command.inputs import settings


def run(
    inbox: Annotated[
        Path | None, typer.Option(help="Folder of PDFs.  [default: `inbox` of casefold.toml, else data/inbox]")
    ] = None,
) -> None:
    """
    Take in what is new in the inbox, extract it and publish the dataset, as the Dagster job does.

    What was extracted before, by the same rules, is not extracted again.

        casefold run --inbox my_reports
    """
    import subprocess

    folder = inbox or settings().inbox
    if not folder.is_dir():
        raise Failure(f"{folder}: there is no such folder. Make it and put PDFs in it, or name another with --inbox")
    code = subprocess.run([sys.executable, "-m", "assets", "run", "--inbox", str(folder)], check=False).returncode
    if code:
        raise typer.Exit(code)
