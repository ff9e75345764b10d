"""What stands in a course figure: marks, bars and events with their places on the axis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.pages.axis import Axis, Stretch


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


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a bar; `maybe` lies between a first and a last possible day, `open` has no told end."""

    first: float
    last: float
    kind: Literal["on", "maybe", "hold", "open"]


@dataclass(frozen=True, slots=True)
class Step:
    """A dose or a change of treatment at its place."""

    at: Stretch
    action: str
    dose: str
    said: str
    fact_id: str

    @property
    def place(self) -> Stretch:
        """Where its notch stands: on its first possible day, or on the last of "until 23 July"."""
        day = self.at.last if self.at.open_start and self.action not in ("hold", "stop") else self.at.first
        return Stretch(day, day)


@dataclass(frozen=True, slots=True)
class Bar:
    """One course of a drug."""

    drug: str
    pieces: tuple[Piece, ...]
    steps: tuple[Step, ...]
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """One analyte in one unit over time."""

    name: str
    unit: str
    marks: tuple[Mark, ...]
    ref_low: float | None = None
    ref_high: float | None = None


@dataclass(frozen=True, slots=True)
class Event:
    name: str
    at: Stretch


@dataclass(frozen=True, slots=True)
class Plan:
    """`left_out` says what the figure does not show, and why."""

    axis: Axis
    lines: tuple[Line, ...]
    bars: tuple[Bar, ...]
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
        stretches += [s.place for b in self.bars for s in b.steps] + [
            Stretch(p.first, p.last) for b in self.bars for p in b.pieces
        ]
        return min(s.first for s in stretches), max(s.last for s in stretches)
