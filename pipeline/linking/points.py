"""The points in time of a sentence, in order of the words: dates, offsets and standpoints, and how they belong together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from pipeline.facts import Moment, TimeExpression
from pipeline.linking.asides import aside_end
from pipeline.linking.counting import counting_of, leaves
from pipeline.linking.dating import same_clause, telling_first, with_dates_of_events
from pipeline.linking.point import OPENING, Point
from pipeline.linking.schedule import without_schedule
from pipeline.linking.standpoint import STANDPOINTS
from pipeline.linking.window import window
from pipeline.record import replace
from pipeline.rules.chunk import Chunk, Sentence
from pipeline.rules.pattern import CLAUSE_ENDS
from pipeline.rules.times.places import times_in
from pipeline.rules.where import holds

APPOSED = 2
"""Words that may stand between a date and the offset that says the same: «(CT of 10.11.16)», «i.e. on day 47»."""
ANCHOR_REACH = 3
"""Chunks behind an offset in which the event that it counts from stands: «after the second | operation»."""
SAME_DAY = "P0D"
"""«the same evening» names no other moment than the one that governs."""
FORMER = 4
"""Chunks before a time in which the value of a former day stands."""
COMPARED = 2
"""Chunks before a time in which "than" stands."""
TERM_BEHIND = 5
"""Chunks behind «was delivered» in which its week stands."""
Times = Mapping[tuple[int, int], TimeExpression]
"""The report's time facts by their offsets, as the whole document decided them (years, order of day and month)."""


def points(sentence: Sentence, times: Times) -> list[Point]:
    """Every point of a sentence, in order of the words."""
    chunks = sentence.chunks
    found: list[Point] = [hit.made for hit in STANDPOINTS.best(chunks, sentence.language)[0]]
    for index in times_in(chunks):
        chunk = chunks[index]
        point = time_point(index, chunks, times.get((chunk.start, chunk.end), chunk.value))
        if point is not None and not year_of_birth(chunks, index):
            found.append(point)
    if not found:
        return found
    found.sort(key=lambda p: (p.start, p.end))
    found = ago_of_events(of_visits(of_later_visits(found), chunks), chunks)
    found = without_diagnosis(found, chunks)
    found = intervals(counted(sharing_anchor(without_schedule(found, chunks), chunks), chunks), chunks)
    found = apposed(with_dates_of_events(found, chunks), chunks)
    return within_a_day(telling_first([aside(mark_retrospective(p, chunks), chunks) for p in found], chunks))


def of_later_visits(found: Sequence[Point]) -> list[Point]:
    """An examination so long after what was told is no first one: «При осмотре | через 1 месяц», «On examination | two weeks later»."""
    return [
        point
        for point, late in zip(found, (*found[1:], None), strict=True)
        if not (point.place and late and late.start == point.end and late.moment.time_offset)
        or late.retrospective
        or late.moment.time_anchor not in (None, "birth")
    ]


def of_visits(found: Sequence[Point], chunks: Sequence[Chunk]) -> list[Point]:
    """A visit and its time side by side are one moment: «At the last follow-up, | 18 months after the biopsy, …»."""
    out: list[Point] = []
    for point, late in zip(found, (*found[1:], None), strict=True):
        before = out[-1] if out else None
        if visit(point) and late and timed(late) and apposed_to(chunks, point, late):
            continue
        if visit(point) and before and timed(before) and apposed_to(chunks, before, point):
            continue
        out.append(point)
    return out


def without_diagnosis(found: Sequence[Point], chunks: Sequence[Chunk]) -> list[Point]:
    """«On day 5 he was diagnosed with a duct of 3 mm»: the day tells when, not that it was the diagnosis."""
    return [
        p
        for p in found
        if not (p.event == "diagnosis" and p.happened and p.moment.time_edtf is None)
        or not any(q.start < p.start and q.moment.time_offset and timed(q) and same_clause(chunks, q, p) for q in found)
    ]


def visit(point: Point) -> bool:
    moment = point.moment
    return moment.time_anchor == "follow-up" and moment.time_offset is None and moment.time_edtf is None


