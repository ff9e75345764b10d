"""The manifest: a small SQLite file that remembers every PDF, every batch, and who made it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa

from pipeline.cache.fingerprint import Makers
from pipeline.cache.members import Member
from pipeline.dataset.rows import to_arrow
from pipeline.report import Problem

TABLES = Path(__file__).with_name("manifest.sql")
PASSING: tuple[Problem, ...] = ("timeout", "out_of_memory", "no_text", "too_large", "reader_crashed")
"""Problems that may have passed when a report is tried again: a busy machine, OCR that was missing, a cap since raised."""
PATIENCE = 60.0
"""Seconds to wait for another process that writes into the manifest."""


@dataclass(frozen=True, slots=True)
class Batch:
    """`version`: which of its folders holds its tables, 0 before the first; `size`: its reports so far."""

    name: str
    inbox: Path
    version: int
    reader: str | None
    rules: str | None
    size: int

    def made_by(self, makers: Makers) -> bool:
        return self.version > 0 and (self.reader, self.rules) == (makers.reader, makers.rules)


@dataclass(frozen=True, slots=True)
class Failure:
    """A report of a batch that could not be read; `tried`: now, and not only remembered."""

    sha256: str
    problem: str
    tried: bool


@dataclass(frozen=True, slots=True)
class Publication:
    """`inbox`: the one last taken in; `due`: something changed since the dataset was published."""

    inbox: Path | None
    revision: int
    due: bool
    published_at: datetime | None


class Manifest:
    """Safe for several processes: each change is one transaction that waits for its turn."""

    def __init__(self, file: Path) -> None:
        """Opens the manifest, made if missing. Raises OSError where the file is no manifest or cannot be written."""
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            self.connection = sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)
            self.connection.execute("PRAGMA journal_mode = WAL")
            self._upgrade()
            self.connection.executescript(TABLES.read_text(encoding="utf-8"))
        except sqlite3.Error as error:
            raise OSError(f"{file}: the manifest cannot be used: {error}") from error

    def _upgrade(self) -> None:
        """A manifest of the time when a batch never grew: what was made was made whole."""
        columns = {name for _, name, *_ in self.connection.execute("PRAGMA table_info(batches)")}
        if not columns or "size" in columns:
            return
        with self.change() as connection:
            for column in ("size", "made"):
                connection.execute(f"ALTER TABLE batches ADD COLUMN {column} INTEGER NOT NULL DEFAULT 0")
            connection.execute(
                "UPDATE batches SET size = (SELECT count(*) FROM members m WHERE m.batch = batches.batch)"
            )
            connection.execute("UPDATE batches SET made = size WHERE version > 0")

    def close(self) -> None:
        self.connection.close()

    def __enter__(self) -> Manifest:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """One transaction; nothing of it stays when the block fails."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield self.connection
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def batches(self, inbox: Path | None = None) -> list[Batch]:
        """In order of formation; of one inbox, or all."""
        where, given = ("WHERE inbox = ?", (str(inbox),)) if inbox else ("", ())
        return [_batch(row) for row in self.connection.execute(f"{SELECT_BATCH} {where} ORDER BY batch", given)]

    def batch(self, name: str) -> Batch:
        """Raises KeyError where there is no such batch."""
        row = self.connection.execute(f"{SELECT_BATCH} WHERE batch = ?", (name,)).fetchone()
        if row is None:
            raise KeyError(f"the manifest knows no batch {name!r}: the inbox sensor or `casefold run` forms batches")
        return _batch(row)

    def unfinished(self, inbox: Path, most: int = -1) -> list[Batch]:
        """Batches with reports that their tables do not cover yet, oldest first, at most so many."""
        rows = self.connection.execute(
            f"{SELECT_BATCH} WHERE inbox = ? AND made < size ORDER BY batch LIMIT ?", (str(inbox), most)
        )
        return [_batch(row) for row in rows]

    def stale(self, inbox: Path, makers: Makers) -> list[str]:
        """Batches that another reader or other rules made."""
        return [b.name for b in self.batches(inbox) if b.version and not b.made_by(makers)]

    def worth_retrying(self, inbox: Path, now: datetime) -> list[str]:
        """Batches with a report whose problem may have passed: tried again after 1, 2, 4, 8 … days."""
        rows = self.connection.execute(
            "SELECT DISTINCT q.batch, q.problem, q.tries, q.tried FROM quarantine q JOIN batches USING (batch) "
            "WHERE inbox = ? ORDER BY q.batch",
            (str(inbox),),
        )
        due = {
            batch: None
            for batch, problem, tries, tried in rows
            if problem in PASSING and datetime.fromisoformat(tried) + timedelta(days=2 ** (tries - 1)) <= now
        }
        return list(due)

    def members(self, batch: str) -> list[Member]:
        """The batch's reports in order, each with a place where its content lies now, if there is one."""
        rows = self.connection.execute(
            "SELECT m.inbox, m.sha256, m.path, m.n_bytes, "
            "(SELECT min(f.path) FROM files f WHERE f.inbox = m.inbox AND f.sha256 = m.sha256) "
            "FROM members m WHERE m.batch = ? ORDER BY m.position",
            (batch,),
        )
        return [
            Member(sha256, Path(inbox, here) if here else None, Path(path).name, n_bytes)
            for inbox, sha256, path, n_bytes, here in rows
        ]

    def named(self, file_name: str) -> list[tuple[str, str]]:
        """(batch, sha256) of the reports that lie under this path in the inbox last taken in, or under this name.

        What was deleted counts only where nothing else bears the name. Raises LookupError with their paths where
        several reports do.
        """
        rows = self.connection.execute(
            "SELECT batch, sha256, path, removed_at IS NULL FROM intake WHERE superseded_by IS NULL "
            "AND inbox = (SELECT inbox FROM ledger) "
            "AND (path = ? OR substr(path, -length(?) - 1) = '/' || ?) ORDER BY path",
            (file_name,) * 3,
        ).fetchall()
        there = [row for row in rows if row[3]] or rows
        meant = [row for row in there if row[2] == file_name] or there
        found = dict.fromkeys((batch, sha256) for batch, sha256, _, _ in meant)
        if len(found) > 1:
            paths = ", ".join(path for _, _, path, _ in meant)
            raise LookupError(f"several reports are called {file_name!r}; give the path of one: {paths}")
        return list(found)

    def finish(
        self,
        batch: str,
        version: int,
        made: int,
        makers: Makers | None,
        failures: Sequence[Failure],
        now: datetime,
    ) -> None:
        """The tables in folder `version` cover the first `made` reports of the batch.

        makers     None: a file could not be reached, and the batch counts as stale
        failures   remembered with how often they were tried
        """
        by = (makers.reader, makers.rules) if makers else (None, None)
        with self.change() as connection:
            connection.execute(
                "UPDATE batches SET version = ?, made = ?, reader = ?, rules = ?, finished = ? WHERE batch = ?",
                (version, made, *by, stamp(now), batch),
            )
            tries = dict(connection.execute("SELECT sha256, tries FROM quarantine WHERE batch = ?", (batch,)))
            times = dict(connection.execute("SELECT sha256, tried FROM quarantine WHERE batch = ?", (batch,)))
            connection.execute("DELETE FROM quarantine WHERE batch = ?", (batch,))
            connection.executemany(
                "INSERT INTO quarantine VALUES (?, ?, ?, ?, ?)",
                [
                    (
                        batch,
                        f.sha256,
                        f.problem,
                        tries.get(f.sha256, 0) + f.tried or 1,
                        stamp(now) if f.tried else times.get(f.sha256, stamp(now)),
                    )
                    for f in failures
                ],
            )
            bump(connection)

    def intake(self, inbox: Path) -> pa.Table:
        """The dataset's table `intake` for one inbox."""
        rows = self.connection.execute(
            "SELECT substr(sha256, 1, 16), path, batch, first_seen, superseded_by, removed_at FROM intake "
            "WHERE inbox = ? ORDER BY path, sha256",
            (str(inbox),),
        )
        names = ("report_id", "path", "batch", "first_seen", "superseded_by", "removed_at")
        return to_arrow(
            "intake",
            [{**dict(zip(names, row, strict=True)), "file_name": row[1].rpartition("/")[2]} for row in rows],
        )

    def publication(self) -> Publication:
        inbox, revision, published, at = self.connection.execute(
            "SELECT inbox, revision, published, published_at FROM ledger"
        ).fetchone()
        return Publication(
            Path(inbox) if inbox else None, revision, revision != published, at and datetime.fromisoformat(at)
        )

    def published(self, revision: int, now: datetime) -> None:
        """The dataset holds what the manifest said at this revision."""
        with self.change() as connection:
            connection.execute("UPDATE ledger SET published = ?, published_at = ?", (revision, stamp(now)))


SELECT_BATCH = "SELECT batch, inbox, version, reader, rules, size FROM batches"


def _batch(row: tuple[str, str, int, str | None, str | None, int]) -> Batch:
    name, inbox, version, reader, rules, size = row
    return Batch(name, Path(inbox), version, reader, rules, size)


def bump(connection: sqlite3.Connection) -> None:
    """Something changed that the next dataset has to show."""
    connection.execute("UPDATE ledger SET revision = revision + 1")


def stamp(now: datetime) -> str:
    """ISO 8601, UTC, seconds."""
    return now.astimezone(UTC).isoformat(timespec="seconds")
