"""Amounts with their owner to dose facts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from pipeline.facts import Dose, Fact, TimeExpression
from pipeline.record import replace
from pipeline.rules.brackets import outside_brackets
from pipeline.rules.chunk import Chunk
from pipeline.rules.doses.actions import HABIT, TAKE, UNDER, action, injected
from pipeline.rules.doses.amount import Amount
from pipeline.rules.doses.catalogue import drugs, implausible, kind_of
from pipeline.rules.doses.course import after, duration_of, rhythm_around, route_of, series
from pipeline.rules.doses.memory import Memory
from pipeline.rules.doses.owner import Owner, measured
from pipeline.rules.doses.printed import printed_name
from pipeline.rules.doses.rhythm import Rhythm
from pipeline.rules.doses.sentence import DoseSentence
from pipeline.rules.doses.strength import drug_of_strength
from pipeline.rules.doses.verbs import SAID_OF_STEPS, ended_after, governor
from pipeline.rules.where import where

ADJACENT_ONLY = ("VOLUME", "FLOW", "SUBSTANCE")
"""Dimensions that blood, urine and gases have too: a dose only where a drug stands beside."""
UNITS_OF_DOSES = ("mg", "ug", "[IU]", "U")
"""Amounts in these, a day or for a kilogram or square metre of body, are doses even where no word of dosing stands near."""
INTAKE = "intake"
"""What is taken in is no dose, unless a drug is named: "intake consisted of Ringer's lactate 1500 mL"."""
LONGEST_QUOTE = 14
NEAR, LONGEST_FALL = 5, 9
"""How far before an amount the word may stand that says what it is instead; and before one that it fell or rose to."""
IN_LIST = ("DRUG", "DOSE", "AND", "COMMA", "OF", "PASSIVE", "GIVE", "ROUTE", "OPEN", "CLOSE", "QUOTE")
OVER = ("OVER_WORD", "PER")
"""Words that spread an amount over days."""
ONCE = ("loading", "single")
"""Words of dosing for what is given one time."""
HOURS = ("h", "min")
REGULAR = ("day", "week")
DAYS_OF_WEEK = 7
CHANGED = (*SAID_OF_STEPS, "resume", "continue")
"""An amount that is so done keeps the rhythm that the drug had."""


def dose_rows(read: DoseSentence, memory: Memory) -> list[Fact]:
    """One fact for each amount that is a dose."""
    chunks = read.chunks
    out: list[Fact] = []
    for i in where(chunks, "DOSE"):
        owner = read.owners.get(i)
        amount: Amount = chunks[i].value
        drug = chunks[owner.index] if owner is not None and owner.index is not None else None
        if not is_dose(read, i, amount, owner):
            continue
        if drug is None and (owner is None or not owner.unknown):
            drug = pointed_to(read, i, memory) if governed(chunks, i) else None
        told = steps(dose_fact(read, i, amount, owner, drug, memory), chunks, i)
        if drug is not None and isinstance(told[-1].payload, Dose):
            memory.done(drug, told[-1].payload.action)
        out += told
    return out


def pointed_to(read: DoseSentence, i: int, memory: Memory) -> Chunk | None:
    """The drug of "it was restarted at 2 mg", of «…; доза вновь повышена до 40 мг»: one that was stopped, one of the sentence, the last."""
    paused = memory.paused() if action(read, i, None) == "resume" else None
    before = [j for j in where(read.chunks, "DRUG") if j < i and not measured(read.chunks, j)]
    return paused or (read.chunks[before[-1]] if before else memory.last())


def steps(fact: Fact, chunks: Sequence[Chunk], i: int) -> list[Fact]:
    """«increased from 300 to 600 mg/day» is two amounts of two times, no range."""
    dose = fact.payload
    assert isinstance(dose, Dose)
    changed = dose.action in SAID_OF_STEPS and dose.dose_low != dose.dose_high
    if not changed or not (i and chunks[i - 1].has("BETWEEN", "SWITCH_FROM")):
        return [fact]
    first = replace(dose, dose_high=dose.dose_low, daily_dose_high=dose.daily_dose_low, action="mention", duration=None)
    second = replace(dose, dose_low=dose.dose_high, daily_dose_low=dose.daily_dose_high)
    return [replace(fact, payload=first), replace(fact, payload=second)]


def is_dose(read: DoseSentence, i: int, amount: Amount, owner: Owner | None) -> bool:
    """Is the amount a dose, or the weight of a stone, the protein of a day's urine, a litre of blood lost?"""
    chunks = read.chunks
    fluid = amount.dimension in ADJACENT_ONLY or amount.unit in ("mL", "L")
    if owner is None:
        return not fluid and carries(chunks, i) and not disowned(chunks, i) and not weighed(chunks, i)
    if owner.index is None:
        classed = any(chunks[j].has("DRUG_CLASS") for j in owner.unknown)
        named = owner.unknown[0] < i and not fluid or carries(chunks, i)
        return classed or named and not disowned(chunks, i)
    if is_strength(chunks, i, owner.index):
        return False
    between = outside_brackets(chunks[min(i, owner.index) + 1 : max(i, owner.index)])
    if any(chunk.has("NO_DOSE") for chunk in between):
        return False
    if fluid and any(chunk.has("ANALYTE") for chunk in between) or fluid and others_between(read, i, owner):
        return False
    if fluid and any(chunk.concept("NO_DOSE") not in (None, INTAKE) for chunk in clause_before(chunks, i, 5)):
        return False
    if len(between) <= 3 or amount.per_body is not None and amount.per is not None:
        return True
    if any(chunk.has("ANALYTE") and not chunk.has("DRUG") for chunk in between):
        return False
    return not disowned(chunks, i) and not (fluid and len(between) > 8)


