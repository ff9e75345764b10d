"""Durations, and amounts of time that only their neighbours explain."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Match, T, rule
from pipeline.rules.times.ages import YOUNG_UNITS, age_chunk, lived, person
from pipeline.rules.times.amounts import listed
from pipeline.rules.times.edtf import duration
from pipeline.rules.times.offsets import day_anchor, duration_chunk, relative_chunk, value_of
from pipeline.rules.times.period import Period

AMOUNT = T("TIME_AMOUNT", as_="amount")
INSTANTS = ("s", "ms", "min")
NEAR = {"s": 1, "ms": 1, "min": 3}
"""Chunks before them in which a cue must stand: «the operation took 95 minutes», «длительность операции 95 минут»."""
"""Units of measurements (clotting times, QT) more often than of stretches of time."""
TOOK = ("FOR_CUE", "TOOK", "MEASURE")
REACH = 8


@rule(
    [T("OVER_CUE", as_="over"), T("DEFINITE", op="?"), T("LAST"), AMOUNT],
    [T("LAST"), AMOUNT],
    [T("OVER_CUE", as_="over"), T("DEFINITE", op="?"), T("LAST", as_="last"), T("TIME_UNIT", as_="unit")],
    [T("LAST", as_="last"), T("TIME_UNIT", as_="unit")],
    [T("OVER_CUE", as_="over"), T("LAST_ONE", as_="last"), T("TIME_UNIT", as_="unit")],
    [T("LAST_ONE", as_="last"), T("TIME_UNIT", as_="unit")],
)
def last(match: Match) -> Chunk | list[Chunk] | None:
    """over the past 6 months; за последние 6 месяцев; the past year; first 24 h; last week; в прошлом году"""
    bare, over = match.get("last"), match.get("over")
    if over is not None and over.has("WITHIN"):
        cue = bare or next(c for c in match.matched if c.has("LAST"))
        return relative_chunk(match.matched, value_of(match), cue.concept("LAST"), match.rule, day_anchor(match))
    stretch = match.matched[-1]
    if stretch.has("TIME_AMOUNT") and stretch.parts[0].has("PERIOD_WORD"):
        bare = next(c for c in match.matched if c.has("LAST"))
        if bare.concept("LAST_ONE") == "previous" and not lasts(match, bare):
            return [*match.matched[:-2], relative_chunk(match.matched[-2:], stretch.value.iso, "before", match.rule)]
        bare = None
    if bare is not None and bare.concept("LAST") != "before":
        return None
    if bare is not None and bare.has("LAST_ONE") and not match["unit"].has("PLURAL_UNIT") and not lasts(match, bare):
        outside = match.matched.index(bare)
        made = relative_chunk(match.matched[outside:], value_of(match), "before", match.rule)
        return [*match.matched[:outside], made]
    if over is None or over.has("OVER_WORD"):
        return duration_chunk(match.matched, value_of(match), match.rule)
    outside = 2 if match.matched[1].has("DEFINITE") else 1
    inside = duration_chunk(match.matched[outside:], value_of(match), match.rule)
    return [*match.matched[:outside], inside]


def lasts(match: Match, bare: Chunk) -> bool:
    """«over the last year», «in the last year»; but «last year», «the previous year» is when it was."""
    cues = [c for c in (*match.before(), *match.matched) if c is not bare]
    if any(c.has("FOR_CUE", "OVER_WORD", "FOR_ONE") for c in cues):
        return True
    return bare.concept("LAST_ONE") == "one" and any(c.has("DEFINITE", "DEFINITE_IN") for c in cues)


@rule([AMOUNT], [T("APPROXIMATELY"), AMOUNT])
def amount(match: Match) -> Chunk | list[Chunk] | None:
    """for 3 weeks; в течение 33 месяцев; 3-day history; at 6 months; at 30 gestational weeks; пациент … 46 лет"""
    found: Period = match["amount"].value
    before, after = listed_before(match), match.after(2)
    carried = [c for c in match["amount"].parts if c.has("GESTATION")] if found.unit == "wk" else ()
    if carried and not (before and before[-1].has("FOR_CUE")):
        return relative_chunk(match.matched, found.iso, "after", match.rule, (None, carried[0].text))
    if found.unit == "h" and after and after[0].has("CLOCK_TAIL"):
        return None
    if endpoint(after) or (after and after[0].has(*LISTING) and endpoint(listed_after(match))) or test(match, after):
        return None
    if found.unit in INSTANTS and not took(before, NEAR[found.unit]):
        return [*match.matched[:-1], *match["amount"].parts]
    if before and counts_from(match, before[-1]) and not found.adjective:
        if died_young(before):
            return age_chunk(match.matched, found.iso, match.rule)
        if (before[-1].has("AGE_IN") or any(c.has("AGE_EVENT") for c in before)) and is_lived(match, before, after):
            return age_chunk(match.matched, found.iso, match.rule)
        return relative_chunk(match.matched, found.iso, "after", match.rule, day_anchor(match))
    if is_lived(match, before, after):
        return age_chunk(match.matched, found.iso, match.rule)
    if numbered(match, before, after):
        return relative_chunk(match.matched, found.iso, "after", match.rule, day_anchor(match))
    return duration_chunk(match.matched, found.iso, match.rule) if lasted(found) else None


def took(before: Sequence[Chunk], reach: int) -> bool:
    """«the operation took 95 minutes»; not «the APTT time was 45 s», which is a laboratory value."""
    near = [*before[-reach:]]
    cue = next((i for i in range(len(near) - 1, -1, -1) if near[i].has(*TOOK)), None)
    if cue is None:
        return False
    named = before[: len(before) - len(near) + cue]
    return not (near[cue].has("TOOK") and named and named[-1].has("ANALYTE"))


def numbered(match: Match, before: Sequence[Chunk], after: Sequence[Chunk]) -> bool:
    """«5 день госпитализации», «3 сутки лечения»: which day, not how many."""
    if not after or not after[0].has("ANCHOR_OF") or before and before[-1].has("FOR_CUE"):
        return False
    parts = match["amount"].parts
    singular = parts[-1].has("ORDINAL_UNIT") and not parts[-1].has("PLURAL_UNIT")
    return singular and parts[0].has("NUMBER") and not re.search(r"[2-9]1$", parts[0].text)


def lasted(found: Period) -> bool:
    """«0 дней» is no stretch of time."""
    return found.iso is None or bool(found.iso.strip("PTYMWDHS/.0"))


@rule(
    [T("FOR_CUE", as_="cue"), T("INDEFINITE", "DEFINITE"), T("TIME_UNIT", as_="unit")],
    [T("FOR_CUE", as_="cue"), T("APPROXIMATELY"), T("INDEFINITE"), T("TIME_UNIT", as_="unit")],
    [T("FOR_CUE", as_="cue"), T("MORE_TIME"), T("TIME_UNIT", as_="unit")],
    [T("FOR_CUE", as_="cue"), T("TIME_UNIT", as_="unit")],
    [T("WITHIN_ONE", as_="cue"), T("SINGLE_FORM", as_="unit")],
)
def one(match: Match) -> list[Chunk] | None:
    """for a week; for about a year; for a further week; в течение месяца; за год похудел"""
    if match["cue"].has("WITHIN_ONE") and (
        match["unit"].concept("TIME_UNIT") not in ("a", "mo", "wk")
        or any(c.has("NUMBER", "UNIT", "TIMES_WORD", "MULTIPLE") for c in match.before(2))
    ):
        return None
    if match["unit"].has("PLURAL_UNIT") or len(match.matched) == 2 and not match["cue"].has("FOR_ONE", "WITHIN_ONE"):
        return None
    if match["unit"].concept("TIME_UNIT") in ("s", "ms"):
        return None
    return [match["cue"], duration_chunk(match.matched[1:], value_of(match), match.rule)]


@rule([T("INDEFINITE"), T("TIME_UNIT", as_="unit"), T("HISTORY_WORD", as_="of")])
def history(match: Match) -> list[Chunk] | None:
    """a week's history of; a month's duration"""
    if match["unit"].has("PLURAL_UNIT"):
        return None
    return [duration_chunk(match.matched[:2], value_of(match), match.rule), match["of"]]


@rule([T("OVER"), T("FILLER", "INDEFINITE", "APPROXIMATELY", "DEFINITE", op="*"), AMOUNT])
def over(match: Match) -> Chunk:
    """over 2–3 weeks; over a few days; over a period of 3 weeks"""
    return duration_chunk(match.matched, match["amount"].value.iso, match.rule)


def counts_from(match: Match, cue: Chunk) -> bool:
    """«at 6 months»; «на 3 сутки»; «after 12 and 24 months»; but «на 3 дня», «after a 6-hour operation» last."""
    if not cue.has(*COUNTING) or cue.has("FOR_CUE"):
        return False
    if cue.has("DATE_PART"):
        return cue.concept("DATE_PART") == "late"
    if (
        cue.has("AGE_IN")
        and cue.has("DATE_IN")
        and match["amount"].value.unit == "wk"
        and of_pregnancy(match["amount"].value)
        and not any(c.has("HISTORY_WORD") for c in match.before(3))
    ):
        return True
    ordinal = match["amount"].value.ordinal or any(c.has("ORDINAL_UNIT") for c in match["amount"].parts)
    if cue.has("LENGTH_CUE") or not cue.has("AT_CUE") and cue.has("DATE_IN"):
        return ordinal
    return cue.has("AT_CUE") or cue.has("SHIFT_BY") and match.before()[0].has("COMMA", "TIME_AND")


COUNTING = ("DATE_PART", "AGE_IN", "LENGTH_CUE", "AT_CUE", "DATE_IN", "SHIFT_BY")
FIRST_WEEK, LAST_WEEK = 5, 43


def of_pregnancy(value: Period) -> bool:
    """«в 39–40 нед родоразрешена»; but «перерыв в 2 нед»."""
    ends = [duration(end) for end in (value.iso or "").split("/")]
    return all(end is not None and FIRST_WEEK * 7 <= end.days <= LAST_WEEK * 7 for end in ends)


def endpoint(after: Sequence[Chunk]) -> bool:
    """«5-летняя выживаемость», «5-year overall survival»: an endpoint, not a stretch of someone's life."""
    return any(c.has("ENDPOINT") for c in after)


