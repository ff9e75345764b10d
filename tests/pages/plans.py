"""A figure's plan in lines of text, as the golden files hold it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pipeline.pages.axis import Axis, CalendarAxis, Stretch, TellingAxis
from pipeline.pages.marks import Lane, Line, Panel, Plan


def plan_text(plan: Plan | None) -> str:
    """The axis and its moments, then a line an event, a site, a drug and an analyte; `—` joins what a line joins."""
    return "\n".join(plan_lines(plan)) if plan else "no figure"


def plan_lines(plan: Plan) -> Iterator[str]:
    yield f"axis: {plan.axis.label}"
    if isinstance(plan.axis, TellingAxis):
        for moment in plan.axis.moments:
            yield f"  moment: {f'table {moment.track}, ' if moment.track else ''}{moment.label}"
    for event in plan.events:
        yield f"event: {event.name} {at(event.at, plan.axis)}{'' if event.fact_id else ' (no fact)'}"
    for line in plan.lines:
        yield f"size: {line.name}: {marks(line, plan.axis)}"
    for lane in plan.lanes:
        yield f"drug: {lane.drug}: {' | '.join(bars(lane, plan.axis))}"
    for panel in plan.panels:
        low, high = panel.ref_low, panel.ref_high
        range_ = (
            f" [{'' if low is None else f'{low:g}'}..{'' if high is None else f'{high:g}'}]"
            if (low, high) != (None, None)
            else ""
        )
        yield f"lab: {panel.name} {panel.unit}{range_}: {marks(panel, plan.axis)}"
    for said in plan.left_out:
        yield f"not drawn: {said}"


def marks(line: Line | Panel, axis: Axis) -> str:
    joined = {(a, b) for path in line.paths for a, b in zip(path, path[1:], strict=False)}
    said = [
        f"{at(m.at, axis)} {m.shown}{f' {m.flag}' if m.flag else ''}{f' {m.modality}' if m.modality else ''}"
        for m in line.marks
    ]
    out = said[0]
    for n in range(1, len(said)):
        leads = next((a for a, b in joined if b == n), None)
        out += f"{' — ' if leads == n - 1 else f' —({leads + 1}) ' if leads is not None else ', '}{said[n]}"
    return out


def bars(lane: Lane, axis: Axis) -> Iterator[str]:
    for bar in lane.bars:
        steps = [f"{at(s.place, axis)} {s.action}{f' {s.dose}' if s.dose else ''}" for s in bar.steps]
        pieces = [
            f"{p.kind} {place(p.first, axis)}..{place(p.last, axis)}{'' if p.level == 1 else f' at {p.level:.2g}'}"
            for p in bar.pieces
        ]
        yield f"{', '.join(steps)} <{'; '.join(pieces)}>"


def at(stretch: Stretch, axis: Axis) -> str:
    first, last = place(stretch.first, axis), place(stretch.last, axis)
    said = first if first == last else f"{first}..{last}"
    return f"{'<' if stretch.open_start else ''}{said}{'>' if stretch.open_end else ''}"


def place(where: float, axis: Axis) -> str:
    if isinstance(axis, CalendarAxis):
        return date.fromordinal(int(where)).isoformat()
    if isinstance(axis, TellingAxis):
        return f"({axis.places.index(where) + 1})" if where in axis.places else f"{where:g}"
    return f"{where:g}"
