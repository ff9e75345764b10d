"""The steps that the assets, and nobody else, put together: a batch to texts, texts to facts, facts to the dataset."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import inf
from pathlib import Path

import pyarrow as pa
from pyarrow.parquet import read_metadata

from pipeline.cache.extracting import extract_facts, frames_of, joined
from pipeline.cache.fingerprint import Makers, makers, pages_version
from pipeline.cache.members import Made, Member, Progress
from pipeline.cache.reading import read_texts
from pipeline.cache.store import Cache
from pipeline.dataset.identifiers import masked
from pipeline.dataset.merge import merge
from pipeline.dataset.publish import publish
from pipeline.dataset.versions import current
from pipeline.dataset.write import replaced
from pipeline.intake import batches
from pipeline.intake.drawing import Studio, draw_reports, remove_others
from pipeline.intake.inbox import Scan
from pipeline.intake.manifest import PASSING, Batch, Failure, Manifest
from pipeline.intake.taking import Taken, take_in
from pipeline.pages.front import write_front, write_listing
from pipeline.pages.report import figure_name
from pipeline.pages.write import INDEX, page_name, write_index
from pipeline.settings import Settings
from pipeline.user_files import check_user_files


@dataclass(frozen=True, slots=True)
class Extracted:
    """A batch's facts: what each report cost, and its tables."""

    reports: list[Made]
    tables: Mapping[str, pa.Table]
    version: int


@dataclass(frozen=True, slots=True)
class CasePage:
    """`page` and `figure` (None where the case has none): files in the folder of the batch."""

    file_name: str
    case_id: str
    page: str
    figure: str | None


