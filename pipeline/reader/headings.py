"""Headings of the sections of a report, from the data files of each language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import get_args

from pipeline.reader.words import rows
from pipeline.report import Section

RANKS = ("main", "sub")
LONGEST = 120
MOST_WORDS_MORE = 5
"""A heading that begins or ends with a known phrase has at most this many words more."""
_NUMBER = re.compile(
    r"^\s*(?:(?:\d{1,2}|[IVX]{1,4})(?:\.\d{1,2}){0,3}[.)]?|[A-Z]\.(?=\s+[^\W\d]{3})|[•■▪●])\s+(?=\S)|^\s*\d{1,2}\.(?=[^\W\d])"
)
_SPREAD = re.compile(r"\s*[^\W\d_](?: [^\W\d_]){4,}\s*")
"""A word set wide: `A B S T R A C T`."""
_EDGE = " .:;|*–—-"
_RUN_IN = re.compile(r"\s*([^\W\d][^.:!?\n—|]{1,60}?)\s*([.:—|])\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading opens."""

    section: Section
    main: bool
    """False for the subheadings of a case, which elsewhere open nothing."""
    numbered: bool = False
    end: int = 0
    """Where a run-in heading ends within its paragraph; 0 for a heading of its own line."""
    mark: str = ""
    """What parts a run-in heading from its paragraph."""


@dataclass(frozen=True, slots=True, eq=False)
class Headings:
    """Phrases, folded, with what each one opens."""

    known: dict[str, Heading]
    spread: dict[str, Heading]
    """The same phrases without their spaces: `a r t i c l e i n f o`."""

    def of_line(self, line: str, emphasized: bool = False) -> Heading | None:
        """What a line opens when it is nothing but a heading: `2. Case Presentation`, `Обсуждение`, `Case 1`.

        A numbered or emphasized line may say more than the phrase: `3. Discussion and outlook`.
        """
        if len(line) > LONGEST:
            return None
        words = line.lstrip()
        small = words[:1].islower() and (words[1:2] != " " or _SPREAD.fullmatch(line) is None)
        return None if not words or small else _opened(self, line, emphasized)

    def opened(self, line: str, emphasized: bool) -> Heading | None:
        """What a line opens that is short enough and begins like a heading."""
        plain, numbered = fold(line), bool(_NUMBER.match(line))
        found = self.spread.get(plain) if _SPREAD.fullmatch(line) else None
        found = found or self.known.get(plain) or self.known.get(_count().sub("", plain))
        if found is None and (numbered or emphasized) and line.rstrip()[-1:] not in ".,;":
            found = self._within(plain)
        return Heading(found.section, found.main, numbered) if found else None

    def section(self, line: str) -> Section | None:
        """The section that a line opens when it is nothing but a heading."""
        found = self.of_line(line)
        return found.section if found else None

    def run_in(self, paragraph: str) -> Heading | None:
        """The heading that opens a paragraph's first line: `Results. We found …`, `Case 2: A woman …`."""
        opening = _RUN_IN.match(paragraph)
        if opening is None or opening.group(1)[0].islower():
            return None
        plain = fold(opening.group(1))
        found = self.known.get(plain) or self.known.get(_count().sub("", plain))
        return Heading(found.section, found.main, False, opening.end(), opening.group(2)) if found else None

    def _within(self, plain: str) -> Heading | None:
        words = plain.split()
        for size in range(len(words) - 1, 0, -1):
            if len(words) - size > MOST_WORDS_MORE:
                break
            for part in (words[:size], words[-size:]):
                found = self.known.get(" ".join(part).strip(_EDGE + ","))
                if found is not None and found.main and found.section != "front":
                    return found
        return None


@lru_cache(maxsize=4096)
def _opened(headings: Headings, line: str, emphasized: bool) -> Heading | None:
    """A line is asked about several times: as itself, and as its neighbours' neighbour."""
    return headings.opened(line, emphasized)


@cache
def _count() -> re.Pattern[str]:
    """`Case 1`, `Наблюдение № 2`, `Case III`: the number at a heading's end."""
    words = "|".join(re.escape(row["phrase"]) for row in rows("front") if row["kind"] == "issue")
    return re.compile(rf"\s*(?:#|(?:{words})\.?)?\s*(?:\d{{1,2}}|[ivx]{{1,4}})$", re.IGNORECASE)


def fold(line: str) -> str:
    """Case, numbering and closing marks do not tell headings apart."""
    if _SPREAD.fullmatch(line):
        line = line.replace(" ", "")
    plain = _NUMBER.sub("", line).replace("’", "'").replace("ё", "е").replace("Ё", "Е")
    return re.sub(r"\s+", " ", plain).strip(_EDGE).casefold()


@cache
def headings() -> Headings:
    """All languages' headings. Raises ValueError naming file and line of an unknown section or a phrase told twice."""
    found: dict[str, Heading] = {}
    known = get_args(Section)
    for row in rows("headings"):
        section, rank, phrase = row["section"], row["rank"], fold(row["phrase"])
        if section not in known or rank not in RANKS:
            raise row.fault(f"{section!r}, {rank!r} should be one of {', '.join(known)} and of {', '.join(RANKS)}")
        if not phrase or phrase in found:
            raise row.fault(f"{phrase!r} is empty or told twice")
        found[phrase] = Heading(section, rank == "main")  # type: ignore[arg-type]
    return Headings(found, {phrase.replace(" ", ""): heading for phrase, heading in found.items()})