def clause_before(chunks: Sequence[Chunk], i: int, most: int) -> list[Chunk]:
    """Up to so many chunks before chunk i, none beyond a semicolon."""
    return list(takewhile(lambda chunk: not chunk.has("SEMICOLON"), reversed(chunks[max(0, i - most) : i])))


def others_between(read: DoseSentence, i: int, owner: Owner) -> bool:
    """An amount of another drug, or of none, stands between a volume and its drug: «1.5 mL/kg, followed by 0.25 mL/kg/min» are of one."""
    first, last = sorted((i, owner.index if owner.index is not None else i))
    return any(read.chunks[j].has("DOSE") and read.owners.get(j) != owner for j in range(first + 1, last))


def is_strength(chunks: Sequence[Chunk], i: int, drug: int) -> bool:
    """ "1000 IU of prothrombin complex concentrate (Beriplex 500 IU)": what one vial of the product holds."""
    opened = next((j for j in range(drug - 1, max(-1, drug - 3), -1) if chunks[j].has("OPEN")), None)
    if opened is None or opened == 0 or drug > i or not chunks[opened - 1].has("DRUG"):
        return False
    same = chunks[opened - 1].concept("DRUG") == chunks[drug].concept("DRUG")
    amount: Amount = chunks[i].value
    return (
        same
        and amount.per is None
        and amount.rhythm is None
        and any(c.has("DOSE") for c in chunks[max(0, opened - 4) : opened])
    )


def weighed(chunks: Sequence[Chunk], i: int) -> bool:
    """«масса тела при рождении 940 г»: a measured quantity stands just before."""
    return any(chunk.has("MEASURE") for chunk in chunks[max(0, i - 3) : i])


def disowned(chunks: Sequence[Chunk], i: int) -> bool:
    """Words near the amount that say what it is instead: a weight, a loss, a level, or what fell "from 8.8 to" it."""
    after = chunks[i + 1 : i + 4]
    bracket = next((j for j, chunk in enumerate(after) if chunk.has("OPEN")), len(after))
    reach = LONGEST_FALL if i and chunks[i - 1].has("UP_TO") else NEAR
    near = (*range(max(0, i - reach), i), *range(i + 1, i + 1 + bracket))
    return any(chunks[j].has("NO_DOSE", "ANALYTE") and (not chunks[j].has("DRUG") or measured(chunks, j)) for j in near)


def carries(chunks: Sequence[Chunk], i: int) -> bool:
    """A word of dosing governs the amount: «the dose was reduced to 200 mg», «по 1 таблетке»."""
    amount: Amount = chunks[i].value
    if amount.dimension == "MASS_PER_AREA" and amount.unit not in UNITS_OF_DOSES:
        said = any(chunk.has("DOSE_WORD", "DOSE_QUALITY") for chunk in chunks[max(0, i - 6) : i])
        return said or amount.rhythm is not None or amount.per is not None
    if amount.dimension in ("MASS_PER_AREA", "MASS_RATE", "MASS_RATIO") and amount.unit in UNITS_OF_DOSES:
        return amount.per_body is not None or amount.per == "day"
    if amount.rhythm is not None and amount.unit in UNITS_OF_DOSES:
        return True
    return governed(chunks, i)


def governed(chunks: Sequence[Chunk], i: int) -> bool:
    """A word of dosing stands before or just after the amount."""
    amount: Amount = chunks[i].value
    before = chunks[max(0, i - 10) : i]
    after = chunks[i + 1 : i + 5]
    if any(chunk.has("DOSE_WORD", "DOSE_CHANGE", "GIVE", "DOSE_QUALITY", "SWITCH") for chunk in (*before, *after)):
        return True
    return amount.dimension.startswith("FORM") and (
        amount.rhythm is not None or amount.per is not None or any(chunk.has("BY") for chunk in before[-1:])
    )


