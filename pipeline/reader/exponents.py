"""Exponents that recognition lost: a count of cells in a litre needs one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from pipeline.reader.words import rows

_TIMES = r"(?P<sign>[×xхXХ*·•])\s?10\s?"
_STAINS = "°º'’\"”“?*!"
"""What a raised 9 is taken for."""


def corrected_powers(string: str) -> list[tuple[int, int, str]]:
    """Edits of equal length that restore powers: the sign, and the digits to be raised.

    `2,0х10° клеток/л` is `2,0×10^9`, and so is `2,0х109/л`; nothing is guessed before another unit.
    """
    edits: list[tuple[int, int, str]] = []
    for m in _pattern().finditer(string):
        mark = m.group("mark")
        edits.append((m.start("sign"), m.end("sign"), "×"))
        edits.append((m.start("mark"), m.end("mark"), mark if mark.isdigit() else powers()[_plain(m.group("unit"))]))
    return edits


@cache
def powers() -> dict[str, str]:
    """A unit, folded and without spaces, to its only power of one digit. Raises ValueError naming file and line."""
    found: dict[str, str] = {}
    for row in rows("exponents"):
        digits, unit = row["exponent"], _plain(row["unit"])
        if len(digits) != 1 or not digits.isdigit() or not unit or unit in found:
            raise row.fault(f"{digits!r}, {unit!r} is faulty or told twice")
        found[unit] = digits
    return found


@cache
def _pattern() -> re.Pattern[str]:
    units = sorted(powers(), key=lambda unit: (-len(unit), unit))
    choice = "|".join(r"\s*".join(map(re.escape, unit)) for unit in units)
    return re.compile(rf"{_TIMES}(?P<mark>[{re.escape(_STAINS)}]|9|12)\s*(?P<unit>{choice})(?!\w)", re.IGNORECASE)


def _plain(unit: str) -> str:
    return re.sub(r"\s+", "", unit).casefold()


def string_of(letters: Sequence[str], spaced: Sequence[bool]) -> tuple[str, list[int]]:
    """Marks as a string with its spaces, and the mark of each character."""
    out: list[str] = []
    marks: list[int] = []
    for k, (letter, space) in enumerate(zip(letters, spaced, strict=True)):
        if space and k:
            out.append(" ")
            marks.append(k)
        out.append(letter)
        marks.append(k)
    return "".join(out), marks
