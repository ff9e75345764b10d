"""Every number of a report with its fate: the fact it belongs to, a class by a named rule, or `unexplained`."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from pipeline.facts import Fact, NumberFate
from pipeline.language import number
from pipeline.language.number import Number
from pipeline.record import record
from pipeline.report import Paragraph, Report
from pipeline.rules.census.classes import CLASSES
from pipeline.rules.chunk import Chunk, Line, Sentence, line_of, spliced
from pipeline.rules.values.reading import reference_spans
from pipeline.rules.where import where

UNEXPLAINED = "unexplained"
PARAGRAPH_CLASSES = {"furniture": "page_furniture", "figure": "figure_lettering"}
"""Paragraphs that are not read for facts, by their role on the page."""
CELL_END = "\t"
"""What stands on both sides of it are two cells, and no words of one another."""
SECTION_CLASSES = {"references": "reference", "front": "publication"}
NAME_TAGS = ("ANALYTE", "MEASURE", "DRUG", "MARKER", "STATE", "FLUID", "SITE", "LESION", "UNIT", "MODALITY", "DEVICE")
REFERENCE_RULE = "census.reference_range"
"""Inside a printed range nothing else holds: "normal 10–33%" is no percentage of anything."""
ORDINAL_FIRST = re.compile(r"\d+(?:st|nd|rd|th|-?(?:й|я|е|го|ой|ю|м))\b")
FEWEST_MARKS = 6
COUNT_WORD, PRONOUN = "count", 1.0
PARTS = attrgetter("parts")


@record(frozen=True, slots=True)
class Place:
    """A stretch of text with the class of the numbers in it, and the rule that says so."""

    start: int
    end: int
    fate: str
    rule: str


def number_fates(sentences: Sequence[Sentence], facts: Sequence[Fact], report: Report) -> list[NumberFate]:
    """One row a number, in order of the text."""
    by_paragraph: dict[int, list[Sentence]] = defaultdict(list)
    for sentence in sentences:
        by_paragraph[sentence.paragraph].append(sentence)
    starts = [f.start for f in facts]
    laboratory = frozenset(f.sentence for f in facts if f.table == "labs")
    out: list[NumberFate] = []
    for index, paragraph in enumerate(report.paragraphs):
        words = [leaves_of(sentence.chunks) for sentence in by_paragraph[index]]
        told = [leaves[at] for leaves in words for at in where(leaves, "NUMBER", "NUMBER_WORD")]
        numbers = numbers_of(report, paragraph, told)
        if not numbers:
            continue
        places = [
            place
            for sentence, leaves in zip(by_paragraph[index], words, strict=True)
            if bisect_left(numbers, (sentence.start,)) < bisect_left(numbers, (sentence.end,))
            for place in places_of(sentence, leaves)
        ]
        if paragraph.role == "table":
            places = [p for p in places if CELL_END not in report.text.string[p.start : p.end]]
        places += [p for sentence in by_paragraph[index] for p in ranges_beside(sentence, laboratory)]
        pronouns = pronouns_of(told)
        for start, end in numbers:
            found = fate_of(start, end, facts, starts, places, paragraph)
            if found[0] == UNEXPLAINED and (start, end) in pronouns:
                continue
            if found[0] == UNEXPLAINED and report.text.string[start:end].isalpha():
                found = (COUNT_WORD, None, "census.number_word")
            out.append(
                NumberFate(start, end, report.text.string[start:end], paragraph.section, found[0], found[1], found[2])
            )
    return out


def numbers_of(report: Report, paragraph: Paragraph, told: Sequence[Chunk]) -> list[tuple[int, int]]:
    """Offsets of every number of a paragraph: digits, and words that a rule read as a number (`told`)."""
    text = report.text.string[paragraph.start : paragraph.end]
    spans = number.places(text, paragraph.language)
    found = {(paragraph.start + start, paragraph.start + end) for start, end in spans}
    found |= {(chunk.start, chunk.end) for chunk in told if not has_digit(chunk)}
    return sorted(found)


def ranges_beside(sentence: Sentence, laboratory: frozenset[int]) -> list[Place]:
    """The ranges in a table's row that holds laboratory values."""
    if sentence.role != "table" or sentence.index not in laboratory:
        return []
    chunks = sentence.chunks
    return [
        Place(chunks[at].start, chunks[at].end, "reference_range", "census.table_range")
        for at in where(chunks, "RANGE", "QUANTITY")
        if chunks[at].value.low != chunks[at].value.high or is_bound(chunks, at)
    ]


def is_bound(chunks: Sequence[Chunk], at: int) -> bool:
    """«TSI (<140 %)»: a sign of comparison behind a bracket in a table's heading."""
    return at > 1 and chunks[at - 1].has("COMPARATOR") and chunks[at - 2].has("OPEN")