def dose_fact(
    read: DoseSentence, i: int, amount: Amount, owner: Owner | None, drug: Chunk | None, memory: Memory
) -> Fact:
    chunks, chunk = read.chunks, read.chunks[i]
    index = owner.index if owner is not None else None
    done = action(read, i, index)
    names = series(chunks, i, read.owners)
    rhythm = amount.rhythm or rhythm_around(chunks, i, index)
    if rhythm is None and amount.per is None:
        rhythm = next((r for r in names.rhythms if r is not None), None)
    concept = drug.concept("DRUG") if drug is not None else None
    duration = duration_of(chunks, i, index) or names.duration or ended_after(chunks, governor(chunks, i, index), i)
    per, times = belongs(chunks, i, amount, rhythm, concept, None if done in SAID_OF_STEPS else of_days(duration))
    if per == "dose" and times is None and rhythm is None:
        kept = memory.per(concept, amount.unit) if done in CHANGED else None
        per = names.per or sibling_per(read, i) or kept or per
    if done in (TAKE, HABIT, UNDER):
        regular = per != "dose" or times is not None or any(is_regular(chunks[j]) for j in where(chunks, "DOSE"))
        done = going_on(done, regular, read.sentence.section == "case")
    known = drugs().get(concept or "")
    daily = {"day": 1.0, "dose": times}.get(per or "") if amount.unit else None
    dose = Dose(
        drug=drug_of_strength(chunks, index, amount) if index is not None else concept,
        drug_printed=name_printed(read, owner, drug),
        rxcui=known.rxcui if known else None,
        unii=known.unii if known else None,
        dose_low=amount.low,
        dose_high=amount.high,
        dose_unit=amount.unit,
        dose_printed=chunk.text,
        per=per,
        per_body=amount.per_body,
        times_per_day=times,
        every=rhythm.every if rhythm is not None and times is not None and amount.per is None else None,
        daily_dose_low=rounded(amount.low, daily),
        daily_dose_high=rounded(amount.high, daily),
        route=route_of(chunks, i, index, amount),
        duration=duration,
        action=done,
    )
    memory.keep(dose)
    start, end = quote(chunks, i, index)
    return Fact(start, end, (chunk.start, chunk.end), chunk.rule, dose, read.sentence.index, doubts(amount, drug))


def of_days(duration: str | None) -> str | None:
    """The duration, unless it is of hours or minutes."""
    return None if duration is None or duration.startswith("PT") else duration


def name_printed(read: DoseSentence, owner: Owner | None, drug: Chunk | None) -> str | None:
    """The drug's name as the text has it, also where no table knows it."""
    if drug is not None:
        return printed_name(drug.text, read.sentence.language)
    return " ".join(read.chunks[j].text for j in owner.unknown) if owner is not None and owner.unknown else None


def doubts(amount: Amount, drug: Chunk | None) -> tuple[str, ...]:
    """The flags of a dose."""
    flags = []
    if drug is None:
        flags.append("drug_missing")
    elif drug.rule:
        flags.append("unverified")
    if amount.guessed:
        flags.append("unit_guessed")
    concept = drug.concept("DRUG") if drug is not None else None
    if implausible(concept, amount.low, amount.high, amount.unit, amount.per_body):
        flags.append("implausible")
    return tuple(flags)


def is_regular(dose: Chunk) -> bool:
    """One amount of a list that says its day tells of the others: «принимает А 50 мг 1 раз в сутки и Б по 2,5 мг»."""
    amount: Amount = dose.value
    return amount.per in REGULAR or amount.rhythm is not None and amount.rhythm.days <= DAYS_OF_WEEK


def going_on(done: str, regular: bool, in_case: bool) -> str | None:
    """What a patient regularly takes goes on; a single amount under which they were may have been a beginning."""
    if regular or done == HABIT:
        return "continue" if in_case else "mention"
    return None if done == UNDER else "mention"


def sibling_per(read: DoseSentence, i: int) -> str | None:
    """The day that another amount of the same drug in the sentence belongs to: «1 мг/кг (55 мг/сут)», «from 60 to 10 mg daily»."""
    owner = read.owners.get(i)
    if owner is None or owner.index is None or dose_word(read.chunks, i) in ONCE:
        return None
    beside = (*read.chunks[i].parts, *read.chunks[i + 1 : i + 2])
    if any(chunk.concept("DOSE_WORD") in ONCE or chunk.concept("DOSE_FREQUENCY") == "once" for chunk in beside):
        return None
    if injected(read.chunks[i + 1 : i + 2]):
        return None
    unit, others = read.chunks[i].value.unit, [j for j, other in read.owners.items() if other == owner and j != i]
    for j in sorted(others, key=lambda j: abs(j - i)):
        amount: Amount = read.chunks[j].value
        rhythm = amount.rhythm or rhythm_around(read.chunks, j, owner.index)
        per = amount.per or (rhythm.period if rhythm is not None else None)
        if per == "day" and amount.unit == unit:
            return per
    return None


