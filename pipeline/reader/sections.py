"""The section and language of each paragraph, from headings where there are some and from the order of things where not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.reader.front_words import FrontWords
from pipeline.reader.headings import Heading, Headings
from pipeline.record import record
from pipeline.report import Role, Section

LONG = 160
"""Characters from which a paragraph of the first page may be an abstract, or the first of the body."""
LONGEST_OWN = 90
LABEL_WITHIN = 8
"""An article type ("Case Report") stands among this many first paragraphs."""
_CYRILLIC = re.compile(r"[А-Яа-яЁё]+")
_CYRILLIC_BLOCK = b"\x04"
"""The upper byte of Cyrillic letters in UTF-16."""
_LATIN = re.compile(r"[A-Za-z]+")
_SENTENCE_END = re.compile(r"[.!?][\"”»)\]\d,–-]*\s*$")


@record(frozen=True, slots=True)
class Passage:
    """A paragraph before its section is known: its words, what it is on the page, and how it is set."""

    string: str
    role: Role
    bold: float = 0.0
    """Share of bold marks."""
    size: float = 0.0
    """Em in points; 0 for plain text."""
    page: int = 0


@dataclass(frozen=True, slots=True)
class _Outline:
    """Flow passages, the heading each one is, and where the parts of the article begin."""

    passages: Sequence[Passage]
    heads: Sequence[Heading | None]
    labels: frozenset[int]
    keywords: tuple[int, ...]
    main_language: str

    def rest(self, start: int, end: int) -> list[int]:
        return [i for i in range(start, end) if self.passages[i].role == "flow"]


def language(string: str) -> str:
    """`ru` or `en`, by the share of scripts; Latin names and units in Russian text do not tip it."""
    if string.isascii() or _CYRILLIC_BLOCK not in string.encode("utf-16", "surrogatepass"):
        return "en"
    cyrillic = sum(map(len, _CYRILLIC.findall(string)))
    latin = sum(map(len, _LATIN.findall(string)))
    return "ru" if cyrillic > 0 and cyrillic >= 0.3 * (cyrillic + latin) else "en"


def sections(passages: Sequence[Passage], headings: Headings, words: FrontWords) -> list[tuple[Section, Role]]:
    """A section and a role for each passage; those that open a section become headings."""
    outline = _outline(passages, headings, words)
    body = _body_start(outline, headings, words)
    if body is None:
        return _unheaded(passages, headings)
    out = _front(outline, body, headings, words) + _body(outline, body, headings, words)
    return [_own(passage, section, role) for passage, (section, role) in zip(passages, out, strict=True)]


def _own(passage: Passage, section: Section, role: Role) -> tuple[Section, Role]:
    """Captions with the lettering of figures, and table rows, are sections of their own; so is what stands outside the text."""
    if passage.role in ("caption", "figure"):
        return "caption", passage.role
    if passage.role in ("furniture", "footnote"):
        return "front", passage.role
    if passage.role == "table":
        return "table", "table"
    return section, role


def _outline(passages: Sequence[Passage], headings: Headings, words: FrontWords) -> _Outline:
    heads = [_heading(p, headings) for p in passages]
    keywords = tuple(i for i, p in enumerate(passages) if p.role == "flow" and words.keywords.match(p.string))
    return _Outline(passages, heads, _labels(passages, heads), keywords, _main_language(passages))


def _heading(passage: Passage, headings: Headings) -> Heading | None:
    if passage.role != "flow":
        return None
    return headings.of_line(passage.string, emphasized=passage.bold > 0.6)


def _labels(passages: Sequence[Passage], heads: Sequence[Heading | None]) -> frozenset[int]:
    """`Case Report` above the title tells the kind of article; the case itself is headed later, or follows an introduction."""
    flow = [i for i, p in enumerate(passages) if p.role == "flow" and p.string.strip()]
    out = set()
    for place, i in enumerate(flow[:LABEL_WITHIN]):
        head = heads[i]
        if head is None or head.section != "case" or head.numbered:
            continue
        following = flow[place + 1 :]
        later = any(
            (h := heads[j]) is not None and h.section in ("abstract", "introduction", "case") for j in following
        )
        if later or (following and not _SENTENCE_END.search(passages[following[0]].string)):
            out.add(i)
    return frozenset(out)


def _main_language(passages: Sequence[Passage]) -> str:
    amount = {"en": 0, "ru": 0}
    for passage in passages:
        if passage.role == "flow":
            amount[language(passage.string)] += len(passage.string)
    return "ru" if amount["ru"] >= amount["en"] else "en"


def _body_start(outline: _Outline, headings: Headings, words: FrontWords) -> int | None:
    """The first passage of the article itself, after title and abstracts; None where no heading tells."""
    heads = [
        i
        for i, head in enumerate(outline.heads)
        if head and i not in outline.labels and head.main and head.section not in ("abstract", "front", "references")
    ]
    numbered = [i for i in heads if outline.heads[i].numbered and outline.heads[i].section in ("introduction", "case")]  # type: ignore[union-attr]
    first = numbered[0] if numbered else next((i for i in heads if not _in_abstract(outline, i, heads)), None)
    after = _after_keywords(outline, first, headings, words)
    if after is not None:
        return after
    return first


def _in_abstract(outline: _Outline, at: int, heads: Sequence[int]) -> bool:
    """A subheading of a structured abstract: keywords or the same heading still follow."""
    if outline.passages[at].string.isupper() is False and any(k > at for k in outline.keywords):
        between = [i for i in heads if i <= at]
        long_run = sum(len(outline.passages[i].string) for i in outline.rest(at, max(outline.keywords)))
        return len(between) < 6 and long_run < 6000
    section = outline.heads[at].section  # type: ignore[union-attr]
    opened = any(h and h.section == "abstract" and i < at for i, h in enumerate(outline.heads))
    again = any(i > at and outline.heads[i].section == section for i in heads)  # type: ignore[union-attr]
    return opened and again and section in ("introduction", "case") and not any(k < at for k in outline.keywords)


def _after_keywords(outline: _Outline, first: int | None, headings: Headings, words: FrontWords) -> int | None:
    """Running text that follows the last keywords without any heading."""
    before = [k for k in outline.keywords if first is None or k < first]
    if not before:
        return None
    last = before[-1]
    for i in outline.rest(last + 1, first if first is not None else len(outline.passages)):
        passage = outline.passages[i]
        if outline.heads[i] is not None or len(passage.string) < LONG or words.boilerplate.search(passage.string):
            continue
        run_in = headings.run_in(passage.string)
        if (
            run_in is not None
            and run_in.main
            and run_in.section != "case"
            or language(passage.string) != outline.main_language
        ):
            continue
        return i
    return None


def _unheaded(passages: Sequence[Passage], headings: Headings) -> list[tuple[Section, Role]]:
    """Text without a heading of its own line tells a case from its first sentence on; what stands before is its title.

    Run-in headings part it where one of them opens the case or the discussion: «Введение. …», «Обсуждение. …».
    """
    opened = [_run_in_section(passage, "front", headings) for passage in passages]
    parted = "case" in opened or "discussion" in opened
    out: list[tuple[Section, Role]] = []
    now: Section = "front"
    for passage in passages:
        if now == "front" and (len(passage.string) >= LONG or _SENTENCE_END.search(passage.string)):
            now = "case"
        if parted and passage.role == "flow":
            now = _run_in_section(passage, now, headings)
        out.append(_own(passage, now, passage.role))
    return out


def _front(outline: _Outline, body: int, headings: Headings, words: FrontWords) -> list[tuple[Section, Role]]:
    """Title, authors and abstracts before the article's own text."""
    out: list[tuple[Section, Role]] = []
    now: Section = "front"
    size = 0.0
    summarized = False
    told = any(h and h.section == "abstract" for h in outline.heads[:body])
    for i in range(body):
        passage, head = outline.passages[i], outline.heads[i]
        if passage.role != "flow":
            out.append(("front", passage.role))
            continue
        if i in outline.labels:
            out.append(("front", "heading"))
            continue
        if head is not None:
            now = "front" if head.section in ("front", "references") else "abstract"
            out.append((now, "heading"))
            size = 0.0
            continue
        if not passage.string.strip():
            out.append((now, "flow"))
            continue
        run_in = headings.run_in(passage.string)
        if i in outline.keywords:
            now = "front"
        elif now == "abstract" and summarized and run_in is not None and _introduces(run_in):
            now = "introduction"
        elif now == "introduction":
            pass
        elif run_in is not None and run_in.section not in ("front", "references", "case") and len(passage.string) > 60:
            now, size = "abstract", passage.size
            summarized = summarized or run_in.section == "abstract"
        elif now == "abstract":
            size = size or passage.size
            now = "abstract" if _goes_on(passage, size, words) else "front"
        elif not told and _is_abstract(passage, words):
            now, size = "abstract", passage.size
        out.append((now, "flow"))
    return out


