"""Ages, told apart from durations."""

from __future__ import annotations

from pipeline.facts import TimeExpression
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Match, T, rule, span_chunk
from pipeline.rules.times.amounts import listed, weeks_and_days
from pipeline.rules.times.edtf import duration
from pipeline.rules.times.offsets import relative_chunk
from pipeline.rules.times.period import Period, iso, period

PERSON = T("PERSON", "FAMILY", "THE_PATIENT", "OUR_PATIENT")
AMOUNT = T("TIME_AMOUNT", as_="period")
OLDEST = 125
LONGEST_LIFE = 105
"""Years that a number without its unit may be an age of: «she was 104 when»."""
YOUNG_UNITS = ("a", "mo", "wk", "d", "h")


def age_chunk(parts: tuple[Chunk, ...], value: str | None, rule_name: str) -> Chunk:
    return span_chunk(parts, (("AGE", ""),), TimeExpression("age", value=value), rule_name)


@rule(
    [AMOUNT, T("DASH", op="?"), T("AGE_TAIL")],
    [AMOUNT, T("DASH"), T("DASH", op="?"), T("AGE_TAIL")],
    [T("AGE_CUE"), AMOUNT],
    [T("AGE_CUE"), AMOUNT, T("AGE_TAIL")],
    [AMOUNT, T("AGE_NOUN", as_="noun")],
)
def age(match: Match) -> Chunk | list[Chunk] | None:
    """46-year-old; six years of age; aged 31 years; в возрасте 46 лет; ему 46 лет; с 16-летнего возраста"""
    value: Period = match["period"].value
    if match.get("noun") is not None and not value.adjective:
        return None
    if match.matched[0].has("OF_WHOM") and (value.unit != "a" or any(c.has("SHIFT") for c in match.after())):
        return None
    if (
        not lived(value)
        or value.unit not in YOUNG_UNITS
        or any(c.has("FOR_CUE") and not c.has("OVER") for c in match.before(1))
    ):
        return None
    cue, following = match.matched[0], match.after()
    if match.matched[-1] is match["period"] and following and following[0].has(*NO_AGE_AFTER):
        return None
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
    [T("EVENT_VERB", "AGE_EVENT", as_="lived"), T("AT_CUE", "AGE_IN"), T("NUMBER", as_="low", form=r"^\d{1,3}$")],
    [
        T("THE_PATIENT", as_="lived"),
        T("PASSIVE"),
        T("NUMBER", as_="low", form=r"^\d{1,3}$"),
        T("AGE_WHEN", "STANDPOINT"),
    ],
    [T("THE_PATIENT", as_="lived"), T("PASSIVE"), T("NUMBER", as_="low", form=r"^\d{1,3}$"), T("WHEN_AT"), T("EVENT")],
    [T("PERSON", as_="lived"), T("DATE_OF"), T("NUMBER", as_="low", form=r"^\d{1,3}$"), T("COMMA", "PERIOD", "BREAK")],
)
def age_without_unit(match: Match) -> Chunk | list[Chunk] | None:
    """45 y/o; at the age of 46; aged 5 to 7; between the ages of 40 and 60 years; died at 56; she was 17 when"""
    if any(c.has("TIME_AND") for c in match.matched[1:]) and not match.matched[0].has("BETWEEN_CUE"):
        return None
    if match.get("period") is not None:
        return age_range(match) if match.matched[0].has("AGE_CUE") else None
    low, high = match["low"].value, (match.get("high") or match["low"]).value
    following = match.after()
    if following and following[0].has("DASH") or not 0 < low.low <= high.high <= 120:
        return None
    if following and following[0].has("THROUGH") and not any(c.has("AGE_CUE") for c in match.after(3)):
        return None
    if (
        following
        and following[0].has("UNIT", "CLOCK_WORD", "COLON", "PERCENT")
        and not match.matched[-1].has("AGE_MARK")
    ):
        return None
    mark = match.matched[-1].concept("AGE_MARK")
    value, lived_at = period(low, high, mark if mark in YOUNG_UNITS else "a"), match.get("lived")
    if value is None or (lived_at is not None and not (low.is_whole and no_event(lived_at))):
        return None
    if lived_at is not None and (low.low > LONGEST_LIFE or of_discharge(match.matched[-1])):
        return None
    if lived_at is not None:
        at = match.matched.index(match["low"])
        return [*match.matched[:at], age_chunk((match["low"],), value.iso, match.rule), *match.matched[at + 1 :]]
    return age_chunk(match.matched, value.iso, match.rule)


