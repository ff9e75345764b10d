"""What stands around an amount: route, rhythm, duration, and what the members of a list share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.facts import TimeExpression
from pipeline.record import record
from pipeline.rules.chunk import Chunk
from pipeline.rules.doses.amount import Amount
from pipeline.rules.doses.catalogue import goes_into_a_vein, kind_of
from pipeline.rules.doses.owner import FLUIDS, LINKS, Owner
from pipeline.rules.doses.rhythm import Rhythm, rhythm_of
from pipeline.rules.quantities import Quantity

OTHER_MATTER = ("DOSE", "DRUG", "SEMICOLON", "SWITCH", "THEN", "DOSE_CHANGE_NOUN", "ANALYTE")
ROUTE_BY_FORM = {"tablet": "oral", "capsule": "oral", "puff": "inhaled"}
LONGEST_BRACKET = 9
LONGEST_COURSE = 6
LONGEST_LEAD = 3
TAKING = ("take", "habit", "under", "received")
"""Actions of verbs to which a duration may lead: «в течение 5 лет принимает аллопуринол»."""
COURSE = ("TREATMENT", "ROUTE", "DOSE_QUALITY", "DRUG_CLASS", "CYCLE", "FILLER")
"""What stands between a duration and its drug."""
TO_THE_EYE = ("IN", "EVERY", "SIDE", "BOTH", "DETERMINER", "DEFINITE_IN", "SWITCH_TO")
DAYS_COUNTED = re.compile(r"P(\d+)D/P(\d+)D")
FIRST_MOMENT = ("P0D", "P0W", "P0M")
LIST_LINKS = (*LINKS, "DRUG", "DOSE", "ROUTE", "IN", "BY", "QUOTE", "DOSE_WORD", "REGIMEN")


@record(frozen=True, slots=True)
class Series:
    """What the later members of a list of doses say for all: «A 2.5 mg, B 7.5 mg and C 40 mg daily for 5 days»."""

    rhythms: tuple[Rhythm | None, ...] = ()
    per: str | None = None
    duration: str | None = None


def series(chunks: Sequence[Chunk], i: int, owners: dict[int, Owner]) -> Series:
    members = [i]
    for j in range(i + 1, len(chunks)):
        if not chunks[j].has(*LIST_LINKS):
            break
        if chunks[j].has("DOSE"):
            if owners.get(j) == owners.get(i):
                break
            members.append(j)
    last = members[-1]
    if last == i:
        return Series()
    owner = owners.get(last)
    index = owner.index if owner is not None else None
    amount: Amount = chunks[last].value
    rhythm = amount.rhythm or rhythm_around(chunks, last, index)
    own: Amount = chunks[i].value
    alike = (own.unit, own.per_body) == (amount.unit, amount.per_body)
    return Series(
        (rhythm,) if amount.per is None else (), amount.per if alike else None, duration_of(chunks, last, index)
    )


def after(chunks: Sequence[Chunk], i: int, most: int) -> Iterator[int]:
    """Indices of up to `most` chunks after chunk i; a bracket just behind it is passed over: «375 mg/m2 (720 mg) once a week»."""
    j = i + 1
    if j < len(chunks) and chunks[j].has("OPEN"):
        closed = next((k for k in range(j, min(len(chunks), j + LONGEST_BRACKET)) if chunks[k].has("CLOSE")), None)
        j = j if closed is None else closed + 1
    return iter(range(j, min(len(chunks), j + most)))


TO_RHYTHM = (
    "ROUTE", "COMMA", "CLOSE", "OF", "DOSE_WORD", "TREATMENT", "FORM_UNIT", "TIMES", "QUOTE", "PASSIVE", "GIVE",
    "UP_TO", "COMPARATOR", "APPROXIMATELY", "EACH_OF_THEM",
)  # fmt: skip
"""What may stand between an amount and how often it is taken: «2 puffs inhaled up to 4 times a day»."""


def rhythm_around(chunks: Sequence[Chunk], i: int, owner: int | None) -> Rhythm | None:
    """«60 mg of prednisolone daily»; «daily administration of 200 mg»."""
    j = past_eye(chunks, next(after(chunks, i, 1), len(chunks)))
    while j < len(chunks) and (
        j == owner
        or (owner is not None and owner > i and j < owner)
        or leads_to_rhythm(chunks[j])
        or chunks[j].has(*TO_RHYTHM)
    ):
        j += 1
    if j < len(chunks) and chunks[j].has("FREQUENCY", "DOSE_FREQUENCY"):
        return rhythm_of(chunks[j])
    for j in range(i - 1, max(-1, i - 7), -1):
        chunk = chunks[j]
        if chunk.has("FREQUENCY"):
            return rhythm_of(chunk)
        if j != owner and chunk.has("DOSE", "COMMA", "CLOSE", "AND", "SEMICOLON", "PERIOD", "DRUG"):
            return None
    return None


def past_eye(chunks: Sequence[Chunk], j: int) -> int:
    """After "in each eye", where it stands at j."""
    eye = next((k for k in range(j, min(len(chunks), j + 4)) if chunks[k].has("EYE_WORD")), None)
    leads = eye is not None and all(chunk.has(*TO_THE_EYE) for chunk in chunks[j:eye])
    return j if eye is None or not leads else eye + 1


def leads_to_rhythm(chunk: Chunk) -> bool:
    """ "15 mg was added on alternate days", "500 mg on day 1 every 3 weeks"."""
    first_day = chunk.has("ON", "RELATIVE") and not chunk.has("FREQUENCY")
    return first_day or chunk.concept("DOSE_CHANGE") in ("start", "resume", "continue")


def duration_of(chunks: Sequence[Chunk], i: int, owner: int | None) -> str | None:
    """ISO 8601 of the stretch of time that follows an amount in its clause, or leads to it: «for 14 days», «for eight months on …»."""
    if (
        len(chunks) > i + 3
        and chunks[i + 1].has("OPEN")
        and chunks[i + 2].has("DURATION")
        and chunks[i + 3].has("CLOSE")
    ):
        return getattr(chunks[i + 2].value, "value", None)
    for j in after(chunks, i, 9):
        chunk, time = chunks[j], chunks[j].value
        if isinstance(time, TimeExpression) and chunk.has("DURATION") and not is_of_cycle(chunks, j):
            apart = any(c.has("APART") for c in chunks[j + 1 : j + 2])
            return None if apart or is_of_schedule(chunks, j) else time.value
        if chunk.has("TIME") and chunks[j - 1].has("OVER_WORD"):
            return minutes_of(time)
        if isinstance(time, TimeExpression) and chunk.has("RELATIVE") and days_counted(time) is not None:
            return days_counted(time)
        if chunk.has(*OTHER_MATTER) and j != owner or is_of_step(chunks, j):
            break
    return duration_before(chunks, i if owner is None else min(i, owner))


def is_of_step(chunks: Sequence[Chunk], j: int) -> bool:
    """ "…, which was tapered over eight weeks": how long the step took."""
    return chunks[j].has("RELATIVE_PRONOUN") and any(c.has("DOSE_CHANGE") for c in chunks[j + 1 : j + 1 + LONGEST_LEAD])


def duration_before(chunks: Sequence[Chunk], first: int) -> str | None:
    """«for eight months on clozapine 300 mg», "a 6-week course of intravenous flucloxacillin 2 g"."""
    led = False
    for j in range(first - 1, max(-1, first - LONGEST_COURSE), -1):
        time = chunks[j].value
        if chunks[j].has("DURATION") and isinstance(time, TimeExpression):
            return time.value if led else None
        taking = chunks[j].concept("GIVE") in TAKING
        if not taking and not chunks[j].has("ON", "OF", *COURSE):
            return None
        led = led or taking or chunks[j].has("ON", "OF", "FILLER")
    return None


def minutes_of(time: Quantity) -> str | None:
    """«за 10 минут»."""
    unit = {"min": "M", "h": "H"}.get(time.unit.code)
    return f"PT{time.high:g}{unit}" if unit and not time.is_range else None


def is_of_schedule(chunks: Sequence[Chunk], j: int) -> bool:
    """«по схеме 0–2–6 недель», "at 0, 2 and 6 weeks": when, not how long."""
    if chunks[j].value.value in FIRST_MOMENT:
        return True
    return j > 1 and chunks[j - 1].has("DASH", "COMMA", "AND", "SLASH") and chunks[j - 2].has("NUMBER", "TIME_AMOUNT")


def is_of_cycle(chunks: Sequence[Chunk], j: int) -> bool:
    """ "on days 1 and 8, for 21 days as a cycle": it is the cycle that lasts so long."""
    cycle = next((k for k in range(j + 1, min(len(chunks), j + 4)) if chunks[k].concept("CYCLE") == "cycle"), None)
    return cycle is not None and not any(
        c.has("OF", "SLASH", "AND", "COMMA", "NUMBER", "NUMBER_WORD") for c in chunks[j + 1 : cycle]
    )


def days_counted(time: TimeExpression) -> str | None:
    """Three days of «on days 22 to 24», «в 22–24-й дни»."""
    found = DAYS_COUNTED.fullmatch(time.value or "")
    days = int(found[2]) - int(found[1]) + 1 if found else 0
    return f"P{days}D" if days > 1 else None


def route_of(chunks: Sequence[Chunk], i: int, owner: int | None, amount: Amount) -> str | None:
    """The route beside the amount or its drug; what goes without saying of tablets, puffs, drips and blood."""
    return (
        said_route(chunks, i, owner, amount)
        or into_the_eye(chunks, i, amount)
        or ROUTE_BY_FORM.get(form_of(chunks, i, amount))
        or dripped(chunks, i, owner)
    )


def into_the_eye(chunks: Sequence[Chunk], i: int, amount: Amount) -> str | None:
    """ "one drop at night in both eyes"."""
    eye = amount.unit == "drop" and any(chunk.has("EYE_WORD") for chunk in chunks[i + 1 : i + 5])
    return "topical" if eye else None


def form_of(chunks: Sequence[Chunk], i: int, amount: Amount) -> str:
    return next((p.value.unit.code for p in chunks[i].parts if p.has("FORM")), amount.unit)


def said_route(chunks: Sequence[Chunk], i: int, owner: int | None, amount: Amount) -> str | None:
    inside = next((part.concept("ROUTE") for part in chunks[i].parts if part.has("ROUTE")), None)
    if inside:
        return inside
    first, last = (i, i) if owner is None else (min(i, owner), max(i, owner))
    stepped = any(c.has("DOSE") for c in chunks[first + 1 : last])
    beside = next((c.concept("ROUTE") for c in chunks[i + 1 : i + 2 + stepped] if c.has("ROUTE")), None)
    between = next((c.concept("ROUTE") for c in reversed(chunks[first:last]) if c.has("ROUTE")), None)
    if beside or (between and form_of(chunks, i, amount) not in ROUTE_BY_FORM):
        return beside or between
    if stepped and amount.unit in ROUTE_BY_FORM:
        return ROUTE_BY_FORM[amount.unit]
    for j in range(first - 1, max(-1, first - 5), -1):
        if chunks[j].has("ROUTE"):
            return chunks[j].concept("ROUTE")
        if chunks[j].has(*OTHER_MATTER[:3], "COMMA", "CLOSE") or (chunks[j].has("AND") and j < first - 1):
            break
    for j in after(chunks, last, 7):
        if chunks[j].has("ROUTE"):
            return chunks[j].concept("ROUTE")
        if chunks[j].has(*OTHER_MATTER):
            break
    return None


def dripped(chunks: Sequence[Chunk], i: int, owner: int | None) -> str | None:
    """Infusions by the minute or hour, boluses, and litres of blood and solutions go into a vein."""
    amount: Amount = chunks[i].value
    drug = chunks[owner].concept("DRUG") if owner is not None else None
    by_rate = amount.per in ("minute", "hour") and amount.unit not in ROUTE_BY_FORM
    beside = (*chunks[max(0, i - 3) : i], *chunks[i + 1 : i + 3])
    drip = any(chunk.has("DRIP") for chunk in beside)
    fluids = kind_of(drug) == "fluid" or any(chunk.concept("DRUG_CLASS") == FLUIDS for chunk in beside)
    volume = amount.unit in ("mL", "L") and fluids or goes_into_a_vein(drug)
    return "intravenous" if by_rate or drip or volume else None
