"""The course figure of a case as SVG, with the words that go with it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.pages.drawing.canvas import ANCHOR_PREFIX, NARROW, WIDE
from pipeline.pages.drawing.course import draw
from pipeline.pages.marks import Plan
from pipeline.pages.plan import plan
from pipeline.pages.record import CaseRecord
from pipeline.pages.svg import svg


@dataclass(frozen=True, slots=True)
class CourseFigure:
    """wide, narrow: `<svg>` for a desk and for a phone; label: what they show, in a sentence."""

    wide: str
    narrow: str
    label: str
    axis: str
    left_out: tuple[str, ...]


def course_figure(record: CaseRecord) -> CourseFigure | None:
    """The figure; None for a case without a size, dose or lab that has a place on any axis."""
    shown = plan(record)
    if shown is None:
        return None
    names = link_names(shown)
    label = said(shown)
    wide, narrow = (svg(draw(shown, f), label, names, f"{record.case_id}-{f.name}") for f in (WIDE, NARROW))
    return CourseFigure(wide, narrow, label, shown.axis.label, shown.left_out)


def link_names(shown: Plan) -> dict[str, str]:
    """Fragment of each link of the figure → what it is called."""
    marks = {m.fact_id: m.said for m in shown.marks}
    steps = {s.fact_id: s.said for lane in shown.lanes for s in lane.steps}
    events = {e.fact_id: e.said for e in shown.events if e.fact_id}
    return {f"{ANCHOR_PREFIX}{fact_id}": words for fact_id, words in (events | steps | marks).items()}


def said(shown: Plan) -> str:
    """The figure in words: each site's sizes, each drug, each analyte."""
    parts = [f"{line.name}: {', '.join(m.shown for m in line.marks)} mm" for line in shown.lines]
    parts += [
        f"{panel.name}: {', '.join(m.shown for m in panel.marks)} {panel.unit}".rstrip() for panel in shown.panels
    ]
    if shown.lanes:
        parts.append(f"treatment: {', '.join(lane.drug for lane in shown.lanes)}")
    return f"Course of the case. {'; '.join(parts)}."