def of_discharge(chunk: Chunk) -> bool:
    """«She was 82 at discharge» tells a value whose name the text leaves out; at birth, at onset or at surgery it is an age."""
    return "discharge" in (chunk.concept("STANDPOINT") or "") or chunk.concept("EVENT") == "discharge"


def no_event(chunk: Chunk) -> bool:
    """Of the verbs only those of death tell an age: «died at 56», not «extubated at 56»."""
    return not chunk.has("EVENT_VERB") or chunk.concept("EVENT_VERB") == "death"


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


@rule(
    *(
        [
            *start,
            T("TIME_AMOUNT", as_="one"),
            *(element for _ in range(count) for element in (T("COMMA"), T("TIME_AMOUNT", as_="one"))),
            T("COMMA", op="?"),
            T("TIME_AND"),
            AMOUNT,
            *end,
        ]
        for count in (0, 1, 2)
        for start, end in (
            ((), (T("DASH", op="?"), T("AGE_TAIL"))),
            ((T("AGE_CUE", as_="cue"),), ()),
            ((T("AGE_CUE", as_="cue"),), (T("AGE_TAIL"),)),
            ((PERSON,), ()),
            ((PERSON, T("OPEN", "COMMA")), ()),
        )
    )
)
def ages_listed(match: Match) -> list[Chunk] | None:
    """two brothers, 8 and 11 years old; sisters (aged 8, 11, and 14 years); двое детей (3 и 7 лет)"""
    first, ones, last, after = match.matched[0], match.all("one"), match["period"], match.after()
    if first.has("BETWEEN_CUE") or any(
        c.rule != listed.name or not lived(c.value) or c.value.unit not in YOUNG_UNITS for c in ones
    ):
        return None
    of_persons = first.has("PERSON", "FAMILY") and not first.has("AGE_CUE")
    if of_persons and (last.value.unit not in ("a", "mo") or after and after[0].has(*NO_AGE_AFTER)):
        return None
    begin = 1 if first not in ones and not first.has("AGE_WORD") else 0
    at, end = match.matched.index(ones[0]), match.matched.index(last)
    if of_persons:
        begin = at
    out = [age_chunk((c,), c.value.iso, match.rule) if c in ones else c for c in match.matched[at + 1 : end]]
    return [
        *match.matched[:begin],
        age_chunk(match.matched[begin : at + 1], ones[0].value.iso, match.rule),
        *out,
        age_chunk(match.matched[end:], last.value.iso, match.rule),
    ]


@rule(
    *(
        [
            T("AGE_CUE"),
            *(element for _ in range(count) for element in (T("NUMBER", as_="one"), T("COMMA"))),
            T("NUMBER", as_="one"),
            T("COMMA", op="?"),
            T("TIME_AND"),
            T("NUMBER", as_="one"),
        ]
        for count in (1, 2, 3)
    )
)
def ages_listed_bare(match: Match) -> list[Chunk] | None:
    """children aged 2, 5 and 9; at ages 8, 11, and 14"""
    ones, after = match.all("one"), match.after()
    years = [chunk.value for chunk in ones]
    if match.matched[0].has("BETWEEN_CUE") or any(year.is_range or not 0 < year.low <= OLDEST for year in years):
        return None
    if after and after[0].has("UNIT", "TIME_UNIT", "DASH", "THROUGH", "SHIFT", "PERCENT"):
        return None
    return [age_chunk((c,), iso(c.value.low, "a"), match.rule) if c in ones else c for c in match.matched]


