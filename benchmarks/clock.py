"""CPU time of several ways of doing one thing, interleaved in one process, and the machine it was measured on."""

from __future__ import annotations

import gc
import os
import platform
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

Given = TypeVar("Given")
Rounds = Mapping[str, Sequence[float]]
"""Way → CPU seconds of each round over everything given."""


def cpu_seconds(work: Callable[[], object]) -> float:
    """CPU seconds of this process, all its threads."""
    start = time.process_time()
    work()
    return time.process_time() - start


def interleaved(ways: Mapping[str, Callable[[Given], object]], given: Sequence[Given], rounds: int) -> Rounds:
    """Every way on every thing given, in turn, so that a busy machine slows them alike. The first, unmeasured turn warms up."""
    for work in ways.values():
        for one in given:
            work(one)
    spent: dict[str, list[float]] = {name: [0.0] * rounds for name in ways}
    for number in range(rounds):
        gc.collect()
        for one in given:
            for name, work in ways.items():
                spent[name][number] += cpu_seconds(lambda work=work, one=one: work(one))  # type: ignore[misc]
    return spent


def ratio(spent: Rounds, above: str, below: str) -> float:
    """Median over the rounds of one way's CPU divided by another's in the same round."""
    return statistics.median(a / b for a, b in zip(spent[above], spent[below], strict=True))


def machine() -> str:
    """Processor, cores, load, system and Python, as one line."""
    names: Iterable[str] = ()
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    processor = next(iter(names), platform.processor() or platform.machine())
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{processor}, {os.cpu_count()} cores{load}; {platform.system()}, Python {platform.python_version()}"
