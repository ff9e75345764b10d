"""Work on hostile input in processes of its own: a wall clock, a memory limit, and a death that costs one argument only."""

from __future__ import annotations

import functools
import hashlib
import multiprocessing
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Generic, TypeVar

from pipeline.fault import DataFault, last_line
from pipeline.garbage import collect_seldom
from pipeline.reader.quarantine import quarantine
from pipeline.reader.reading import read
from pipeline.reader.version import READER_VERSION
from pipeline.report import Problem, Reading, Stage
from pipeline.settings import Settings

Argument = TypeVar("Argument")
Value = TypeVar("Value")

TICK = 0.1
"""Seconds between two looks at a worker's clock and memory."""
START_SECONDS = 60.0
"""What a new worker may take to import what it needs, on top of the wall clock."""
WORN = 0.6
"""A worker that still holds this share of the memory limit after its work is replaced."""
ADDRESS_SPACE = 3
"""A worker may reserve this many times the memory limit, so that one huge request fails at once."""
LOOKAHEAD = 8
"""Arguments in work or waiting for an earlier one, for each worker."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Argument, Value]):
    """What became of one argument: a value, or the problem that kept it from one."""

    argument: Argument
    value: Value | None = None
    problem: Problem | None = None
    detail: str = ""
    raised: bool = False
    """The function raised something; else, with a problem, the worker died or was ended."""


def isolated(
    function: Callable[[Argument], Value], arguments: Iterable[Argument], settings: Settings
) -> Iterator[Outcome[Argument, Value]]:
    """`function(argument)` for each argument in worker processes, outcomes in the order of the arguments.

    The function must be importable (top-level, or a functools.partial of one); arguments and values are pickled.
    Limits: `settings.max_seconds` and `max_memory_bytes` for each argument, `jobs` workers. An argument whose worker
    dies, hangs or grows too large comes back with its problem, and a new worker goes on with the next.
    Raises DataFault where the function does: no argument is to blame then.
    """
    waiting = deque[tuple[int, Argument]]()
    source = enumerate(arguments)
    done: dict[int, Outcome[Argument, Value]] = {}
    workers = [_Worker[Argument, Value](function, settings) for _ in range(max(1, settings.jobs))]
    next_out = 0
    try:
        while True:
            ahead = sum(w.busy for w in workers) + len(done)
            room = min(LOOKAHEAD * len(workers) - ahead, len(workers)) - len(waiting)
            waiting.extend(islice(source, max(0, room)))
            for worker in workers:
                if waiting and not worker.busy:
                    worker.give(*waiting.popleft())
            running = [w for w in workers if w.busy]
            if not running and not waiting and not done:
                return
            if running:
                wait([w.connection for w in running], TICK)
            for worker in running:
                finished = worker.look()
                if finished is not None:
                    done[finished[0]] = finished[1]
            while next_out in done:
                yield done.pop(next_out)
                next_out += 1
    finally:
        for worker in workers:
            worker.stop()


class _Worker(Generic[Argument, Value]):
    """One process at a time, started when there is work and again after its death."""

    def __init__(self, function: Callable[[Argument], Value], settings: Settings) -> None:
        self._function, self._settings = function, settings
        self._process: Any = None
        self.connection: Connection = None  # type: ignore[assignment]
        self.busy = False
        self._number, self._argument, self._until, self._largest = -1, None, 0.0, 0

    def give(self, number: int, argument: Argument) -> None:
        fresh = self._process is None or not self._process.is_alive()
        if fresh:
            self._start()
        self._number, self._argument, self.busy, self._largest = number, argument, True, 0  # type: ignore[assignment]
        self._until = time.monotonic() + self._settings.max_seconds + (START_SECONDS if fresh else 0.0)
        self.connection.send(argument)

    def look(self) -> tuple[int, Outcome[Argument, Value]] | None:
        """The outcome, once there is one; None while the work goes on."""
        size = resident_bytes(self._process.pid)
        self._largest = max(self._largest, size)
        if self.connection.poll():
            return self._received()
        if size > self._settings.max_memory_bytes:
            return self._given_up("out_of_memory", f"more than {self._settings.max_memory_bytes} bytes")
        if time.monotonic() > self._until:
            return self._given_up("timeout", f"longer than {self._settings.max_seconds:g} s")
        if not self._process.is_alive() and not self.connection.poll():
            return self._died()
        return None

    def _received(self) -> tuple[int, Outcome[Argument, Value]] | None:
        try:
            kind, content = self.connection.recv()
        except (EOFError, OSError):
            return self._died()
        if kind == "started":
            self._until = time.monotonic() + self._settings.max_seconds
            return None
        if resident_bytes(self._process.pid) > WORN * self._settings.max_memory_bytes:
            self.stop()
        if kind == "value":
            return self._finished(value=content)
        if kind == "data_fault":
            raise DataFault(content)
        return self._finished(problem=kind, detail=content, raised=True)

    def _died(self) -> tuple[int, Outcome[Argument, Value]]:
        self._process.join(1)
        code = self._process.exitcode
        full = self._largest > 0.8 * self._settings.max_memory_bytes
        return self._given_up("out_of_memory" if full else "reader_crashed", f"the worker ended with code {code}")

    def _given_up(self, problem: Problem, detail: str) -> tuple[int, Outcome[Argument, Value]]:
        self.stop()
        return self._finished(problem=problem, detail=detail)

    def _finished(
        self,
        value: Value | None = None,
        problem: Problem | None = None,
        detail: str = "",
        raised: bool = False,
    ) -> tuple[int, Outcome[Argument, Value]]:
        self.busy = False
        argument: Argument = self._argument  # type: ignore[assignment]
        return self._number, Outcome(argument, value, problem, detail, raised)

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        limit = ADDRESS_SPACE * self._settings.max_memory_bytes
        self._process = context.Process(target=_serve, args=(theirs, self._function, limit), daemon=True)
        self._process.start()
        theirs.close()

    def stop(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self.connection.close()
            self._process = None


def _serve(connection: Connection, function: Callable[[Any], Any], limit: int) -> None:
    """The worker's life: one argument after the other until the pipe closes."""
    limit_address_space(limit)
    collect_seldom()
    while True:
        try:
            argument = connection.recv()
        except EOFError:
            return
        connection.send(("started", None))
        try:
            answer = ("value", function(argument))
        except MemoryError:
            answer = ("out_of_memory", "")
        except DataFault as fault:
            answer = ("data_fault", str(fault))
        except Exception as error:  # the worker's border: one bad argument never stops the others
            answer = ("reader_crashed", last_line(error))
        connection.send(answer)