def timed(point: Point) -> bool:
    moment = point.moment
    return not point.retrospective and bool(moment.time_offset or moment.time_edtf)


def apposed_to(chunks: Sequence[Chunk], one: Point, other: Point) -> bool:
    between = chunks[one.end : other.start]
    return len(between) <= APPOSED and all(c.has("COMMA", "OPEN", "WHEN_AT", "APPROXIMATELY", "DASH") for c in between)


def ago_of_events(found: Sequence[Point], chunks: Sequence[Chunk]) -> list[Point]:
    """«after giving birth | one year earlier»: so long before the visit that event was."""
    out = list(found)
    for i, (event, late) in enumerate(pairwise(found)):
        unnamed = late.moment.time_anchor is None and late.counting == "later" and late.retrospective
        if unnamed and late.start == event.end and is_standpoint(event):
            out[i] = replace(event, governs=False)
            out[i + 1] = replace(late, moment=replace(late.moment, time_anchor="admission"), counting="ago")
    return out


def is_standpoint(point: Point) -> bool:
    """«after giving birth», «at the operation»: no day of its own, and nothing that happens now."""
    moment = point.moment
    undated = moment.time_offset is None and moment.time_edtf is None
    return undated and not point.happened and moment.time_relation in ("at", "after")


def aside(point: Point, chunks: Sequence[Chunk]) -> Point:
    """What stands in brackets behind a value or between commas with one, a value's former day, and hours in passing hold for their own words only."""
    offset, before = point.moment.time_offset or "", chunks[: point.start]
    passing = "T" in offset and (point.start > OPENING or offset.endswith(("M", "S")))
    depth = sum(c.has("OPEN") - c.has("CLOSE") for c in before)
    bracketed = (
        depth > 0
        and not (point.event and point.happened)
        and any(c.has("QUANTITY", "SIZE", "RELATIVE") for c in before)
    )
    if of_former_value(before) or compared(before):
        return replace(point, governs=False, apart=True)
    between_commas = point.start > OPENING and point.governs and aside_end(chunks, point.start, point.end) is not None
    return replace(point, governs=False) if passing or bracketed or between_commas else point


def of_former_value(before: Sequence[Chunk]) -> bool:
    """«61 g/L, down from 134 g/L | in May»: the value before the change is of that day, the story is not."""
    words = [c for c in before[-FORMER:] if not c.has("WHEN_AT", "DATE_IN", "DEFINITE")]
    return len(words) > 1 and words[-1].has("QUANTITY", "NUMBER") and words[-2].has("FROM_CUE")


def compared(before: Sequence[Chunk]) -> bool:
    """«14 kg more than | at the first admission», «worse than | on admission»: nothing of this sentence was then."""
    return any(c.has("COMPARED") for c in before[-COMPARED:]) and not any(c.has("QUANTITY") for c in before[-COMPARED:])


def year_of_birth(chunks: Sequence[Chunk], index: int) -> bool:
    """«1970 года рождения», "born in 1970"."""
    near = (*chunks[max(0, index - 2) : index], *leaves(chunks[index]), *chunks[index + 1 : index + 3])
    return chunks[index].value.precision == "year" and any(c.has("BORN") for c in near)


