"""Runs whose process was killed give their place free."""

from __future__ import annotations

import os
import subprocess
import sys

import dagster as dg

from assets import defs
from assets.orphans import PROCESS, alive, claim, end_orphans, identity


def started(instance: dg.DagsterInstance, process: str | None) -> str:
    """The id of a run that counts as running."""
    tags = {PROCESS: process} if process else {}
    run = instance.create_run_for_job(defs.resolve_job_def("publication"), tags=tags)
    instance.handle_run_event(run.run_id, _start(run.job_name))
    return run.run_id


def _start(job: str) -> dg.DagsterEvent:
    return dg.DagsterEvent(event_type_value=dg.DagsterEventType.RUN_START.value, job_name=job, message="")


def dead_process() -> str:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    told = identity(process.pid)
    process.kill()
    process.communicate()
    return told


def test_a_process_is_alive_until_it_ends_and_its_number_given_again_is_another() -> None:
    assert alive(identity(os.getpid()))
    assert not alive(dead_process())
    assert not alive(f"{os.getpid()}:1")


def test_only_runs_of_dead_processes_are_ended(instance: dg.DagsterInstance) -> None:
    dead, living, unknown = started(instance, dead_process()), started(instance, None), started(instance, None)
    claim(instance, living)
    assert end_orphans(instance) == [dead]
    statuses = {r.run_id: r.status for r in instance.get_runs()}
    assert statuses[dead] is dg.DagsterRunStatus.FAILURE
    assert statuses[living] is statuses[unknown] is dg.DagsterRunStatus.STARTED
    assert end_orphans(instance) == []