def pronouns_of(told: Sequence[Chunk]) -> set[tuple[int, int]]:
    """Places of the word "one": where nothing claims it, it is a pronoun and no number ("one by one")."""
    return {(chunk.start, chunk.end) for chunk in told if chunk.text.isalpha() and is_one(chunk)}


def is_one(chunk: Chunk) -> bool:
    value = chunk.value.high if isinstance(chunk.value, Number) else chunk.concept("NUMBER_WORD")
    return value in (PRONOUN, f"{PRONOUN:g}")


def leaves_of(chunks: Sequence[Chunk]) -> Line:
    """The chunks of which the cascade made these."""
    line = line_of(chunks)
    made = [at for at, parts in enumerate(map(PARTS, line)) if parts]
    return spliced(line, [(at, at + 1, list(parted(line[at]))) for at in made]) if made else line


def parted(chunk: Chunk) -> Iterator[Chunk]:
    if chunk.parts:
        for part in chunk.parts:
            yield from parted(part)
    else:
        yield chunk


def has_digit(chunk: Chunk) -> bool:
    return not chunk.text.isalpha() and any(c.isdigit() for c in chunk.text)


def places_of(sentence: Sentence, leaves: Line) -> list[Place]:
    """Where the rules of the census hold in a sentence, and the names that hold digits."""
    out = [
        Place(start, end, "reference_range", REFERENCE_RULE)
        for start, end in reference_spans(sentence.chunks, sentence.language)
    ]
    won, _ = CLASSES.best(sentence.chunks, sentence.language)
    out += [Place(hit.made.start, hit.made.end, hit.made.readings[0][1], hit.rule.name) for hit in won]
    for chunk in (sentence.chunks[at] for at in where(sentence.chunks, "ORDINAL")):
        out.append(Place(chunk.start, chunk.end, "ordinal", "census.ordinal"))
    for chunk in (leaves[at] for at in where(leaves, *NAME_TAGS)):
        if has_digit(chunk):
            name = "ordinal" if ORDINAL_FIRST.match(chunk.text) else "marker_name"
            out.append(Place(chunk.start, chunk.end, name, "census.name_with_digits"))
    return out + axis_marks(sentence)


def axis_marks(sentence: Sentence) -> list[Place]:
    """«0 30 60 90 120 150»: the marks of a figure's axis, where nothing stands between them; a table's row is none."""
    if sentence.role == "table":
        return []
    out: list[Place] = []
    if len(where(sentence.chunks, "NUMBER")) < FEWEST_MARKS:
        return out
    for bare, run in groupby(sentence.chunks, key=lambda c: c.has("NUMBER")):
        marks = list(run)
        if bare and len(marks) >= FEWEST_MARKS:
            out.append(Place(marks[0].start, marks[-1].end, "figure_lettering", "census.axis_marks"))
    return out


def fate_of(
    start: int,
    end: int,
    facts: Sequence[Fact],
    starts: Sequence[int],
    places: Sequence[Place],
    paragraph: Paragraph,
) -> tuple[str, int | None, str | None]:
    """(fate, position of the fact, rule): a fact's value first, then a class, then the words around a fact's value."""
    if paragraph.section == "references":
        return "reference", None, "census.references"
    if paragraph.role in PARAGRAPH_CLASSES:
        return PARAGRAPH_CLASSES[paragraph.role], None, f"census.{paragraph.role}"
    near = facts_near(start, end, facts, starts)
    inside = [i for i in near if facts[i].span[0] <= start and end <= facts[i].span[1]]
    if inside:
        best = min(inside, key=lambda i: facts[i].span[1] - facts[i].span[0])
        return "fact", best, facts[best].rule
    held = [p for p in places if p.start <= start and end <= p.end]
    if held:
        place = min(held, key=lambda p: (p.rule != REFERENCE_RULE, p.end - p.start))
        return place.fate, None, place.rule
    quoted = [i for i in near if facts[i].start <= start and end <= facts[i].end]
    if quoted:
        best = min(quoted, key=lambda i: facts[i].end - facts[i].start)
        return "fact", best, facts[best].rule
    if paragraph.section in SECTION_CLASSES:
        return SECTION_CLASSES[paragraph.section], None, f"census.{paragraph.section}"
    if paragraph.role == "heading":
        return "list_number", None, "census.heading"
    return UNEXPLAINED, None, None


def facts_near(start: int, end: int, facts: Sequence[Fact], starts: Sequence[int]) -> list[int]:
    """Positions of the facts that may hold string[start:end]; facts are in order of their start."""
    last = bisect_right(starts, start)
    out = []
    for i in range(last - 1, -1, -1):
        if starts[i] < start - 600:
            break
        if facts[i].end >= end or facts[i].span[1] >= end:
            out.append(i)
    return out
