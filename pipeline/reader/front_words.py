"""Words of an article's first page, from the data files of each language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.reader.words import rows

KINDS = (
    "boilerplate",
    "keywords",
    "journal",
    "degree",
    "place",
    "opening",
    "particle",
    "et_al",
    "and",
    "published",
    "copyright",
    "volume",
    "issue",
    "accepted",
    "received",
    "page",
    "of",
    "number_word",
)
_YEAR = r"((?:19|20)\d\d)"
_CAPITAL = "A-ZА-ЯЁ"


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
    age: re.Pattern[str]
    """A number, in digits or in words."""
    name: re.Pattern[str]
    """An author's name, with particles and initials."""
    between_names: re.Pattern[str]
    et_al: re.Pattern[str]
    """A running head up to the first author's followers."""
    imprint: re.Pattern[str]
    """What follows a journal's name: volume, issue, year, pages."""
    year_cues: tuple[re.Pattern[str], ...]
    """The year of publication, the best cue first."""
    page_number: re.Pattern[str]


@cache
def front_words() -> FrontWords:
    """All languages' words. Raises ValueError naming file and line of an unknown kind or a phrase told twice."""
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    seen: set[tuple[str, str, str]] = set()
    for row in rows("front"):
        kind, phrase = row["kind"], row["phrase"]
        if kind not in found or not phrase or (row.folder, kind, phrase) in seen:
            raise row.fault(f"{kind!r}, {phrase!r} is unknown, empty or told twice")
        seen.add((row.folder, kind, phrase))
        found[kind].append(phrase)
    choice = {kind: _choice(phrases) for kind, phrases in found.items()}
    return FrontWords(
        Phrases(tuple(dict.fromkeys(phrase.casefold() for phrase in found["boilerplate"]))),
        _any_case(rf"\s*(?:{choice['keywords']})\s*[:.—–-]?\s*"),
        _word(choice["journal"]),
        _word(choice["degree"]),
        _word(choice["place"]),
        _word(choice["opening"]),
        _any_case(rf"\d|(?<!\w)(?:{choice['number_word']})(?!\w)"),
        _name(choice["particle"]),
        re.compile(rf"\s*(?:[,;&•·|]|\b(?:{choice['and']})\b)\s*"),
        re.compile(rf"^.*?\b(?:{choice['et_al']})\b\.?,?\s*"),
        _any_case(rf"\s*(?:,?\s*(?:(?:{choice['volume']})(?!\w)\.?|(?:{choice['issue']})(?!\w)\.?|\(|\d).*)$"),
        _year_cues(choice),
        _any_case(
            rf"\s*(?:[-–—|]?\s*(?:(?:{choice['page']})\.?)?\s*\d{{1,5}}\s*"
            rf"(?:(?:{choice['of']}|/)\s*\d{{1,4}})?\s*[-–—|]?)\s*"
        ),
    )


def _name(particles: str) -> re.Pattern[str]:
    """`Anna M. Berg`, `Jan van der Hof`, `А.В. Северов`."""
    part = rf"(?:[{_CAPITAL}À-Þ][\w'’.\-]*|[{_CAPITAL}]\.|(?:{particles}))"
    return re.compile(
        rf"{part}(?:[ -]{part}){{1,5}}|[{_CAPITAL}]\.\s?(?:[{_CAPITAL}][a-zа-я]?\.)?\s?[{_CAPITAL}][\w'’-]+"
    )


def _year_cues(choice: dict[str, str]) -> tuple[re.Pattern[str], ...]:
    volume, published = rf"(?:{choice['volume']})\.?", rf"(?<!\w)(?:{choice['published']})"
    return tuple(
        map(
            _any_case,
            (
                rf"{published}[^.;\n]{{0,40}}?{_YEAR}",
                rf"(?:{choice['copyright']})[^.;\n]{{0,40}}?{_YEAR}",
                rf"\({_YEAR}\)\s*\d+\s*[:(]",
                rf"(?<!\w){volume}\s*\d+[^\n]{{0,40}}?{_YEAR}",
                rf"{_YEAR}\s*[;,]\s*(?:{volume})?\s*\d+\s*[:(,]",
                rf"(?:{choice['accepted']})[^.;\n]{{0,40}}?{_YEAR}",
                rf"(?:{choice['received']})[^.;\n]{{0,40}}?{_YEAR}",
                rf"(?<!\w){volume}\s*{_YEAR}",
            ),
        )
    )


def _choice(phrases: list[str]) -> str:
    """The phrases as alternatives, the longest first."""
    longest = sorted(set(phrases), key=lambda p: (-len(p), p))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest)


def _word(choice: str) -> re.Pattern[str]:
    """One of the phrases as a word of its own."""
    return _any_case(rf"(?<!\w)(?:{choice})(?!\w)")


def _any_case(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
