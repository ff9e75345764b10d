"""The points in time that a sentence names: dates, offsets, and standpoints such as "on admission"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.facts import Moment, TimeExpression
from pipeline.language.tables import LANGUAGES, table
from pipeline.rules.chunk import Chunk, Sentence
from pipeline.rules.pattern import CLAUSE_ENDS, Level, Match, T, gap, rule

EVENTS = ("EVENT", "PROCEDURE")
PROCEDURE_ENDINGS = [row["ending"] for language in LANGUAGES for row in table("procedure_endings", language)]
PROCEDURE_FORM = rf"(?i)({'|'.join(PROCEDURE_ENDINGS)})$"
DIAGNOSTIC_REACH = 5
OPENING = 3
"""A bare year further into a sentence is background («a myocardial infarction in 2002») and does not move the clock."""
NOT_BETWEEN = ("COMMA", "OPEN", "CLOSE", "EVENT", "EVENT_VERB", "DATE", "RELATIVE", "QUANTITY", "NUMBER", "DRUG")


@dataclass(frozen=True, slots=True)
class Point:
    """A moment named at chunks start to end of a sentence.

    governs   it moves the clock: what follows is told from there
    event     the anchor class that happened here, where the point names one
    """

    start: int
    end: int
    moment: Moment
    governs: bool
    event: str | None = None
    retrospective: bool = False


def standpoint(match: Match, relation: str, anchor: str | None, governs: bool) -> Point:
    words = " ".join(c.text for c in match.matched)
    moment = Moment(time_basis="stated", time_relation=relation, time_anchor=anchor, time_anchor_printed=words)
    return Point(match.start, match.end, moment, governs, anchor if relation == "at" else None)


def anchor_of(match: Match) -> str:
    event = match["event"]
    return event.concept("EVENT") or "procedure"


@rule([T("WHEN_AT"), gap(2, *NOT_BETWEEN), T(*EVENTS, as_="event")])
def at_event(match: Match) -> Point | None:
    """on admission; at the time of surgery; при поступлении; на момент выписки"""
    anchor = anchor_of(match)
    if anchor in ("treatment", "onset"):
        return None
    return standpoint(match, "at", anchor, governs=anchor != "diagnosis")


@rule([T("WHEN_BEFORE"), gap(2, *NOT_BETWEEN), T(*EVENTS, as_="event")])
def before_event(match: Match) -> Point | None:
    """before the operation; prior to admission; до начала терапии"""
    return standpoint(match, "before", anchor_of(match), governs=False)


@rule(
    [T("WHEN_AFTER"), gap(3, *NOT_BETWEEN), T(*EVENTS, as_="event")],
    [T("WHEN_AFTER"), gap(2, *NOT_BETWEEN), T("WORD", as_="named", form=PROCEDURE_FORM)],
)
def after_event(match: Match) -> Point | None:
    """after surgery; following thrombectomy; после отмены препарата"""
    anchor = anchor_of(match) if match.get("event") else "procedure"
    return standpoint(match, "after", anchor, governs=anchor not in ("treatment", "onset"))


@rule([T("WHEN_AFTER"), gap(5, "COMMA", "OPEN", "CLOSE", "DATE", "RELATIVE", "EVENT"), T("DRUG", as_="drug")])
def after_drug(match: Match) -> Point | None:
    """after starting lithium; after two doses of ipilimumab; после приёма преднизолона"""
    return standpoint(match, "after", "treatment", governs=False)


@rule([T("WHEN_DURING"), gap(3, *NOT_BETWEEN), T(*EVENTS, as_="event")])
def during_event(match: Match) -> Point | None:
    """during hospitalization; в ходе операции"""
    return standpoint(match, "during", anchor_of(match), governs=anchor_of(match) == "admission")


@rule([T("STANDPOINT", as_="adverb")])
def adverb(match: Match) -> Point | None:
    """postoperatively; при выписке; intraoperatively"""
    relation, _, anchor = (match["adverb"].concept("STANDPOINT") or "").partition(":")
    return standpoint(match, relation, anchor, governs=relation != "before" and anchor != "birth")


@rule([T("EVENT_VERB", as_="verb")])
def happened(match: Match) -> Point | None:
    """she was admitted; пациентка была выписана; underwent (an operation: «underwent CT» changes nothing)"""
    event = match["verb"].concept("EVENT_VERB")
    if event == "procedure" and any(c.has("MODALITY", "DIAGNOSTIC") for c in match.after(DIAGNOSTIC_REACH)):
        return None
    return standpoint(match, "at", event, governs=event != "diagnosis")


STANDPOINTS = Level([at_event, before_event, after_event, after_drug, during_event, adverb, happened])


Times = Mapping[tuple[int, int], TimeExpression]
"""The report's time facts by their offsets, as the whole document decided them (years, order of day and month)."""


