"""What a course figure shows, chosen from a case before anything is drawn."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from pipeline.facts import HOLDS
from pipeline.pages.axis import Axis, Stretch, TellingAxis, choose
from pipeline.pages.marks import Bar, Event, Line, Mark, Panel, Piece, Plan, Step
from pipeline.pages.record import CaseRecord
from pipeline.pages.wording import amount, dose, fact, joined, site, unit, when

Row = Mapping[str, Any]

MOST_LINES, MOST_BARS, MOST_PANELS = 6, 10, 8
EVENTS = ("onset", "diagnosis", "admission", "procedure", "discharge", "death")
PLURAL = {"size": "sizes", "dose": "doses", "lab value": "lab values"}


def plan(record: CaseRecord) -> Plan | None:
    """The figure of a case; None where there is no size, dose or lab, or all of them are of one moment."""
    sizes = [record.facts[p["fact_id"]] for s in record.series for p in s["points"] if p["fact_id"] in record.facts]
    doses = [record.facts[s["fact_id"]] for c in record.courses for s in c["steps"] if s["fact_id"] in record.facts]
    labs = [
        f
        for f in record.told("labs")
        if f["assertion"] in HOLDS and f["value_low" if f["value_low"] is not None else "value_high"] is not None
    ]
    drawable = [*sizes, *doses, *labs]
    if not drawable:
        return None
    axis = choose(drawable)
    lines, bars, panels = lesion_lines(record, axis), bars_of(record, axis), lab_panels(labs, axis)
    if not (lines or bars or panels) or one_moment(lines, bars, panels):
        return None
    left_out = [
        *(
            f"{n} {word if n == 1 else PLURAL[word]} without a place on this axis"
            for word, n in unplaced(axis, sizes, doses, labs)
        ),
        *too_many(lines, MOST_LINES, "site"),
        *too_many(bars, MOST_BARS, "course"),
        *too_many(panels, MOST_PANELS, "analyte"),
        *single_labs(labs, axis),
    ]
    return Plan(
        axis,
        tuple(lines[:MOST_LINES]),
        tuple(sorted(most(bars, MOST_BARS), key=lambda b: b.pieces[0].first if b.pieces else b.steps[0].at.first)),
        tuple(panels[:MOST_PANELS]),
        tuple(events(record, axis)),
        tuple(left_out),
    )


def one_moment(lines: Sequence[Line], bars: Sequence[Bar], panels: Sequence[Panel]) -> bool:
    """Everything stands at one place: there is no course to draw."""
    places = {m.at.middle for line in lines for m in line.marks} | {
        m.at.middle for panel in panels for m in panel.marks
    }
    places |= {s.at.middle for bar in bars for s in bar.steps} | {p.last for bar in bars for p in bar.pieces}
    return len(places) < 2


def most(bars: Sequence[Bar], n: int) -> list[Bar]:
    """The courses with most steps, in their order."""
    kept = sorted(range(len(bars)), key=lambda i: (-len(bars[i].steps), i))[:n]
    return [bars[i] for i in sorted(kept)]


def unplaced(axis: Axis, sizes: Sequence[Row], doses: Sequence[Row], labs: Sequence[Row]) -> list[tuple[str, int]]:
    groups = (("size", sizes), ("dose", doses), ("lab value", labs))
    counts = ((word, sum(axis.place(r) is None for r in rows)) for word, rows in groups)
    return [(word, n) for word, n in counts if n]


def too_many(some: Sequence[object], shown: int, word: str) -> list[str]:
    more = len(some) - shown
    return [f"{more} more {word}{'s' if more > 1 else ''}"] if more > 0 else []


def single_labs(labs: Sequence[Row], axis: Axis) -> list[str]:
    alone = [key for key, rows in by_analyte(labs).items() if len(times(rows, axis)) == 1]
    return [f"{len(alone)} analyte{'s' if len(alone) > 1 else ''} told at one time only"] if alone else []


def lesion_lines(record: CaseRecord, axis: Axis) -> list[Line]:
    """The sites with most points first."""
    lines = []
    for series in record.series:
        marks = []
        for point in series["points"]:
            row = record.facts.get(point["fact_id"])
            at = axis.place(row) if row else None
            if row and at:
                marks.append(
                    Mark(
                        at,
                        point["mm"],
                        amount(point["mm"], None, point["comparator"]),
                        joined(fact(row), row["modality"], when(row), by=", "),
                        row["fact_id"],
                        modality=point["modality"],
                        comparator=point["comparator"],
                    )
                )
        if marks:
            lines.append(Line(site(series), tuple(sorted(marks, key=lambda m: m.at.middle))))
    return sorted(lines, key=lambda line: -len(line.marks))


def bars_of(record: CaseRecord, axis: Axis) -> list[Bar]:
    out = []
    for course in record.courses:
        steps = []
        for told in course["steps"]:
            row = record.facts.get(told["fact_id"])
            at = axis.place(row) if row else None
            if row and at:
                said = joined(fact(row), None if row["action"] == "mention" else row["action"], when(row), by=", ")
                steps.append((Step(at, row["action"], dose(row), said, row["fact_id"]), row))
        if not steps:
            continue
        death = axis.place({**EMPTY, "time_edtf": course["end_edtf"]}) if course["ended_by"] == "death" else None
        out.append(bar(course["drug"], [s for s, _ in steps], end_of(steps, axis, death), course["ended_by"]))
    return out


EMPTY = dict.fromkeys(("time_edtf", "time_offset", "time_relation", "time_anchor", "char_start"))


def end_of(steps: Sequence[tuple[Step, Row]], axis: Axis, death: Stretch | None) -> Stretch | None:
    """Where a course ends: its last stop, the death, or the end of the duration that its last step gives."""
    stops = [s.at for s, _ in steps if s.action == "stop"]
    if stops:
        return stops[-1]
    if death is not None:
        return death
    step, row = steps[-1]
    end = axis.after(step.at.first, row["duration"]) if row["duration"] else None
    return Stretch(end, end + step.at.last - step.at.first) if end is not None else None


def bar(drug: str, steps: Sequence[Step], end: Stretch | None, ended_by: str | None) -> Bar:
    """Pieces from the first step to the end, with the holds between. A dose that is only mentioned has no bar."""
    if end is None and all(s.action == "mention" and not (s.at.open_end or s.at.lasting) for s in steps):
        return Bar(drug, (), tuple(steps))
    begin = steps[0].at
    surely = begin.first if begin.lasting else begin.last
    if end:
        surely = min(surely, max(end.first, begin.first))
    last = end.first if end else max(s.at.last if s.at.lasting else s.at.first for s in steps)
    pieces = [Piece(begin.first, surely, "maybe")] if surely > begin.first else []
    at = surely
    for n, step in enumerate(steps):
        if step.action != "hold":
            continue
        resumed = next((s.at.last for s in steps[n + 1 :] if s.action not in ("hold", "mention")), last)
        if step.at.first > at:
            pieces.append(Piece(at, step.at.first, "on"))
        if resumed > max(at, step.at.first):
            pieces.append(Piece(max(at, step.at.first), resumed, "hold"))
            at = resumed
    if last > at:
        pieces.append(Piece(at, last, "on"))
    if end and end.last > max(end.first, at):
        pieces.append(Piece(max(end.first, at), end.last, "maybe"))
    if end is None and not ends_with_step(steps):
        pieces.append(Piece(max(at, last), max(at, last), "open"))
    return Bar(drug, tuple(pieces), tuple(steps), ended_by == "stop")


def ends_with_step(steps: Sequence[Step]) -> bool:
    """Nothing goes on after a hold, or after a treatment whose last day is told."""
    acting = [s for s in steps if s.action != "mention" or s.at.lasting] or list(steps)
    return acting[-1].action == "hold" or acting[-1].at.lasting


def by_analyte(labs: Iterable[Row]) -> dict[tuple[str, str | None], list[Row]]:
    out: dict[tuple[str, str | None], list[Row]] = defaultdict(list)
    for row in labs:
        if name := row["analyte"] or row["analyte_printed"]:
            out[name, row["specimen"]].append(row)
    return out


def times(rows: Iterable[Row], axis: Axis) -> set[Stretch]:
    return {p for p in map(axis.place, rows) if p is not None}


def lab_panels(labs: Sequence[Row], axis: Axis) -> list[Panel]:
    """Analytes told at two times or more in one unit; those with most values first, flagged ones before others."""
    panels = []
    for (name, specimen), rows in by_analyte(labs).items():
        common, scale = same_unit(rows)
        marks = [m for row in common if (m := lab_mark(row, scale, axis)) is not None]
        if len({m.at for m in marks}) < 2:
            continue
        printed = next((r for r in common if r["ref_source"] == "printed" and scale == "value"), None)
        where = None if specimen in (None, "blood") else specimen
        panels.append(
            Panel(
                joined(name, f"({where})" if where else None),
                unit(common[0]["canonical_unit" if scale == "canonical" else "unit"]),
                tuple(sorted(marks, key=lambda m: m.at.middle)),
                printed["ref_low"] if printed else None,
                printed["ref_high"] if printed else None,
            )
        )
    return sorted(panels, key=lambda p: (-len(p.marks), not any(m.flag in ("low", "high") for m in p.marks)))


def same_unit(rows: Sequence[Row]) -> tuple[list[Row], Literal["value", "canonical"]]:
    """The rows that can be drawn on one scale, and which columns hold it."""
    printed = Counter(r["unit"] for r in rows)
    if len(printed) == 1:
        return list(rows), "value"
    canonical = Counter(r["canonical_unit"] for r in rows if r["canonical_unit"])
    if canonical and canonical.most_common(1)[0][1] > printed.most_common(1)[0][1]:
        chosen = canonical.most_common(1)[0][0]
        return [r for r in rows if r["canonical_unit"] == chosen], "canonical"
    chosen = printed.most_common(1)[0][0]
    return [r for r in rows if r["unit"] == chosen], "value"


def lab_mark(row: Row, scale: str, axis: Axis) -> Mark | None:
    low, high = row[f"{scale}_low"], row[f"{scale}_high"]
    at = axis.place(row)
    if at is None or (low is None and high is None):
        return None
    shown = amount(low, high, row["comparator"])
    said = joined(fact(row), row["flag"], when(row), by=", ")
    flag = row["flag"] if row["flag"] in ("low", "high") else None
    return Mark(
        at,
        high if high is not None else low,
        shown,
        said,
        row["fact_id"],
        comparator=row["comparator"],
        flag=flag,
        low=low if low is not None and high is not None and low < high else None,
    )


def events(record: CaseRecord, axis: Axis) -> list[Event]:
    """Admission, operation, discharge, … on the days that the text gives for them, and the death."""
    if isinstance(axis, TellingAxis):
        return []
    found: dict[tuple[str, float], Event] = {}
    for row in record.told("dates"):
        told = row["time_anchor"] in EVENTS and row["time_relation"] == "at" and row["time_basis"] == "stated"
        at = axis.place(row) if told and row["kind"] == "date" and row["assertion"] in HOLDS else None
        if at is not None:
            found.setdefault((row["time_anchor"], at.first), Event(row["time_anchor"], at))
    died = record.case["outcome"] == "died" and record.case["outcome_edtf"]
    at = axis.place({**EMPTY, "time_edtf": record.case["outcome_edtf"]}) if died else None
    if at is not None:
        found = {key: e for key, e in found.items() if key[0] != "death"} | {("death", at.first): Event("death", at)}
    return sorted(found.values(), key=lambda e: (e.at.first, EVENTS.index(e.name)))
