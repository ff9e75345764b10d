"""Answers about the same chunks, kept with them: several kinds of fact ask the same of one sentence."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from pipeline.rules.chunk import Line

Asked = ParamSpec("Asked")

Answer = TypeVar("Answer")


def remembered(function: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """A function of chunks (and more), computed once for each Line. It must be pure; its answer may not be changed."""

    @wraps(function)
    def answer(*asked: Asked.args, **none: Asked.kwargs) -> Answer:
        chunks = asked[0]
        if not isinstance(chunks, Line):
            return function(*asked)
        key = (function, *asked[1:])
        if key not in chunks.answers:
            chunks.answers[key] = function(*asked)
        known: Answer = chunks.answers[key]
        return known

    return answer
