"""Names of drugs and analytes in the left margin, in lines that fit it."""

from __future__ import annotations

import re

from pipeline.pages.drawing.canvas import Format

LETTER = 0.0082
"""Width of a letter in inches for each point of its size."""
MOST_LINES = 2
PARTS = re.compile(r"[^ /-]+[ /-]?")
"""A line may end behind a space, a slash or a hyphen."""


def beside(words: str, format: Format) -> str:
    """
    >>> from pipeline.pages.drawing.canvas import WIDE
    >>> beside("amoxicillin/clavulanic acid", WIDE).splitlines()
    ['amoxicillin/', 'clavulanic acid']
    """
    return "\n".join(in_lines(words, round((format.left - 0.15) / (LETTER * format.size)), MOST_LINES))


def in_lines(words: str, width: int, most: int) -> list[str]:
    """Lines of `width` letters, `most` of them; an ellipsis stands for what has no room.

    >>> in_lines("platelet count", 10, 2), in_lines("electroencephalography of the night", 10, 2)
    (['platelet', 'count'], ['electroen…', 'of the…'])
    """
    lines = [""]
    for part in PARTS.findall(words) or [words]:
        if lines[-1] and len(lines[-1] + part.rstrip()) > width:
            lines.append("")
        lines[-1] += part
    kept = [cut(line.strip(), width) for line in lines[:most]]
    if len(lines) > most:
        kept[-1] = cut(f"{kept[-1]}…", width)
    return kept


def cut(words: str, width: int) -> str:
    return words if len(words) <= width else f"{words[: width - 1].rstrip('…')}…"
