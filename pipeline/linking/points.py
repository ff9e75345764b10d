"""The points in time of a sentence, in order of the words: dates, offsets and standpoints, and how they belong together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.facts import Moment, TimeExpression
from pipeline.linking.standpoint import OPENING, STANDPOINTS, Point
from pipeline.rules.chunk import Chunk, Sentence
from pipeline.rules.pattern import CLAUSE_ENDS

DAY_RULES = frozenset({"day_number", "day_numbers", "ordinal_day", "ordinal_days"})
LIST_RULES = frozenset({"day_numbers", "ordinal_days"})
NEXT_RULES = frozenset({"worded_moment", "next_unit"})
SCHEDULE_AFTER, SCHEDULE_BEFORE = 8, 10
"""Chunks around the days of a cycle in which the cycle and the drug are looked for."""
APPOSED = 2
"""Words that may stand between a date and the offset that says the same: «(CT of 10.11.16)», «i.e. on day 47»."""
Times = Mapping[tuple[int, int], TimeExpression]
"""The report's time facts by their offsets, as the whole document decided them (years, order of day and month)."""


def points(sentence: Sentence, times: Times) -> list[Point]:
    """Every point of a sentence, in order of the words."""
    chunks = sentence.chunks
    found: list[Point] = [hit.made for hit in STANDPOINTS.best(chunks, sentence.language)[0]]
    for index, chunk in enumerate(chunks):
        if isinstance(chunk.value, TimeExpression):
            point = time_point(index, chunks, times.get((chunk.start, chunk.end), chunk.value))
            if point is not None and not scheduled(chunks, index):
                found.append(point)
    found.sort(key=lambda p: (p.start, p.end))
    found = intervals(counted(found), chunks)
    found = apposed(with_dates_of_events(found, chunks), chunks)
    return [mark_retrospective(p, chunks) for p in found]


def time_point(index: int, chunks: Sequence[Chunk] | None, time: TimeExpression) -> Point | None:
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
        counting = counting_of(chunks, index) if chunks is not None else "day"
        return Point(index, index + 1, moment, governs=not before, retrospective=before, counting=counting)
    return None


def counting_of(chunks: Sequence[Chunk], index: int) -> str:
    """How an offset counts: `day` of a stay, `later` than what was told last, or `by` so much from the last event."""
    chunk = chunks[index]
    rule = chunk.rule.rpartition(".")[2]
    if rule in DAY_RULES:
        return "day"
    if rule in NEXT_RULES or any(c.has("MORE") for c in (*chunks[max(0, index - 1) : index], *leaves(chunk))):
        return "later"
    if rule == "shifted":
        cue = leaves(chunk)[-1]
        return "later" if not cue.has("ANCHOR_FOLLOWS") or refers_back(chunks[index + 1 : index + 2]) else "by"
    return "by" if rule == "by" else ""


def refers_back(following: Sequence[Chunk]) -> bool:
    """«two days after that», «through 3 days after this»: what was told last."""
    return not following or following[0].has("THAT", "COMMA", "PERIOD", "SEMICOLON", "CLOSE")


def leaves(chunk: Chunk) -> list[Chunk]:
    """The words that a chunk was made of."""
    return [leaf for part in chunk.parts for leaf in leaves(part)] if chunk.parts else [chunk]


def scheduled(chunks: Sequence[Chunk], index: int) -> bool:
    """Days of a cycle say how a drug is given, not when it was: «gemcitabine 1 g/m2 on days 1 and 8 of a 21-day cycle»."""
    chunk = chunks[index]
    rule, time = chunk.rule.rpartition(".")[2], chunk.value
    if rule not in DAY_RULES or time.anchor not in (None, "treatment"):
        return False
    after = clause(chunks[index + 1 : index + SCHEDULE_AFTER])
    if any(c.has("CYCLE") and repeated(after[:i]) for i, c in enumerate(after)):
        return True
    return rule in LIST_RULES and listed(chunks, index) and follows_drug(chunks, index)


def repeated(before: Sequence[Chunk]) -> bool:
    """«of a 21-day cycle», «of each cycle», «каждого цикла»: any of them, no certain one."""
    return any(c.has("EVERY", "DURATION", "TIME_AMOUNT", "FREQUENCY", "INDEFINITE") for c in before)


def listed(chunks: Sequence[Chunk], index: int) -> bool:
    """More than one day stands here."""
    near = (*chunks[max(0, index - 2) : index], *chunks[index + 1 : index + 3])
    return any(c.has("RELATIVE") and c.rule == chunks[index].rule for c in near)


def follows_drug(chunks: Sequence[Chunk], index: int) -> bool:
    """The nearest name before is a drug, not an analyte."""
    for chunk in reversed(clause(chunks[max(0, index - SCHEDULE_BEFORE) : index])):
        if chunk.has("ANALYTE", "SPECIMEN"):
            return False
        if chunk.has("DRUG"):
            return True
    return False


def clause(chunks: Sequence[Chunk]) -> Sequence[Chunk]:
    return [c for c in chunks if not c.has("DETERMINER")]


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


def apposed(found: Sequence[Point], chunks: Sequence[Chunk]) -> list[Point]:
    """A date and an offset side by side are one moment: «on 19 April, i.e. day 47 of treatment», «через 7 мес. (КТ от 10.11.16)»."""
    out = list(found)
    for i, (one, other) in enumerate(pairwise(found)):
        date, late = (one, other) if one.moment.time_edtf else (other, one)
        if date.moment.time_edtf is None or late.moment.time_edtf or not late.moment.time_offset:
            continue
        if late.retrospective or date.moment.time_offset or not side_by_side(chunks[one.end : other.start]):
            continue
        at = i if late is one else i + 1
        out[at] = replace(
            late, moment=replace(late.moment, time_edtf=date.moment.time_edtf), governs=date.governs and not date.event
        )
    return out


def side_by_side(between: Sequence[Chunk]) -> bool:
    """Nothing but brackets, a comma and a few words stands between."""
    told = [
        c
        for c in between
        if not c.has("COMMA", "OPEN", "CLOSE", "DASH", "WHEN_AT", "DATE_IN", "DEFINITE", "APPROXIMATELY")
    ]
    return len(told) <= APPOSED and not any(
        c.has("QUANTITY", "NUMBER", "RANGE", "SIZE", "DRUG", "ANALYTE", "EVENT_VERB", "EVENT", "TIME_AND", *CLAUSE_ENDS)
        for c in told
    )


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
