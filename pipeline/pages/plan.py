"""What a course figure shows, chosen from a case before anything is drawn."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.pages.axis import TellingAxis, choose
from pipeline.pages.marks import Lane, Line, Panel, Plan
from pipeline.pages.planning.events import events_of
from pipeline.pages.planning.lanes import lanes_of
from pipeline.pages.planning.lines import lines_of
from pipeline.pages.planning.omissions import for_room, in_other_units, told_once, unplaced
from pipeline.pages.planning.panels import groups_of, measured_labs, panels_of
from pipeline.pages.record import CaseRecord

MOST_LINES, MOST_LANES, MOST_PANELS = 6, 10, 8


def plan(record: CaseRecord) -> Plan | None:
    """The figure of a case; None where there is no size, dose or lab, or all of them are of one moment."""
    sizes = [record.facts[p["fact_id"]] for s in record.series for p in s["points"] if p["fact_id"] in record.facts]
    doses = [record.facts[s["fact_id"]] for c in record.courses for s in c["steps"] if s["fact_id"] in record.facts]
    labs = measured_labs(record)
    drawable = [*sizes, *doses, *labs]
    if not drawable:
        return None
    axis = choose(drawable, record.facts.values())
    groups = groups_of(labs, axis)
    lines, lanes, panels = lines_of(record, axis), lanes_of(record, axis), panels_of(groups, axis)
    if not (lines or lanes or panels) or one_moment(lines, lanes, panels):
        return None
    if isinstance(axis, TellingAxis) and not tells_order(lines, lanes, panels):
        return None
    kept = most(lanes, MOST_LANES)
    left_out = [
        *unplaced(axis, sizes, "size", "sizes"),
        *unplaced(axis, doses, "dose", "doses"),
        *unplaced(axis, labs, "lab value", "lab values"),
        *for_room([line.name for line in lines], MOST_LINES, "site", "sites"),
        *for_room(
            [lane.drug for lane in (*kept, *(one for one in lanes if one not in kept))], MOST_LANES, "drug", "drugs"
        ),
        *for_room([panel.name for panel in panels], MOST_PANELS, "analyte", "analytes"),
        *in_other_units(groups, axis),
        *told_once(groups, axis),
    ]
    return Plan(
        axis,
        tuple(lines[:MOST_LINES]),
        tuple(sorted(kept, key=lambda lane: lane.begin)),
        tuple(panels[:MOST_PANELS]),
        tuple(events_of(record, axis)),
        tuple(left_out),
    )


def one_moment(lines: Sequence[Line], lanes: Sequence[Lane], panels: Sequence[Panel]) -> bool:
    """Everything stands at one place: there is no course to draw."""
    all_marks = [line.marks for line in lines] + [panel.marks for panel in panels]
    places = {m.at.middle for marks in all_marks for m in marks}
    places |= {s.at.middle for lane in lanes for s in lane.steps}
    places |= {p.last for lane in lanes for bar in lane.bars for p in bar.pieces}
    return len(places) < 2


def tells_order(lines: Sequence[Line], lanes: Sequence[Lane], panels: Sequence[Panel]) -> bool:
    """Something leads from one moment to another; without that the columns would only look like a course."""
    joined = any(line.paths for line in lines) or any(panel.paths for panel in panels)
    return joined or any(p.last > p.first for lane in lanes for bar in lane.bars for p in bar.pieces)


def most(lanes: Sequence[Lane], n: int) -> list[Lane]:
    """The drugs with most steps, in their order."""
    kept = sorted(range(len(lanes)), key=lambda i: (-len(lanes[i].steps), i))[:n]
    return [lanes[i] for i in sorted(kept)]
