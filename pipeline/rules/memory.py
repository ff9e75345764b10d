"""Answers about the same chunks, kept with them: several kinds of fact ask the same of one sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from pipeline.rules.chunk import Chunk, Line

Rest = ParamSpec("Rest")
Answer = TypeVar("Answer")
OfChunks = Callable[Concatenate[Sequence[Chunk], Rest], Answer]


def remembered(function: OfChunks[Rest, Answer]) -> OfChunks[Rest, Answer]:
    """A function of chunks (and more), computed once for each Line. It must be pure; its answer may not be changed."""

    @wraps(function)
    def answer(chunks: Sequence[Chunk], *rest: Rest.args, **none: Rest.kwargs) -> Answer:
        if not isinstance(chunks, Line):
            return function(chunks, *rest, **none)
        key = (function, *rest)
        if key not in chunks.answers:
            chunks.answers[key] = function(chunks, *rest, **none)
        known: Answer = chunks.answers[key]
        return known

    return answer
