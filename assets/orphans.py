"""Runs whose process is gone: after a power cut or a kill they would count as running for ever, and hold their place."""

from __future__ import annotations

import os
from pathlib import Path

import dagster as dg

PROCESS = "casefold/process"
"""Tag of a run: the process that works at it, and when that was started."""


def claim(instance: dg.DagsterInstance, run_id: str) -> None:
    """Marks the run as worked at by this process."""
    instance.add_run_tags(run_id, {PROCESS: identity(os.getpid())})


def end_orphans(instance: dg.DagsterInstance) -> list[str]:
    """Reports as failed every started run whose process is gone, so that it is retried; their ids."""
    started = instance.get_runs(dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]))
    dead = [run for run in started if PROCESS in run.tags and not alive(run.tags[PROCESS])]
    for run in dead:
        instance.report_run_failed(run, "The process of this run is gone: it was killed, or the machine stopped.")
    return [run.run_id for run in dead]


def identity(pid: int) -> str:
    """The process id and, where the system tells it, the start time, since ids are given again."""
    try:
        started = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        started = ""
    return f"{pid}:{started}"


def alive(process: str) -> bool:
    pid = int(process.partition(":")[0])
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return identity(pid) == process
