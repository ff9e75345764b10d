"""The treatment of the figure: a lane a drug, with a bar for each of its courses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipeline.pages.axis import Axis, Stretch
from pipeline.pages.marks import Bar, Lane, Piece, Step
from pipeline.pages.record import CaseRecord
from pipeline.pages.wording import dose, fact, joined, when

Row = Mapping[str, Any]
Placed = tuple[Step, Row]

VOLUMES = ("mL", "L")
TIMES = ("time_edtf", "time_offset", "time_relation", "time_anchor", "fact_id")
PLACE_OF_A_DAY: dict[str, None] = dict.fromkeys(TIMES)
"""A row of nothing but a day: with its time_edtf, what an axis of dates can place."""


def lanes_of(record: CaseRecord, axis: Axis) -> list[Lane]:
    """In the order of the courses; a drug's courses share its lane."""
    bars: dict[str, list[tuple[list[Placed], Row]]] = {}
    for course in record.courses:
        rows = [record.facts[s["fact_id"]] for s in course["steps"] if s["fact_id"] in record.facts]
        placed = [(step, row) for row in rows if (step := step_of(row, axis)) is not None]
        if placed:
            bars.setdefault(course["drug"], []).append((placed, course))
    return [
        Lane(drug, tuple(bar for placed, course in levelled(some) for bar in bars_of(placed, course, record, axis)))
        for drug, some in bars.items()
    ]


def step_of(row: Row, axis: Axis) -> Step | None:
    at = axis.place(row)
    if at is None:
        return None
    said = joined(fact(row), None if row["action"] == "mention" else row["action"], when(row), by=", ")
    until = axis.after(at.first, row["duration"]) if row["action"] == "hold" and row["duration"] else None
    return Step(at, row["action"], dose(row), said, row["fact_id"], until=until, single=is_single(row))


def is_single(row: Row) -> bool:
    """A bolus, a transfusion: an amount without a rhythm, a day that it belongs to, or a time that it lasts.

    «an additional 500 mL» goes on with a volume that ran in once before.
    """
    told = row["action"] in ("start", "mention") or row["action"] == "continue" and row["dose_unit"] in VOLUMES
    once = row["per"] in ("dose", "total") and row["dose_low"] is not None and told
    return once and not row["times_per_day"] and not row["duration"]


def levelled(courses: Sequence[tuple[list[Placed], Row]]) -> list[tuple[list[Placed], Row]]:
    """The steps with their dose as a share of the drug's highest, where all of its doses are of one kind."""
    amounts = [strength(row) for placed, _ in courses for _, row in placed]
    kinds = {kind for kind, value in amounts if value}
    highest = max((value for _, value in amounts if value), default=0.0)
    if len(kinds) != 1:
        return list(courses)
    out = []
    for placed, course in courses:
        level, steps = 1.0, []
        for step, row in placed:
            value = strength(row)[1]
            level = value / highest if value else level
            steps.append((replace(step, level=level), row))
        out.append((steps, course))
    return out


def strength(row: Row) -> tuple[tuple[str | None, ...], float | None]:
    """(what doses must share to be compared, the amount): a day where that is known, else each."""
    if row["daily_dose_high"] is not None:
        return (row["dose_unit"], row["per_body"], "day"), row["daily_dose_high"]
    return (row["dose_unit"], row["per_body"], row["per"]), row["dose_high"] or row["dose_low"]


def bars_of(placed: Sequence[Placed], course: Row, record: CaseRecord, axis: Axis) -> list[Bar]:
    """One bar, or one for each stretch of the course that is told in one order; the last of them ends as it does."""
    stretches = [[placed[0]]]
    for before, after in zip(placed, placed[1:], strict=False):
        if not axis.bridges(before[1], after[1]):
            stretches.append([])
        stretches[-1].append(after)
    out = []
    for n, some in enumerate(stretches, 1):
        steps, last = [step for step, _ in some], n == len(stretches)
        end = end_of(course, record, axis) if last else None
        out.append(Bar(pieces(steps, end, goes_on=last), tuple(steps), last and course["ended_by"] == "stop"))
    return out


def end_of(course: Row, record: CaseRecord, axis: Axis) -> Stretch | None:
    """Where the course ends that the dataset says has ended: on its day, at the stop, or when its time was over."""
    if course["end_edtf"] and (at := axis.place({**PLACE_OF_A_DAY, "time_edtf": course["end_edtf"]})):
        return at
    row = record.facts.get(course["end_fact_id"] or "")
    at = axis.place(row) if row else None
    if row is None or at is None or course["ended_by"] == "stop":
        return at
    end = axis.after(at.first, row["duration"]) if row["duration"] else None
    return None if end is None else Stretch(end, end + at.last - at.first)


def pieces(steps: Sequence[Step], end: Stretch | None, goes_on: bool = True) -> tuple[Piece, ...]:
    """From the first step to the end, with the holds between. Doses that are only mentioned, or given once each, have no bar."""
    if end is None and all(s.action == "mention" or s.single for s in steps) and not any(lasts(s) for s in steps):
        return ()
    begin, level = steps[0].at, steps[0].level
    at = begin.first if begin.lasting else begin.last
    if end:
        at = min(at, max(end.first, begin.first))
    last = end.first if end else max(s.at.last if s.at.lasting else s.at.first for s in steps)
    out = [Piece(begin.first, at, "maybe", level)]
    for n, step in enumerate(steps):
        if step.action == "hold":
            held, resumed = max(at, step.at.first), resumption(steps, n, last)
            out += [Piece(at, step.at.first, "on", level), Piece(held, resumed, "hold")]
            at = max(held, resumed)
        elif step.level != level:
            out.append(Piece(at, step.place.first, "on", level))
            at, level = max(at, step.place.first), step.level
    out += [Piece(at, last, "on", level)]
    if end:
        out.append(Piece(max(end.first, at), end.last, "maybe", level))
    kept = [piece for piece in out if piece.last > piece.first]
    if end is None and (goes_on or not kept) and not ends_with_step(steps):
        kept.append(Piece(max(at, last), max(at, last), "open", level))
    return tuple(kept)


def lasts(step: Step) -> bool:
    return step.at.open_end or step.at.lasting


def resumption(steps: Sequence[Step], n: int, last: float) -> float:
    """Where a hold ends: at the next step that acts, when its time is over, or with what is told."""
    later = next((s.at.last for s in steps[n + 1 :] if s.action not in ("hold", "mention")), None)
    until = steps[n].until
    return later if later is not None else until if until is not None else last


def ends_with_step(steps: Sequence[Step]) -> bool:
    """Nothing goes on after a hold, or after a treatment whose last day is told."""
    acting = [s for s in steps if s.action != "mention" or s.at.lasting] or list(steps)
    return acting[-1].action == "hold" or acting[-1].at.lasting
