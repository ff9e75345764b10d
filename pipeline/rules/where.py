"""Where in a row of chunks a tag stands, found by the letters of a Line at once instead of chunk by chunk."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from pipeline.language.tags import LETTERS
from pipeline.rules.chunk import Chunk, Line

START, END = attrgetter("start"), attrgetter("end")
NOWHERE = re.compile(r"(?!)")


def where(chunks: Sequence[Chunk], *tags: str) -> list[int]:
    """Positions of the chunks that have one of the tags."""
    if isinstance(chunks, Line):
        finder = FINDERS[tags]
        form = finder.form if finder.seen == len(LETTERS) else finder.current()
        if form.search(chunks.letters) is None:
            return []
        return [match.start() for match in form.finditer(chunks.letters)]
    return [at for at, chunk in enumerate(chunks) if chunk.has(*tags)]


def holds(chunks: Sequence[Chunk], *tags: str) -> bool:
    """Has any of the chunks one of the tags?"""
    if isinstance(chunks, Line):
        finder = FINDERS[tags]
        form = finder.form if finder.seen == len(LETTERS) else finder.current()
        return form.search(chunks.letters) is not None
    return any(chunk.has(*tags) for chunk in chunks)


def first_after(chunks: Sequence[Chunk], offset: int) -> int | None:
    """Position of the first chunk that ends behind an offset of the text."""
    at = bisect_right(chunks, offset, key=END)
    return at if at < len(chunks) else None


def last_before(chunks: Sequence[Chunk], offset: int) -> int | None:
    """Position of the last chunk that starts before an offset of the text."""
    return bisect_left(chunks, offset, key=START) - 1 if chunks and chunks[0].start < offset else None


class Finder:
    """The letters of all combinations that have one of some tags, as a regular expression.

    form   holds while no combination came up after the first `seen`
    """

    __slots__ = ("form", "seen", "_tags", "_letters")

    def __init__(self, tags: Sequence[str]) -> None:
        self.form: re.Pattern[str] = NOWHERE
        self.seen = 0
        self._tags = frozenset(tags)
        self._letters = ""

    def current(self) -> re.Pattern[str]:
        """The expression, with the combinations that came up since it was last asked for."""
        fresh = "".join(
            letter
            for combination, letter in LETTERS.since(self.seen)
            if not self._tags.isdisjoint(combination.split("|"))
        )
        self.seen = len(LETTERS)
        if fresh:
            self._letters += fresh
            self.form = re.compile(f"[{self._letters}]")
        return self.form


class Finders(dict[tuple[str, ...], Finder]):
    """Tags → their Finder, made when they are first asked for."""

    def __missing__(self, tags: tuple[str, ...]) -> Finder:
        finder = self[tags] = Finder(tags)
        return finder


FINDERS = Finders()
