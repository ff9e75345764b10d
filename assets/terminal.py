"""The main job in a terminal: the same jobs in this process, recorded in Dagster's history, with a progress bar."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import dagster as dg
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from assets.batches import BATCHES
from assets.definitions import defs
from assets.orphans import end_orphans
from assets.resources import Bar, casefold
from pipeline.command.summary import summary
from pipeline.dataset.query import connect
from pipeline.dataset.rows import empty
from pipeline.dataset.schema import TABLES
from pipeline.dataset.versions import current
from pipeline.intake.operation import Operation
from pipeline.intake.taking import Taken
from pipeline.settings import Settings

STILL_FOR = 2.0
"""Seconds without a change after which a file counts as whole at first sight."""
LOOKS = 5
"""How often to look again at files that are still changing, one second apart."""

QUIET = {"console": {"config": {"log_level": "CRITICAL"}}}
"""Dagster's own lines go to its history alone."""


def run(inbox: Path | None, allow_empty: bool = False) -> int:
    """Takes in what is new, makes every batch that is not made by the reader and rules of now, publishes; exit code.

    Raises EmptyInbox where that would publish nothing over a filled dataset, unless `allow_empty`.
    """
    settings = Settings.load()
    operation = Operation(replace(settings, inbox=inbox) if inbox else settings)
    if not allow_empty and (lost := operation.would_empty()):
        raise EmptyInbox(
            f"{operation.settings.inbox}: no PDF in this folder, and the dataset in {settings.dataset} holds {lost} reports: "
            "name the folder that you mean with --inbox, or add --allow-empty to publish an empty dataset"
        )
    console = Console(highlight=False, emoji=False, stderr=True)
    taken = take_in(operation)
    console.print(f"{operation.settings.inbox}: {taken}", soft_wrap=True, markup=False)
    wanted = operation.wanted()
    failed: dict[str, str] = {}
    if wanted or operation.publication_due():
        with dg.DagsterInstance.get() as instance:
            end_orphans(instance)
            instance.add_dynamic_partitions(str(BATCHES.name), list(wanted))
            with progress_bar(console) as bar:
                for name, retry in wanted.items():
                    if why := launched("batch", instance, bar, name, retry):
                        failed[name] = why
                if why := launched("publication", instance, bar):
                    failed["publication"] = why
    version = current(settings.dataset)
    if version is not None:
        summary(tables(version), settings.dataset / "current")
        for line in places(operation.page_indexes()):
            print(line)
    for name, why in failed.items():
        console.print(f"[red]failed[/red]: {name}: {escape(why)}", soft_wrap=True)
    if failed:
        console.print("`casefold ui` tells more, under Runs; `casefold run` goes on where this stopped")
    return 1 if failed else 0


def places(indexes: Sequence[Path]) -> list[str]:
    """Where the case pages are, in words: the list of the last batch, and how many there are before it."""
    if not indexes:
        return []
    before = f"   (and {len(indexes) - 1} batches before it)" if len(indexes) > 1 else ""
    return [f"Case pages: {indexes[-1]}{before}"]


class EmptyInbox(ValueError):
    """Most likely another folder was meant."""


def take_in(operation: Operation) -> Taken:
    """Looks at the inbox until its files stand still, or a few times; what still grows is left for the next run."""
    taken = operation.take_in(STILL_FOR, claim=True)
    for _ in range(LOOKS):
        if not taken.waiting:
            break
        time.sleep(1)
        again = operation.take_in(STILL_FOR, claim=True)
        taken = replace(
            again,
            batches=taken.batches + again.batches,
            reports=taken.reports + again.reports,
            gone=taken.gone + again.gone,
        )
    return taken


def launched(
    job: str, instance: dg.DagsterInstance, bar: Bar, partition: str | None = None, retry: bool = False
) -> str:
    """Why the job failed; empty where it did not. Runs in this process; its events go to Dagster's history."""
    config: dict[str, Any] = {"loggers": QUIET}
    if partition:
        config["ops"] = {"texts": {"config": {"retry_quarantined": retry}}}
    outcome = defs.resolve_job_def(job).execute_in_process(
        run_config=config,
        instance=instance,
        partition_key=partition,
        raise_on_error=False,
        resources={"casefold": casefold(bar)},
        tags={"casefold/launched_by": "casefold run"},
    )
    return "" if outcome.success else reason(outcome)


def reason(outcome: dg.ExecuteInProcessResult) -> str:
    """The first error at the bottom of the first step that failed, in a line."""
    failures = [event.step_failure_data.error for event in outcome.all_events if event.is_step_failure]
    error = next((e for e in failures if e), None)
    while error and error.cause:
        error = error.cause
    return " ".join(error.message.split()) if error else "it did not start"


@contextmanager
def progress_bar(console: Console) -> Iterator[Bar]:
    """A bar a step; where standard error is no terminal, nothing."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def told(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=of)
            bars.update(tasks[what], completed=done, total=of)

        yield told


def tables(version: Path) -> Mapping[str, Any]:
    """The published tables."""
    with connect(version) as connection:
        return {
            n: connection.table(n).to_arrow_table() if (version / f"{n}.parquet").exists() else empty(n) for n in TABLES
        }
