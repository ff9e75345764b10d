"""How often a process that works through reports looks for cycles among its objects."""

from __future__ import annotations

import gc

OBJECTS = 20_000
"""Python's own 700 are less than the chunks of half a page. Facts and chunks hold no cycles: a collection walks over
those of the report in work and finds nothing (5 % of a worker's CPU, `docs/performance.md`)."""


def collect_seldom() -> None:
    gc.set_threshold(OBJECTS, 10, 10)
