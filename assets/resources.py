"""What the assets are given: the operation, and where its progress is shown."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import dagster as dg

from assets.orphans import claim
from pipeline.cache.members import Progress
from pipeline.intake.operation import Operation
from pipeline.settings import Settings

Bar = Callable[[str, int, int], None]
"""Called with (step, reports done, reports in all)."""
LINE_EVERY = 5.0
"""Seconds between two log lines of a step's progress."""


@dataclass(frozen=True, slots=True)
class Casefold:
    """The operation that `casefold.toml` describes; `bar` also shows progress, in a terminal."""

    settings: Settings = field(default_factory=Settings.load)
    bar: Bar | None = None

    @property
    def operation(self) -> Operation:
        return Operation(self.settings)

    def progress(self, what: str, log: dg.DagsterLogManager) -> Progress:
        """A log line with counts every few seconds, and at the end."""
        start = last = time.monotonic()

        def told(done: int, of: int) -> None:
            nonlocal last
            if self.bar:
                self.bar(what, done, of)
            if done == of or time.monotonic() - last >= LINE_EVERY:
                last = time.monotonic()
                log.info(f"{what}: {done} of {of} reports, {last - start:.0f} s")

        return told


def casefold(bar: Bar | None = None) -> dg.ResourceDefinition:
    """The resource that assets, sensor and schedule share; a run is marked with the process that works at it."""

    def start(context: dg.InitResourceContext) -> Casefold:
        if context.run and context.instance:
            claim(context.instance, context.run.run_id)
        return Casefold(bar=bar)

    return dg.ResourceDefinition(start, description="The places and limits of casefold.toml.")