def _introduces(run_in: Heading) -> bool:
    """«Введение. …», a paragraph after one that opens «Резюме. …»: no part of the abstract."""
    return run_in.section == "introduction" and run_in.main and run_in.mark == "."


def _goes_on(passage: Passage, size: float, words: FrontWords) -> bool:
    """An abstract's next paragraph is set alike and holds sentences."""
    alike = abs(passage.size - size) < 0.06 * max(size, 1.0)
    return (
        alike
        and bool(_SENTENCE_END.search(passage.string))
        and (len(passage.string) >= LONG or not words.boilerplate.search(passage.string))
    )


def _is_abstract(passage: Passage, words: FrontWords) -> bool:
    """A long paragraph of the first page that is neither licence nor address: an abstract without a heading."""
    return (
        len(passage.string) >= LONG
        and bool(_SENTENCE_END.search(passage.string))
        and not words.boilerplate.search(passage.string)
    )


def _body(outline: _Outline, body: int, headings: Headings, words: FrontWords) -> list[tuple[Section, Role]]:
    """The article's own text, heading by heading."""
    out: list[tuple[Section, Role]] = []
    case_headed = any(h and h.section == "case" and h.main for h in outline.heads[body:])
    now: Section = "introduction" if case_headed and not _opens_case(outline.passages[body].string, words) else "case"
    if not case_headed and _later_opening(outline, body, words):
        now = "introduction"
    for i in range(body, len(outline.passages)):
        passage, head = outline.passages[i], outline.heads[i]
        role = passage.role
        if role == "flow" and head is not None:
            following = _next_section(now, head)
            if following is not None:
                now = following
            role = "heading"
        elif role == "flow":
            now = _run_in_section(passage, now, headings)
            if now == "introduction" and not case_headed and _opens_case(passage.string, words):
                now = "case"
            if _is_own_heading(passage):
                role = "heading"
        out.append((now, role))
    return out


