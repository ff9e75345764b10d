"""One look at the inbox: what is new and stands still is taken in, the rest waits for the next look."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import takewhile
from math import inf
from pathlib import Path

from pipeline.intake.inbox import Scan, Sighting, digest, sighting
from pipeline.intake.manifest import Manifest, bump, stamp

NAME = "batch-{:06d}"


@dataclass(frozen=True, slots=True)
class Taken:
    """What one look changed."""

    batches: tuple[str, ...] = ()
    """Those that got new reports."""
    reports: int = 0
    """New contents in them."""
    waiting: int = 0
    """Files that may still be growing."""
    gone: int = 0
    unread: tuple[str, ...] = ()
    """Subfolders, or files, that could not be opened; empty: the inbox."""
    others: int = field(default=0, compare=False)
    """Files that are no PDF by their name: they are left out."""

    def __str__(self) -> str:
        said = (
            (self.reports, f"{self.reports} new reports in {', '.join(self.batches)}"),
            (self.waiting, f"{self.waiting} files wait until their size and time stand still"),
            (self.gone, f"{self.gone} files are gone; their facts stay"),
            (self.unread, f"cannot be opened: {', '.join(path or 'the inbox itself' for path in self.unread[:5])}"),
        )
        news = "; ".join(words for such, words in said if such) or "nothing new"
        several = "s are" if self.others > 1 else " is"
        return f"{news}; {self.others} other file{several} left out, PDFs alone are read" if self.others else news


def take_in(
    manifest: Manifest,
    inbox: Path,
    size: int,
    now: datetime,
    still_for: float | None = None,
    claim: bool = False,
    within: float = inf,
) -> Taken:
    """Compares the inbox with the manifest. New contents join the newest batch until it holds `size`, then new ones.

    still_for   a file last changed so many seconds ago counts as standing still at first sight; None: only when
                two looks find the same size and time
    claim       make this the inbox that the dataset shows, even where nothing in it is new
    within      seconds for opening new files; those that are not reached wait for the next look
    Raises FileNotFoundError where there is no such folder: nothing is taken as deleted then.
    """
    inbox = inbox.resolve()
    if not inbox.is_dir():
        raise FileNotFoundError(f"{inbox}: there is no such folder; make it, or set `inbox` in casefold.toml")
    gone, unread, others = _look(manifest, inbox, now, still_for)
    steady = manifest.connection.execute(
        "SELECT path, n_bytes, changed FROM files WHERE inbox = ? AND sha256 IS NULL AND steady ORDER BY path",
        (str(inbox),),
    ).fetchall()
    until = time.monotonic() + within
    reached = takewhile(lambda _: time.monotonic() < until, steady)
    opened = [(Sighting(*row), digest(inbox / row[0])) for row in reached]
    whole = [(seen, sha256) for seen, sha256 in opened if sha256 and sighting(inbox, seen.path) == seen]
    unread += [seen.path for seen, sha256 in opened if not sha256]
    batches, reports = _record(manifest, inbox, whole, size, now, claim)
    (waiting,) = manifest.connection.execute(
        "SELECT count(*) FROM files WHERE inbox = ? AND sha256 IS NULL", (str(inbox),)
    ).fetchone()
    return Taken(tuple(batches), reports, waiting, gone, tuple(unread), others)


def _look(manifest: Manifest, inbox: Path, now: datetime, still_for: float | None) -> tuple[int, list[str], int]:
    """Brings `files` up to what the folder shows; (files gone, folders unread, files of another suffix).

    What is unchanged is not written.
    """
    connection = manifest.connection
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS seen (path TEXT PRIMARY KEY, n_bytes, changed) WITHOUT ROWID")
    connection.execute("BEGIN")
    connection.execute("DELETE FROM seen")
    scan = Scan(inbox)
    connection.executemany("INSERT INTO seen VALUES (?, ?, ?)", ((s.path, s.n_bytes, s.changed) for s in scan))
    connection.execute("COMMIT")
    differing = connection.execute(
        "SELECT s.path, s.n_bytes, s.changed, f.path IS NOT NULL AND f.n_bytes = s.n_bytes AND f.changed = s.changed "
        "FROM seen s LEFT JOIN files f ON f.inbox = ? AND f.path = s.path "
        "WHERE f.path IS NULL OR f.n_bytes != s.n_bytes OR f.changed != s.changed OR NOT f.steady",
        (str(inbox),),
    ).fetchall()
    missing = connection.execute(
        "SELECT path FROM files f WHERE inbox = ? AND NOT EXISTS (SELECT 1 FROM seen s WHERE s.path = f.path)",
        (str(inbox),),
    ).fetchall()
    lost = [path for (path,) in missing if not any(path.startswith(folder) for folder in scan.unread)]
    if differing or lost:
        limit = None if still_for is None else (now.timestamp() - still_for) * 1e9
        with manifest.change():
            connection.executemany(
                "INSERT OR REPLACE INTO files (inbox, path, n_bytes, changed, steady) VALUES (?, ?, ?, ?, ?)",
                [(str(inbox), p, n, t, bool(same or (limit and t <= limit))) for p, n, t, same in differing],
            )
            _bury(connection, inbox, lost, now)
    return len(lost), [*scan.unread, *scan.unnamed], scan.others


def _bury(connection: sqlite3.Connection, inbox: Path, lost: Sequence[str], now: datetime) -> None:
    for path in lost:
        connection.execute("DELETE FROM files WHERE inbox = ? AND path = ?", (str(inbox), path))
        buried = connection.execute(
            "UPDATE intake SET removed_at = ? "
            "WHERE inbox = ? AND path = ? AND removed_at IS NULL AND superseded_by IS NULL",
            (stamp(now), str(inbox), path),
        )
        if buried.rowcount:
            bump(connection)


def _record(
    manifest: Manifest, inbox: Path, whole: Sequence[tuple[Sighting, str]], size: int, now: datetime, claim: bool
) -> tuple[list[str], int]:
    """Batches with new contents, and how many contents were new; what another tick recorded meanwhile is left."""
    (shown,) = manifest.connection.execute("SELECT inbox FROM ledger").fetchone()
    if not whole and not (claim and shown != str(inbox)):
        return [], 0
    joined: dict[str, None] = {}
    fresh = 0
    with manifest.change() as connection:
        for seen, sha256 in whole:
            updated = connection.execute(
                "UPDATE files SET sha256 = ? WHERE inbox = ? AND path = ? AND n_bytes = ? AND changed = ? AND sha256 IS NULL",
                (sha256, str(inbox), seen.path, seen.n_bytes, seen.changed),
            )
            if not updated.rowcount:
                continue
            batch = _batch_of(connection, inbox, sha256)
            if batch is None:
                batch, position = _room(connection, inbox, size, now)
                connection.execute(
                    "INSERT INTO members VALUES (?, ?, ?, ?, ?, ?)",
                    (str(inbox), sha256, batch, position, seen.path, seen.n_bytes),
                )
                connection.execute("UPDATE batches SET size = size + 1 WHERE batch = ?", (batch,))
                joined[batch] = None
                fresh += 1
            _place(connection, inbox, seen.path, sha256, batch, now)
        if whole or claim:
            moved = connection.execute(
                "UPDATE ledger SET inbox = ? WHERE inbox IS NOT ?", (str(inbox), str(inbox))
            ).rowcount
            if moved:
                bump(connection)
    return list(joined), fresh


def _batch_of(connection: sqlite3.Connection, inbox: Path, sha256: str) -> str | None:
    row = connection.execute(
        "SELECT batch FROM members WHERE inbox = ? AND sha256 = ?", (str(inbox), sha256)
    ).fetchone()
    return row and row[0]


def _room(connection: sqlite3.Connection, inbox: Path, size: int, now: datetime) -> tuple[str, int]:
    """Batch and place of the next content: the newest batch of this inbox, or a new one where that is full."""
    newest: tuple[str, int] | None = connection.execute(
        "SELECT batch, size FROM batches WHERE inbox = ? ORDER BY batch DESC LIMIT 1", (str(inbox),)
    ).fetchone()
    if newest and newest[1] < size:
        return newest
    (last,) = connection.execute("SELECT max(batch) FROM batches").fetchone()
    name = NAME.format(int(last.rpartition("-")[2]) + 1 if last else 1)
    connection.execute("INSERT INTO batches (batch, inbox, formed) VALUES (?, ?, ?)", (name, str(inbox), stamp(now)))
    return name, 0


def _place(connection: sqlite3.Connection, inbox: Path, path: str, sha256: str, batch: str, now: datetime) -> None:
    """This content lies at this place now; what lay there before is superseded, unless it had been removed."""
    here = (str(inbox), path)
    known = connection.execute(
        "SELECT 1 FROM intake WHERE inbox = ? AND path = ? AND sha256 = ? AND superseded_by IS NULL AND removed_at IS NULL",
        (*here, sha256),
    ).fetchone()
    if known:
        return
    connection.execute(
        "UPDATE intake SET superseded_by = ? WHERE inbox = ? AND path = ? AND sha256 != ? "
        "AND superseded_by IS NULL AND removed_at IS NULL",
        (sha256[:16], *here, sha256),
    )
    connection.execute(
        "INSERT INTO intake (inbox, path, sha256, batch, first_seen) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET superseded_by = NULL, removed_at = NULL",
        (*here, sha256, batch, stamp(now)),
    )
    bump(connection)
