"""Several batches' frames as one dataset: the newest of each report, what was superseded left out and marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.dataset.rows import complete, empty
from pipeline.dataset.schema import TABLES


def merge(batches: Iterable[Mapping[str, pa.Table]], intake: pa.Table | None = None) -> dict[str, pa.Table]:
    """One frame a table, in the schema's order of rows on writing.

    batches   frames of each batch, oldest first; of a report that stands in several the last one counts
    intake    the whole intake; None: the intake tables of the batches, joined in the same way
    A report that intake says is superseded leaves every table but intake once its successor could be read;
    until then the older version stays. A report whose file was removed stays: intake says when it went.
    """
    frames = [complete(batch) for batch in batches]
    newest: dict[str, int] = {}
    for number, batch in enumerate(frames):
        newest.update(dict.fromkeys(batch["reports"]["report_id"].to_pylist(), number))
    taken = intake if intake is not None else _joined_intake(frames)
    gone = superseded(taken, readable(frames, newest))
    kept: list[list[str]] = [[] for _ in frames]
    for report, number in newest.items():
        if report not in gone:
            kept[number].append(report)
    chosen = [pa.array(reports, pa.string()) for reports in kept]
    joined = {name: _joined(name, frames, chosen) for name in TABLES if name != "intake"}
    return {name: joined.get(name, taken) for name in TABLES}


def _joined(name: str, frames: list[dict[str, pa.Table]], chosen: list[pa.Array]) -> pa.Table:
    parts = [
        batch[name].filter(pc.is_in(batch[name]["report_id"], value_set=ids))
        for batch, ids in zip(frames, chosen, strict=True)
    ]
    return pa.concat_tables([empty(name), *parts])


def readable(frames: list[dict[str, pa.Table]], newest: Mapping[str, int]) -> set[str]:
    """report_ids whose newest row was extracted."""
    out = set()
    for number, batch in enumerate(frames):
        for report, status in zip(
            batch["reports"]["report_id"].to_pylist(), batch["reports"]["status"].to_pylist(), strict=True
        ):
            if newest[report] == number and status == "extracted":
                out.add(report)
    return out


def superseded(intake: pa.Table, read: set[str]) -> set[str]:
    """Reports every place of which holds a newer version, some version of which could be read."""
    later: dict[str, set[str | None]] = {}
    for report, by in zip(intake["report_id"].to_pylist(), intake["superseded_by"].to_pylist(), strict=True):
        later.setdefault(report, set()).add(by)
    return {report for report in later if None not in later[report] and _reaches(report, later, read)}


def _reaches(report: str, later: Mapping[str, set[str | None]], read: set[str]) -> bool:
    """Follows superseded_by from version to version until one was read; a file changed back is no successor."""
    seen, ahead = {report}, [by for by in later[report] if by is not None]
    while ahead:
        successor = ahead.pop()
        if successor in seen:
            continue
        if successor in read:
            return True
        seen.add(successor)
        ahead += [by for by in later.get(successor, ()) if by is not None]
    return False


def _joined_intake(frames: list[dict[str, pa.Table]]) -> pa.Table:
    """The last row of each (report_id, path)."""
    joined = pa.concat_tables([empty("intake"), *(batch["intake"] for batch in frames)])
    places = zip(joined["report_id"].to_pylist(), joined["path"].to_pylist(), strict=True)
    last = {place: number for number, place in enumerate(places)}
    return joined.take(pa.array(sorted(last.values()), pa.int64()))