@dataclass(frozen=True, slots=True)
class CasePages:
    """The pages of a batch in `folder`: `index.html`, and one page a case.

    drawn    reports whose pages were drawn now
    failed   file name → why its pages could not be drawn
    """

    folder: Path
    cases: list[CasePage]
    drawn: int = 0
    failed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Operation:
    """The places that the settings name, and the work that is done there."""

    settings: Settings

    @property
    def cache(self) -> Cache:
        return Cache(self.settings.cache)

    @property
    def makers(self) -> Makers:
        return makers(self.settings)

    def manifest(self) -> Manifest:
        return Manifest(self.settings.state / "manifest.sqlite")

    def folder(self, batch: str) -> Path:
        return self.settings.state / "batches" / batch

    def take_in(self, still_for: float | None = None, claim: bool = False, within: float = inf) -> Taken:
        """One look at the inbox of the settings; see `taking.take_in`."""
        with self.manifest() as manifest:
            return take_in(manifest, self.settings.inbox, self.settings.batch_size, now(), still_for, claim, within)

    def would_empty(self) -> int:
        """How many reports the dataset of now would lose to an inbox without a PDF, of which none was ever taken in."""
        published = current(self.settings.dataset)
        if published is None or not self.settings.inbox.is_dir() or any(True for _ in Scan(self.settings.inbox)):
            return 0
        with self.manifest() as manifest:
            if manifest.batches(self.settings.inbox.resolve()):
                return 0
        return read_metadata(published / "reports.parquet").num_rows

    def members(self, batch: str) -> list[Member]:
        with self.manifest() as manifest:
            return manifest.members(batch)

    def read(self, batch: str, retry: bool = False, progress: Progress | None = None) -> list[Made]:
        """Texts of the batch; `retry` forgets those whose problem may have passed, so that they are read again."""
        members = self.members(batch)
        if retry:
            self.forget_passing(members)
        check_user_files(self.settings)
        with self.alone(batch):
            return read_texts(members, self.cache, self.makers.reader, self.settings, progress)

    def forget_passing(self, members: Sequence[Member]) -> None:
        makers_now = self.makers
        for member in members:
            text = self.cache.stamp("texts", member.sha256, makers_now.reader)
            facts = self.cache.stamp("facts", member.sha256, makers_now.facts)
            if text and text.problem in PASSING and member.path:
                self.cache.forget(member.sha256, "texts", "facts")
            elif facts and facts.problem in PASSING:
                self.cache.forget(member.sha256, "facts")

    def extract(self, batch: str, progress: Progress | None = None) -> Extracted:
        """Facts of the batch's texts, written as its next version and entered in the manifest.

        A report that cannot be made now, its PDF being gone or out of reach, keeps the rows that it had; while one is
        out of reach the batch counts as stale.
        """
        check_user_files(self.settings)
        makers_now = self.makers
        with self.alone(batch):
            members = self.members(batch)
            reports = extract_facts(members, self.cache, makers_now, self.settings, progress)
            done = {m.member.sha256 for m in reports}
            lacking = [m for m in members if m.sha256 not in done]
            tables = joined([frames_of(reports, self.cache, makers_now), self.rows_before(batch, lacking)])
            version = batches.write(self.folder(batch), tables)
            failures = [Failure(m.member.sha256, m.problem, m.fresh) for m in reports if m.problem]
            reached = all(m.path is None for m in lacking)
            with self.manifest() as manifest:
                manifest.finish(batch, version, len(members), makers_now if reached else None, failures, now())
            batches.prune(self.folder(batch))
        return Extracted(reports, tables, version)

    def rows_before(self, batch: str, members: Sequence[Member]) -> dict[str, pa.Table]:
        """What the batch's tables of now tell of these members."""
        with self.manifest() as manifest:
            version = manifest.batch(batch).version
        if not members or not version:
            return {}
        return batches.of_reports(batches.load(self.folder(batch), version), [m.sha256[:16] for m in members])

    def forget(self, file: str) -> str:
        """Forgets text and facts of the newest report under this name or path; returns its batch.

        Raises LookupError where there is none.
        """
        with self.manifest() as manifest:
            found = manifest.named(file)
        if not found:
            raise LookupError(f"no report {file!r} was taken in: give a file name, or a path relative to the inbox")
        batch, sha256 = found[0]
        self.cache.forget(sha256, "texts", "facts")
        return batch

    def wanted(self) -> dict[str, bool]:
        """Batches of the inbox last taken in that are to be made again, and whether to retry what is quarantined."""
        with self.manifest() as manifest:
            inbox = manifest.publication().inbox
            if inbox is None:
                return {}
            retried = set(manifest.worth_retrying(inbox, now()))
            growing = [b.name for b in manifest.unfinished(inbox)]
            names = {*growing, *manifest.stale(inbox, self.makers), *retried}
        return {name: name in retried for name in sorted(names)}

    def draw(self, batch: str, progress: Progress | None = None) -> CasePages:
        """Case pages of the batch, in a folder of its own, and the page over all batches; drawn anew only where the
        batch's tables or the pages changed.

        With `mask_identifiers`, printed words are masked and neither pictures nor passages are shown.
        """
        with self.manifest() as manifest:
            version = manifest.batch(batch).version
        settings, tables, folder = self.settings, self.folder(batch), self.settings.pages / batch
        mask, look = settings.mask_identifiers, pages_version()
        told = batches.load(tables, version, ("reports", "cases"))
        mark, fingerprint = folder / ".drawn", f"{batches.digest(tables, version)} {look} {mask}"
        if mark.exists() and mark.read_text(encoding="utf-8") == fingerprint:
            return CasePages(folder, case_pages(told, folder))
        studio = Studio(tables, version, folder, self.cache, self.makers.reader, look, mask)
        drawn = draw_reports(self.members(batch), studio, settings, progress)
        remove_others(folder, told["cases"]["case_id"].to_pylist())
        shown = masked(told) if mask else told
        write_index(shown, folder, front=f"../{INDEX}")
        write_listing(shown, folder)
        write_front(settings.pages)
        if not drawn.failed:
            with replaced(mark) as stream:
                stream.write(fingerprint.encode())
        return CasePages(folder, case_pages(told, folder), drawn.now, drawn.failed)

    def pages_of(self, batch: str) -> list[CasePage]:
        """The case pages that the batch has; none where it was not made yet."""
        with self.manifest() as manifest:
            version = manifest.batch(batch).version
        told = batches.load(self.folder(batch), version, ("reports", "cases")) if version else None
        return case_pages(told, self.settings.pages / batch) if told else []

    def page_indexes(self) -> list[Path]:
        """The lists of case pages of the inbox last taken in, a file a batch, oldest first."""
        with self.manifest() as manifest:
            inbox = manifest.publication().inbox
            names = [batch.name for batch in manifest.batches(inbox)] if inbox else []
        indexes = [self.settings.pages / name / INDEX for name in names]
        return [file for file in indexes if file.exists()]

    @contextmanager
    def alone(self, batch: str) -> Iterator[None]:
        """Waits until no other process works at this batch; the system lets go when the process ends."""
        folder = self.folder(batch)
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def joined(self) -> tuple[dict[str, pa.Table], int]:
        """The newest of every report of the inbox last taken in, and the manifest's revision that this shows."""
        with self.manifest() as manifest:
            publication = manifest.publication()
            made: list[Batch] = (
                [b for b in manifest.batches(publication.inbox) if b.version] if publication.inbox else []
            )
            intake = manifest.intake(publication.inbox) if publication.inbox else None
        return merge((batches.load(self.folder(b.name), b.version) for b in made), intake), publication.revision

    def publish(self, tables: Mapping[str, pa.Table], revision: int) -> Path:
        """The dataset's next version; see `dataset.publish.publish` for what is refused."""
        settings = self.settings
        version = publish(tables, settings.dataset, settings.kept_versions, mask=settings.mask_identifiers)
        with self.manifest() as manifest:
            manifest.published(revision, now())
        return version

    def publication_due(self) -> bool:
        """Whether the dataset does not show what the manifest says, or is not there."""
        with self.manifest() as manifest:
            return manifest.publication().due or current(self.settings.dataset) is None


def case_pages(told: Mapping[str, pa.Table], folder: Path) -> list[CasePage]:
    """The pages that stand in the folder, in the order of the cases."""
    names = dict(zip(*(told["reports"][c].to_pylist() for c in ("report_id", "file_name")), strict=True))
    return [
        CasePage(
            names[report], case, page_name(case), figure_name(case) if (folder / figure_name(case)).exists() else None
        )
        for report, case in zip(*(told["cases"][c].to_pylist() for c in ("report_id", "case_id")), strict=True)
        if (folder / page_name(case)).exists()
    ]


def now() -> datetime:
    return datetime.now(UTC)
