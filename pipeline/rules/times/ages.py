"""Ages, told apart from durations."""

from __future__ import annotations

from pipeline.facts import TimeExpression
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Match, T, rule, span_chunk
from pipeline.rules.times.edtf import duration
from pipeline.rules.times.period import Period, iso, period

PERSON = T("PERSON", "FAMILY", "THE_PATIENT", "OUR_PATIENT")
AMOUNT = T("TIME_AMOUNT", as_="period")
OLDEST = 125
YOUNG_UNITS = ("a", "mo", "wk", "d", "h")


def age_chunk(parts: tuple[Chunk, ...], value: str | None, rule_name: str) -> Chunk:
    return span_chunk(parts, (("AGE", ""),), TimeExpression("age", value=value), rule_name)


@rule(
    [AMOUNT, T("DASH", op="?"), T("AGE_TAIL")],
    [AMOUNT, T("DASH"), T("DASH", op="?"), T("AGE_TAIL")],
    [T("AGE_CUE"), AMOUNT],
    [T("AGE_CUE"), AMOUNT, T("AGE_TAIL")],
)
def age(match: Match) -> Chunk | list[Chunk] | None:
    """46-year-old; six years of age; aged 31 years; в возрасте 46 лет; ему 46 лет"""
    value: Period = match["period"].value
    if match.matched[0].has("OF_WHOM") and (value.unit != "a" or any(c.has("SHIFT") for c in match.after())):
        return None
    if not lived(value) or value.unit not in YOUNG_UNITS or any(c.has("FOR_CUE") for c in match.before(1)):
        return None
    cue = match.matched[0]
    if cue.has("AGE_CUE") and not cue.has("AGE_WORD"):
        return [cue, age_chunk(match.matched[1:], value.iso, match.rule)]
    return age_chunk(match.matched, value.iso, match.rule)


@rule(
    [T("NUMBER", as_="low"), T("DASH", op="?"), T("AGE_MARK")],
    [T("NUMBER", as_="low"), T("DASH"), T("DASH", op="?"), T("AGE_MARK")],
    [T("AGE_CUE"), T("COLON", "EQUALS", op="?"), T("NUMBER", as_="low")],
    [T("AGE_CUE"), T("NUMBER", as_="low"), T("DASH", "THROUGH", "TIME_AND"), T("NUMBER", as_="high")],
    [T("AGE_CUE"), T("NUMBER", as_="low"), T("THROUGH", "TIME_AND"), AMOUNT],
    [T("AGE_CUE"), T("NUMBER", as_="low"), T("THROUGH", "TIME_AND"), AMOUNT, T("AGE_TAIL")],
    [T("BETWEEN_CUE"), T("TIME_AMOUNT", as_="first"), T("TIME_AND"), AMOUNT],
    [T("BETWEEN_CUE"), T("TIME_AMOUNT", as_="first"), T("TIME_AND"), AMOUNT, T("AGE_TAIL")],
)
def age_without_unit(match: Match) -> Chunk | list[Chunk] | None:
    """45 y/o; at the age of 46; aged 5 to 7; between the ages of 40 and 60 years"""
    if any(c.has("TIME_AND") for c in match.matched[1:]) and not match.matched[0].has("BETWEEN_CUE"):
        return None
    if match.get("period") is not None:
        return age_range(match) if match.matched[0].has("AGE_CUE") else None
    low, high = match["low"].value, (match.get("high") or match["low"]).value
    following = match.after()
    if following and following[0].has("UNIT", "DASH", "THROUGH") or not 0 < low.low <= high.high <= 120:
        return None
    value = period(low, high, "a")
    return age_chunk(match.matched, value.iso, match.rule) if value else None


