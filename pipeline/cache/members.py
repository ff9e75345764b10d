"""The reports of a batch on their way through the cache."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.cache.store import Cache, Kind, Stamp

Progress = Callable[[int, int], None]
"""Called with (reports done, reports in all)."""


@dataclass(frozen=True, slots=True)
class Member:
    """One content of a batch; `path` is where it lies now, None where it is gone."""

    sha256: str
    path: Path | None
    file_name: str
    n_bytes: int


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a member in one step."""

    member: Member
    fresh: bool
    """Made now, and not found in the cache."""
    seconds: float
    """What making it took, now or when it was made; 0 where its worker died."""
    problem: str | None
    """Why it is quarantined."""


def known(kind: Kind, members: Sequence[Member], cache: Cache, maker: str) -> dict[str, Stamp]:
    """sha256 → the stamp of the entry, for the members that have one."""
    stamps = ((m.sha256, cache.stamp(kind, m.sha256, maker)) for m in members)
    return {sha256: stamp for sha256, stamp in stamps if stamp}


def made(members: Sequence[Member], before: Mapping[str, Stamp], after: Mapping[str, Stamp]) -> list[Made]:
    """One record a member that has an entry, in their order."""
    stamps = {**after, **before}
    return [
        Made(m, m.sha256 not in before, stamps[m.sha256].seconds, stamps[m.sha256].problem)
        for m in members
        if m.sha256 in stamps
    ]
