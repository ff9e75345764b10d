"""What the commands print: progress and complaints on standard error, summaries on standard output.

Words of a report are printed as `verbatim`: rich would read `[b]` as its markup, and `:x:` as a picture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.text import Text

Advance = Callable[[int, int], None]
"""Called with (done, all) after each report."""
UNBOUNDED = 100_000
"""Columns of a line in a pipe, where nothing needs wrapping."""
CONTROLS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"}
"""Signs that a terminal would obey, as signs that it shows."""


class Failure(Exception):
    """What went wrong, where, and what to do: printed as one line, exit code 2."""


def console(**options: Any) -> Console:
    """A console that changes no word: no markup, no emoji, no colours of its own."""
    return Console(highlight=False, emoji=False, markup=False, **options)


def verbatim(words: str, style: str = "") -> Text:
    return Text(words.encode("utf-8", "backslashreplace").decode().translate(CONTROLS), style)


def complain(message: str) -> None:
    console(stderr=True, soft_wrap=True).print(Text.assemble(("casefold: ", "red"), verbatim(message)))


def note(message: str) -> None:
    """What the user should know, and nothing went wrong."""
    console(stderr=True, soft_wrap=True).print(Text.assemble(("casefold: ", "dim"), verbatim(message)))


@contextmanager
def progress(label: str) -> Iterator[Advance]:
    """A bar on standard error; where that is no terminal, nothing."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    where = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=where, transient=True, disable=not where.is_terminal) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
