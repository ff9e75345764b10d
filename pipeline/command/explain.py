"""`casefold explain`: how a sentence was understood, rule by rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from pipeline.command.annotate import Language


def explain(
    sentence: Annotated[str, typer.Argument(help="A sentence, in quotation marks.")],
    language: Annotated[Language, typer.Option(help="`auto` goes by the script of the sentence.")] = Language.auto,
) -> None:
    """
    Show how a sentence is understood: its words and mentions, the rule behind each, the facts, the rules that lost.

        casefold explain "Imatinib 400 mg daily was stopped on 14 September 2019."
    """
    from pipeline.annotation import explain as understand

    explanation = understand(sentence, language.code)
    show("Words and mentions", ("words", "understood as", "rule"), explanation.chunks)
    show("Facts", ("fact", "words", "rule"), explanation.facts)
    show("Rules that matched and lost", ("rule", "words"), explanation.lost)


def show(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Table

    from pipeline.command.console import escaped

    console = Console(highlight=False)
    console.print(f"[bold]{title}[/bold]" + ("" if rows else ": none"))
    if rows:
        table = Table(*columns, box=None, header_style="dim", pad_edge=False)
        for row in rows:
            table.add_row(*map(escaped, row))
        console.print(table)
    console.print()
