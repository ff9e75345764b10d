"""Texts of the cache to tables in the cache, in guarded worker processes: no PDF is opened whose text is there."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

import pyarrow as pa

from pipeline.cache import tables, texts
from pipeline.cache.fingerprint import Makers
from pipeline.cache.members import Made, Member, Progress, known, made
from pipeline.cache.reading import read_texts
from pipeline.cache.store import Cache
from pipeline.dataset.rows import complete, to_arrow
from pipeline.reader import READER_VERSION
from pipeline.reader.quarantine import quarantine
from pipeline.reader.worker import isolated
from pipeline.report import Quarantine, Reading
from pipeline.rows import rows_of
from pipeline.settings import Settings


def extract_facts(
    members: Sequence[Member], cache: Cache, makers: Makers, settings: Settings, progress: Progress | None = None
) -> list[Made]:
    """Extracts what the cache lacks; a text that is not there is read first, a member that has none is left out."""
    before = known("facts", members, cache, makers.facts)
    new = [m for m in members if m.sha256 not in before]
    lacking = [text.member for text in read_texts(new, cache, makers.reader, settings)]
    work = partial(extract_one, cache=cache, makers=makers, settings=settings)
    for done, outcome in enumerate(isolated(work, lacking, settings), len(members) - len(lacking) + 1):
        member = outcome.argument
        if outcome.problem:
            path = member.path or Path(member.file_name)
            reading = quarantine(
                path, outcome.problem, member.sha256, member.n_bytes, READER_VERSION, outcome.detail, stage="extraction"
            )
            keep(reading, cache, makers, settings, time.perf_counter())
        if progress:
            progress(done, len(members))
    return made(members, before, known("facts", lacking, cache, makers.facts))


def extract_one(member: Member, cache: Cache, makers: Makers, settings: Settings) -> None:
    """In a worker: rows of the member's text, kept as tables."""
    start = time.perf_counter()
    entry = cache.get("texts", member.sha256, makers.reader)
    if entry is None:
        raise LookupError(f"{member.file_name}: its text went from the cache; run the batch again")
    keep(texts.load(entry.content), cache, makers, settings, start)


def keep(reading: Reading, cache: Cache, makers: Makers, settings: Settings, start: float) -> None:
    frames = {name: to_arrow(name, rows) for name, rows in rows_of(reading, settings).items()}
    problem = reading.problem if isinstance(reading, Quarantine) else None
    cache.put("facts", reading.sha256, makers.facts, tables.dump(frames), time.perf_counter() - start, problem)


def frames_of(facts: Sequence[Made], cache: Cache, makers: Makers) -> dict[str, pa.Table]:
    """Every table of the schema with the rows of these members, in their order."""
    entries = (cache.get("facts", m.member.sha256, makers.facts) for m in facts)
    return joined(tables.load(entry.content) for entry in entries if entry)


def joined(batches: Iterable[Mapping[str, pa.Table]]) -> dict[str, pa.Table]:
    """The rows of all, one after the other, in every table of the schema."""
    parts: dict[str, list[pa.Table]] = {}
    for frames in batches:
        for name, table in frames.items():
            parts.setdefault(name, []).append(table)
    return complete({name: pa.concat_tables(some) for name, some in parts.items()})
