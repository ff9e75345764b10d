"""By how much something changed: "raising sodium by 6 mmol/L", «доза снижена на 5 мг» tell no value and no dose."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.rules.chunk import Chunk

REACH = 6
"""Chunks before "by" in which the word of change stands."""
CHANGING = ("TREND", "DOSE_CHANGE", "DOSE_CHANGE_NOUN", "WITH_CHANGE", "CHANGE")


def is_difference(chunks: Sequence[Chunk], index: int) -> bool:
    """«снизился на 30 г/л», "raising sodium by 6 mmol/L"."""
    return index > 0 and chunks[index - 1].has("DIFFERENCE") and is_changed_before(chunks, index - 1)


def is_changed_before(chunks: Sequence[Chunk], index: int) -> bool:
    return any(chunk.has(*CHANGING) for chunk in chunks[max(0, index + 1 - REACH) : index])
