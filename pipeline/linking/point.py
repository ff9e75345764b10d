"""A point in time that a sentence names: a date, an offset, or a standpoint such as "on admission"."""

from __future__ import annotations

from pipeline.facts import Moment
from pipeline.record import record
from pipeline.rules.pattern import Match

OPENING = 3
"""A bare year further into a sentence is background («a myocardial infarction in 2002») and does not move the clock."""

LATER = ("later", "next")
"""How an offset counts that goes on from what was told last."""
STEPS = ("by", *LATER)
"""How an offset counts that is a step of the story."""


@record(frozen=True, slots=True)
class Point:
    """A moment named at chunks start to end of a sentence.

    governs   it moves the clock: what follows is told from there
    event     the anchor class that happened here, where the point names one
    happened  a verb tells the event as new; «on admission» only refers to it
    stay      a stay in hospital, whose days may be counted; with `happened` it begins anew
    place     «in the emergency department», «on examination» may be said of any visit
    unit      «on arrival in the intensive care unit», «was referred» begin no new visit behind an operation
    opener    words that open an examination; they bring a story back that looked at the past
    apart     it dates an event or a former value, and no other fact: «discharged on day 25», «down from 134 g/L in May»
    counting  of an offset that names no anchor: `day` ("on day 7"), `later` ("two days later"), `next` ("the next day"),
              `by` ("after two days"), `ago` ("a year ago"), `age` ("at age 41")
    """

    start: int
    end: int
    moment: Moment
    governs: bool
    event: str | None = None
    retrospective: bool = False
    happened: bool = False
    stay: bool = False
    place: bool = False
    unit: bool = False
    opener: bool = False
    apart: bool = False
    counting: str = ""


def standpoint(match: Match, relation: str, anchor: str | None, governs: bool) -> Point:
    words = " ".join(c.text for c in match.matched)
    moment = Moment(time_basis="stated", time_relation=relation, time_anchor=anchor, time_anchor_printed=words)
    return Point(match.start, match.end, moment, governs, anchor if relation == "at" else None)


def at_visit(moment: Moment) -> bool:
    """The visit itself, with which the story begins."""
    return moment.time_anchor == "admission" and moment.time_relation == "at" and moment.time_offset is None
