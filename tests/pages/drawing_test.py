"""What is written into the figure: every value beside its own mark, every event beside its own line, all within the drawing."""

from __future__ import annotations

from math import hypot

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from pipeline.pages.axis import CalendarAxis, Stretch
from pipeline.pages.drawing.canvas import NARROW, WIDE, Format
from pipeline.pages.drawing.course import draw
from pipeline.pages.drawing.events import event_rows
from pipeline.pages.marks import Event, Line, Mark, Panel, Plan

FORMATS = pytest.mark.parametrize("format", [WIDE, NARROW], ids=lambda f: f.name)
DAYS = (0, 70, 71, 72, 73, 74, 76, 77, 78, 79, 80, 300)


def marks(days: tuple[int, ...], values: tuple[float, ...]) -> tuple[Mark, ...]:
    return tuple(
        Mark(Stretch(day, day), value, f"{value:g}", "said", f"f{n}")
        for n, (day, value) in enumerate(zip(days, values, strict=True))
    )


def plan(lines: tuple[Line, ...] = (), panels: tuple[Panel, ...] = (), events: tuple[Event, ...] = ()) -> Plan:
    return Plan(CalendarAxis(), lines, (), panels, events, ())


@FORMATS
def test_words_are_nearest_to_their_own_mark(format: Format) -> None:
    values = (480.0, 128, 129, 108, 81, 71, 70, 79, 65, 86, 101, 391)
    shown = marks(DAYS, values)
    figure = draw(plan(panels=(Panel("platelets", "", shown, paths=(tuple(range(len(shown))),)),)), format)
    FigureCanvasAgg(figure).draw()
    axes = figure.axes[-1]
    places = {m.shown: axes.transData.transform((m.at.middle, m.value)) for m in shown}
    written = [text for text in axes.texts if text.get_text() in places]
    assert len(written) > 3
    for text in written:
        box = Text.get_window_extent(text)
        if text.arrow_patch is None:  # type: ignore[attr-defined]
            far = {
                w: hypot(max(box.x0 - x, 0, x - box.x1), max(box.y0 - y, 0, y - box.y1)) for w, (x, y) in places.items()
            }
            assert min(far, key=far.__getitem__) == text.get_text()
        assert not any(box.overlaps(Text.get_window_extent(other)) for other in written if other is not text)


@FORMATS
def test_what_is_written_stays_within_the_drawing(format: Format) -> None:
    sites = ("right common iliac artery", "juxtarenal abdominal aorta", "left external iliac artery", "spleen")
    lines = tuple(Line(site, marks((n, 300), (150.0, 20 + n))) for n, site in enumerate(sites))
    figure = draw(plan(lines=lines), format)
    FigureCanvasAgg(figure).draw()
    width, height = figure.get_size_inches() * figure.dpi
    axes = figure.axes[0]
    legends = [text for child in axes.get_children() if hasattr(child, "get_texts") for text in child.get_texts()]
    assert {text.get_text() for text in legends} >= set(sites)
    for text in (*legends, *axes.texts, axes.yaxis.label, axes.xaxis.label):
        box = text.get_window_extent()
        assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height, text.get_text()


def test_names_of_near_events_stand_in_rows_the_later_below() -> None:
    told = ((10, "admission"), (12, "procedure"), (290, "death"))
    events = tuple(Event(name, Stretch(day, day)) for day, name in told)
    assert event_rows(plan(events=events), WIDE) == [0, 1, 1]
