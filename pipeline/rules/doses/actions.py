"""What is done with a drug at an amount: by its verb, or by the amount before it."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.facts import TimeExpression
from pipeline.rules.chunk import Chunk
from pipeline.rules.doses.amount import Amount
from pipeline.rules.doses.sentence import DoseSentence
from pipeline.rules.doses.verbs import FARTHEST_BEFORE, SAID_OF_STEPS, UNDER, WEAN, Verb, ended_after, governor
from pipeline.rules.where import holds

TAKE = "take"
"""The action of verbs that tell of a patient's own drugs: regularly taken, they go on («she takes prednisone 5 mg daily»)."""
HABIT = "habit"
"""The action of verbs that tell of a habit («принимает», "had been taking"): any amount goes on."""
BEGUN = ("start", "continue", "mention", "resume", TAKE, HABIT, UNDER, None)
"""What was given first may go on, rise or fall with the next amount."""
RECEIVED = "received"
"""The action of «получал»: it began, or has gone on since a day that is told."""
OPEN = "open"
"""The action of verbs that leave it open: "was used"."""
MORE = ("ADDITIONAL", "INDEFINITE", "DOSE_WORD", "OF", "DRUG", "ROUTE")
AROUND_NAME = (
    "DASH",
    "PERIOD_QUALITY",
    "ROUTE",
    "DEFINITE",
    "INDEFINITE",
    "DETERMINER",
    "WORD",
    "DOSE_QUALITY",
    "OF",
    "FREQUENCY",
    "DRUG_CLASS",
    "STANDING",
)
FARTHEST_TOTAL = 8
LONGEST_NAME = 6
LONGEST_TO_DATE = 3
FARTHEST_CUMULATIVE = 4
DAYS_OF = {"day": 1, "week": 7}
NO_STORY = ("discussion", "introduction")
NO_EVENT = ("WHEN_DURING", "WHEN_AFTER")
LOADING_TIMES = ("P0D", "P1D", "P0W")
"""«on day 1», «at week 0»: what is given then loads for what follows."""


def action(read: DoseSentence, i: int, owner: int | None) -> str | None:
    """The action of the amount at chunk i of the drug at chunk `owner`; None where no word tells it."""
    chunks = read.chunks
    previous = earlier(read, i, owner)
    verb = governor(chunks, i, owner)
    cumulated = holds(chunks[max(0, i - FARTHEST_CUMULATIVE) : i + 2], "CUMULATIVE")
    if cumulated or comes_from(chunks, i, verb) or previous is not None and is_limit(chunks, i):
        return "mention"
    if previous is not None and not has_own(chunks, verb, previous, i):
        first = action(read, previous, owner)
        if first in (None, "mention") and read.sentence.section in NO_STORY:
            return "mention"
        return first if previous == i - 2 and chunks[i - 1].has("OPEN") else stepped(first, chunks, previous, i)
    if verb is not None and verb.action in SAID_OF_STEPS and leads_to_drug(chunks, verb.at, owner):
        return "start"
    if verb is None or verb.weak or verb.action == OPEN or ended_after(chunks, verb, i) is not None:
        return unsaid(read, i, owner)
    if verb.at > i and chunks[verb.at].concept("DOSE_CHANGE") == WEAN and chunks[i].value.per in ("minute", "hour"):
        return "stop"
    if (
        verb.action in ("start", RECEIVED, TAKE, HABIT, UNDER)
        and of_many(chunks, verb.at)
        or is_total(chunks, verb.at, i)
    ):
        return "mention"
    if verb.action == RECEIVED:
        return "continue" if since_then(chunks, i) else "start"
    return "continue" if verb.action == "start" and is_more(chunks, i) else verb.action


def since_then(chunks: Sequence[Chunk], i: int) -> bool:
    """«получал 400 мг в сутки с 2014 года»."""
    times = (chunk.value for chunk in chunks[i + 1 : i + 1 + LONGEST_TO_DATE])
    return any(isinstance(time, TimeExpression) and time.bound == "since" for time in times)


def is_total(chunks: Sequence[Chunk], verb: int, i: int) -> bool:
    """ "The total dose of cyclophosphamide received was 1800 mg" tells no event."""
    said_of_it = verb < i and any(chunk.has("PASSIVE") for chunk in chunks[verb + 1 : verb + 2])
    return said_of_it and any(
        chunk.concept("DOSE_WORD") == "total" for chunk in chunks[max(0, verb - FARTHEST_TOTAL) : verb]
    )


def is_more(chunks: Sequence[Chunk], i: int) -> bool:
    """ "an additional 500 mL of lactated Ringer's solution", "another 2 mg"."""
    for j in range(i - 1, max(-1, i - 4), -1):
        if chunks[j].has("ADDITIONAL"):
            return True
        if not chunks[j].has(*MORE):
            return False
    return False


