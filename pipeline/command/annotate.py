"""`casefold annotate`: spans and normal forms for any text, as JSON lines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from enum import StrEnum
from functools import partial
from itertools import islice
from typing import Annotated, Any

import typer

from pipeline.command.console import complain
from pipeline.garbage import collect_seldom

CHUNK = 64
"""Documents that a worker takes at once."""


class Language(StrEnum):
    auto = "auto"
    en = "en"
    ru = "ru"

    @property
    def code(self) -> str | None:
        """None lets each text decide."""
        return None if self is Language.auto else self.value


def annotate(
    language: Annotated[Language, typer.Option(help="`auto` goes by the script of each text.")] = Language.auto,
    jobs: Annotated[int, typer.Option(min=1, help="Worker processes.")] = 1,
) -> None:
    """
    Mark dates, doses, sizes, labs, … in texts: JSON lines on standard input, JSON lines on standard output.

    In: `{"id": …, "text": …}`. Out: `{"id": …, "entities": [{"start", "end", "type", "value"}, …]}`, offsets in
    characters, half-open. A line that is no such object comes out with a `problem` and makes the exit code 1.

        echo '{"id": 1, "text": "CT on 12 May 2017: 3.2 × 2.1 cm"}' | casefold annotate
    """
    troubled = 0
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    for answer in answers(enumerate(sys.stdin, start=1), language.code, jobs):
        troubled += "problem" in answer
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    if troubled:
        complain(f"{troubled} lines could not be annotated: see their `problem`")
        raise typer.Exit(1)


def answers(lines: Iterable[tuple[int, str]], language: str | None, jobs: int) -> Iterator[dict[str, Any]]:
    """One answer for each line that is not blank, in order."""
    filled = ((number, line) for number, line in lines if line.strip())
    if jobs == 1:
        for number, line in filled:
            yield answer((number, line), language)
        return

    from multiprocessing import get_context

    chunks = iter(lambda: list(islice(filled, CHUNK)), [])
    with get_context("spawn").Pool(jobs, collect_seldom) as pool:
        for chunk in pool.imap(partial(answer_all, language=language), chunks):
            yield from chunk


def answer_all(lines: list[tuple[int, str]], language: str | None) -> list[dict[str, Any]]:
    return [answer(line, language) for line in lines]


def answer(numbered: tuple[int, str], language: str | None) -> dict[str, Any]:
    """The entities of one line's text, or what is wrong with the line."""
    from pipeline.annotation import annotate as spans

    number, line = numbered
    try:
        given = json.loads(line)
    except json.JSONDecodeError as error:
        return {"id": None, "entities": [], "problem": f"line {number} is not JSON: {error}"}
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        return {"id": None, "entities": [], "problem": f'line {number} is not an object with a string "text"'}
    return {"id": given.get("id"), "entities": [asdict(span) for span in spans(given["text"], language)]}