NO_AGE_AFTER = ("SHIFT", "STANDPOINT", "ANCHORED", "FOLLOW_UP", "HISTORY_WORD", "ENDPOINT", "ANCHOR_OF")


def age_range(match: Match) -> list[Chunk] | None:
    """between the age of 40 and 60 years"""
    last: Period = match["period"].value
    low = match.get("low")
    first = iso(low.value.low, last.unit) if low is not None else match["first"].value.iso
    if last.iso is None or last.is_range or first is None:
        return None
    return [match.matched[0], age_chunk(match.matched[1:], f"{first}/{last.iso}", match.rule)]


MEASURED = 6
"""Chunks before «in the mid-teens» in which what is measured so stands: «intraocular pressures in the mid-teens»."""


@rule(
    [T("POSSESSIVE", as_="whose"), T("DATE_PART", op="?"), T("NUMBER", as_="tens", form=r"^[1-9]0$"), T("DECADE_END")],
    [T("POSSESSIVE", as_="whose"), T("DATE_PART", op="?"), T("DECADE_WORD", as_="teens")],
    [T("TEENS", as_="teens")],
)
def age_decade(match: Match) -> list[Chunk] | None:
    """in his 60s; in her mid-teens; in her late forties; an octogenarian"""
    teens, tens, whose = match.get("teens"), match.get("tens"), match.get("whose")
    if whose is None and any(c.has("MEASURE", "ANALYTE", "TREND") for c in match.before(MEASURED)):
        return None
    value = (
        (teens.concept("TEENS") or teens.concept("DECADE_WORD"))
        if teens
        else f"P{tens.text}Y/P{int(tens.text) + 9}Y"
        if tens
        else None
    )
    head = [whose] if whose else []
    return [*head, age_chunk(match.matched[len(head) :], value, match.rule)]


INITIAL = T(as_="initial", form=r"^(?i:[а-яёa-z])$")
YEARS = (T("NUMBER", as_="years", form=r"^([5-9]|[1-9]\d)$"), T("YEAR_LETTER"))


@rule(
    [PERSON, T("COMMA", op="?"), *YEARS],
    [PERSON, INITIAL, T("PERIOD", op="?"), T("COMMA", op="?"), *YEARS],
    [PERSON, INITIAL, T("PERIOD"), INITIAL, T("PERIOD"), T("COMMA", op="?"), *YEARS],
)
def age_in_letter(match: Match) -> list[Chunk] | None:
    """больная К., 29 л.; пациент 45 л, поступил: years, not litres"""
    after = match.after()
    if after and not after[0].has("PERIOD", "COMMA", "CLOSE", "SEMICOLON"):
        return None
    at = match.matched.index(match["years"])
    return [*match.matched[:at], age_chunk(match.matched[at:], f"P{match['years'].text}Y", match.rule)]


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
    [PERSON, T("COMMA", "OPEN", "DATE_OF"), AMOUNT, T("DASH", op="?"), T("AGE_TAIL", as_="tail")],
    [AMOUNT, T("COMMA", op="?"), PERSON],
    [AMOUNT, T("WORD", "GESTATION", "PRETERM", "SEX", as_="quality"), PERSON],
    [AMOUNT, T("DASH"), PERSON],
    [T("SEX_LETTER"), T("COMMA"), AMOUNT],
    [T("PERSON", "FAMILY", "THE_PATIENT", as_="who"), T("PASSIVE"), AMOUNT],
)
def age_of_person(match: Match) -> list[Chunk] | None:
    """пациентка 70 лет; больной, 46 лет; 70-летняя пациентка; man, 45 years; a 46 years male; a 22-year pregnant woman; the boy was 2 years"""
    who = match.get("who")
    if who is not None and not said_of(match):
        return None
    value, at = match["period"].value, match.matched.index(match["period"])
    if who is None and not any(person(c) or c.has("SEX_LETTER") for c in match.matched):
        return None
    before, after = match.before(), match.after(2)
    if (
        not lived(value)
        or value.unit not in ("a", "mo")
        and not months_and_days(value)
        and not (value.unit in YOUNG_UNITS and of_child(match, at))
        or any(c.has("SHIFT", "LAST", "HISTORY_WORD", "FOLLOW_UP") for c in after[:1])
    ):
        return None
    named = bool(before) and before[0].has("INDEFINITE") and (len(match.matched) == 2 or hyphened(match["period"]))
    named = named or len(match.matched) == 2 and hyphened(match["period"]) and match.matched[-1].has("CHILD")
    if at == 0 and not value.adjective and not named and not match.matched[-2].has("COMMA"):
        return None
    if before and before[0].has("FOR_CUE", "LAST", "SHIFT_BY", "TERM") and at == 0:
        return None
    if any(c.has("FOR_CUE") for c in match.matched):
        return None
    end = len(match.matched) if match.get("tail") else at + 1
    if at and weeks_of_gestation(match["period"]):
        week = relative_chunk(match.matched[at:end], value.iso, "after", match.rule)
        return [*match.matched[:at], week, *match.matched[end:]]
    return [*match.matched[:at], age_chunk(match.matched[at:end], value.iso, match.rule), *match.matched[end:]]