def time_point(index: int, chunks: Sequence[Chunk] | None, time: TimeExpression) -> Point | None:
    """The point of a DATE or RELATIVE chunk; durations, ages and frequencies name none."""
    if time.kind == "date" and time.edtf:
        edtf = {"since": f"{time.edtf}/..", "until": f"../{time.edtf}", "before": f"../{time.edtf}"}.get(
            time.bound or "", time.edtf
        )
        edtf = time.edtf if "/" in time.edtf else edtf
        until = time.bound == "until" and time.precision != "day"
        since_month = time.bound == "since" and time.precision in ("month", "season")
        bare_year = time.precision in ("year", "decade") and time.bound != "since"
        passing = index > OPENING and (until or since_month or bare_year)
        background = passing and not (until and chunks is not None and turns_then(chunks[index + 1 : index + 4]))
        return Point(index, index + 1, Moment(time_edtf=edtf, time_basis="stated"), governs=not background)
    if chunks is not None and time.kind == "duration":
        return window(index, chunks, time)
    if chunks is not None and time.kind == "relative" and time.value is None:
        return vague(index, time)
    if time.kind == "relative" and time.value not in (None, SAME_DAY) and not (chunks and gestational(chunks, index)):
        value = time.value.split("/")[0] if "/" in time.value else time.value
        before = time.direction == "before"
        moment = Moment(
            time_basis="stated",
            time_offset=f"-{value}" if before and not value.startswith("-") else value,
            time_relation=time.direction or "after",
            time_anchor="admission" if before and not time.anchor and up_to_now(chunks, index) else time.anchor,
            time_anchor_printed=time.anchor_printed,
        )
        counting = counting_of(chunks, index) if chunks is not None else "day"
        return Point(index, index + 1, moment, governs=not before, retrospective=before, counting=counting)
    return day_of_life(index, chunks, time) if chunks is not None else None


def up_to_now(chunks: Sequence[Chunk] | None, index: int) -> bool:
    """«Within the past year», «last month», told at the visit; but «the previous week» is of what was told."""
    cue = next((leaf for leaf in leaves(chunks[index]) if leaf.has("LAST")), None) if chunks else None
    return cue is not None and cue.concept("LAST_ONE") != "previous"


def turns_then(following: Sequence[Chunk]) -> bool:
    """«remained stable until April 2021 |, when new lesions appeared»: the story goes on from there."""
    told = [c for c in following if not c.has("PERIOD", "COMMA")]
    return len(told) < len(following) and bool(told) and told[0].has("WHEN_THEN")


def vague(index: int, time: TimeExpression) -> Point:
    """«several days later», «a few years before»: after or before what was told, nobody knows how long."""
    before = time.direction == "before"
    moment = Moment(
        time_basis="stated",
        time_relation=time.direction or "after",
        time_anchor=time.anchor,
        time_anchor_printed=time.anchor_printed,
    )
    return Point(index, index + 1, moment, governs=not before, retrospective=before, counting="vague")


def day_of_life(index: int, chunks: Sequence[Chunk], time: TimeExpression) -> Point | None:
    """«By 30 hours of life», «at age 41», «в возрасте 68 часов»: a moment, where it is no patient's description."""
    if time.kind != "age" or not time.value or "/" in time.value:
        return None
    if "Y" in time.value:
        return year_of_life(index, chunks, time)
    cued = any(
        c.has("AT_CUE", "WHEN_AT", "AGE_CUE", "AGE_IN")
        for c in (*chunks[max(0, index - 2) : index], leaves(chunks[index])[0])
    )
    if not cued or any(c.has("PERSON") for c in chunks[index + 1 : index + 3]):
        return None
    moment = Moment(time_basis="stated", time_offset=time.value, time_relation="after", time_anchor="birth")
    return Point(index, index + 1, moment, governs=True, counting="age" if visits(chunks) else "")


def year_of_life(index: int, chunks: Sequence[Chunk], time: TimeExpression) -> Point | None:
    """«At age 41 he had been diagnosed …», «cortisol was 447 nmol/L at the age of 13 years», «в 25 лет»; no «onset since age 9»."""
    begin = index
    while begin and chunks[begin - 1].has("AGE_CUE", "AGE_IN", "DETERMINER"):
        begin -= 1
    cues = (*chunks[max(0, begin - 1) : index], leaves(chunks[index])[0])
    at = any(c.has("AT_CUE", "WHEN_AT", "AT_AGE") and not c.has("WHEN_BEFORE") for c in cues)
    named = begin < index or ".ages." in chunks[index].rule or begin <= OPENING
    around = (*chunks[max(0, begin - 1) : begin], *chunks[index + 1 : index + 3])
    if not (at and named) or any(c.has("PERSON") for c in around):
        return None
    moment = Moment(time_basis="stated", time_offset=time.value, time_relation="after", time_anchor="birth")
    return Point(index, index + 1, moment, governs=begin <= OPENING, counting="age")