LISTING = ("COMMA", "DASH", "TIME_AND", "TIME_AMOUNT")
"""What a list of amounts is made of."""


def listed_after(match: Match) -> Sequence[Chunk]:
    """What stands after the list in which the amount stands: «1-, 2- and 5-year survival»."""
    following = match.after(REACH)
    rest = 0
    while rest < len(following) and following[rest].has(*LISTING):
        rest += 1
    return following[rest : rest + 2] if rest and any(c.has("TIME_AMOUNT") for c in following[:rest]) else ()


def test(match: Match, after: Sequence[Chunk]) -> bool:
    """«24-hour urine», «a 6-min walk test»: the name of a test."""
    named = next((c for c in after if not c.has("DASH")), None)
    if named is None or not named.has("TEST_NAME"):
        return False
    units = [c for c in match["amount"].parts if c.has("TIME_UNIT")]
    return bool(units) and not units[-1].has("PLURAL_UNIT")


def listed_before(match: Match) -> Sequence[Chunk]:
    """What stands before the amount, or before the list that it closes («at 3, 6 and 12 months»)."""
    chunks = [c for c in match.before(REACH)]
    while (
        chunks
        and chunks[-1].has(
            "COMMA", "TIME_AND", "TIME_AMOUNT", "APPROXIMATELY", "DEFINITE", "INDEFINITE", "FILLER", "COMPARATOR"
        )
        and not chunks[-1].has("FOR_CUE", "AT_CUE")
    ):
        chunks.pop()
    return chunks


