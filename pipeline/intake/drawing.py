"""The case pages of a batch, drawn in guarded worker processes: a report's again when its rows or the pages changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import groupby
from pathlib import Path

import pyarrow as pa

from pipeline.cache import texts
from pipeline.cache.members import Member, Progress
from pipeline.cache.store import Cache
from pipeline.dataset.identifiers import masked
from pipeline.dataset.write import replaced
from pipeline.intake import batches
from pipeline.pages.report import figure_name, write_report
from pipeline.pages.write import page_name
from pipeline.reader.worker import isolated
from pipeline.report import Report
from pipeline.settings import Settings

MARKS = ".marks"
"""Folder of one file a report: the fingerprint of what its pages were drawn from."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """One report whose pages are wanted; `pdf` for the pictures, `trouble`: what kept them away before."""

    member: Member
    pdf: Path | None
    trouble: str | None = None

    @property
    def report_id(self) -> str:
        return self.member.sha256[:16]


@dataclass(frozen=True, slots=True)
class Studio:
    """What the drawings of a batch share: its tables, the texts, and the folder of its pages."""

    tables: Path
    version: int
    folder: Path
    cache: Cache
    reader: str
    look: str
    """Fingerprint of what draws."""
    mask: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """`now`: reports whose pages were drawn, and not only found; `failed`: report → why it has none."""

    now: int
    failed: Mapping[str, str]


def draw_reports(
    members: Sequence[Member], studio: Studio, settings: Settings, progress: Progress | None = None
) -> Drawn:
    """Pages of every case of the members. A PDF that breaks a limit costs its own pictures; marked if its pages stand."""
    wanted = [Drawing(m, None if studio.mask else m.path) for m in members]
    (studio.folder / MARKS).mkdir(parents=True, exist_ok=True)
    work = partial(draw_one, studio=studio)
    now, without = 0, []
    for done, outcome in enumerate(isolated(work, wanted, settings), 1):
        now += bool(outcome.value)
        if outcome.problem:
            without.append(replace(outcome.argument, pdf=None, trouble=outcome.problem))
        if progress:
            progress(done, len(wanted))
    failed = {}
    for outcome in isolated(work, without, settings):
        now += bool(outcome.value)
        if outcome.problem:
            failed[outcome.argument.member.file_name] = f"{outcome.problem}: {outcome.detail}"
    return Drawn(now, failed)


def draw_one(drawing: Drawing, studio: Studio) -> bool:
    """In a worker: the pages of one report; False where they stand as they would be drawn."""
    frames = by_report(studio.tables, studio.version).get(drawing.report_id, {})
    if not frames.get("cases"):
        return False
    shown = masked(frames) if studio.mask else frames
    mark, fingerprint = studio.folder / MARKS / drawing.report_id, fingerprint_of(shown, drawing, studio)
    pages = [studio.folder / page_name(case) for case in shown["cases"]["case_id"].to_pylist()]
    if mark.exists() and mark.read_text(encoding="utf-8") == fingerprint and all(page.exists() for page in pages):
        return False
    text = None if studio.mask else text_of(drawing, studio)
    write_report(shown, drawing.pdf, studio.folder, text, drawing.trouble)
    with replaced(mark) as stream:
        stream.write(fingerprint.encode())
    return True


def fingerprint_of(shown: Mapping[str, pa.Table], drawing: Drawing, studio: Studio) -> str:
    """Of the values: the same rows lie otherwise in memory when their batch holds others."""
    rows = hashlib.sha256(repr([(name, some.to_pylist()) for name, some in shown.items()]).encode()).hexdigest()
    return f"{rows} {studio.look} {studio.mask} {drawing.pdf is not None}"


def text_of(drawing: Drawing, studio: Studio) -> str | None:
    entry = studio.cache.get("texts", drawing.member.sha256, studio.reader)
    reading = entry and texts.load(entry.content)
    return reading.text.string if isinstance(reading, Report) else None


@lru_cache(1)
def by_report(folder: Path, version: int) -> dict[str, dict[str, pa.Table]]:
    """report_id → its rows of each table. A batch's tables hold the rows of a report one after the other."""
    out: dict[str, dict[str, pa.Table]] = {}
    for name, rows in batches.load(folder, version).items():
        start = 0
        for report, some in groupby(rows["report_id"].to_pylist()):
            length = sum(1 for _ in some)
            out.setdefault(report, {})[name] = rows.slice(start, length)
            start += length
    return out


def remove_others(folder: Path, cases: Sequence[str]) -> None:
    """Pages, figures and marks of reports that the batch does not hold any more."""
    kept = {page_name(c) for c in cases} | {figure_name(c) for c in cases}
    for file in (*folder.glob("*-*.html"), *folder.glob("*-*.svg")):
        if file.name not in kept:
            file.unlink()
    reports = {case.partition("-")[0] for case in cases}
    for mark in (folder / MARKS).iterdir():
        if mark.name not in reports:
            mark.unlink()