def is_limit(chunks: Sequence[Chunk], i: int) -> bool:
    """«1 mg/kg (up to 80 mg/day)», «2 mg twice daily, maximum dose 4 mg», «… for a cumulative dose of 17 g»."""
    near = chunks[max(0, i - 3) : i]
    if i > 1 and chunks[i - 1].has("UP_TO") and chunks[i - 2].has("OPEN", "COMMA"):
        return True
    if (
        i
        and chunks[i - 1].has("AT_MOST")
        or i > 1
        and chunks[i - 1].has("IN_TOTAL")
        and chunks[i - 2].has("UP_TO", "STOPS")
    ):
        return True
    return any(c.concept("DOSE_QUALITY") == "limit" or c.concept("DOSE_WORD") == "total" for c in near)


def leads_to_drug(chunks: Sequence[Chunk], verb: int, owner: int | None) -> bool:
    """ "de-escalated to ceftriaxone 2 g", «терапия усилена меропенемом 3 г/сут»: the change is of the treatment, the drug is new."""
    if owner is None or owner < verb:
        return False
    between, before = chunks[verb + 1 : owner], chunks[max(0, verb - 4) : verb]
    of_treatment = any(chunk.has("TREATMENT", "DRUG_CLASS") for chunk in before) and not between
    to = [j for j in range(verb + 1, owner) if chunks[j].has("UP_TO", "SWITCH_TO") and not chunks[j + 1].has("DOSE")]
    return of_treatment or bool(to)


def has_own(chunks: Sequence[Chunk], verb: Verb | None, previous: int, i: int) -> bool:
    """The verb is of this amount, not of the one before, of which «80 mg was given, thereafter …» and «…, followed by» are."""
    if verb is None or verb.weak:
        return False
    if chunks[verb.at].has("GIVE") and not chunks[verb.at].has("DOSE_CHANGE") and chunks[verb.at - 1].has("THEN"):
        return False
    begins = chunks[verb.at].has("GIVE") or verb.action == "start"
    if verb.at > i and begins and any(chunk.has("THEN") for chunk in chunks[previous:i]):
        return False
    since = chunks[verb.at : i] if verb.at < i else ()
    first = chunks[verb.at].has("SWITCH") or any(chunk.has("THEN") for chunk in since)
    return verb.at > previous and not first or comes_from(chunks, previous, verb)


def comes_from(chunks: Sequence[Chunk], i: int, verb: Verb | None) -> bool:
    """The first of «increased from 300 mg to 600 mg»."""
    amount: Amount = chunks[i].value
    changed = verb is not None and verb.action in SAID_OF_STEPS
    return changed and amount.low == amount.high and starts_range(chunks, i)


def starts_range(chunks: Sequence[Chunk], i: int) -> bool:
    return i > 0 and chunks[i - 1].has("SWITCH_FROM", "BETWEEN")


def of_many(chunks: Sequence[Chunk], verb: int) -> bool:
    """«30 пациентам препарат назначали по 5 мг», "in the trial, patients received": what others are given begins nothing here."""
    if chunks[verb].has("DOSE_CHANGE", "SWITCH"):
        return False
    for j in range(verb - 1, max(-1, verb - FARTHEST_BEFORE), -1):
        if chunks[j].has("OTHER_PATIENTS"):
            return True
        if chunks[j].has("THE_PATIENT", "DOSE"):
            return False
    return False


def earlier(read: DoseSentence, i: int, owner: int | None) -> int | None:
    """The amount of the same drug that stands before this one in the sentence; with no drug named, the amount before."""
    of = {j: read.owners[j].index if j in read.owners else None for j in range(i) if read.chunks[j].has("DOSE")}
    return max((j for j, other in of.items() if other == owner), default=None)


