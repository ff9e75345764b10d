"""`casefold run`: the main job, through Dagster."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.command.console import Failure
from pipeline.command.inputs import settings_for_extraction


def run(
    inbox: Annotated[
        Path | None, typer.Option(help="Folder of PDFs.  [default: `inbox` of casefold.toml, else data/inbox]")
    ] = None,
    allow_empty: Annotated[
        bool, typer.Option("--allow-empty", help="Publish an empty dataset over a filled one where the inbox is empty.")
    ] = False,
) -> None:
    """
    Take in what is new, extract it, publish the dataset.

    The same as the Dagster job does. What was extracted before, by the same rules, is not extracted again. Exit code 0
    when the dataset shows what the inbox holds, 1 when a batch failed, 2 when nothing was begun.

    \b
        casefold run --inbox my_reports
    """
    import subprocess

    given = settings_for_extraction()
    folder = inbox or given.inbox
    if not folder.is_dir():
        raise Failure(f"{folder}: there is no such folder. Make it and put PDFs in it, or name another with --inbox")
    asked = [sys.executable, "-m", "assets", "run", "--inbox", str(folder), *(["--allow-empty"] if allow_empty else [])]
    code = subprocess.run(asked, check=False).returncode
    if code:
        raise typer.Exit(code)
