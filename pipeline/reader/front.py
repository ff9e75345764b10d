"""Title, authors, journal, year, DOI and keywords of a report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.reader.front_words import FrontWords
from pipeline.reader.headings import Headings
from pipeline.reader.sections import Passage
from pipeline.report import Role, Section

LONGEST_TITLE, SHORTEST_TITLE = 320, 12
YEAR_WITHIN = 24
"""A year stands at most so many characters behind the journal's name."""
_DOI = re.compile(r"\b(10\.\d{4,9}/[^\s\"<>\[\]{}|]+)")
_MARK = re.compile(r"[⁰¹²³⁴-⁹]+|\[[^\]]{0,12}\]|\(\w\)|[*†‡§¶#∗⁎✉]|\d+")
_YEAR = re.compile(r"(?<!\d)(19\d\d|20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Front:
    """What the first page says of the article; None and () where it does not."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    journal: str | None = None
    year: int | None = None
    doi: str | None = None
    keywords: tuple[str, ...] = ()


def front_matter(
    passages: Sequence[Passage], parts: Sequence[tuple[Section, Role]], headings: Headings, words: FrontWords
) -> Front:
    """Read from the passages before the body, and from the running heads."""
    head = [i for i, (section, _) in enumerate(parts) if section in ("front", "abstract") and passages[i].page <= 2]
    first_body = next(
        (i for i, (section, _) in enumerate(parts) if section not in ("front", "abstract", "caption", "table")),
        len(parts),
    )
    front = [i for i in head if i < first_body and passages[i].role == "flow" and parts[i][0] == "front"]
    furniture = [p.string for p in passages if p.role in ("furniture", "footnote")]
    title = _title(passages, front, headings, words)
    first_page = [p.string for p in passages if p.page <= 1 and p.role != "table"]
    before = [passages[i].string for i in front]
    journal = _journal(before[:6], furniture, passages[title].string if title is not None else "", words)
    return Front(
        _clean(passages[title].string) if title is not None else None,
        _authors(passages, front, title, words),
        journal,
        _year([*before, *furniture], journal, words),
        _doi([*before, *furniture, *first_page]),
        keywords_of(passages, words),
    )


def _title(passages: Sequence[Passage], front: Sequence[int], headings: Headings, words: FrontWords) -> int | None:
    """The passage set largest, or the first one of a plain text."""
    fitting = [i for i in front if SHORTEST_TITLE <= len(passages[i].string) <= LONGEST_TITLE]
    largest = sorted(fitting, key=lambda i: (round(passages[i].size), passages[i].bold > 0.6, -i), reverse=True)
    return next((i for i in largest if _may_be_title(passages[i].string, headings, words)), None)


def _may_be_title(string: str, headings: Headings, words: FrontWords) -> bool:
    """Neither heading nor keywords, licence, address or names."""
    return (
        len(string.split()) >= 2
        and headings.of_line(string) is None
        and not words.keywords.match(string)
        and not words.boilerplate.search(string)
        and headings.run_in(string) is None
        and not _names(string, words)
    )


def _clean(string: str) -> str:
    return re.sub(r"\s*\[[*†‡\d,]+\]", "", string).strip()


def _authors(
    passages: Sequence[Passage], front: Sequence[int], title: int | None, words: FrontWords
) -> tuple[str, ...]:
    """The nearest passage to the title that holds nothing but names."""
    order = sorted(front, key=lambda i: (abs(i - title) if title is not None else i, title is not None and i < title))
    for i in order[:5]:
        if i != title and (names := _names(passages[i].string, words)):
            return names
    return ()


def _names(string: str, words: FrontWords) -> tuple[str, ...]:
    """Names of a list of authors, their marks and degrees left out; () where most pieces are no names."""
    if words.place.search(string) or "@" in string or len(string) > 1500:
        return ()
    plain = _MARK.sub(" ", string.replace("©", " "))
    pieces = [re.sub(r"\s+", " ", piece).strip(" ,") for piece in words.between_names.split(plain)]
    kept = [
        piece
        for piece in pieces
        if piece and not words.degree.fullmatch(piece.replace(".", "")) and not words.degree.fullmatch(piece)
    ]
    named = [piece for piece in kept if words.name.fullmatch(_without_degree(piece, words))]
    if len(kept) == 1 and string.isupper():
        return ()
    if not named or len(named) < 0.7 * len(kept) or (len(named) == 1 and len(kept) == 1 and len(named[0].split()) > 4):
        return ()
    return tuple(_without_degree(piece, words) for piece in named)


def _without_degree(piece: str, words: FrontWords) -> str:
    parts = piece.split()
    while len(parts) > 2 and words.degree.fullmatch(parts[-1].strip(".").replace(".", "")):
        parts.pop()
    while len(parts) > 2 and words.degree.fullmatch(parts[0].strip(".")):
        parts.pop(0)
    if len(parts[-1].rstrip(".")) > 2 and "." not in parts[-1][:-1]:
        parts[-1] = parts[-1].rstrip(".")
    return " ".join(parts)


def _journal(head: Sequence[str], furniture: Sequence[str], title: str, words: FrontWords) -> str | None:
    """A running head, or a line above the title, that is named like a journal."""
    count: Counter[str] = Counter()
    told = Counter([*head, *furniture, *furniture])
    for string, times in told.items():
        for piece in re.split(r"[|•·\t]", string):
            piece = words.et_al.sub("", piece)
            name = words.imprint.sub("", piece.strip()).strip(" ,.;:–-")
            if (
                4 < len(name) < 80
                and words.journal.search(name)
                and not words.boilerplate.search(name)
                and name not in title
            ):
                count[name] += times
    if not count:
        return None
    best = count.most_common(1)[0][0]
    return min((name for name in count if best.endswith(name)), key=len)


def _year(strings: Sequence[str], journal: str | None, words: FrontWords) -> int | None:
    """The year of publication, by the best cue there is, else the one behind the journal's name."""
    for cue in words.year_cues:
        for string in strings:
            if m := cue.search(string):
                return int(m.group(1))
    for string in strings:
        at = string.find(journal) if journal else -1
        if journal and at >= 0 and (m := _YEAR.search(string, at, at + len(journal) + YEAR_WITHIN)):
            return int(m.group(1))
    return None


def _doi(strings: Sequence[str]) -> str | None:
    for string in strings:
        if m := _DOI.search(string):
            return m.group(1).rstrip(".,;:)]")
    return None


def keywords_of(passages: Sequence[Passage], words: FrontWords) -> tuple[str, ...]:
    """Keywords of all languages, in the order printed."""
    out: list[str] = []
    for place, passage in enumerate(passages):
        if passage.role not in ("flow", "heading") or len(passage.string) > 600:
            continue
        m = words.keywords.match(passage.string)
        if m is None:
            continue
        listed = passage.string[m.end() :]
        if not listed.strip() and place + 1 < len(passages):
            listed = passages[place + 1].string
        parts = re.split(r"\s*[;•·|]\s*", listed) if re.search(r"[;•·|]", listed) else re.split(r"\s*,\s*", listed)
        out += [part.strip(" .") for part in parts if part.strip(" .")]
    return tuple(dict.fromkeys(out))