def visits(chunks: Sequence[Chunk]) -> bool:
    return any(c.concept("EVENT_VERB") == "admission" for c in chunks)


def gestational(chunks: Sequence[Chunk], index: int) -> bool:
    """«at 34 weeks of gestation», «на сроке 27 недель»: how far a pregnancy was."""
    delivered = any(c.concept("EVENT_VERB") == "birth" for c in chunks[max(0, index - TERM_BEHIND) : index])
    return (
        chunks[index].rule.endswith(".gestation")
        or any(c.has("GESTATION") for c in chunks[index + 1 : index + 3])
        or any(c.has("TERM") for c in chunks[max(0, index - 1) : index])
        or delivered
        and (chunks[index].value.value or "").endswith("W")
    )


def sharing_anchor(found: Sequence[Point], chunks: Sequence[Chunk]) -> list[Point]:
    """The days of a list count from what its last one names: «on the 27th and, again, on the 40th day of treatment»."""
    out = list(found)
    for i in range(len(out) - 2, -1, -1):
        one, other = out[i], out[i + 1]
        anchor = other.moment.time_anchor
        of_one_list = one.counting == other.counting == "day" and same_clause(chunks, one, other)
        if of_one_list and anchor and not one.moment.time_anchor:
            out[i] = replace(one, moment=replace(one.moment, time_anchor=anchor))
    return out


def counted(found: Sequence[Point], chunks: Sequence[Chunk]) -> list[Point]:
    """An offset takes up the standpoint that follows it: «one month | prior to admission», "three-week | postdischarge"."""
    out: list[Point] = []
    for point in found:
        before = out[-1] if out else None
        undated = point.moment.time_offset is None and point.moment.time_edtf is None and not point.happened
        beside = before and point.start <= before.end + 1 and not holds(chunks[before.end : point.start], "COMMA")
        if before and beside and undated and before.moment.time_offset and agree(before, point):
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
        between = behind_anchor(chunks[one.end : other.start], late) if late is one else chunks[one.end : other.start]
        if late.retrospective or date.moment.time_offset or not side_by_side(between):
            continue
        at = i if late is one else i + 1
        out[at] = replace(
            late, moment=replace(late.moment, time_edtf=date.moment.time_edtf), governs=date.governs and not date.event
        )
    return out


def behind_anchor(following: Sequence[Chunk], late: Point) -> Sequence[Chunk]:
    """What follows the event that the offset counts from: «24 days after | admission | (11 December 2015)»."""
    for at, chunk in enumerate(following[:ANCHOR_REACH]):
        if late.moment.time_anchor and chunk.concept("EVENT") == late.moment.time_anchor:
            return following[at + 1 :]
    return following


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


def within_a_day(found: Sequence[Point]) -> list[Point]:
    """«On hospital day 3, a drain was placed, and after drainage …»: the story goes on from the day, not from what it was after."""
    day = next((p for p in found if p.start <= OPENING and p.governs and p.moment.time_offset and not p.event), None)
    if day is None:
        return list(found)
    return [
        replace(p, governs=False)
        if p.start >= day.end and p.governs and not p.happened and undated_after(p.moment)
        else p
        for p in found
    ]


def undated_after(moment: Moment) -> bool:
    return moment.time_relation == "after" and moment.time_offset is None and moment.time_edtf is None


def mark_retrospective(point: Point, chunks: Sequence[Chunk]) -> Point:
    """A date told as history does not move the clock: «had been treated in 2014», «в 2010 году, по данным анамнеза»."""
    if point.event and point.event not in ("diagnosis", "follow-up"):
        return point
    around = chunks[max(0, point.start - 6) : point.end + 4]
    if any(chunk.has("HISTORY") for chunk in around) or in_history(chunks[: point.start]):
        return replace(point, retrospective=True)
    return point


def in_history(before: Sequence[Chunk]) -> bool:
    """«a history of ligation of her patent arterial duct | on the 16th day of life»: the clause so far is a history."""
    for chunk in reversed(before):
        if chunk.has("HISTORY"):
            return True
        if chunk.has("COMMA", "EVENT_VERB", *CLAUSE_ENDS):
            return False
    return False
