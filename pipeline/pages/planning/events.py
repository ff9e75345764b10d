"""The events of the figure: admission, operation, discharge, … on the days that the text gives for them, and the death."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.facts import HOLDS
from pipeline.pages.axis import Axis, CalendarAxis, OffsetAxis, Stretch
from pipeline.pages.marks import Event
from pipeline.pages.planning.lanes import PLACE_OF_A_DAY
from pipeline.pages.record import CaseRecord
from pipeline.pages.wording import calendar, joined
from pipeline.sections import BODY

Row = Mapping[str, Any]

EVENTS = ("onset", "diagnosis", "admission", "procedure", "discharge", "death")


def events_of(record: CaseRecord, axis: Axis) -> list[Event]:
    if isinstance(axis, CalendarAxis):
        return dated(record, axis)
    return [Event(axis.anchor, Stretch(0.0, 0.0), axis.anchor)] if isinstance(axis, OffsetAxis) else []


def dated(record: CaseRecord, axis: CalendarAxis) -> list[Event]:
    """One an event and day. The words that date it come before other facts of that day, which tell it too."""
    found: dict[tuple[str, float], Event] = {}
    rows = [r for r in record.facts.values() if r["repeat_of"] is None and dates_event(r)]
    for row in sorted(rows, key=lambda r: r["table"] != "dates"):
        at = axis.place(row)
        if at is not None and not at.lasting:
            said = joined(row["time_anchor"], calendar(row["time_edtf"]), by=", ")
            found.setdefault((row["time_anchor"], at.first), Event(row["time_anchor"], at, said, row["fact_id"]))
    death = death_of(record, axis)
    if death is not None:
        told = {key: event for key, event in found.items() if key[0] != "death"}
        same = next((e for key, e in found.items() if key[0] == "death" and e.at.first == death.at.first), None)
        found = told | {("death", death.at.first): same or death}
    return sorted(found.values(), key=lambda e: (e.at.first, EVENTS.index(e.name)))


def dates_event(row: Row) -> bool:
    """The text says that the event was then: the date itself, or a fact that is dated with it."""
    stated = row["time_basis"] == "stated" and row["time_relation"] == "at" and row["time_anchor"] in EVENTS
    a_date = row["table"] != "dates" or row["kind"] == "date"
    return stated and a_date and row["assertion"] in HOLDS and row["section"] in BODY


def death_of(record: CaseRecord, axis: CalendarAxis) -> Event | None:
    edtf = record.case["outcome_edtf"] if record.case["outcome"] == "died" else None
    at = axis.place({**PLACE_OF_A_DAY, "time_edtf": edtf})
    return Event("death", at, joined("death", calendar(edtf), by=", ")) if edtf and at else None
