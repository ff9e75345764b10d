"""The points in time that a sentence names: dates, offsets, and standpoints such as "on admission"."""

from __future__ import annotations

from pipeline.linking.operations import happened, performed, under_anesthesia
from pipeline.linking.point import OPENING, Point, standpoint
from pipeline.record import replace
from pipeline.rules.pattern import Level, Match, T, gap, rule
from pipeline.rules.times.anchors import PROCEDURE_FORM

NOT_BETWEEN = (
    "COMMA", "OPEN", "CLOSE", "EVENT", "EVENT_VERB", "STANDPOINT", "DATE", "RELATIVE", "QUANTITY", "NUMBER", "DRUG",
)  # fmt: skip
TREATMENT = ("DRUG", "DRUG_CLASS", "REGIMEN")
BEGUN = ("start", "resume")
UNIT_REACH = 3
"""Chunks behind an arrival in which its unit stands."""
NO_TREATMENT = ("COMMA", "OPEN", "CLOSE", "DASH", "COLON", "DATE", "RELATIVE", "EVENT")


def anchor_of(match: Match) -> str:
    event = match.get("event")
    return "treatment" if event is None else event.concept("EVENT") or "procedure"


def moves(match: Match) -> bool:
    """A diagnosis, and an event that only looks («at biopsy»), do not move the story."""
    return anchor_of(match) != "diagnosis" and not match["event"].has("DIAGNOSTIC")


@rule([T("WHEN_AT"), gap(2, *NOT_BETWEEN), T("EVENT", as_="event")])
def at_event(match: Match) -> Point | None:
    """on admission; at the time of surgery; at the end of treatment; при поступлении; на момент выписки"""
    anchor, event = anchor_of(match), match["event"]
    if event.has("ENDING"):
        return standpoint(match, "after", anchor, governs=True)
    if anchor in ("treatment", "onset"):
        return None
    found = standpoint(match, "at", anchor, governs=moves(match) or event.has("PLACE"))
    unit = anchor == "admission" and any(c.has("UNIT_OF_CARE") for c in match.after(UNIT_REACH))
    return replace(found, place=event.has("PLACE") or unit, stay=event.has("STAY"), unit=unit)


@rule(
    [T("WHEN_BEFORE"), gap(2, *NOT_BETWEEN), T("EVENT", as_="event")],
    [T("WHEN_BEFORE"), gap(2, *NOT_BETWEEN), T("WORD", as_="named", form=PROCEDURE_FORM)],
)
def before_event(match: Match) -> Point | None:
    """before the operation; prior to mastectomy; до начала терапии"""
    anchor = "procedure" if match.get("named") else anchor_of(match)
    return standpoint(match, "before", anchor, governs=False)


@rule(
    [T("WHEN_BEFORE"), gap(1, *NOT_BETWEEN), T(*TREATMENT), gap(2, *NOT_BETWEEN), T("DOSE_CHANGE", "GIVE", as_="begun")]
)
def before_drug(match: Match) -> Point | None:
    """before cyclophosphamide was started; before any antibiotics were given"""
    begun = match["begun"]
    if not begun.has("GIVE") and begun.concept("DOSE_CHANGE") not in BEGUN:
        return None
    return standpoint(match, "before", "treatment", governs=False)


@rule([T("WHEN_BEFORE"), T(*TREATMENT), T("COMMA", "PERIOD", "CLOSE", as_="end")])
def before_named_drug(match: Match) -> Point:
    """which had been 131 g/L before dapsone, …"""
    found = standpoint(match, "before", "treatment", governs=False)
    return replace(found, end=found.end - 1)


@rule(
    [T("WHEN_AFTER"), gap(3, *NOT_BETWEEN), T("EVENT", as_="event")],
    [T("WHEN_AFTER"), gap(2, *NOT_BETWEEN), T("WORD", as_="named", form=PROCEDURE_FORM)],
)
def after_event(match: Match) -> Point | None:
    """after surgery; following thrombectomy; after the third dose; после отмены препарата"""
    if match.get("named"):
        return standpoint(match, "after", "procedure", governs=True)
    anchor, event = anchor_of(match), match["event"]
    if anchor == "treatment" and any(c.has("DURATION") for c in match.matched):
        return None
    told = moves(match) and anchor not in ("treatment", "onset") or event.has("NTH", "ENDING")
    return standpoint(match, "after", anchor, governs=told)