def rounded(amount: float, factor: float | None) -> float | None:
    return round(amount * factor, 6) if factor is not None else None


def belongs(
    chunks: Sequence[Chunk], i: int, amount: Amount, rhythm: Rhythm | None, drug: str | None, duration: str | None
) -> tuple[str | None, float | None]:
    """(what one amount belongs to, times a day)."""
    if amount.per is not None:
        return amount.per, amount.divided
    behind = any(chunk.concept("DOSE_WORD") == "total" for chunk in chunks[i + 1 : i + 2])
    if amount.rhythm is None and (behind or any(chunk.has("IN_TOTAL") for chunk in chunks[max(0, i - 1) : i])):
        return "total", None
    cyclic = amount.rhythm is None and rhythm is not None and rhythm.days > DAYS_OF_WEEK
    if cyclic and on_each_day(chunks, i):
        return "day", None
    if rhythm is not None:
        return (rhythm.period, None) if rhythm.period else ("dose", rhythm.times_per_day)
    word = dose_word(chunks, i) or dose_word_of_names(chunks, i)
    if word not in ("single", "total") and on_each_day(chunks, i):
        return "day", None
    if word in ("day", "week", "month", "total"):
        return word, None
    if word not in ONCE and (spread := spread_over(chunks, i)) is not None:
        return spread, None
    if any(c.has("IN_TOTAL") for c in (*chunks[max(0, i - 3) : i], *chunks[i + 1 : i + 3])):
        return "total", None
    if kind_of(drug) == "blood_product" and amount.unit in ("U", "{dose}"):
        return "total", None
    if duration is not None and word != "single" and amount.dimension in ("MASS", "MASS_RATIO", "MASS_PER_AREA"):
        return "day", None
    return "dose", None


def spread_over(chunks: Sequence[Chunk], i: int) -> str | None:
    """total of "2 g/kg divided over 5 days", «2 г/кг за 5 дней», day of "600 mg divided over 24 hours"; else None."""
    amount: Amount = chunks[i].value
    j = next((j for j in range(i + 1, min(len(chunks), i + 5)) if chunks[j].has("DURATION", "TIME", "DOSE", "DRUG")), 0)
    if not j or not chunks[j].has("DURATION", "TIME"):
        return None
    led = (*chunks[j - 1 : j], *chunks[j].parts[:1])
    stretch = chunks[j].value.value if isinstance(chunks[j].value, TimeExpression) else chunks[j].value.unit.code
    if any(chunk.has("SPREAD") for chunk in led):
        return "day" if stretch == "PT24H" else "total"
    by_body = amount.per_body is not None and amount.unit == "g" and any(chunk.has(*OVER) for chunk in led)
    in_days = stretch is not None and not stretch.startswith("PT") and stretch not in HOURS
    return "total" if by_body and in_days else None


def on_each_day(chunks: Sequence[Chunk], i: int) -> bool:
    """«40 mg on days 1–4», «8 мг/м2 в 1–3-й дни»: a stretch of days, each with its amount."""
    for j in after(chunks, i, 5):
        time = chunks[j].value
        if chunks[j].has("RELATIVE") and isinstance(time, TimeExpression):
            return "/" in (time.value or "") and (time.value or "").count("D") == 2
        if not chunks[j].has("ROUTE", "ON", "IN", "COMMA", "PASSIVE", "GIVE", "PER", "DOSE_WORD"):
            return False
    return False


def dose_word(chunks: Sequence[Chunk], i: int) -> str | None:
    """What the word of dosing before the amount says of it: loading, single, day, total."""
    return next((c.concept("DOSE_WORD") for c in reversed(chunks[max(0, i - 4) : i]) if c.has("DOSE_WORD")), None)


def dose_word_of_names(chunks: Sequence[Chunk], i: int) -> str | None:
    """The word before the names: "the total dose of A and B received was 1800 mg and 50 mg", "his daily medication was A 5 mg and B 10 mg"."""
    j = i - 1
    while j >= 0 and chunks[j].has(*IN_LIST) and not chunks[j].has("DOSE_WORD"):
        j -= 1
    leads = j >= 0 and j < i - 1 and (chunks[j + 1].has("OF") or chunks[j].has("GIVE"))
    return chunks[j].concept("DOSE_WORD") if leads else None


def quote(chunks: Sequence[Chunk], i: int, owner: int | None) -> tuple[int, int]:
    """The words from the drug's name through the amount (or back), where they stand close together."""
    chunk = chunks[i]
    if owner is None or abs(owner - i) > LONGEST_QUOTE:
        return chunk.start, chunk.end
    return min(chunk.start, chunks[owner].start), max(chunk.end, chunks[owner].end)
