"""Many reports at once: read and understood in worker processes, joined into one frame a table.

The rules are imported where a report is understood, in the workers: the process that joins their rows does without spaCy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from pipeline.dataset.rows import complete, to_arrow
from pipeline.reader import read
from pipeline.reader.worker import isolated, quarantined
from pipeline.report import Stage
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.rows import Rows

Progress = Callable[[int, int], None]
"""Called with (reports done, reports in all)."""
Note = Callable[[str], None]
"""Called with what the user should know, in a line."""
PACKED = 100
"""Reports whose rows are held as Python values at a time; then they become Arrow, which takes less room."""


def run(
    paths: Sequence[Path], settings: Settings, progress: Progress | None = None, note: Note | None = None
) -> dict[str, pa.Table]:
    """Every table for these files, in their order; the same bytes under two names are one report, and `note` is told."""
    parts: dict[str, list[pa.Table]] = {}
    rows: Rows = {}
    seen: dict[str, Path] = {}
    for done, some in enumerate(each(paths, settings), 1):
        report_id, path = some["reports"][0]["report_id"], paths[done - 1]
        first = seen.setdefault(report_id, path)
        if first is not path:
            if note:
                note(f"{path}: the same content as {first}, told once")
        else:
            for name, more in some.items():
                rows.setdefault(name, []).extend(more)
        if done % PACKED == 0 or done == len(paths):
            for name, found in rows.items():
                parts.setdefault(name, []).append(to_arrow(name, found))
            rows = {}
        if progress:
            progress(done, len(paths))
    return complete({name: pa.concat_tables(tables).combine_chunks() for name, tables in parts.items()})


def each(paths: Sequence[Path], settings: Settings) -> Iterator[Rows]:
    """The rows of each file, in order; a worker's death costs its report only."""
    for outcome in isolated(partial(read_and_extract, settings=settings), paths, settings):
        if outcome.value is not None:
            yield outcome.value
        else:
            from pipeline.rows import rows_of

            stage: Stage | None = "extraction" if outcome.raised else None
            yield rows_of(quarantined(outcome.argument, outcome.problem or "reader_crashed", outcome.detail, stage))


def read_and_extract(path: Path, settings: Settings) -> Rows:
    """PDF or text to rows, in one process. `read` raises nothing: what is raised here, the rules raised."""
    from pipeline.rows import rows_of

    return rows_of(read(path, settings), settings)