def weeks_of_gestation(amount: Chunk) -> bool:
    """«A term neonate (39+2 weeks)», «девочка (38+4 нед)»: the week in which it was born."""
    return amount.rule == weeks_and_days.name


def of_child(match: Match, at: int) -> bool:
    """«a 10-day neonate», «девочка 7 недель, поступила»; but «ребёнок 3 дня лихорадил»."""
    if at == 0:
        return match.matched[-1].has("CHILD")
    after = match.after()
    told = not after or after[0].has("COMMA", "PERIOD", "CLOSE", "SEMICOLON", "EVENT_VERB")
    return told and match.matched[0].has("CHILD")


def said_of(match: Match) -> bool:
    """«The boy was 2 years.»; but «the patient was 3 months pregnant», «he was 5 years in remission»."""
    after = match.after()
    return (
        match["period"].value.unit in ("a", "mo")
        and (
            not after
            or after[0].has("PERIOD", "COMMA", "SEMICOLON", "CLOSE", "AGE_WHEN", "WHEN_AT", "STANDPOINT", "TIME_AND")
        )
        and (match["period"].value.unit == "a" or "Y" in (match["period"].value.iso or ""))
    )


@rule(
    [T("ORDINAL", as_="n"), AMOUNT],
    [T("ORDINAL", as_="n"), AMOUNT, T("AGE_TAIL")],
    [T("ORDINAL", as_="first"), T("TIME_AND", "THROUGH", "DASH"), T("ORDINAL", as_="n"), AMOUNT],
    [T("ORDINAL", as_="first"), T("TIME_AND", "THROUGH", "DASH"), T("ORDINAL", as_="n"), AMOUNT, T("AGE_TAIL")],
)
def decade_of_life(match: Match) -> Chunk | None:
    """in the seventh decade of life; in the 5th and 6th decades"""
    if match["period"].value.iso != "P10Y" or not match["period"].parts[0].has("PERIOD_WORD"):
        return None
    last = int(match["n"].concept("ORDINAL") or 1)
    first = match.get("first")
    low = int(first.concept("ORDINAL") or 1) if first else last
    if not FIRST_TOLD_DECADE <= low <= last <= OLDEST // 10:
        return None
    return age_chunk(match.matched, f"P{10 * (low - 1)}Y/P{10 * last - 1}Y", match.rule)


FIRST_TOLD_DECADE = 2
"""«The first decade» is seldom of a life."""


def months_and_days(value: Period) -> bool:
    """«ребёнок 2 мес 10 дней»"""
    return value.unit == "d" and "M" in (value.iso or "")


def hyphened(amount: Chunk) -> bool:
    """«22-year»"""
    return any(part.has("DASH") for part in amount.parts)


AGES = (age, decade_of_life, ages_of_two, ages_listed, ages_listed_bare, age_without_unit, age_of_person)
