"""Answers about the same chunks, kept with them: several kinds of fact ask the same of one sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import TypeVar

from pipeline.rules.chunk import Chunk, Line

Answer = TypeVar("Answer")


def remembered(function: Callable[[Sequence[Chunk], str], Answer]) -> Callable[[Sequence[Chunk], str], Answer]:
    """The function, computed once for each Line and language. It must be pure; its answer may not be changed."""

    @wraps(function)
    def answer(chunks: Sequence[Chunk], language: str) -> Answer:
        if not isinstance(chunks, Line):
            return function(chunks, language)
        key = (function, language)
        if key not in chunks.answers:
            chunks.answers[key] = function(chunks, language)
        known: Answer = chunks.answers[key]
        return known

    return answer
