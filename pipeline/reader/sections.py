"""The section and language of each paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.reader.headings import Headings
from pipeline.report import Role, Section

LONGEST_HEADING = 120
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_LATIN = re.compile(r"[A-Za-z]")


def language(string: str) -> str:
    """`ru` or `en`, by the share of scripts; Latin names and units in Russian text do not tip it."""
    cyrillic, latin = len(_CYRILLIC.findall(string)), len(_LATIN.findall(string))
    return "ru" if cyrillic > 0 and cyrillic >= 0.3 * (cyrillic + latin) else "en"


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph before its section is known: its words, what it is on the page, and how it is set."""

    string: str
    role: Role
    bold: float = 0.0
    """Share of bold marks."""
    size: float = 0.0
    """Em in points; 0 for plain text."""


def sections(passages: Sequence[Passage], headings: Headings) -> list[tuple[Section, Role]]:
    """A section and a role for each passage; those that open a section become headings."""
    out: list[tuple[Section, Role]] = []
    now: Section = "front"
    for passage in passages:
        role = passage.role
        if role == "flow":
            opened = headings.section(passage.string) if len(passage.string) < LONGEST_HEADING else None
            if opened is not None:
                role, now = "heading", opened
        out.append(("caption" if role == "caption" else "table" if role == "table" else now, role))
    return out