@rule([T("WHEN_AFTER"), gap(5, *NO_TREATMENT), T(*TREATMENT, as_="drug")])
def after_drug(match: Match) -> Point | None:
    """after starting lithium; after two doses of ipilimumab; после приёма преднизолона"""
    if match["drug"].has("ANALYTE") and any(c.has("LAB_LINK", "QUANTITY", "TREND") for c in match.after()):
        return None
    return standpoint(match, "after", "treatment", governs=False)


@rule(
    [T("WHEN_DURING", "WHILE_ON", as_="cue"), gap(2, *NOT_BETWEEN), T("EVENT", as_="event")],
    [T("WHEN_DURING", "WHILE_ON", as_="cue"), gap(2, *NOT_BETWEEN), T(*TREATMENT, as_="drug")],
    [
        T("WHEN_DURING", "WHILE_ON", as_="cue"),
        gap(2, *NOT_BETWEEN),
        T("EVENT", as_="event"),
        gap(3, *NO_TREATMENT),
        T("DRUG"),
    ],
    [T("WHILE"), T("GIVE", as_="cue"), gap(2, *NOT_BETWEEN), T(*TREATMENT, as_="drug")],
)
def during_treatment(match: Match) -> Point | None:
    """during chemotherapy; while on clozapine; on treatment with dialysis; while receiving linezolid; на фоне преднизолона"""
    event, cue = match.get("event"), match["cue"]
    if event is not None and (event.concept("EVENT") != "treatment" or event.has("ENDING", "NTH")):
        return None
    opens = match.start <= 1 or any(c.has("COMMA", "WHILE") for c in match.before())
    if not cue.has("WHEN_DURING", "GIVE") and not opens:
        return None
    return standpoint(match, "during", "treatment", governs=False)


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


@rule([T("WHEN_DURING"), gap(3, *NOT_BETWEEN), T("EVENT", as_="event")])
def during_event(match: Match) -> Point | None:
    """during hospitalization; в ходе операции"""
    return standpoint(match, "during", anchor_of(match), governs=anchor_of(match) == "admission")


@rule([T("STANDPOINT", as_="adverb")])
def adverb(match: Match) -> Point | None:
    """postoperatively; при выписке; intraoperatively; what a pathologist finds does not move the story"""
    word = match["adverb"]
    relation, _, anchor = (word.concept("STANDPOINT") or "").partition(":")
    passing = anchor == "birth" or (relation, anchor) == ("after", "treatment")
    background = relation == "before" or passing or word.concept("MODALITY") == "pathology"
    found = standpoint(match, relation, anchor, governs=not background)
    return replace(found, place=word.has("PLACE"), stay=word.has("STAY"))


@rule([T("EXAM")])
def examination(match: Match) -> Point | None:
    """Physical examination showed …; Laboratory tests …; Объективно"""
    studied = any(c.has("MODALITY", "DIAGNOSTIC", "SPECIMEN") for c in match.before(OPENING))
    if match.start > OPENING or studied:
        return None
    return replace(standpoint(match, "at", "admission", governs=True), place=True, opener=True)


@rule([T("EVENT", as_="event"), gap(10, "COMMA", "EVENT", "EVENT_VERB", "DRUG"), T("MADE")])
def diagnosed(match: Match) -> Point | None:
    """the diagnosis of sarcoidosis (stage 2) was made; диагноз подтвержден"""
    aside = sum(c.has("OPEN") - c.has("CLOSE") for c in match.matched)
    if match["event"].concept("EVENT") != "diagnosis" or aside:
        return None
    return replace(standpoint(match, "at", "diagnosis", governs=False), happened=True)


@rule([T("DECISION"), gap(8, "COMMA", "OPEN", "CLOSE", "EVENT"), T("EVENT", as_="event")])
def decided(match: Match) -> Point | None:
    """When the decision was made to proceed to surgery …"""
    if match.start > OPENING or anchor_of(match) != "procedure" or match["event"].has("DIAGNOSTIC"):
        return None
    return standpoint(match, "before", "procedure", governs=False)


STANDPOINTS = Level(
    [
        after_cycles,
        during_cycle,
        at_event,
        before_event,
        before_drug,
        before_named_drug,
        after_event,
        after_drug,
        during_treatment,
        during_event,
        adverb,
        performed,
        under_anesthesia,
        diagnosed,
        decided,
        happened,
        examination,
    ]
)
