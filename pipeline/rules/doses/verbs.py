"""The verb that governs an amount: what is being done with the drug."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.facts import TimeExpression
from pipeline.record import record
from pipeline.rules.brackets import outside_brackets
from pipeline.rules.chunk import Chunk
from pipeline.rules.doses.owner import inside_brackets
from pipeline.rules.memory import remembered
from pipeline.rules.where import holds

FARTHEST_AFTER = 9
FARTHEST_LIST = 30
OF_LIST = ("DRUG", "DOSE", "COMMA", "AND", "ROUTE", "EACH_OF_THEM")
"""Members of a list of doses, over which a verb reaches back to the first of them."""
FARTHEST_BEFORE = 45
FARTHEST_OF_NOUN = 5
"""A verb so many chunks before «терапия», «прием» governs it: «начата антибактериальная терапия»."""
ENDS_NOUN = ("SEMICOLON", "COMMA", "DOSE", "DRUG", "OPEN", "CLOSE", "BECAUSE", "WHEN_DURING", "WHEN_AFTER")
FARTHEST_NOT = 4
ENDS_NOT = ("COMMA", "SEMICOLON", "COLON", "PERIOD", "AND", "JOINING")
"""A negation reaches no further than these."""
SUBJECTS = ("DRUG", "IT", "PRONOUN_IT", "TREATMENT", "DRUG_CLASS", "DOSE_WORD")
SHORT_PARTICIPLE = re.compile(r"(?:[^\W\d_]+ )?[^\W\d_]+н[аоы]?")
"""Russian short participles need no other word: «амоксициллин назначен»."""
USE = "use"
"""The action of nouns that only say that a drug is given: that of their verb, if they have one."""
WEAN = "wean"
"""Down to an amount, or off the drug where none is said."""
SAID_OF_STEPS = ("increase", "reduce")
"""Drugs that are analytes too rise and fall in blood: alone these actions need a word of dosing."""
FALLING_OR_RISING = (*SAID_OF_STEPS, WEAN)
ENDING = ("stop", "hold", "reduce", WEAN)
LONGEST_TO_NEW = 4
LONGEST_TO_OWN = 4
LONGEST_ASIDE = 14
LONGEST_TO_LINK = 2
CLAUSES = ("AND", "COMMA", "CONJUNCTION")
TREAT = "treat"
"""The action of "treated with": it begins with «was», goes on without («hypertension, treated with bisoprolol 5 mg»)."""

UNDER = "under"
"""The action of words for what a patient is under («despite», "receiving"): a regular amount goes on, of a single one no word tells."""
COMPOSED = "composed"
"""The action of "regimen consisted of": it begins, but for what the patient has always taken («гипотензивная терапия включала»)."""
MAINTENANCE = "maintenance"
"""The action of "maintenance therapy with": it goes on, but for what a word before it begins («начата поддерживающая терапия»)."""
REPEATED = "repeated"
"""The action of «repeated»: what was given goes on, but nothing else: "10 mg, repeated twice, and B 5 mg", "repeated episodes"."""
OF_REPEATED = ("DOSE_WORD", "DOSE_QUALITY", "OF", "STOPS", "ROUTE", "INDEFINITE", "DRUG", "JOINED", "ON", "IN")


@record(frozen=True, slots=True)
class Verb:
    """An action and the chunk that says it.

    passive   of verbs after an amount, these win («… 5 mg was then initiated»), as do those just after it («5 мг, отменен»)
    later     a second verb after "and", which gives way to one before the amount («reduced to 100 mg and finally stopped»)
    weak      a noun that gives way to any verb
    """

    action: str
    at: int
    passive: bool = False
    later: bool = False
    weak: bool = False


@remembered
def governor(chunks: Sequence[Chunk], i: int, owner: int | None) -> Verb | None:
    """What governs the dose at chunk i: the passive verb that follows, else the nearest verb before, else one after.

    A verb between the drug's first amount and this one is this one's: «(5 mg/kg increased to 10 mg/kg) was initiated».
    """
    first, last = (i, i) if owner is None else (min(i, owner), max(i, owner))
    after, before = verb_after(chunks, last), verb_before(chunks, i, first)
    firm = before is not None and not before.weak
    if before is not None and chunks[before.at].has("BESIDE") and not holds(chunks[before.at : first], "COMMA"):
        return before
    if after is None or firm and (after.later or not after.passive):
        return before
    if before is not None and not before.weak and any(chunk.has("DOSE") for chunk in chunks[first : before.at]):
        return before
    return before if firm and starts_clause(chunks, last, after.at) else after


def starts_clause(chunks: Sequence[Chunk], last: int, verb: int) -> bool:
    """The verb has a subject of its own: "he took A 5 mg and B 10 mg, and C was added", "was given A 60 mg, which was tapered"."""
    named = False
    for chunk in outside_brackets(chunks[last + 1 : verb]):
        if chunk.has("RELATIVE_PRONOUN"):
            return True
        named = chunk.has("DRUG") or named and not chunk.has("DOSE")
    return named


def ended_after(chunks: Sequence[Chunk], verb: Verb | None, i: int) -> str | None:
    """How long the amount at chunk i was given, of «5 mg/kg … were stopped after 48 hours»: it was begun, and that is its end."""
    if verb is None or verb.action != "stop" or not verb.passive or verb.at < i:
        return None
    time = chunks[verb.at + 1].value if verb.at + 1 < len(chunks) else None
    if not isinstance(time, TimeExpression) or time.kind != "relative" or time.direction == "before":
        return None
    return time.value if time.value and "/" not in time.value else None


def verb_concept(chunk: Chunk) -> str:
    said = chunk.concept("DOSE_CHANGE") or chunk.concept("GIVE") or chunk.concept("DOSE_CHANGE_NOUN") or ""
    return {WEAN: "reduce", COMPOSED: "start", REPEATED: "continue", MAINTENANCE: "continue"}.get(said, said)


def verb_after(chunks: Sequence[Chunk], last: int) -> Verb | None:
    """The verb after the amount; «… 5 mg (iv) was then initiated» is passive."""
    passive = later = other = False
    steps = 0
    bracketed = inside_brackets(chunks, last)
    aside = relative_clause(chunks, last)
    for j in range(last + 1, len(chunks)):
        chunk = chunks[j]
        if j in aside:
            continue
        if is_later_step(chunks, last, j):
            continue
        if just_after(chunks, last, j):
            return Verb(verb_concept(chunk), j, passive=True)
        if bracketed:
            bracketed = not chunk.has("CLOSE")
            continue
        if chunk.has("OPEN"):
            bracketed = True
        steps += not (chunk.has(*OF_LIST) and j < last + FARTHEST_LIST)
        if chunk.has("SEMICOLON", "THEN", "PRONOUN_IT", "IT", "DRUG_CLASS", "THE_PATIENT") or steps > FARTHEST_AFTER:
            return None
        if chunk.has("DRUG", "DOSE"):
            if passive:
                return None
            later, other = False, True
        elif chunk.has("PASSIVE"):
            passive = True
        elif not other and (passive or is_short(chunks, last, j)) and gives_way(chunks, last, j):
            return Verb("stop", j, passive=True)
        elif chunk.has("DOSE_CHANGE") and leads_to_amount(chunks, j):
            return (
                None if other or chunk.has("WITH_CHANGE", "WITH_STEP") else Verb("mention", j, passive=True, later=True)
            )
        elif other and leads_to_own(chunks, last, j):
            return None
        elif chunk.has("DOSE_CHANGE"):
            return None if negated(chunks, j) else Verb(verb_concept(chunk), j, passive, later)
        elif chunk.has("GIVE") and passive and not is_weak(chunk):
            return Verb(verb_concept(chunk), j, passive, later)
        elif chunk.has("GIVE"):
            return None
        later = later or chunk.has("AND", "JOINING")
    return None


def relative_clause(chunks: Sequence[Chunk], last: int) -> range:
    """Where a clause stands between the amount and its verb: "aspirin 100 mg, which she had taken for years, was withdrawn"."""
    start = last + 1
    if not (holds(chunks[start : start + 2], "COMMA") and holds(chunks[start : start + 3], "RELATIVE_PRONOUN")):
        return range(0)
    for j in range(start + 2, min(len(chunks) - 1, start + LONGEST_ASIDE)):
        if chunks[j].has("COMMA") and chunks[j + 1].has("PASSIVE"):
            return range(start, j + 1)
    return range(0)


def leads_to_own(chunks: Sequence[Chunk], last: int, j: int) -> bool:
    """ "A 2 mg/kg and B 2 µg/kg, and A was continued at 6 mg/kg/h": the verb has an amount of its own behind it."""
    if not chunks[j].has("DOSE_CHANGE", "GIVE") or not starts_clause(chunks, last, j):
        return False
    behind = next((chunk for chunk in chunks[j + 1 : j + 1 + LONGEST_TO_OWN] if chunk.has("DOSE", "DRUG")), None)
    return behind is not None and behind.has("DOSE")


def is_later_step(chunks: Sequence[Chunk], last: int, j: int) -> bool:
    """«60 мг/сут с постепенным снижением дозы», "60 mg daily with a gradual taper": what comes after the amount."""
    if chunks[j].concept("DOSE_CHANGE") not in FALLING_OR_RISING or leads_to_amount(chunks, j):
        return False
    return chunks[j].has("WITH_CHANGE", "WITH_STEP") or any(c.has("JOINED") for c in chunks[max(last + 1, j - 3) : j])


def is_short(chunks: Sequence[Chunk], last: int, j: int) -> bool:
    """«150 мг 2 раза в сутки заменен на апиксабан»."""
    beside = j == last + 1 or j == last + 2 and chunks[j - 1].has("COMMA", "CLOSE")
    return beside and chunks[j].has("SWITCH") and SHORT_PARTICIPLE.fullmatch(chunks[j].norm) is not None


def gives_way(chunks: Sequence[Chunk], last: int, j: int) -> bool:
    """ "850 mg three times daily was replaced by insulin", "4.5 g was de-escalated to cefazolin": another drug takes its place."""
    led = chunks[j].has("SWITCH") and any(chunk.has("SWITCH_TO") for chunk in chunks[j + 1 : j + 2])
    led = led or chunks[j].has("DOSE_CHANGE") and any(chunk.has("UP_TO") for chunk in chunks[j + 1 : j + 2])
    new = next((chunk for chunk in chunks[j + 2 : j + 2 + LONGEST_TO_NEW] if chunk.has("DRUG", "DOSE")), None)
    old = next((chunk for chunk in reversed(chunks[: last + 1]) if chunk.has("DRUG")), None)
    return (
        led and new is not None and old is not None and new.has("DRUG") and new.concept("DRUG") != old.concept("DRUG")
    )


def just_after(chunks: Sequence[Chunk], last: int, j: int) -> bool:
    """«метформин 1700 мг/сут, отменен», «клопидогрел 75 мг (возобновлен)», "vasopressin 0.03 U/min added"."""
    if not chunks[j].has("DOSE_CHANGE") or has_object(chunks, j) or negated(chunks, j):
        return False
    participle = SHORT_PARTICIPLE.fullmatch(chunks[j].norm) is not None
    return j == last + 1 or j == last + 2 and participle and chunks[j - 1].has("COMMA", "OPEN")


def has_object(chunks: Sequence[Chunk], j: int) -> bool:
    """«5 мг, отменен варфарин»: the participle is said of what follows."""
    for chunk in chunks[j + 1 : j + 4]:
        if chunk.has("CLOSE"):
            return False
        if chunk.has("DRUG", "DOSE", "TREATMENT", "DRUG_CLASS"):
            return True
    return False


def leads_to_amount(chunks: Sequence[Chunk], j: int) -> bool:
    """«50 mcg was increased to 75 mcg», "by 5 mg to 10 mg": the verb makes the amount that follows, not the one before."""
    ahead = [chunk for chunk in chunks[j + 1 : j + 6] if not chunk.has("DIFFERENCE", "DOSE_STEP")]
    return chunks[j].concept("DOSE_CHANGE") in FALLING_OR_RISING and any(chunk.has("DOSE") for chunk in ahead[:3])


def verb_before(chunks: Sequence[Chunk], i: int, first: int) -> Verb | None:
    depth = 0
    for j in range(i - 1, max(-1, first - FARTHEST_BEFORE), -1):
        chunk = chunks[j]
        depth += chunk.has("CLOSE") - (chunk.has("OPEN") and depth > 0)
        if depth:
            continue
        if chunk.has("SEMICOLON"):
            return None
        if chunk.concept("GIVE") == REPEATED and any(not c.has(*OF_REPEATED) for c in chunks[j + 1 : first]):
            continue
        if is_weak(chunk):
            return verb_of_noun(chunks, j)
        found = verb_at(chunks, j, i)
        if found is not None:
            other = has_its_drug(chunks, j, first) or is_of_effect(chunks, j, first)
            return None if other or negated(chunks, j) else found
    return None


def verb_at(chunks: Sequence[Chunk], j: int, i: int) -> Verb | None:
    """What chunk j says is done with the amount at chunk i."""
    chunk = chunks[j]
    if chunk.concept("DOSE_CHANGE") in FALLING_OR_RISING and not is_of_dose(chunks, j, i):
        return None
    if chunk.concept("GIVE") == TREAT and not chunk.has("DOSE_CHANGE"):
        begun = any(c.has("PASSIVE", "THEN", "GIVE", "AND") for c in chunks[max(0, j - 3) : j])
        return Verb("start" if begun else "continue", j)
    if chunk.concept("GIVE") == "start" and any(c.concept("GIVE") == UNDER for c in chunks[max(0, j - 2) : j]):
        return Verb(UNDER, j)
    if chunk.concept("GIVE") == MAINTENANCE:
        begun = any("start" in (c.concept("DOSE_CHANGE"), c.concept("GIVE")) for c in chunks[max(0, j - 2) : j])
        return Verb("start" if begun else "continue", j)
    if chunk.concept("GIVE") == COMPOSED and any(c.has("STANDING") for c in chunks[max(0, j - 2) : j]):
        return Verb("continue", j)
    if chunk.has("DOSE_CHANGE", "GIVE") and not chunk.has("DRUG") or chunk.has("DOSE_CHANGE_NOUN"):
        return Verb(verb_concept(chunk), j)
    return Verb("start", j) if chunk.has("SWITCH", "IN_FAVOUR") else None


def has_its_drug(chunks: Sequence[Chunk], j: int, first: int) -> bool:
    """«Ampicillin was stopped and meropenem 1 g …», «МТ отменен, кальция фолинат 15 мг», "withdrawal of the drug, prednisone 60 mg": said of that drug, not of the next."""
    between = chunks[j + 1 : first]
    if not any(chunk.has(*CLAUSES) for chunk in between) or any(chunk.has("REACHED") for chunk in between):
        return False
    if chunks[j].has("DOSE_CHANGE_NOUN") and not chunks[j].has("DOSE_CHANGE"):
        return any(chunk.has("DRUG", "IT", "TREATMENT") for chunk in chunks[j + 1 : min(j + 4, first)])
    if any(chunk.has("PASSIVE") for chunk in chunks[max(0, j - 2) : j]):
        subject = next((c for c in reversed(chunks[max(0, j - 8) : j]) if c.has(*SUBJECTS, "THE_PATIENT")), None)
        return subject is not None and not subject.has("THE_PATIENT")
    if chunks[j].concept("DOSE_CHANGE") in ENDING and ends_clause(between):
        return True
    short = chunks[j].has("DOSE_CHANGE") and SHORT_PARTICIPLE.fullmatch(chunks[j].norm) is not None
    return short and j > 0 and chunks[j - 1].has(*SUBJECTS)


def is_of_effect(chunks: Sequence[Chunk], j: int, first: int) -> bool:
    """ "Bleeding stopped after tranexamic acid 1 g", "seizures were stopped with lorazepam 4 mg": said of what the drug acted on."""
    if chunks[j].concept("DOSE_CHANGE") not in (*ENDING, "increase") or first <= j + 1:
        return False
    return chunks[j + 1].has("WHEN_AFTER", "JOINED", "BY") and any(c.has("DRUG") for c in chunks[j + 2 : first + 1])


def ends_clause(behind: Sequence[Chunk]) -> bool:
    """ "… and then withdrawn altogether, and leflunomide": the verb has no object behind it."""
    for chunk in behind[:LONGEST_TO_LINK]:
        if chunk.has("AND", "COMMA"):
            return True
        if chunk.has(*SUBJECTS, "DOSE"):
            return False
    return False


def is_weak(chunk: Chunk) -> bool:
    return chunk.concept("GIVE") == USE and not chunk.has("DOSE_CHANGE", "DOSE_CHANGE_NOUN")


def verb_of_noun(chunks: Sequence[Chunk], noun: int) -> Verb:
    """«начата терапия», «продолжен прием», «переведен на прием»; the noun alone is weak, after «на фоне» it starts nothing."""
    for j in range(noun - 1, max(-1, noun - 1 - FARTHEST_OF_NOUN), -1):
        if chunks[j].has("BECAUSE", "WHEN_DURING", "WHEN_AFTER") or j == noun - 1 and counts_from(chunks[j]):
            return Verb("mention", noun)
        if chunks[j].has(*ENDS_NOUN):
            break
        found = None if is_weak(chunks[j]) else verb_at(chunks, j, noun)
        if found is not None:
            return found if not negated(chunks, j) else Verb("mention", noun)
    return Verb("mention", noun, weak=True)


def counts_from(chunk: Chunk) -> bool:
    """«через 6 ч после» of «через 6 ч после приема 30 таблеток»."""
    return chunk.has("RELATIVE") and any(part.has("WHEN_AFTER") for part in chunk.parts[-1:])


def is_of_dose(chunks: Sequence[Chunk], j: int, i: int) -> bool:
    """An increase of the dose, not of an analyte («increase in creatine kinase after propylthiouracil (100 mg)»)."""
    between = chunks[j + 1 : i]
    return len(between) <= 10 and not any(chunk.has("ANALYTE") and not chunk.has("DRUG") for chunk in between)


def negated(chunks: Sequence[Chunk], j: int) -> bool:
    """«was not prescribed», «refused to start»; not «without improvement, prednisone was added»."""
    if not holds(chunks, "NOT_CHANGED", "CUE_ABSENT"):
        return False
    for k in range(j - 1, max(-1, j - 1 - FARTHEST_NOT), -1):
        if chunks[k].has("NOT_CHANGED") or k >= j - 2 and chunks[k].has("CUE_ABSENT"):
            return True
        if chunks[k].has(*ENDS_NOT):
            return False
    return False
