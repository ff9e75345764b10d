"""PDFs to texts in the cache, in guarded worker processes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial

from pipeline.cache import texts
from pipeline.cache.members import Made, Member, Progress, known, made
from pipeline.cache.store import Cache
from pipeline.reader import READER_VERSION, read
from pipeline.reader.quarantine import quarantine
from pipeline.reader.worker import isolated
from pipeline.report import Quarantine, Reading
from pipeline.settings import Settings


def read_texts(
    members: Sequence[Member], cache: Cache, maker: str, settings: Settings, progress: Progress | None = None
) -> list[Made]:
    """Reads what the cache lacks. A member whose file is gone, or holds other bytes by now, is left out.

    maker   the reader's fingerprint
    """
    before = known("texts", members, cache, maker)
    lacking = [m for m in members if m.sha256 not in before and m.path is not None]
    work = partial(read_one, cache=cache, maker=maker, settings=settings)
    for done, outcome in enumerate(isolated(work, lacking, settings), len(members) - len(lacking) + 1):
        member = outcome.argument
        if outcome.problem and member.path:
            reading = quarantine(
                member.path, outcome.problem, member.sha256, member.n_bytes, READER_VERSION, outcome.detail
            )
            keep(reading, cache, maker, 0.0)
        if progress:
            progress(done, len(members))
    return made(members, before, known("texts", [m for m in lacking], cache, maker))


def read_one(member: Member, cache: Cache, maker: str, settings: Settings) -> bool:
    """In a worker: reads the member's file; False where it holds other bytes by now, which are not kept."""
    assert member.path is not None
    start = time.perf_counter()
    reading = read(member.path, settings)
    if reading.sha256 != member.sha256:
        return False
    keep(reading, cache, maker, time.perf_counter() - start)
    return True


def keep(reading: Reading, cache: Cache, maker: str, seconds: float) -> None:
    problem = reading.problem if isinstance(reading, Quarantine) else None
    cache.put("texts", reading.sha256, maker, texts.dump(reading), seconds, problem)
