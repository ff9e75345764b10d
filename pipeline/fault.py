"""Faults of the data files, the project's own and the user's."""

from __future__ import annotations

import traceback
from pathlib import Path

ROOT = Path(__file__).parents[1]


class DataFault(ValueError):
    """A data file says something that cannot be: the message names file, line and what to do. No report is to blame."""


def last_line(error: BaseException) -> str:
    """What was raised, and the last place in this project that it came through: `KeyError: 'x' (pipeline/rows.py:88)`."""
    said = "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(ROOT / "pipeline")]
    if not ours:
        return said
    return f"{said} ({Path(ours[-1].filename).relative_to(ROOT).as_posix()}:{ours[-1].lineno})"
