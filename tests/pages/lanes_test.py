"""The bars of treatment: what goes on, what is held, what may have begun or ended when."""

from __future__ import annotations

import pytest

from pipeline.pages.axis import CalendarAxis
from pipeline.pages.marks import Step
from pipeline.pages.planning.lanes import pieces
from tests.pages.told import told


def step(edtf: str, action: str = "start", until: str | None = None, level: float = 1.0) -> Step:
    at, end = CalendarAxis().place(told(edtf=edtf)), CalendarAxis().place(told(edtf=until)) if until else None
    assert at is not None
    return Step(at, action, "", "", edtf, level=level, until=end.first if end else None)


@pytest.mark.parametrize(
    ("steps", "end", "kinds"),
    [
        ([step("2019-05-03")], None, ["open"]),
        ([step("2019-05-03", "mention")], None, []),
        ([step("2019-05"), step("2019-08-01", "stop")], "2019-08-01", ["maybe", "on"]),
        ([step("2019-05-03/2019-05-13")], None, ["on"]),
        ([step("2019-05-03/..")], None, ["open"]),
        ([step("2019-05-03", "hold")], None, []),
        ([step("2019-05-03"), step("2019-06-01", "hold"), step("2019-07-01", "resume")], None, ["on", "hold", "open"]),
        ([step("2019-05-03"), step("2019-06-01", "hold", "2019-06-15")], None, ["on", "hold"]),
        ([step("2019-05-03"), step("2019-08", "stop")], "2019-08", ["on", "maybe"]),
        ([step("2019-05-03", level=0.5), step("2019-06-01", "increase")], None, ["on", "open"]),
    ],
)
def test_the_pieces_of_a_bar(steps: list[Step], end: str | None, kinds: list[str]) -> None:
    drawn = pieces(steps, CalendarAxis().place(told(edtf=end)) if end else None)
    assert [p.kind for p in drawn] == kinds
    assert all(p.last > p.first or p.kind == "open" for p in drawn)


def test_a_bar_is_as_high_as_its_dose() -> None:
    drawn = pieces([step("2019-05-03", level=0.5), step("2019-06-01", "increase"), step("2019-07-01", "stop")], None)
    assert [p.level for p in drawn][:2] == [0.5, 1.0]
