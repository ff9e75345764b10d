"""What stands in a course figure: marks, bars and events with their places on the axis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.pages.axis import Axis, Stretch

Path = tuple[int, ...]
"""Numbers of the marks that one line joins, in order of time."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A value at its place; `shown` is what is written beside it, `said` the whole fact in words."""

    at: Stretch
    value: float
    shown: str
    said: str
    fact_id: str
    modality: str | None = None
    comparator: str | None = None
    flag: str | None = None
    low: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """The largest size of one site over time."""

    name: str
    marks: tuple[Mark, ...]
    paths: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a bar; `maybe` lies between a first and a last possible day, `open` has no told end.

    level   the dose as a share of the drug's highest, where doses can be compared; else 1
    """

    first: float
    last: float
    kind: Literal["on", "maybe", "hold", "open"]
    level: float = 1.0


@dataclass(frozen=True, slots=True)
class Step:
    """A dose or a change of treatment at its place.

    until    the end of a hold, where its length is told
    single   one amount, of which nothing says that it was given again
    """

    at: Stretch
    action: str
    dose: str
    said: str
    fact_id: str
    level: float = 1.0
    until: float | None = None
    single: bool = False

    @property
    def place(self) -> Stretch:
        """Where its notch stands: on its first possible day, or on the last of "until 23 July"."""
        day = self.at.last if self.at.open_start and self.action not in ("hold", "stop") else self.at.first
        return Stretch(day, day)


@dataclass(frozen=True, slots=True)
class Bar:
    """One course of a drug, or as much of it as is told in one order."""

    pieces: tuple[Piece, ...]
    steps: tuple[Step, ...]
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """The courses of one drug, side by side."""

    drug: str
    bars: tuple[Bar, ...]

    @property
    def steps(self) -> list[Step]:
        return [step for bar in self.bars for step in bar.steps]

    @property
    def begin(self) -> float:
        return min([p.first for b in self.bars for p in b.pieces] + [s.place.first for s in self.steps])


@dataclass(frozen=True, slots=True)
class Panel:
    """One analyte in one unit over time, with the printed reference range."""

    name: str
    unit: str
    marks: tuple[Mark, ...]
    ref_low: float | None = None
    ref_high: float | None = None
    paths: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to the patient; `fact_id` is None for a death that the case tells and no fact dates."""

    name: str
    at: Stretch
    said: str = ""
    fact_id: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """`left_out` says what the figure does not show, and why."""

    axis: Axis
    lines: tuple[Line, ...]
    lanes: tuple[Lane, ...]
    panels: tuple[Panel, ...]
    events: tuple[Event, ...]
    left_out: tuple[str, ...]

    @property
    def marks(self) -> list[Mark]:
        return [m for line in self.lines for m in line.marks] + [m for panel in self.panels for m in panel.marks]

    @property
    def span(self) -> tuple[float, float]:
        """First and last place of anything shown."""
        stretches = [m.at for m in self.marks] + [e.at for e in self.events]
        stretches += [s.place for lane in self.lanes for s in lane.steps]
        stretches += [Stretch(p.first, p.last) for lane in self.lanes for b in lane.bars for p in b.pieces]
        return min(s.first for s in stretches), max(s.last for s in stretches)
