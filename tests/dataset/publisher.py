"""Publishes in a process of its own, so that a test can kill it, starve it or stop it half way.

publisher.py forever FOLDER          dataset after dataset until killed; "ready" after the first
publisher.py steps FOLDER            kills a forked publisher at its steps in turn; prints what a reader found
publisher.py starved FOLDER BYTES    publishes while no file may grow beyond BYTES
publisher.py hold FOLDER             takes the lock and keeps it until its standard input ends
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dataset.sample import frames

from pipeline.dataset import package
from pipeline.dataset.publish import NotPublished, current, only_writer, publish

CALLS = ("replace", "fsync", "symlink", "open", "unlink", "mkdir", "rename")
"""Calls of the operating system that a publisher makes through Python; each is a step to die at."""
PATIENCE = 60
"""Seconds for one publishing."""
CLOSE, STRIDE = 20, 5
"""The last steps, where versions and pointer move, are all tried; of those that write files every fifth."""


def forever(folder: Path) -> None:
    size = 1.0
    while True:
        publish(frames(size), folder, 2)
        if size == 1.0:
            print("ready", flush=True)
        size += 1.0


def steps(folder: Path) -> None:
    outlives(0, folder, 1.0)
    outlives(0, folder, 2.0)
    total = outlives(0, folder, 3.0)
    for step in [*range(1, total - CLOSE, STRIDE), *range(total - CLOSE, total + 1)]:
        survived = outlives(step, folder, size=float(step + 3))
        now = current(folder)
        whole = now is not None and package.broken(now) == []
        print(step, "survived" if survived else "died", "whole" if whole else "broken", flush=True)
    print("of", total, flush=True)


def outlives(step: int, folder: Path, size: float) -> int:
    """Forks a publisher that kills itself before its call number `step`: how many calls it made, 0 if it died.

    The forking process itself never publishes: Arrow's and DuckDB's threads do not survive a fork.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(PATIENCE)
        made = 0

        def mined(call: Callable[..., Any]) -> Callable[..., Any]:
            def wrapped(*arguments: Any, **options: Any) -> Any:
                nonlocal made
                made += 1
                if made == step:
                    os.kill(os.getpid(), signal.SIGKILL)
                return call(*arguments, **options)

            return wrapped

        for name in CALLS:
            setattr(os, name, mined(getattr(os, name)))
        publish(frames(size), folder, 2)
        os.write(writing, str(made).encode())
        os._exit(0)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    said = os.read(reading, 20)
    os.close(reading)
    if status and not (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL):
        raise RuntimeError(f"the publisher failed at step {step}")
    return int(said or 0)


def starved(folder: Path, limit: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        publish(frames(99.0), folder, 2)
    except NotPublished as error:
        sys.exit(f"refused: {error}")


def hold(folder: Path) -> None:
    with only_writer(folder):
        print("ready", flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    what, place, *rest = sys.argv[1:]
    if what == "starved":
        starved(Path(place), int(rest[0]))
    else:
        {"forever": forever, "steps": steps, "hold": hold}[what](Path(place))
