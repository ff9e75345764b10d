"""`casefold explain`: how a sentence was understood, rule by rule."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.command.annotate import Language


def explain(
    sentence: Annotated[str, typer.Argument(help="A sentence, in quotation marks.")],
    language: Annotated[Language, typer.Option(help="`auto` goes by the script of the sentence.")] = Language.auto,
) -> None:
    """
    Show how a sentence is understood: tokens, mentions and their rules, facts, and the rules that lost.

        casefold explain "Imatinib 400 mg daily was stopped on 14 September 2019."
    """
    from pipeline.extraction import explain as explanation

    print(explanation(sentence, language.value))
