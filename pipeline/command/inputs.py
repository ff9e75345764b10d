"""What a command is given: the files that its arguments name, and the user's settings."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.command.console import Failure, note
from pipeline.settings import Settings

READABLE = (".pdf", ".txt")


@dataclass(slots=True)
class Found:
    """The files that were asked for, each once, and a line for all that a folder holds besides."""

    files: dict[Path, None] = field(default_factory=dict)
    others: Counter[str] = field(default_factory=Counter)
    """Suffix → files of it."""
    unread: list[str] = field(default_factory=list)
    """What could not be looked into, and why."""

    def left_out(self) -> list[str]:
        """In words, what is not among the files."""
        kinds = ", ".join(f"{count} {suffix or 'without a suffix'}" for suffix, count in sorted(self.others.items()))
        several = self.others.total() != 1
        said = f"{self.others.total()} other file{'s' if several else ''} left out ({kinds})"
        return [*([said] if self.others else []), *self.unread]


def files(paths: Iterable[Path], suffixes: Sequence[str] = READABLE) -> list[Path]:
    """Named files as they are, folders searched to the bottom for the suffixes; each file once, in order of name.

    A named file of another suffix is kept: the reader says what it is. What is left out is told on standard error.
    Raises Failure where a path does not exist or nothing was found.
    """
    found = Found()
    for path in paths:
        if path.is_dir():
            search(path, suffixes, found)
        elif path.exists():
            found.files[path] = None
        else:
            raise Failure(f"{path}: there is no such file or folder")
    for line in found.left_out():
        note(line)
    if not found.files:
        raise Failure(
            f"no {' or '.join(suffixes)} file in {', '.join(map(str, paths))}: name files, or a folder that holds some"
        )
    return list(found.files)


def search(folder: Path, suffixes: Sequence[str], found: Found) -> None:
    """Adds what the folder holds. Linked folders are not entered: they may lead back."""
    inside: list[Path] = []
    for here, folders, names in os.walk(folder, onerror=lambda e: found.unread.append(refused(e))):
        links = [Path(here, name) for name in folders if Path(here, name).is_symlink()]
        found.unread += [f"{link}: a linked folder, left out; name it to have it searched" for link in links]
        for file in (Path(here, name) for name in names):
            if file.suffix.lower() not in suffixes:
                found.others[file.suffix.lower()] += 1
            elif file.is_file():
                inside.append(file)
            else:
                found.unread.append(f"{file}: no file, or a link that leads nowhere; left out")
    found.files.update(dict.fromkeys(sorted(inside)))


def refused(error: OSError) -> str:
    return f"{error.filename}: this folder cannot be listed ({error.strerror}); what it holds is left out"


def settings() -> Settings:
    """The settings of `casefold.toml`, or the defaults. Raises SettingsFault naming the faulty line or key."""
    return Settings.load()


def settings_for_extraction() -> Settings:
    """The settings, and the files that they name found sound. Raises SettingsFault, or DataFault naming file and line."""
    given = settings()
    if given.user_drugs or given.user_atc:
        from pipeline.user_files import check_user_files

        check_user_files(given)
    return given
