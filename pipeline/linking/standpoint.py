"""The points in time that a sentence names: dates, offsets, and standpoints such as "on admission"."""

from __future__ import annotations

from pipeline.facts import Moment
from pipeline.language.tables import LANGUAGES, table
from pipeline.record import record, replace
from pipeline.rules.pattern import Level, Match, T, gap, rule

EVENTS = ("EVENT", "PROCEDURE")
PROCEDURE_ENDINGS = [row["ending"] for language in LANGUAGES for row in table("procedure_endings", language)]
PROCEDURE_FORM = rf"(?i)({'|'.join(PROCEDURE_ENDINGS)})$"
DIAGNOSTIC_REACH = 5
OPENING = 3
"""A bare year further into a sentence is background («a myocardial infarction in 2002») and does not move the clock."""
NOT_BETWEEN = ("COMMA", "OPEN", "CLOSE", "EVENT", "EVENT_VERB", "DATE", "RELATIVE", "QUANTITY", "NUMBER", "DRUG")


@record(frozen=True, slots=True)
class Point:
    """A moment named at chunks start to end of a sentence.

    governs   it moves the clock: what follows is told from there
    event     the anchor class that happened here, where the point names one
    happened  a verb tells the event as new; «on admission» only refers to it
    stay      a stay in hospital begins, whose days may be counted
    place     «in the emergency department» may be said of any visit
    apart     it dates an event or a former value, and no other fact: «discharged on day 25», «down from 134 g/L in May»
    counting  of an offset that names no anchor: `day` ("on day 7"), `later` ("two days later"), `by` ("after two days")
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
    apart: bool = False
    counting: str = ""


def standpoint(match: Match, relation: str, anchor: str | None, governs: bool) -> Point:
    words = " ".join(c.text for c in match.matched)
    moment = Moment(time_basis="stated", time_relation=relation, time_anchor=anchor, time_anchor_printed=words)
    return Point(match.start, match.end, moment, governs, anchor if relation == "at" else None)


def anchor_of(match: Match) -> str:
    event = match["event"]
    return event.concept("EVENT") or "procedure"


@rule([T("WHEN_AT"), gap(2, *NOT_BETWEEN), T(*EVENTS, as_="event")])
def at_event(match: Match) -> Point | None:
    """on admission; at the time of surgery; при поступлении; на момент выписки"""
    anchor = anchor_of(match)
    if anchor in ("treatment", "onset"):
        return None
    return replace(standpoint(match, "at", anchor, governs=anchor != "diagnosis"), place=match["event"].has("PLACE"))


@rule([T("WHEN_BEFORE"), gap(2, *NOT_BETWEEN), T(*EVENTS, as_="event")])
def before_event(match: Match) -> Point | None:
    """before the operation; prior to admission; до начала терапии"""
    return standpoint(match, "before", anchor_of(match), governs=False)


@rule(
    [T("WHEN_AFTER"), gap(3, *NOT_BETWEEN), T(*EVENTS, as_="event")],
    [T("WHEN_AFTER"), gap(2, *NOT_BETWEEN), T("WORD", as_="named", form=PROCEDURE_FORM)],
)
def after_event(match: Match) -> Point | None:
    """after surgery; following thrombectomy; после отмены препарата"""
    anchor = anchor_of(match) if match.get("event") else "procedure"
    return standpoint(match, "after", anchor, governs=anchor not in ("treatment", "onset"))


@rule(
    [
        T("WHEN_AFTER"),
        gap(5, "COMMA", "OPEN", "CLOSE", "DASH", "COLON", "DATE", "RELATIVE", "EVENT"),
        T("DRUG", as_="drug"),
    ]
)
def after_drug(match: Match) -> Point | None:
    """after starting lithium; after two doses of ipilimumab; после приёма преднизолона"""
    return standpoint(match, "after", "treatment", governs=False)


@rule(
    [T("WHEN_AFTER"), gap(2, *NOT_BETWEEN), T("NUMBER", "ORDINAL"), gap(3, *NOT_BETWEEN), T("EVENT", as_="event")],
    [T("WHEN_AFTER"), gap(1, *NOT_BETWEEN), T("EVENT", as_="event"), T("NUMBER")],
    [T("WHEN_AFTER"), gap(2, *NOT_BETWEEN), T("NUMBER"), T("DATE_OF"), T("NUMBER"), gap(1), T("EVENT", as_="event")],
)
def after_cycles(match: Match) -> Point | None:
    """after two cycles; after cycle 2; following the third infusion; после 4 введений; после второго курса"""
    return standpoint(match, "after", "treatment", governs=True) if match["event"].has("CYCLE") else None


@rule(
    [T("WHEN_AT", "WHEN_DURING"), gap(1, *NOT_BETWEEN), T("NUMBER", "ORDINAL"), T("EVENT", as_="event")],
    [T("WHEN_AT", "WHEN_DURING"), T("EVENT", as_="event"), T("NUMBER")],
)
def during_cycle(match: Match) -> Point | None:
    """during the third cycle; at cycle 2; на 3-м курсе"""
    return standpoint(match, "during", "treatment", governs=True) if match["event"].has("CYCLE") else None


@rule([T("WHEN_DURING"), gap(3, *NOT_BETWEEN), T(*EVENTS, as_="event")])
def during_event(match: Match) -> Point | None:
    """during hospitalization; в ходе операции"""
    return standpoint(match, "during", anchor_of(match), governs=anchor_of(match) == "admission")


@rule([T("STANDPOINT", as_="adverb")])
def adverb(match: Match) -> Point | None:
    """postoperatively; при выписке; intraoperatively"""
    relation, _, anchor = (match["adverb"].concept("STANDPOINT") or "").partition(":")
    return standpoint(match, relation, anchor, governs=relation != "before" and anchor != "birth")


@rule([T("EVENT_VERB", as_="verb")])
def happened(match: Match) -> Point | None:
    """she was admitted; пациентка была выписана; underwent (an operation: «underwent CT» changes nothing)"""
    event = match["verb"].concept("EVENT_VERB")
    if event == "procedure" and any(c.has("MODALITY", "DIAGNOSTIC") for c in match.after(DIAGNOSTIC_REACH)):
        return None
    return replace(
        standpoint(match, "at", event, governs=event != "diagnosis"), happened=True, stay=match["verb"].has("STAY")
    )


STANDPOINTS = Level(
    [after_cycles, during_cycle, at_event, before_event, after_event, after_drug, during_event, adverb, happened]
)