def adult(value: Period) -> bool:
    """«between 40 and 60 years»"""
    ends = [duration(end) for end in (value.iso or "").split("/")]
    return len(ends) == 2 and all(end is not None and end.months >= ADULT * 12 for end in ends)


ADULT = 15


def counted_on(following: Chunk) -> bool:
    """«в 2 года после операции», «к 5 годам наблюдения»; but «в 56 лет от инсульта»."""
    return following.has("SHIFT", "ANCHOR_OF", "FOLLOW_UP") and not following.has("CAUSE_CUE")


def is_lived(match: Match, before: Sequence[Chunk], after: Sequence[Chunk]) -> bool:
    """Years, or years and months behind «в»: «в 1 год 4 мес»."""
    found: Period = match["amount"].value
    if found.iso is None or found.unit not in YOUNG_UNITS:
        return False
    if found.unit != "a" and asked_age(before):
        return True
    if found.unit not in ("a", "mo"):
        return False
    told_in = bool(before) and before[-1].has("AGE_IN")
    mixed = "Y" in found.iso
    since = told_in and before[-1].has("AGE_SINCE") and not any(c.has("THROUGH") for c in after)
    told_in = told_in and before[-1].concept("DATE_BOUND") != "until"
    months = found.unit == "mo" and (mixed or since or told_in and (opens(match, before) or examined(before)))
    return (found.unit == "a" or months) and is_age(match, before, after)


def examined(before: Sequence[Chunk]) -> bool:
    """«При осмотре в | 3 месяца», «масса тела в | 6 месяцев»; but «перерыв в 3 месяца»."""
    return len(before) > 1 and before[-2].has("EXAM", "PLACE", "STANDPOINT", "MODALITY", "MEASURE", "EVENT_VERB")


