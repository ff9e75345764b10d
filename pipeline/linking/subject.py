"""Whose a sentence is: this report's patient, other people's patients, the family, or nobody's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from pipeline.facts import TimeExpression
from pipeline.rules.chunk import Chunk, Sentence
from pipeline.rules.pattern import Level, Match, T, gap, rule
from pipeline.rules.where import holds, where

STORY = frozenset({"case", "abstract", "methods", "results", "front", "conclusion"})
PATIENT_SECTIONS = frozenset({"case", "caption", "table", "front", "results"})


@rule(
    [
        T("NUMBER", as_="count"),
        gap(3, "DASH", "COMMA", "OPEN", "QUANTITY", "AGE", "DATE"),
        T("OTHER_PATIENTS", as_="who"),
    ]
)
def counted(match: Match) -> str | None:
    """27 patients; у 67 пациентов; 20 больным; 258 cases"""
    value = match["count"].value
    return "literature" if value is not None and value.low > 1 else None


@rule(
    [T("OPEN"), T("NUMBER", "RANGE"), T("CLOSE")],
    [T("OPEN"), T("NUMBER", "RANGE"), T("COMMA", "DASH"), gap(8, "OPEN", "WORD"), T("CLOSE")],
)
def citation(match: Match) -> str | None:
    """[8]; [10,11]; [3, 7-9]"""
    return "citation" if match.matched[0].text == "[" else None


@rule([T("WORD", form=r"^[A-ZА-Я]?[a-zа-я]+$"), T("OTHER_PATIENTS", form=r"^(?i:et al|соавт)$")])
def authors(match: Match) -> str | None:
    """Ducasse et al."""
    return "literature"


CITATIONS = Level([counted, citation, authors])


def is_series(sentences: Sequence[Sentence]) -> bool:
    """The report is about groups of people, not about one patient or a few.

    People in the plural («60 пациентов», «у больных», "the control group"), and no single one: no one's age,
    nobody called "the patient", no "our case".
    """
    body = [s for s in sentences if s.section in STORY and s.role != "heading"]
    groups = 0
    for sentence in body:
        chunks = sentence.chunks
        several = holds(chunks, "OTHER_PATIENTS") or "literature" in {
            hit.made for hit in CITATIONS.hits(chunks, sentence.language)
        }
        if holds(chunks, "OUR_PATIENT") or (not several and (any(single(chunks)) or named_one(chunks))):
            return False
        groups += several
    return groups > 0


def named_one(chunks: Sequence[Chunk]) -> bool:
    """«пациентка», "the patient", "she": one person, in a sentence that speaks of no group."""
    return holds(chunks, "THE_PATIENT")


def one_of_ours(chunks: Sequence[Chunk]) -> bool:
    """The same, where the word cannot mean other people's patients as well."""
    return any(not chunks[at].has("OTHER_PATIENTS") for at in where(chunks, "THE_PATIENT"))


def single(chunks: Sequence[Chunk]) -> Iterator[bool]:
    """«a 46-year-old man», «пациентка 70 лет»: an age beside one person, in the singular."""
    for index, chunk in enumerate(chunks):
        near = chunks[max(0, index - 4) : index + 5]
        if (
            isinstance(chunk.value, TimeExpression)
            and chunk.value.kind == "age"
            and "/" not in (chunk.value.value or "")
        ):
            yield any(c.has("THE_PATIENT", "SEX") and not c.has("OTHER_PATIENTS") for c in near)


def sentence_subjects(sentences: Sequence[Sentence]) -> dict[int, str]:
    """Sentence index → subject. In a discussion the subject of a sentence carries over to the next until another is named."""
    series = is_series(sentences)
    cues = {s.index: [hit.made for hit in CITATIONS.best(s.chunks, s.language)[0]] for s in sentences}
    cited = reviewing(sentences, cues)
    out: dict[int, str] = {}
    previous: tuple[int, str] = (-1, "")
    for sentence in sentences:
        carried = previous[1] if previous[0] == sentence.paragraph else ""
        section = "discussion" if sentence.paragraph in cited else sentence.section
        subject = subject_of(sentence, section, carried, series, cues[sentence.index])
        out[sentence.index] = subject
        previous = (sentence.paragraph, subject)
    return out


def reviewing(sentences: Sequence[Sentence], cues: Mapping[int, Sequence[str]]) -> frozenset[int]:
    """Paragraphs of a case section that review the literature: citations, and nobody called "the patient"."""
    citations: Counter[int] = Counter()
    named: set[int] = set()
    for sentence in sentences:
        if sentence.section not in ("case", "results"):
            continue
        if holds(sentence.chunks, "OUR_PATIENT") or one_of_ours(sentence.chunks):
            named.add(sentence.paragraph)
        citations[sentence.paragraph] += cues[sentence.index].count("citation")
    return frozenset(p for p, count in citations.items() if count >= 2 and p not in named)


def subject_of(sentence: Sentence, section: str, carried: str, series: bool, cues: Sequence[str]) -> str:
    """By section, then by the cues of the sentence, then by the sentence before."""
    chunks = sentence.chunks
    ours = holds(chunks, "OUR_PATIENT")
    named = one_of_ours(chunks)
    others = "literature" in cues or holds(chunks, "OTHER_PATIENTS")
    if series:
        return "general" if is_general(chunks) and not others else "literature"
    if section in PATIENT_SECTIONS:
        return of_the_case(chunks, ours, cues, others)
    if ours:
        return "patient"
    if section in ("abstract", "conclusion"):
        if "literature" in cues or (others and not named and "citation" in cues):
            return "literature"
        return "general" if is_general(chunks) and not named else "patient"
    if others or "citation" in cues:
        return (
            "general" if is_general(chunks) and "literature" not in cues and not any(single(chunks)) else "literature"
        )
    if any(single(chunks)) and carried != "patient":
        return "literature"
    if is_general(chunks) and not named:
        return "general"
    if carried:
        return carried
    return "patient" if named and section == "discussion" else "general" if section == "introduction" else "literature"


def of_the_case(chunks: Sequence[Chunk], ours: bool, cues: Sequence[str], others: bool) -> str:
    """A case section speaks of its patient unless it counts or cites others."""
    if ours:
        return "patient"
    if "literature" in cues and "citation" in cues:
        return "literature"
    family = next(iter(where(chunks, "FAMILY")), None)
    if (
        family is not None
        and family < 4
        and not any(c.has("THE_PATIENT") and not c.has("POSSESSIVE") for c in chunks[:family])
    ):
        return "family"
    return "patient"


def is_general(chunks: Sequence[Chunk]) -> bool:
    return holds(chunks, "GENERAL")