def stepped(first: str | None, chunks: Sequence[Chunk], previous: int, i: int) -> str | None:
    """«25 mg per day for one week and 50 mg per day» rises; «1200 мг, далее 1200 мг» and an infusion after a bolus go on."""
    one: Amount = chunks[previous].value
    two: Amount = chunks[i].value
    between = chunks[previous + 1 : i]
    then = any(
        c.has("THEN", "UP_TO", "SWITCH", "ADDITIONAL") or c.concept("DOSE_WORD") == "maintenance" for c in between
    )
    times = [c.value.value or "" for c in between if c.has("DURATION", "RELATIVE") and not c.has("FREQUENCY")]
    reached = any(chunk.has("REACHED") for chunk in between)
    if first not in BEGUN or not (then or times or reached):
        return first
    lasted = any(not time.startswith("PT") and time not in LOADING_TIMES for time in times)
    first_amount, second_amount = compared(one, two)
    alike = (one.unit, one.per_body) == (two.unit, two.per_body) and first_amount != second_amount
    rises = (
        one.per is None
        and one.rhythm is None
        and two.per == "day"
        and two.high > one.high
        and not injected(between)
        and not any(part.concept("DOSE_FREQUENCY") == "once" for part in chunks[previous].parts)
    )
    both_days = of_a_day(one) is not None and of_a_day(two) is not None
    same_basis = both_days or one.per == two.per and (one.rhythm is None) == (two.rhythm is None)
    changed = "increase" if second_amount > first_amount else "reduce"
    if alike and reached:
        return changed
    if alike and starts_range(chunks, previous) and any(chunk.has("UP_TO") for chunk in between):
        return changed
    if alike and (rises and then or same_basis and (lasted or one.per is not None)):
        return changed
    return "continue"


def compared(one: Amount, two: Amount) -> tuple[float, float]:
    """The amounts of a day where both tell it: 20 mg once daily is less than 15 mg twice daily."""
    first, second = of_a_day(one), of_a_day(two)
    return (one.high, two.high) if first is None or second is None else (first, second)


def of_a_day(amount: Amount) -> float | None:
    """What is taken on a day, of "15 mg twice daily", "2 mg/kg/day", «1,5 мг/кг через день»; None where the text does not say."""
    if amount.rhythm is not None:
        return amount.high * amount.rhythm.count / amount.rhythm.days
    return amount.high / DAYS_OF[amount.per] if amount.per in DAYS_OF else None


def injected(between: Sequence[Chunk]) -> bool:
    """«300 мг внутривенно, затем 900 мг/сут»: a bolus is no first step."""
    return any(chunk.concept("ROUTE") == "intravenous" for chunk in between)


def unsaid(read: DoseSentence, i: int, owner: int | None) -> str | None:
    """«on clozapine 300 mg» goes on; the greatest, the total and «на фоне» are mentions; else no word tells."""
    chunks = read.chunks
    first = i if owner is None else min(i, owner)
    if is_more(chunks, i):
        return "continue"
    if stands_on(chunks, first):
        return "continue" if read.sentence.section in ("case", "abstract") else "mention"
    if is_state(chunks, i):
        return "continue" if read.sentence.section == "case" else "mention"
    near = chunks[max(0, first - 6) : i]
    if any(c.concept("DOSE_QUALITY") == "limit" or c.concept("DOSE_WORD") == "total" for c in near):
        return "mention"
    return "mention" if any(c.has(*NO_EVENT) for c in chunks[max(0, first - 4) : first]) else None


def is_state(chunks: Sequence[Chunk], i: int) -> bool:
    """ "His warfarin dose was 5 mg daily": what the patient had."""
    if not i or not chunks[i - 1].has("PASSIVE"):
        return False
    words = chunks[max(0, i - LONGEST_NAME) : i - 1]
    said = next((chunk.concept("DOSE_WORD") for chunk in words if chunk.has("DOSE_WORD")), None)
    return said in ("dose", "day", "maintenance") and any(chunk.has("POSSESSIVE") for chunk in words)


def member_before(chunks: Sequence[Chunk], first: int) -> int | None:
    """The drug of the member before, of a list with amounts: «clozapine 300 mg and …», "prednisone (7.5 mg/day) and …"."""
    if not first or not chunks[first - 1].has("AND", "COMMA"):
        return None
    bare = [j for j in range(max(0, first - 6), first - 1) if not chunks[j].has("OPEN", "CLOSE")][-2:]
    named = len(bare) == 2 and chunks[bare[0]].has("DRUG") and chunks[bare[1]].has("DOSE")
    return bare[0] if named else None


def name_before(chunks: Sequence[Chunk], first: int) -> int | None:
    """The drug of the member before, of a list of names alone: «metoprolol, atorvastatin, and …»."""
    j = first - 1
    while j > 0 and chunks[j].has("AND", "COMMA", "NUMBER"):
        j -= 1
    return j if 0 < j < first - 1 and chunks[j].has("DRUG") else None


def stands_on(chunks: Sequence[Chunk], first: int) -> bool:
    """«stable for eight months on clozapine 300 mg and topiramate 100 mg», "on metoprolol, atorvastatin, and aspirin 81 mg"."""
    before = member_before(chunks, first)
    if before is None:
        before = name_before(chunks, first)
    if before is not None:
        return stands_on(chunks, before)
    for j in range(first - 1, max(-1, first - LONGEST_NAME), -1):
        if chunks[j].has("ON"):
            return True
        if not chunks[j].has(*AROUND_NAME):
            return False
    return False