@rule(
    [T("AGE_CUE"), T("NUMBER", as_="one"), T("TIME_AND", as_="and"), T("NUMBER", as_="other")],
    [T("AGE_CUE"), T("NUMBER", as_="one"), T("TIME_AND", as_="and"), AMOUNT],
    [T("AGE_CUE"), T("NUMBER", as_="one"), T("TIME_AND", as_="and"), AMOUNT, T("AGE_TAIL")],
    [
        T("NUMBER", as_="one"),
        T("DASH", op="?"),
        T("TIME_AND", as_="and"),
        T("INDEFINITE", op="?"),
        AMOUNT,
        T("DASH", op="?"),
        T("AGE_TAIL"),
    ],
)
def ages_of_two(match: Match) -> list[Chunk] | None:
    """aged 34 and 19 years; at ages 10 and 8; a 34- and a 45-year-old woman"""
    first, after = match.matched[0], match.after()
    one, last = match["one"].value, match.get("period")
    unit = last.value.unit if last else "a"
    if (
        first.has("BETWEEN_CUE")
        or unit not in YOUNG_UNITS
        or (after and after[0].has("UNIT", "DASH", "THROUGH", "SHIFT"))
    ):
        return None
    values = (iso(one.low, unit), last.value.iso if last else iso(match["other"].value.low, "a"))
    if one.is_range or not all(value and lived(Period(value, unit)) for value in values):
        return None
    at = match.matched.index(match["and"])
    begin = 0 if first.has("AGE_WORD") or not first.has("AGE_CUE") else 1
    rest = 2 if match.matched[at + 1].has("INDEFINITE") else 1
    return [
        *match.matched[:begin],
        age_chunk(match.matched[begin : match.matched.index(match["one"]) + 1], values[0], match.rule),
        *match.matched[match.matched.index(match["one"]) + 1 : at + rest],
        age_chunk(match.matched[at + rest :], values[1], match.rule),
    ]


def age_range(match: Match) -> list[Chunk] | None:
    """between the age of 40 and 60 years"""
    last: Period = match["period"].value
    low = match.get("low")
    first = iso(low.value.low, last.unit) if low is not None else match["first"].value.iso
    if last.iso is None or last.is_range or first is None:
        return None
    return [match.matched[0], age_chunk(match.matched[1:], f"{first}/{last.iso}", match.rule)]


@rule(
    [T("POSSESSIVE", as_="whose"), T("DATE_PART", op="?"), T("NUMBER", as_="tens", form=r"^[1-9]0$"), T("DECADE_END")],
    [T("POSSESSIVE", as_="whose"), T("DATE_PART", op="?"), T("DECADE_WORD", as_="teens")],
    [T("TEENS", as_="teens")],
)
def age_decade(match: Match) -> list[Chunk] | None:
    """in his 60s; in her mid-teens; in her late forties; an octogenarian"""
    teens, tens, whose = match.get("teens"), match.get("tens"), match.get("whose")
    value = (
        (teens.concept("TEENS") or teens.concept("DECADE_WORD"))
        if teens
        else f"P{tens.text}Y/P{int(tens.text) + 9}Y"
        if tens
        else None
    )
    head = [whose] if whose else []
    return [*head, age_chunk(match.matched[len(head) :], value, match.rule)]


def person(chunk: Chunk) -> bool:
    """«man», «the boy»; a pronoun has no age of its own."""
    return chunk.has("PERSON", "FAMILY") or chunk.has("THE_PATIENT", "OUR_PATIENT") and " " in chunk.text


def lived(value: Period) -> bool:
    """No one is 5237 years old."""
    ends = [duration(end) for end in (value.iso or "").split("/")]
    return all(end is not None and end.months <= OLDEST * 12 for end in ends)


@rule(
    [PERSON, AMOUNT],
    [PERSON, T("COMMA", "OPEN", "DATE_OF"), AMOUNT],
    [AMOUNT, T("COMMA", op="?"), PERSON],
    [AMOUNT, T("WORD"), PERSON],
)
def age_of_person(match: Match) -> list[Chunk] | None:
    """пациентка 70 лет; больной, 46 лет; 70-летняя пациентка; man, 45 years; a 46 years male"""
    value, at = match["period"].value, match.matched.index(match["period"])
    if not any(person(c) for c in match.matched):
        return None
    before, after = match.before(), match.after(2)
    if (
        not lived(value)
        or value.unit not in ("a", "mo")
        or any(c.has("SHIFT", "LAST", "HISTORY_WORD", "FOLLOW_UP") for c in after[:1])
    ):
        return None
    named = bool(before) and before[0].has("INDEFINITE") and len(match.matched) == 2
    if at == 0 and not value.adjective and not named and not match.matched[-2].has("COMMA"):
        return None
    if before and before[0].has("FOR_CUE", "LAST", "SHIFT_BY") and at == 0:
        return None
    if any(c.has("FOR_CUE") for c in match.matched[:at]):
        return None
    return [*match.matched[:at], age_chunk((match["period"],), value.iso, match.rule), *match.matched[at + 1 :]]


AGES = (age, ages_of_two, age_without_unit, age_of_person)
