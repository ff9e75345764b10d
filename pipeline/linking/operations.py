"""What happens to the patient and moves the story: admissions, operations, discharges, told by a verb.

Diagnostics and treatments that one "undergoes" are no operations: «underwent CT», «a biopsy was performed».
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.linking.point import Point, standpoint
from pipeline.record import replace
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import CLAUSE_ENDS, Match, T, gap, rule
from pipeline.rules.times.anchors import OPERATION_NAME, PROCEDURE_FORM

REACH = 6
"""Chunks behind the verb in which what was undergone stands."""
TUBE_REACH = 4
NOT_BETWEEN = (
    "COMMA", "OPEN", "CLOSE", "EVENT", "EVENT_VERB", "DATE", "QUANTITY", "DRUG", "MODALITY", "DIAGNOSTIC",
    "WHEN_AT", "WHEN_BEFORE", "WHEN_AFTER", "CUE_ABSENT", "CUE_PLANNED", "CUE_HYPOTHETICAL", "HISTORY",
)  # fmt: skip


@rule([T("EVENT_VERB", as_="verb")])
def happened(match: Match) -> Point | None:
    """she was admitted; пациентка была выписана; underwent (an operation: «underwent CT» changes nothing)"""
    verb = match["verb"]
    event = verb.concept("EVENT_VERB")
    if event == "procedure" and (of_tube(match) or verb.has("UNDERGO") and not operative(match.after(REACH))):
        return None
    told = standpoint(match, "at", event, governs=event != "diagnosis")
    sent = verb.has("REFER")
    return replace(told, happened=True, stay=verb.has("STAY"), apart=verb.has("ASIDE"), place=sent, unit=sent)


@rule(
    [T("EVENT", as_="event"), gap(5, *NOT_BETWEEN), T("DONE")],
    [T("WORD", as_="event", form=PROCEDURE_FORM), gap(5, *NOT_BETWEEN), T("DONE")],
    [T("DONE"), gap(4, *NOT_BETWEEN), T("EVENT", as_="event")],
    [T("DONE"), gap(4, *NOT_BETWEEN), T("WORD", as_="event", form=PROCEDURE_FORM)],
)
def performed(match: Match) -> Point | None:
    """embolization was performed; repair with a graft was carried out; we performed a colectomy; выполнена пересадка"""
    event = match["event"]
    if not names_operation(event) or any(c.has("CUE_ABSENT", "MODALITY", "DIAGNOSTIC") for c in match.before(2)):
        return None
    return replace(standpoint(match, "at", "procedure", governs=True), happened=True)


@rule([T("DONE"), gap(8, *NOT_BETWEEN), T("WHILE_ON"), gap(2, *NOT_BETWEEN), T("ANESTHESIA", as_="event")])
def under_anesthesia(match: Match) -> Point | None:
    """treatment was performed by the transarterial approach under general anesthesia; вмешательство выполнено под наркозом"""
    if any(c.has("CUE_ABSENT", "MODALITY", "DIAGNOSTIC") for c in match.before(4)):
        return None
    return replace(standpoint(match, "at", "procedure", governs=True), happened=True)


def operative(following: Sequence[Chunk]) -> bool:
    """What was undergone is an operation: one is named, or nothing that only looks or treats."""
    here = clause(following)
    if any(names_operation(c) for c in here):
        return True
    return not any(c.has("MODALITY", "DIAGNOSTIC", "DRUG", "DRUG_CLASS", "REGIMEN", "EVENT") for c in here)


def names_operation(chunk: Chunk) -> bool:
    if chunk.has("DIAGNOSTIC"):
        return False
    return chunk.concept("EVENT") == "procedure" or chunk.has("WORD") and bool(OPERATION_NAME.search(chunk.text))


def of_tube(match: Match) -> bool:
    """«the drain was removed», «a chest tube was inserted»: no operation."""
    before = clause(match.before(TUBE_REACH)[::-1])
    joined = next((i for i, c in enumerate(before) if c.has("AND_WORD")), len(before))
    return any(c.has("TUBE") for c in (*before[:joined], *clause(match.after(TUBE_REACH))))


def clause(chunks: Sequence[Chunk]) -> list[Chunk]:
    """The chunks up to the end of their clause."""
    out: list[Chunk] = []
    for chunk in chunks:
        if chunk.has("COMMA", *CLAUSE_ENDS):
            break
        out.append(chunk)
    return out
