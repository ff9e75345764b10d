"""Records to plain JSON values and back, by their type hints: nothing but what the record declares is ever built."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints


def to_plain(value: Any) -> Any:
    """Dataclasses as dicts, tuples and frozen sets as lists."""
    if is_dataclass(value):
        return {f.name: to_plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [to_plain(v) for v in value]
    if isinstance(value, frozenset):
        return [to_plain(v) for v in sorted(value)]
    return value


def from_plain(kind: Any, value: Any) -> Any:
    """The record of the given type. Raises TypeError or KeyError where the value is none."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        if value is None and type(None) in inner:
            return None
        (kind,) = (k for k in inner if k is not type(None))
        return from_plain(kind, value)
    if origin is Literal:
        if value not in inner:
            raise TypeError(f"{value!r} is none of {inner}")
        return value
    if origin is frozenset:
        return frozenset(from_plain(inner[0], v) for v in value)
    if origin is tuple:
        kinds = [inner[0]] * len(value) if inner[-1] is Ellipsis else inner
        return tuple(from_plain(k, v) for k, v in zip(kinds, value, strict=True))
    if is_dataclass(kind):
        return record(kind, value)
    if kind is float and type(value) is int:
        return float(value)
    if not isinstance(value, kind):
        raise TypeError(f"{value!r} is no {kind}")
    return value


def record(kind: Any, value: Mapping[str, Any], **given: Any) -> Any:
    """The dataclass whose fields stand in `value`, but for those given as they are."""
    hints = _hints(kind)
    return kind(**{n: given[n] if n in given else from_plain(hints[n], value[n]) for n in hints})


@lru_cache
def _hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {f.name: hints[f.name] for f in fields(kind)}
