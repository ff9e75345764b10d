"""What the commands print: progress and complaints on standard error, summaries on standard output."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console

Advance = Callable[[int, int], None]
"""Called with (done, all) after each report."""


class Failure(Exception):
    """What went wrong, where, and what to do: printed as one line, exit code 2."""


def complain(message: str) -> None:
    Console(stderr=True, highlight=False, soft_wrap=True).print(f"[red]casefold:[/red] {escaped(message)}")


def escaped(text: str) -> str:
    """The text with the square brackets that rich would take for its markup made plain."""
    from rich.markup import escape

    return escape(text)


@contextmanager
def progress(label: str) -> Iterator[Advance]:
    """A bar on standard error; where that is no terminal, nothing."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