def _is_own_heading(passage: Passage) -> bool:
    """`2. Denouement`: a heading of the author's own, which opens no section known here."""
    return passage.bold > 0.9 and len(passage.string) < LONGEST_OWN and not _SENTENCE_END.search(passage.string)


def _next_section(now: Section, head: Heading) -> Section | None:
    """A subheading of the case opens nothing outside of it."""
    if head.main:
        return head.section
    return head.section if head.section == now or now in ("introduction", "front") and head.section == "case" else None


def _run_in_section(passage: Passage, now: Section, headings: Headings) -> Section:
    """`Case 2. A woman …` opens; `Заключение: хронический гастрит` inside a case is a finding."""
    found = headings.run_in(passage.string)
    if found is None or not found.main or now == "references" and found.section != "front":
        return now
    if found.mark == ":" and now == "case" and found.section in ("conclusion", "results", "methods", "discussion"):
        return now
    return found.section


def _opens_case(string: str, words: FrontWords) -> bool:
    """A paragraph whose first sentence names a patient's age: `A 45-year-old man presented …`."""
    first = re.split(r"(?<=[.!?])\s+(?=[A-ZА-Я])", string.strip(), maxsplit=1)[0][:200]
    found = words.opening.search(first)
    return bool(found and words.age.search(first[: found.start()]))


def _later_opening(outline: _Outline, body: int, words: FrontWords) -> bool:
    """Without a case heading the text before the patient's first sentence introduces."""
    flow = outline.rest(body, len(outline.passages))
    opened = next((i for i in flow if _opens_case(outline.passages[i].string, words)), None)
    headed = outline.heads[body] is not None and outline.heads[body].section == "introduction"  # type: ignore[union-attr]
    return headed or opened is not None and opened > body
