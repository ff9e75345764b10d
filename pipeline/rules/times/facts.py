"""The times that the cascade found, as facts; what their own words leave open, the document decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.facts import Fact, TimeExpression
from pipeline.record import record, replace
from pipeline.report import Report
from pipeline.rules.chunk import Chunk, Sentence
from pipeline.rules.times.calendar import YEAR_GUESSED
from pipeline.rules.times.edtf import precision_of
from pipeline.rules.times.numeric_dates import AMBIGUOUS, NUMERIC
from pipeline.rules.times.places import times_in
from pipeline.rules.where import where

NARRATIVE = frozenset({"abstract", "case", "results", "caption", "table"})
"""Sections whose yearless dates follow the dates told before them."""
STORY_YEARS = 30
"""A story whose latest full year is 2014 may go on to «14.09.19»."""


@record(frozen=True, slots=True)
class DocumentDates:
    """What a document says about its dates as a whole.

    latest_year   no date can lie after it: the year of publication, else some years after the latest one written in full
    month_first   12/05/2017 is 5 December, because another date of the document can only be read so
    """

    latest_year: int | None
    month_first: bool | None


def time_facts(sentences: Sequence[Sentence], report: Report) -> list[Fact]:
    """One fact for each chunk that carries a TimeExpression, its year and order of day and month decided where they can be.

    Flags: `year_guessed` where the text gives no year or two digits of it, `ambiguous` where day and month may be swapped.
    """
    document = document_dates(sentences, report)
    return list(facts(sentences, document))


def facts(sentences: Sequence[Sentence], document: DocumentDates) -> Iterator[Fact]:
    told: str | None = None
    for sentence in sentences:
        times = times_in(sentence.chunks)
        if not times:
            continue
        if told is None and sentence.section in NARRATIVE:
            told = first_told(sentence)
        for chunk in (sentence.chunks[at] for at in times):
            time: TimeExpression = chunk.value
            flags: tuple[str, ...] = ()
            if time.kind == "date" and time.edtf is not None:
                edtf, flags = decided(chunk, time.edtf, document, told if sentence.section in NARRATIVE else None)
                time = replace(time, edtf=edtf, precision=precision_of(edtf))
                if sentence.section in NARRATIVE and not edtf.startswith("XXXX") and not looks_back(edtf, told):
                    told = edtf.partition("/")[0]
            yield Fact(chunk.start, chunk.end, (chunk.start, chunk.end), chunk.rule, time, sentence.index, flags)


def looks_back(edtf: str, told: str | None) -> bool:
    """A bare year before the story's day is history: «Поступил 3 февраля 2018 г. В 2010 г. выполнено стентирование. 15 февраля …».

    >>> looks_back("2010", "2018-02-03"), looks_back("2019", "2018-02-03"), looks_back("2010-05", "2018-02-03")
    (True, False, False)
    """
    bare = len(edtf) == len("2010") and edtf.isdigit()
    return bare and told is not None and len(told) > len(edtf) and edtf < told[: len(edtf)]


def first_told(sentence: Sentence) -> str | None:
    """The first date of a sentence that gives its year: «in April and again in June 2021»."""
    for chunk in (sentence.chunks[at] for at in where(sentence.chunks, "DATE")):
        if isinstance(chunk.value, TimeExpression) and not chunk.concept("DATE"):
            edtf = chunk.value.edtf or "XXXX"
            if not edtf.startswith("XXXX"):
                return edtf.partition("/")[0]
    return None


def document_dates(sentences: Sequence[Sentence], report: Report) -> DocumentDates:
    told = (s.chunks[at] for s in sentences for at in times_in(s.chunks))
    dates = [c for c in told if c.has("DATE")]
    full = [
        int(c.value.edtf[:4])
        for c in dates
        if c.value.edtf and c.value.edtf[:4].isdigit() and YEAR_GUESSED not in (c.concept("DATE") or "")
    ]
    last = max(full) + STORY_YEARS if full else None
    return DocumentDates(report.year or last, month_first(dates))


def month_first(dates: Sequence[Chunk]) -> bool | None:
    """True or False where a date such as 12/25/2017 or 25/12/2017 shows the order; None where none does, or both."""
    votes = set()
    for chunk in dates:
        for match in NUMERIC.finditer(chunk.text):
            if match["a"] and match["sign"] != "." and max(int(match["a"]), int(match["b"])) > 12:
                votes.add(int(match["b"]) > 12)
    return votes.pop() if len(votes) == 1 else None


def decided(chunk: Chunk, edtf: str, document: DocumentDates, told: str | None) -> tuple[str, tuple[str, ...]]:
    """The date as the document decides it, and what is still guessed."""
    flags = [flag for flag in (chunk.concept("DATE") or "").split(",") if flag]
    if AMBIGUOUS in flags:
        if document.month_first:
            edtf = swapped(edtf)
        if document.month_first is not None:
            flags.remove(AMBIGUOUS)
    if YEAR_GUESSED in flags and document.latest_year:
        edtf = "/".join(not_after(end, document.latest_year) for end in edtf.split("/"))
    if edtf.startswith("XXXX") and told is not None:
        edtf, flags = "/".join(in_year_of(end, told) for end in edtf.split("/")), [*flags, YEAR_GUESSED]
    return edtf, tuple(flags)


def swapped(edtf: str) -> str:
    """
    >>> swapped("2017-05-12")
    '2017-12-05'
    """
    year, month, day = edtf.split("-")
    return f"{year}-{day}-{month}"


def not_after(edtf: str, latest: int) -> str:
    """Two digits of a year mean the last such year up to `latest`.

    >>> not_after("2045-01", 2019), not_after("1998", 2019), not_after("1917", 2019)
    ('1945-01', '1998', '2017')
    """
    year = int(edtf[:4])
    century = latest - (latest - year) % 100
    return f"{century:04d}{edtf[4:]}"


def in_year_of(edtf: str, told: str) -> str:
    """A yearless date in the year of the date told before it; in the next one where that would lead back half a year.

    >>> in_year_of("XXXX-06-12", "2009-06-01"), in_year_of("XXXX-01-28", "2009-09-11"), in_year_of("XXXX-05-03", "2009")
    ('2009-06-12', '2010-01-28', '2009-05-03')
    """
    if not told[:4].isdigit() or not edtf.startswith("XXXX"):
        return edtf
    year, month = int(told[:4]), int(edtf[5:7])
    before = int(told[5:7]) if precision_of(told) in ("day", "month") else 0
    return f"{year + 1 if before - month >= 6 else year:04d}{edtf[4:]}"
