"""What a command is given: the files that its arguments name, and the user's settings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline.command.console import Failure
from pipeline.settings import Settings

READABLE = (".pdf", ".txt")


def files(paths: Iterable[Path], suffixes: Sequence[str] = READABLE) -> list[Path]:
    """Named files as they are, folders searched to the bottom for the suffixes; each file once, in order of name.

    A named file of another suffix is kept: the reader says what it is. Raises Failure where a path does not exist
    or nothing was found.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise Failure(f"{path}: there is no such file or folder")
        inside = (
            sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in suffixes)
            if path.is_dir()
            else [path]
        )
        found.update(dict.fromkeys(inside))
    if not found:
        raise Failure(
            f"no {' or '.join(suffixes)} file in {', '.join(map(str, paths))}: name files, or a folder that holds some"
        )
    return list(found)


def settings() -> Settings:
    """The settings of `casefold.toml`, or the defaults. Raises Failure naming the faulty line or key."""
    try:
        return Settings.load()
    except ValueError as error:
        raise Failure(f"the settings cannot be used: {error}") from error
