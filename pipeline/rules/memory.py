"""Answers about the same chunks, kept: several kinds of fact ask the same of one sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import TypeVar

from pipeline.rules.chunk import Chunk

Answer = TypeVar("Answer")
SENTENCES = 2_000
"""More than a report has, as a rule; then the oldest answer goes."""


def remembered(
    function: Callable[[Sequence[Chunk], str], Answer], most: int = SENTENCES
) -> Callable[[Sequence[Chunk], str], Answer]:
    """The function, computed once for each tuple of chunks and language. It must be pure; its answer may not be changed.

    A tuple is known by its identity, which is quicker than its content; it is kept, so that no other can take its place.
    """
    kept: dict[tuple[int, str], tuple[Sequence[Chunk], Answer]] = {}

    @wraps(function)
    def answer(chunks: Sequence[Chunk], language: str) -> Answer:
        if not isinstance(chunks, tuple):
            return function(chunks, language)
        key = (id(chunks), language)
        if key not in kept:
            if len(kept) >= most:
                del kept[next(iter(kept))]
            kept[key] = (chunks, function(chunks, language))
        return kept[key][1]

    return answer
