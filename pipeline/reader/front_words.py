"""Words of an article's first page, from the data files of each language."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.reader.headings import DATA

KINDS = ("boilerplate", "keywords", "journal", "degree", "place", "opening")


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases, folded, of which one may stand anywhere; faster than a pattern of all of them."""

    phrases: tuple[str, ...]

    def search(self, string: str) -> bool:
        """Whether one of them is in the string, whatever its case."""
        folded = string.casefold()
        return any(phrase in folded for phrase in self.phrases)


@dataclass(frozen=True, slots=True)
class FrontWords:
    """Patterns that match a phrase of their kind, whatever its case."""

    boilerplate: Phrases
    keywords: re.Pattern[str]
    journal: re.Pattern[str]
    degree: re.Pattern[str]
    place: re.Pattern[str]
    opening: re.Pattern[str]


@cache
def front_words() -> FrontWords:
    """All languages' words. Raises ValueError naming file and line of an unknown kind or a phrase told twice."""
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for file in front_files():
        seen: set[tuple[str, str]] = set()
        with file.open(encoding="utf-8", newline="") as rows:
            for number, row in enumerate(csv.DictReader(rows), start=2):
                kind, phrase = row.get("kind") or "", (row.get("phrase") or "").strip()
                if kind not in found or not phrase or (kind, phrase) in seen:
                    raise ValueError(
                        f"{file.parent.name}/{file.name}, line {number}: {kind!r}, {phrase!r} is unknown, empty or told twice"
                    )
                seen.add((kind, phrase))
                found[kind].append(phrase)
    boilerplate = Phrases(tuple(dict.fromkeys(phrase.casefold() for phrase in found.pop("boilerplate"))))
    return FrontWords(boilerplate, **{kind: _pattern(kind, phrases) for kind, phrases in found.items()})


def front_files() -> list[Path]:
    """One `front.csv` a language."""
    return sorted(DATA.glob("*/front.csv"))


def _pattern(kind: str, phrases: list[str]) -> re.Pattern[str]:
    choice = "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in sorted(set(phrases), key=lambda p: (-len(p), p)))
    if kind == "keywords":
        return re.compile(rf"\s*(?:{choice})\s*[:.—–-]?\s*", re.IGNORECASE)
    return re.compile(rf"(?<!\w)(?:{choice})(?!\w)", re.IGNORECASE)
