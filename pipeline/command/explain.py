"""`casefold explain`: how a sentence was understood, rule by rule."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from pipeline.command.annotate import Language
from pipeline.command.console import UNBOUNDED, Failure
from pipeline.command.inputs import settings_for_extraction


def explain(
    sentence: Annotated[str, typer.Argument(help="A sentence, in quotation marks.")],
    language: Annotated[Language, typer.Option(help="`auto` goes by the script of the sentence.")] = Language.auto,
) -> None:
    """
    Show how a sentence is understood, rule by rule.

    Its words and mentions, the rule behind each, the facts with patient and moment as far as the sentence tells them,
    and the rules that lost.

    \b
        casefold explain "Imatinib 400 mg daily was stopped on 14 September 2019."
    """
    if not sentence.strip():
        raise Failure('there is no sentence: write one in quotation marks, as in casefold explain "Hb 9.1 g/dL"')
    given = settings_for_extraction()

    from pipeline.annotation import explain as understand

    explanation = understand(readable(sentence), language.code, given.user_drugs)
    show("Words and mentions", ("words", "understood as", "rule"), explanation.chunks)
    show("Facts", ("fact", "whose", "when", "words", "rule"), explanation.facts)
    show("Rules that matched and lost", ("rule", "words"), explanation.lost)


def readable(sentence: str) -> str:
    """Raises Failure where the terminal gave bytes that are no UTF-8."""
    try:
        sentence.encode()
    except UnicodeEncodeError as error:
        raise Failure(f"character {error.start + 1} of the sentence is no UTF-8: set the terminal to UTF-8") from error
    return sentence


def show(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.table import Table
    from rich.text import Text

    from pipeline.command.console import console, verbatim

    out = console(width=None if sys.stdout.isatty() else UNBOUNDED)
    out.print(Text.assemble((title, "bold"), "" if rows else ": none"))
    if rows:
        table = Table(*columns, box=None, header_style="dim", pad_edge=False)
        for row in rows:
            table.add_row(*map(verbatim, row))
        out.print(table)
    out.print()
