"""The command line: one module a command. What is heavy is imported when its command runs, so that help is quick."""

from __future__ import annotations

import sys

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
from pipeline.language.tables import DataFault

app = typer.Typer(
    name="casefold",
    help="Fold clinical case reports (PDF, Russian and English) into one normalized dataset.",
    epilog="Start with: casefold extract samples --out out/samples",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
for command in (extract, text, annotate, explain, query, pages, run, ui):
    app.command()(command)


def main() -> None:
    """The `casefold` command. Exit code 2 with one clear line when the input, a setting, a word list or the disk is at fault."""
    try:
        app()
    except (Failure, DataFault, OSError) as failure:
        complain(str(failure))
        sys.exit(2)