def limit_address_space(more_bytes: int) -> None:
    """Let this process reserve so many bytes more than now, where the system knows such limits."""
    try:
        import resource
    except ImportError:
        return
    reserved = _pages_of("self")[0] if Path("/proc/self/statm").exists() else 0
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = reserved + more_bytes
    resource.setrlimit(resource.RLIMIT_AS, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))


def resident_bytes(pid: int) -> int:
    """Bytes of memory that a process holds; 0 where the system does not tell."""
    try:
        return _pages_of(str(pid))[1]
    except (OSError, IndexError, ValueError):
        return 0


def _pages_of(pid: str) -> tuple[int, int]:
    """(reserved, resident) bytes of a process."""
    import resource

    with open(f"/proc/{pid}/statm", "rb") as statm:
        fields = statm.read().split()
    return int(fields[0]) * resource.getpagesize(), int(fields[1]) * resource.getpagesize()


def read_safely(paths: Iterable[Path], settings: Settings) -> Iterator[Reading]:
    """`read` for each path in worker processes, in order; a dead worker costs its report only."""
    for outcome in isolated(functools.partial(read, settings=settings), paths, settings):
        if outcome.value is not None:
            yield outcome.value
        else:
            yield quarantined(outcome.argument, outcome.problem or "reader_crashed", outcome.detail)


def quarantined(path: Path, problem: Problem, detail: str, stage: Stage | None = "reading") -> Reading:
    """The quarantine row of a path whose worker gave nothing back."""
    try:
        n_bytes = path.stat().st_size
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        n_bytes, sha256 = 0, ""
    return quarantine(path, problem, sha256, n_bytes, READER_VERSION, detail, stage=stage)