def unsigned(before: Sequence[Chunk]) -> Sequence[Chunk]:
    """«Больная К. И. | 45 лет»: without the initials of a name."""
    end = len(before)
    while end > 1 and before[end - 1].has("PERIOD") and len(before[end - 2].text) == 1:
        end -= 2
    return before[:end]


def asked_age(before: Sequence[Chunk]) -> bool:
    """«Age at operation: 17 months», «возраст на момент операции 5 недель»."""
    for chunk in reversed(before):
        if chunk.has("AGE_WORD", "AGE_CUE"):
            return not chunk.has("FOR_CUE")
        if not chunk.has(*AGE_OF):
            return False
    return False


AGE_OF = (
    "WHEN_AT",
    "EVENT",
    "STANDPOINT",
    "PERSON",
    "THE_PATIENT",
    "DEFINITE",
    "LAB_LINK",
    "COLON",
    "DASH",
    "DATE_OF",
    "AGE_WHEN",
)
"""What stands between «age» and the amount."""


def opens(match: Match, before: Sequence[Chunk]) -> bool:
    """«В 5 мес. перенёс операцию»: at the head of the sentence, not «курс в 5 мес»."""
    head = len(before) == 1 or len(before) > 1 and before[-2].has("COMMA", "SEMICOLON")
    return head and match.matched[0].start == match["amount"].start


def died_young(before: Sequence[Chunk]) -> bool:
    """«The infant died at 20 days», «her sister had died at 9 months»"""
    at_death = len(before) > 1 and before[-1].has("AT_CUE") and before[-2].concept("EVENT_VERB") == "death"
    return at_death and any(c.has("CHILD", "FAMILY") for c in before[-6:-2])


def described(match: Match) -> bool:
    """«A 22-year, booked patient», «a 45 years, diabetic and hypertensive gentleman»: adjectives, then the person."""
    before, following = match.before(), match.after(REACH)
    if before and not before[0].has("INDEFINITE", "DEFINITE", "PERIOD", "COLON"):
        return False
    rest = next((i for i, c in enumerate(following) if not c.has(*DESCRIBING) or person(c)), 0)
    if not rest or not person(following[rest]):
        return False
    years = duration((match["amount"].value.iso or "").partition("/")[0])
    return following[0].has("COMMA") or years is not None and years.months >= ADULT * 12


DESCRIBING = ("WORD", "COMMA", "TIME_AND", "SEX", "STATE")
"""What stands between an age and its person."""


def is_age(match: Match, before: Sequence[Chunk], after: Sequence[Chunk]) -> bool:
    """An amount of years that no cue of duration claims, near a person: «(муж., 46 лет)», «лиц старше 60 лет»."""
    if match["amount"].value.adjective:
        return any(c.has("PERSON") for c in after)
    if described(match):
        return True
    if before and before[-1].has("AGE_IN"):
        joined = len(after) > 1 and after[0].has("TIME_AND") and after[1].has("TIME_AMOUNT")
        if joined and match["amount"].rule != listed.name:
            return False
        return lived(match["amount"].value) and not any(counted_on(c) for c in after)
    if before and any(c.has("AGE_EVENT") for c in before[-4:]):
        return True
    if not before and match.matched[0].has("DATE_BOUND") and lived(match["amount"].value):
        return not any(counted_on(c) for c in after)
    if before and before[-1].has("BETWEEN_CUE") and adult(match["amount"].value):
        return not any(counted_on(c) for c in after)
    near = [c for c in unsigned(before)[-3:] if not c.has("PERIOD", "COMMA", "OPEN", "DATE_OF", "AMONG", "THROUGH")]
    if near and near[-1].has("PERSON", "AGE_CUE") and not near[-1].has("FOR_CUE"):
        return True
    closed = max((i for i, c in enumerate(before) if c.has("CLOSE")), default=-1)
    told = [c for c in before[closed + 1 :] if c.has("AGE_CUE", "FOR_CUE", "LAST", "SHIFT_BY") or person(c)]
    if not told:
        return False
    parted = (
        ("SEMICOLON", "COMMA", "OPEN", "DASH")
        if any(c.has("AGE_CUE") for c in told)
        else ("SEMICOLON", "COMMA", "OPEN")
    )
    return told[-1].has("AGE_CUE") or told[-1].has("PERSON") and match.before()[0].has(*parted)


DURATIONS = (last, one, history, over, amount)
