"""The command line: one module a command. What is heavy is imported when its command runs, so that help is quick."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from pipeline.command.annotate import annotate
from pipeline.command.console import Failure, complain
from pipeline.command.explain import explain
from pipeline.command.extract import extract
from pipeline.command.pages import pages
from pipeline.command.query import query
from pipeline.command.run import run
from pipeline.command.text import text
from pipeline.command.ui import ui
from pipeline.fault import DataFault
from pipeline.settings import SettingsFault

app = typer.Typer(
    name="casefold",
    epilog="Start with: casefold extract samples --out out/samples",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for command in (extract, text, annotate, explain, query, pages, run, ui):
    app.command()(command)


def tell_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(f"casefold {version('casefold')}")
        raise typer.Exit


@app.callback()
def casefold(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=tell_version, help="Show the version and exit.")
    ] = False,
) -> None:
    """Fold clinical case reports (PDF, Russian and English) into one normalized dataset."""


def main() -> None:
    """The `casefold` command. Exit code 2 with one clear line when the input, a setting, a word list or the disk is at fault.

    Where nobody reads the output any more (`casefold … | head`), it ends without a word and with exit code 1.
    """
    try:
        app()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except (Failure, DataFault, SettingsFault, OSError) as failure:
        complain(str(failure))
        sys.exit(2)
