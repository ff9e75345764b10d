"""Starts, stops and other changes of a named drug without an amount."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.rules.chunk import Chunk
from pipeline.rules.doses.change import (
    ACTING,
    CROSSING,
    DRUG,
    NEAR,
    NOUN,
    SHORT_PARTICIPLE,
    VERB,
    Change,
    action_of,
    is_negated,
    listed,
    said,
)
from pipeline.rules.doses.switches import SWITCHES
from pipeline.rules.doses.verbs import ENDING, SAID_OF_STEPS
from pipeline.rules.pattern import Level, Match, T, gap, rule

LONGEST_STEP = 12
ONE_IS_CHANGED = r"^(?:[^\W\d_]+ )?[^\W\d_]+н[ао]?$"
"""Russian short participles of one drug: «антибиотик отменен»."""
OTHER_CLAUSE = ("PASSIVE", "GIVE", "UP_TO", "THEN", "RELATIVE_PRONOUN", "THE_PATIENT", "PERSON", "RELATIVE")
AFTER_BARE = ("COMMA", "PERIOD", "SEMICOLON", "AND", "JOINING", "CLOSE", "QUESTION")
"""What may stand behind "on rechallenge" where it names no drug."""
OTHER_TIME = ("WHEN_AFTER", "WHEN_BEFORE")
"""What a verb reaches over to no drug: "prednisone was started after infusion of saline"."""
START = T("START_VERB", as_="verb")


@rule(
    [DRUG, gap(4, *CROSSING), T("PASSIVE"), T("THEN", op="?"), gap(3, *CROSSING), VERB],
    [DRUG, T("TREATMENT", "CLOSE", "QUOTE", op="?"), VERB],
    [T("DOSE_WORD"), DRUG, T("ADVERB"), VERB],
    [DRUG, T("TREATMENT", "CLOSE", op="?"), T("COMMA"), T("STOPS"), T("PASSIVE"), VERB],
)
def drug_changed(match: Match) -> list[Change] | None:
    """Ipilimumab was held; иматиниб был временно отменен"""
    acts = action_of(match) in SAID_OF_STEPS and not any(chunk.has("PASSIVE") for chunk in match.matched)
    dosed = match["verb"].has("DOSE_VERB") or any(chunk.has("DOSE_WORD") for chunk in (*match.before(), *match.matched))
    if acts and not dosed and not re.fullmatch(SHORT_PARTICIPLE, match["verb"].norm):
        return None
    return said(match, action_of(match))


@rule([DRUG, T("TREATMENT", "DOSE_WORD", op="?"), NOUN])
def drug_and_noun(match: Match) -> list[Change] | None:
    """after lamotrigine withdrawal; during prednisone tapering; upon clozapine rechallenge"""
    if match["drug"].has("ANALYTE") or any(chunk.has("OF", "DRUG", "UP_TO") for chunk in match.after(1)):
        return None
    return said(match, action_of(match))


@rule([T("TREATMENT"), DRUG, gap(3, *CROSSING), NOUN])
def break_in_treatment(match: Match) -> list[Change] | None:
    """в лечении сунитинибом сделан перерыв"""
    return said(match, "hold") if action_of(match) == "hold" else None


@rule(
    [
        DRUG,
        gap(2, *CROSSING),
        T("PASSIVE"),
        gap(1, *CROSSING),
        VERB,
        T("COMMA", op="?"),
        T("AND", "THEN"),
        gap(1, *CROSSING, "PERSON", "THE_PATIENT"),
        T("DOSE_CHANGE", as_="second"),
    ]
)
def drug_changed_twice(match: Match) -> list[Change] | None:
    """topiramate was decreased and eventually discontinued"""
    first, second = said(match, action_of(match)), said(match, match["second"].concept("DOSE_CHANGE"))
    return [*(first or ()), *(second or ())] or None


@rule(
    [VERB, gap(4, *CROSSING, *OTHER_TIME), DRUG],
    [VERB, gap(7, *CROSSING), T("INCLUDING", "OPEN", "COLON"), gap(2, *CROSSING), DRUG],
    [NOUN, gap(4, *CROSSING), DRUG],
    [NOUN, gap(3, *CROSSING), T("OF"), gap(4, *CROSSING), DRUG],
    [NOUN, gap(4, *CROSSING), T("TREATMENT"), T("OF"), gap(3, *CROSSING), DRUG],
    [NOUN, gap(2, *CROSSING), T("IT", "DRUG_CLASS"), T("COMMA", "OPEN"), gap(1, *CROSSING), DRUG],
)
def changed_drug(match: Match) -> list[Change] | None:
    """started on methimazole; initiation of ipilimumab; отмена иматиниба"""
    action = action_of(match)
    if action == "continue" or any(c.has("ADDED_TO") for c in match.matched) or acted_upon(match):
        return None
    dosed = any(c.has("DOSE_WORD", "DOSE_QUALITY") for c in match.matched)
    alone = match.get("verb") is not None and not (dosed or is_of_drugs(match))
    if action in SAID_OF_STEPS and alone:
        return None
    return said(match, action)


def is_of_drugs(match: Match) -> bool:
    """ "Tapered prednisone", not "a tapering course of prednisone"."""
    return match["verb"].has("DOSE_VERB") and not any(chunk.has("INDEFINITE") for chunk in match.before(1))


def acted_upon(match: Match) -> bool:
    """ "Seizures were stopped with lorazepam": said of what the drug acted on."""
    ended = match.get("verb") is not None and action_of(match) in (*ENDING, "increase")
    return ended and match.matched[1].has("JOINED", "BY")


@rule([VERB, gap(8, *ACTING, *OTHER_CLAUSE), T("AND", "COMMA"), gap(1, *CROSSING, "GIVE", "WORD"), DRUG])
def started_beside(match: Match) -> list[Change] | None:
    """commenced a high-fat diet and coenzyme Q"""
    active = match.start > 0 and not any(chunk.has("PASSIVE") for chunk in match.before(NEAR))
    begun = active or match["verb"].has("PUT_ON")
    last = listed(match, match["drug"])[-1]
    after = next(i for i, chunk in enumerate(match.chunks) if chunk is last) + 1
    other = any(
        chunk.has("PASSIVE", "DOSE_CHANGE", "START_VERB", "GIVE") for chunk in match.chunks[after : after + NEAR]
    )
    alone = match.chunks[match.start + 1].has("AND", "COMMA")
    return said(match, "start") if action_of(match) == "start" and begun and not (other or alone) else None


@rule([T("DRUG_CLASS"), gap(2, *CROSSING), T("COMMA", "OPEN", "COLON"), T("FIRST"), gap(2, *CROSSING), DRUG])
def first_of_class(match: Match) -> list[Change] | None:
    """diuretics, initially furosemide"""
    return said(match, "start")


@rule(
    [NOUN, gap(4, *CROSSING), DRUG, gap(3, *CROSSING), T("PASSIVE"), gap(2, *CROSSING), T("START_VERB", "DOSE_CHANGE")]
)
def resumption_done(match: Match) -> list[Change] | None:
    """a second course of intravenous methylprednisolone was given"""
    return said(match, "resume") if action_of(match) == "resume" else None


@rule([T("AGAIN"), T("JOINED"), gap(3, *CROSSING), DRUG])
def again_with(match: Match) -> list[Change] | None:
    """again with IVIG"""
    return said(match, "resume")


@rule(
    [DRUG, gap(3, *CROSSING), T("PASSIVE"), T("THEN", op="?"), gap(2, *CROSSING), START],
    [DRUG, T("CLOSE", op="?"), T("START_VERB", as_="verb", form=SHORT_PARTICIPLE)],
)
def drug_given(match: Match) -> list[Change] | None:
    """Augmentin was prescribed; амоксициллин назначен"""
    return said(match, match["verb"].concept("START_VERB"))


@rule(
    [START, gap(4, *CROSSING), DRUG],
    [START, gap(6, *CROSSING), T("OF", "JOINED", "COLON", "OPEN"), DRUG],
    [START, gap(6, *CROSSING), T("COMMA", op="?"), T("INCLUDING"), gap(3, *CROSSING), DRUG],
)
def given_drug(match: Match) -> list[Change] | None:
    """given a combined treatment consisting of gentamicin; followed by intravenous cyclophosphamide"""
    action = match["verb"].concept("START_VERB")
    if action == "then" and not follows_a_drug(match):
        return None
    return said(match, action)


def follows_a_drug(match: Match) -> bool:
    """Cycles that are counted, and what follows an operation, are a treatment told as a whole: "surgery followed by 6 cycles of cisplatin"."""
    counted = any(chunk.has("CYCLE", "NUMBER", "DRUG_CLASS") for chunk in match.matched)
    return not counted and any(chunk.has("DRUG") for chunk in match.before(LONGEST_STEP))


@rule(
    [
        T("TREATMENT", "DRUG_CLASS"),
        gap(2, *CROSSING),
        T("PASSIVE"),
        gap(1, *CROSSING),
        VERB,
        gap(9, *ACTING, "THEN", "AND"),
        DRUG,
    ]
)
def treatment_started(match: Match) -> list[Change] | None:
    """antitubercular therapy was initiated, which consisted of a four-drug regimen (isoniazid, rifampicin)"""
    return said(match, "start") if action_of(match) == "start" else None


@rule(
    [T("TREATMENT", "IT"), gap(2, *CROSSING, "STOPS"), T("PASSIVE"), gap(2, *CROSSING), VERB],
    [T("PRONOUN_IT"), T("PASSIVE"), gap(1, *CROSSING), VERB],
    [T("DEFINITE"), gap(1, *CROSSING), T("DRUG_CLASS"), T("PASSIVE"), gap(1, *CROSSING), VERB],
    [T("DEFINITE"), gap(1), T("DRUG_CLASS"), T("DRIP", "TREATMENT"), T("PASSIVE"), gap(1, *CROSSING), VERB],
    [T("DEFINITE"), gap(1, *CROSSING), T("DRIP"), T("PASSIVE", op="?"), gap(1, *CROSSING), VERB],
    [T("IT"), VERB],
    [T("DRUG_CLASS", "DRIP", "GIVING"), T("DOSE_CHANGE", as_="verb", form=ONE_IS_CHANGED)],
    [VERB, T("IT")],
    [NOUN, gap(1, *CROSSING), T("IT")],
    [T("ON", "WHEN_AFTER"), gap(1, *CROSSING), NOUN],
)
def treatment_changed(match: Match) -> list[Change] | None:
    """препарат был отменен; the drug was discontinued; the steroid was withdrawn; by month 6, when it was stopped"""
    action = action_of(match)
    if action in (None, "start", *SAID_OF_STEPS) or is_negated(match) or names_another(match):
        return None
    return [Change(action or "", (), match.matched)]


def names_another(match: Match) -> bool:
    """ "after withdrawal of sedation", "on discontinuation, …" alone is said of the drug before."""
    bare = match.matched[-1].has("DOSE_CHANGE_NOUN") and not any(chunk.has("IT") for chunk in match.matched)
    return bare and any(not chunk.has(*AFTER_BARE) for chunk in match.after(1))


@rule(
    [T("DOSE_WORD"), gap(2, *CROSSING), T("PASSIVE"), gap(2, *CROSSING), VERB],
    [T("DOSE_WORD"), VERB],
    [VERB, T("DOSE_WORD")],
)
def dose_changed(match: Match) -> list[Change] | None:
    """the dose was reduced; the barbiturate infusion was tapered; доза снижена"""
    action, of_class = action_of(match), [chunk for chunk in match.before(1) if chunk.has("DRUG_CLASS")]
    changed = action in SAID_OF_STEPS and not is_negated(match)
    return [Change(action or "", (), (*of_class, *match.matched))] if changed else None


@rule(
    [T("JOINED"), gap(2, *CROSSING), NOUN, gap(1, *CROSSING), T("DOSE_WORD", op="?")],
    [T("JOINED"), gap(2, *CROSSING), VERB, gap(1, *CROSSING), T("DOSE_WORD")],
    [T("THEN"), gap(2, *CROSSING), NOUN],
    [T("WITH_CHANGE", as_="with")],
    [T("WITH_STEP", as_="step")],
)
def with_change_of_dose(match: Match) -> list[Change] | None:
    """with progressive increase in the doses; followed by a slow taper; с постепенным снижением дозы; с постепенным снижением по 2 мг"""
    alone, step = match.get("with"), match.get("step")
    if step is not None:
        return [Change(step.concept("WITH_STEP") or "", (), match.matched)] if is_of_dosing(match.after(3)) else None
    if alone is not None:
        return [Change(alone.concept("WITH_CHANGE") or "", (), match.matched)]
    if action_of(match) not in SAID_OF_STEPS or is_negated(match) or any(c.has("DRUG", "OF") for c in match.after()):
        return None
    return [Change(action_of(match) or "", (), match.matched)]


def is_of_dosing(after: Sequence[Chunk]) -> bool:
    """«с постепенным снижением», «… по 2 мг», «… до полной отмены», not «… температуры», «… до нормы», «… до 10 мг»."""
    if not after:
        return True
    if after[0].has("UP_TO"):
        return any(chunk.has("DOSE_CHANGE_NOUN") for chunk in after[1:])
    return after[0].has("BY", "DIFFERENCE", "DOSE_STEP", "COMMA", "PERIOD", "SEMICOLON", "CLOSE")


@rule([T("TREATMENT_CHANGE", as_="noun")])
def change_of_treatment(match: Match) -> list[Change] | None:
    """попытка возобновления терапии"""
    action = match["noun"].concept("TREATMENT_CHANGE")
    return [Change(action, (), match.matched)] if action is not None and not is_negated(match) else None


CHANGES = Level(
    [
        *SWITCHES,
        drug_changed_twice,
        resumption_done,
        drug_changed,
        drug_and_noun,
        break_in_treatment,
        changed_drug,
        started_beside,
        again_with,
        first_of_class,
        treatment_started,
        treatment_changed,
        dose_changed,
        with_change_of_dose,
        drug_given,
        given_drug,
        change_of_treatment,
    ]
)
