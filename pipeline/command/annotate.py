"""`casefold annotate`: spans and normal forms for any text, as JSON lines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from enum import StrEnum
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.command.console import complain
from pipeline.command.inputs import settings_for_extraction
from pipeline.garbage import collect_seldom

NO_TEXT = 'is not an object with a string "text"'
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
    Mark dates, doses, sizes, labs in texts: JSON lines.

    In: `{"id": …, "text": …}`. Out: `{"id": …, "entities": [{"start", "end", "type", "value"}, …]}`, offsets in
    characters, half-open. A line that is no such object comes out with a `problem` and makes the exit code 1.

    \b
        echo '{"id": 1, "text": "CT on 12 May 2017: 3.2 × 2.1 cm"}' |
        casefold annotate
    """
    given = settings_for_extraction()
    troubled = 0
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    for answer in answers(enumerate(sys.stdin.buffer, start=1), language.code, jobs, given.user_drugs):
        troubled += "problem" in answer
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    if troubled:
        complain(f"{troubled} lines could not be annotated: see their `problem`")
        raise typer.Exit(1)


def answers(
    lines: Iterable[tuple[int, bytes]], language: str | None, jobs: int, user_drugs: Path | None = None
) -> Iterator[dict[str, Any]]:
    """One answer for each line that is not blank, in order."""
    filled = ((number, line) for number, line in lines if line.strip())
    one = partial(answer, language=language, user_drugs=user_drugs)
    if jobs == 1:
        yield from map(one, filled)
        return

    from multiprocessing import get_context

    chunks = iter(lambda: list(islice(filled, CHUNK)), [])
    with get_context("spawn").Pool(jobs, collect_seldom) as pool:
        for chunk in pool.imap(partial(all_of, one), chunks):
            yield from chunk


def all_of(one: partial[dict[str, Any]], lines: list[tuple[int, bytes]]) -> list[dict[str, Any]]:
    return [one(line) for line in lines]


def answer(numbered: tuple[int, bytes], language: str | None, user_drugs: Path | None) -> dict[str, Any]:
    """The entities of one line's text, or what is wrong with the line."""
    from pipeline.annotation import annotate as spans
    from pipeline.fault import DataFault, last_line

    number, line = numbered
    known: Any = None
    try:
        given = document(line)
        known = given.get("id")
        return {"id": known, "entities": [asdict(span) for span in spans(text_of(given), language, user_drugs)]}
    except NoDocument as fault:
        return {"id": known, "entities": [], "problem": f"line {number} {fault}"}
    except DataFault:
        raise
    except Exception as error:  # the line's border: one text never stops the others
        return {"id": known, "entities": [], "problem": f"line {number}: the rules failed on it: {last_line(error)}"}


class NoDocument(ValueError):
    """What a line is not, said after its number."""


def document(line: bytes) -> dict[str, Any]:
    """The object of a line. Raises NoDocument where it is none."""
    try:
        given = json.loads(line.decode("utf-8-sig"), parse_constant=no_constant)
    except UnicodeDecodeError as error:
        raise NoDocument(f"is not UTF-8 (byte {error.start + 1})") from error
    except RecursionError as error:
        raise NoDocument("is not JSON: nested too deep") from error
    except ValueError as error:
        raise NoDocument(f"is not JSON: {error}") from error
    if not isinstance(given, dict):
        raise NoDocument(NO_TEXT)
    return given


def text_of(given: dict[str, Any]) -> str:
    """Its text. Raises NoDocument where there is none that can be read."""
    text = given.get("text")
    if not isinstance(text, str):
        raise NoDocument(NO_TEXT)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise NoDocument(f"has half of a character (\\u{ord(text[error.start]):04x}) in its text") from error
    return text


def no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")
