"""Markdown tables whose cells may hold whatever a file name or a PDF holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

MEANING_SOMETHING = re.compile(r"[\\`*_{}\[\]<>()#|!~&]")
LONGEST = 60


def rows_of_links(heading: Sequence[str], links: Iterable[tuple[str, str, str]]) -> str:
    """A table of (words, address, more words): the first words are the link."""
    return rows(heading, ([f"[{cell(words)}]({address})", cell(more)] for words, address, more in links))


def rows(heading: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Cells that are Markdown already."""
    return "\n".join(f"| {' | '.join(line)} |" for line in (heading, ["---"] * len(heading), *lines))


def cell(words: str) -> str:
    """Words as they are: nothing in them is taken for Markdown, and long ones are cut."""
    words = " ".join(words.split())
    words = words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
    return MEANING_SOMETHING.sub(r"\\\g<0>", words)