def points(sentence: Sentence, times: Times) -> list[Point]:
    """Every point of a sentence, in order of the words."""
    chunks = sentence.chunks
    found: list[Point] = [hit.made for hit in STANDPOINTS.best(chunks, sentence.language)[0]]
    for index, chunk in enumerate(chunks):
        if isinstance(chunk.value, TimeExpression):
            point = time_point(index, times.get((chunk.start, chunk.end), chunk.value))
            if point is not None:
                found.append(point)
    found.sort(key=lambda p: (p.start, p.end))
    found = intervals(counted(found), chunks)
    return [mark_retrospective(p, chunks) for p in with_dates_of_events(found, chunks)]


def time_point(index: int, time: TimeExpression) -> Point | None:
    """The point of a DATE or RELATIVE chunk; durations, ages and frequencies name none."""
    if time.kind == "date" and time.edtf:
        edtf = {"since": f"{time.edtf}/..", "until": f"../{time.edtf}", "before": f"../{time.edtf}"}.get(
            time.bound or "", time.edtf
        )
        edtf = time.edtf if "/" in time.edtf else edtf
        background = time.precision in ("year", "decade") and time.bound != "since" and index > OPENING
        return Point(index, index + 1, Moment(time_edtf=edtf, time_basis="stated"), governs=not background)
    if time.kind == "relative" and time.value:
        value = time.value.split("/")[0] if "/" in time.value else time.value
        before = time.direction == "before"
        moment = Moment(
            time_basis="stated",
            time_offset=f"-{value}" if before and not value.startswith("-") else value,
            time_relation=time.direction or "after",
            time_anchor=time.anchor,
            time_anchor_printed=time.anchor_printed,
        )
        return Point(index, index + 1, moment, governs=not before, retrospective=before)
    return None


def counted(found: Sequence[Point]) -> list[Point]:
    """An offset takes up the standpoint that follows it: «one month | prior to admission», "three-week | postdischarge"."""
    out: list[Point] = []
    for point in found:
        before = out[-1] if out else None
        undated = point.moment.time_offset is None and point.moment.time_edtf is None
        if before and undated and before.moment.time_offset and point.start <= before.end + 1 and agree(before, point):
            anchor, printed = point.moment.time_anchor, point.moment.time_anchor_printed
            out[-1] = replace(
                before, end=point.end, moment=replace(before.moment, time_anchor=anchor, time_anchor_printed=printed)
            )
        else:
            out.append(point)
    return out


def agree(offset: Point, standpoint: Point) -> bool:
    return offset.moment.time_anchor in (None, standpoint.moment.time_anchor) and standpoint.moment.time_relation in (
        "at",
        "before",
        "after",
    )


def intervals(found: Sequence[Point], chunks: Sequence[Chunk]) -> list[Point]:
    """«from 11 September 2009 to 28 January 2010»: since one date, until the next."""
    out: list[Point] = []
    for point in found:
        before = out[-1] if out else None
        first, last = (before.moment.time_edtf or "") if before else "", point.moment.time_edtf or ""
        if before and first.endswith("/..") and last.startswith("../") and point.start <= before.end + 2:
            whole = first.removesuffix("..") + last.removeprefix("../")
            out[-1] = replace(before, end=point.end, moment=replace(before.moment, time_edtf=whole), governs=False)
        else:
            out.append(point)
    return out


def with_dates_of_events(found: Sequence[Point], chunks: Sequence[Chunk]) -> list[Point]:
    """A date beside an event in one clause is the event's date: «18.05.2020 пациентка была госпитализирована»."""
    out = list(found)
    for i, point in enumerate(out):
        if not point.event or point.moment.time_edtf:
            continue
        offset = next((o for o in out if o.moment.time_offset and same_clause(chunks, point, o)), None)
        if point.event == "death" and offset is not None:
            out[i] = replace(point, moment=offset.moment)
            continue
        dated = [
            j
            for j, other in enumerate(out)
            if other.moment.time_edtf and same_clause(chunks, point, other) and not other.event
        ]
        if not dated:
            continue
        j = min(dated, key=lambda k: abs(out[k].start - point.start))
        merged = replace(
            out[j].moment,
            time_relation="at",
            time_anchor=point.event,
            time_anchor_printed=point.moment.time_anchor_printed,
        )
        out[j] = replace(out[j], moment=merged, event=point.event)
        out[i] = replace(point, moment=merged)
    return out


def same_clause(chunks: Sequence[Chunk], one: Point, other: Point) -> bool:
    low, high = min(one.end, other.end), max(one.start, other.start)
    return not any(chunk.has(*CLAUSE_ENDS) for chunk in chunks[low:high])


def mark_retrospective(point: Point, chunks: Sequence[Chunk]) -> Point:
    """A date told as history does not move the clock: «had been treated in 2014», «в 2010 году, по данным анамнеза»."""
    if point.event and point.event != "diagnosis":
        return point
    around = chunks[max(0, point.start - 6) : point.end + 4]
    if any(chunk.has("HISTORY") for chunk in around):
        return replace(point, retrospective=True)
    return point
