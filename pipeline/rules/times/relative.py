"""Times that count from something: «3 weeks later», «через 10 месяцев после отмены», «at 6-month follow-up»."""

from __future__ import annotations

from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Match, T, rule
from pipeline.rules.times.amounts import listed
from pipeline.rules.times.anchors import anchor_after
from pipeline.rules.times.offsets import (
    AMOUNT,
    APPROXIMATELY,
    CUE,
    FOLLOWING,
    UNIT,
    anchor_of,
    day_anchor,
    duration_chunk,
    made_until,
    reaches_value,
    relative_chunk,
    shift_of,
    stretch_before,
    trimmed,
    value_of,
)
from pipeline.rules.times.period import Period, period


@rule(
    [APPROXIMATELY, AMOUNT, T("PERIOD", op="?"), CUE],
    [T("INDEFINITE"), UNIT, CUE],
    [UNIT, CUE],
)
def shifted(match: Match) -> Chunk | list[Chunk] | None:
    """3 weeks later; two months prior to; a month after; год назад; 2 месяца спустя; 5 days after surgery"""
    cue, found = match["cue"], match.get("amount")
    direction = shift_of(cue)
    if direction not in ("after", "before") or (found is not None and found.value.adjective):
        return None
    if reaches_value(match, cue) or died_of(match, cue):
        return None
    if found is None and len(match.matched) == 2 and not bare_shift(match, cue):
        return None
    if (cue.has("ANCHOR_FOLLOWS") or not cue.has("SHIFT")) and (stretch_before(match) or in_the_days(match, cue)):
        return None
    return made_until(match, value_of(match), direction, cue, anchor_of(match, cue))


def died_of(match: Match, cue: Chunk) -> bool:
    """«умерла в 56 лет от инсульта»: what she died of, at that age."""
    before, found = match.before(), match.get("amount")
    return (
        cue.has("CAUSE_CUE")
        and bool(before)
        and before[0].has("AGE_IN")
        and found is not None
        and found.value.unit == "a"
    )


def in_the_days(match: Match, cue: Chunk) -> bool:
    """«in the 17 years after chemotherapy», «in the 3 months before admission» last."""
    found, before = match.get("amount"), match.before()
    return found is not None and bool(before) and before[0].has("DEFINITE_IN") and cue.has("ANCHOR_FOLLOWS")


@rule(
    *(
        [
            AMOUNT,
            *(element for _ in range(count) for element in (T("COMMA"), AMOUNT)),
            T("COMMA", op="?"),
            T("TIME_AND"),
            AMOUNT,
            T("SHIFT", "STANDPOINT", "ANCHORED", as_="cue"),
        ]
        for count in (0, 1, 2, 3)
    )
)
def shifted_list(match: Match) -> list[Chunk] | None:
    """7 and 11 months following; at 2 weeks, 1 and 3 months postoperatively: each counts from the same"""
    cue, amounts = match["cue"], match.all("amount")
    if any(amount.value.adjective for amount in amounts) or stretch_before(match):
        return None
    of_one_unit = all(amount.rule == listed.name for amount in amounts)
    if not of_one_unit and not (match.before() and match.before()[0].has("AT_CUE", "SHIFT_BY", "COLON", "OPEN")):
        return None
    stood = (cue.concept("ANCHORED") or "").partition(":")
    direction = stood[0] or shift_of(cue)
    if direction not in ("after", "before"):
        return None
    anchor = (stood[2], cue.text) if stood[2] else anchor_of(match, cue)
    head, *rest = (cue,) if stood[2] else trimmed(cue)
    out = [
        relative_chunk((c,), c.value.iso, direction, match.rule, anchor) if c in amounts else c
        for c in match.matched[:-2]
    ]
    last = relative_chunk((amounts[-1], head), amounts[-1].value.iso, direction, match.rule, anchor)
    return [*out, last, *rest]


def bare_shift(match: Match, cue: Chunk) -> bool:
    """«год назад», «неделю спустя», «months before», «on the day after»; but «in year after year» is none."""
    before = match.before()
    if before and (before[0].has("DEFINITE") or before[0].has("DEFINITE_IN") and not match["unit"].has("PLURAL_UNIT")):
        return True
    return cue.has("SHIFT_BARE") and match["unit"].has("PLURAL_UNIT", "SINGLE_FORM")


@rule(
    [T("SHIFT_BY", as_="by"), T("APPROXIMATELY", op="?"), AMOUNT],
    [T("SHIFT_BY", as_="by"), T("MORE_TIME"), T("APPROXIMATELY", op="?"), AMOUNT],
    [T("SHIFT_BY", as_="by"), T("APPROXIMATELY", op="?"), AMOUNT, T("PERIOD", op="?"), CUE],
    [T("SHIFT_BY", as_="by"), T("INDEFINITE", op="?"), UNIT],
    [T("SHIFT_BY", as_="by"), T("MORE_TIME"), UNIT],
    [T("SHIFT_BY", as_="by"), T("APPROXIMATELY"), T("INDEFINITE"), UNIT],
    [T("SHIFT_BY", as_="by"), T("INDEFINITE"), AMOUNT],
    [T("SHIFT_BY", as_="by"), T("INDEFINITE", op="?"), UNIT, CUE],
    [T("SHIFT_BY", as_="by"), T("APPROXIMATELY"), T("INDEFINITE"), UNIT, CUE],
)
def by(match: Match) -> Chunk | list[Chunk] | None:
    """after 3 days; within four months after; через год; спустя 2 месяца после; a week before; after about a year"""
    found, cue = match.get("amount"), match.get("cue")
    if found is None and len(match.matched) < 3 and not match["by"].has("BY_BARE"):
        return None
    if found is not None and (found.value.adjective or not countable(match, found)):
        return None
    if cue is None:
        following = match.after()
        if following and following[0].has("FOLLOW_UP", "ANCHORED"):
            return None
        direction = match["by"].concept("SHIFT_BY")
    else:
        direction = shift_of(cue)
        if direction not in ("after", "before") or reaches_value(match, cue):
            return None
    if cue is None and match["by"].has("OVER_CUE") and weight_changed(match):
        return [match["by"], duration_chunk(match.matched[1:], value_of(match), match.rule)]
    anchor = anchor_of(match, cue) if cue is not None else day_anchor(match)
    made = made_until(match, value_of(match), direction, cue, anchor)
    if match["by"].has("BY_OUTSIDE"):
        parts = made if isinstance(made, list) else [made]
        inner = relative_chunk(match.matched[1:], value_of(match), direction, match.rule, anchor)
        return [match.matched[0], inner] if len(parts) == 1 else made
    return made


def weight_changed(match: Match) -> bool:
    """«lost 6 kg in 3 months», «a weight gain of 4 kg within a month»: how long it took."""
    before = match.before(8)
    clause = max((i + 1 for i, c in enumerate(before) if c.has("COMMA", "SEMICOLON", "PERIOD")), default=0)
    return any(c.has("WEIGHT_VERB") or c.concept("MEASURE") == "weight change" for c in before[clause:])


@rule([AMOUNT, T("ON")])
def years_on(match: Match) -> Chunk | None:
    """two years on, he is well"""
    before, after = match.before(), match.after(2)
    if match["amount"].value.adjective or (after and not after[0].has("COMMA", "PERIOD")):
        return None
    if after and after[-1].has("TIME_AMOUNT"):
        return None
    if before and before[0].has("FOR_CUE", "LAST", "EVERY"):
        return None
    return relative_chunk(match.matched, value_of(match), "after", match.rule)


@rule([T("AFTER_CUE"), APPROXIMATELY, AMOUNT])
def after_stretch(match: Match) -> Chunk | None:
    """после 3 мес лечения; following 3 months of chemotherapy"""
    before, following, found = match.before(), match.after(2), match["amount"].value
    if found.adjective or not following or (before and before[0].has("DEFINITE", "DEFINITE_IN", "OVER_CUE")):
        return None
    if not following[0].has("ANCHOR_OF") and not (
        following[0].has("DATE_OF") and following[-1].has("DRUG", "DRUG_CLASS")
    ):
        return None
    return relative_chunk(match.matched, found.iso, "after", match.rule, day_anchor(match))


def countable(match: Match, amount: Chunk) -> bool:
    """«after a fortnight» counts, «after a 6-hour operation» does not."""
    return not any(c.has("INDEFINITE") for c in match.matched) or amount.parts[0].has("PERIOD_WORD")


@rule(
    [T("SHIFT_BEFORE"), T("APPROXIMATELY", op="?"), AMOUNT, T("PERIOD", op="?"), CUE],
    [T("SHIFT_BEFORE"), UNIT, CUE],
)
def ahead(match: Match) -> Chunk | list[Chunk] | None:
    """за 3 дня до; за неделю до; за 2 месяца перед"""
    cue = match["cue"]
    if shift_of(cue) != "before":
        return None
    return made_until(match, value_of(match), "before", cue, anchor_of(match, cue))


@rule(
    [UNIT, T("NUMBER", as_="n"), T("SHIFT_BARE", as_="cue")],
    [UNIT, T("NUMBER", as_="n"), T("DASH"), T("NUMBER", as_="m"), T("SHIFT_BARE", as_="cue")],
    [UNIT, T("BY_BARE", as_="cue"), T("NUMBER", as_="n")],
    [UNIT, T("BY_BARE", as_="cue"), T("NUMBER", as_="n"), T("DASH"), T("NUMBER", as_="m")],
)
def turned_round(match: Match) -> Chunk | None:
    """лет 10 назад; года через 2; дня 2–3 назад: the unit first, for «about»"""
    cue, unit = match["cue"], match["unit"]
    direction = cue.concept("SHIFT_BY") if cue.has("BY_BARE") else cue.concept("SHIFT")
    if cue.has("SHIFT_BARE") and (cue.has("ANCHOR_FOLLOWS") or direction != "before"):
        return None
    if not unit.has("UNIT_FIRST"):
        return None
    value = period(match["n"].value, (match.get("m") or match["n"]).value, unit.concept("TIME_UNIT") or "d")
    return relative_chunk(match.matched, value.iso, direction, match.rule, day_anchor(match)) if value else None


@rule([APPROXIMATELY, AMOUNT, T("PERIOD", op="?"), T("DASH", op="?"), T("ANCHORED", as_="cue")])
def anchored(match: Match) -> Chunk | None:
    """11 months postoperatively; three-week postdischarge; 3 mo postprocedure"""
    if match["amount"].value.adjective or stretch_before(match):
        return None
    direction, _, anchor = (match["cue"].concept("ANCHORED") or "").partition(":")
    return relative_chunk(match.matched, value_of(match), direction, match.rule, (anchor, match["cue"].text))


@rule([AMOUNT, T("DASH", op="?"), T("ANCHORED", as_="anchored", op="?"), T("FOLLOW_UP", "STANDPOINT", as_="follow_up")])
def at_follow_up(match: Match) -> list[Chunk] | None:
    """at 6-month follow-up; at two months follow-up; his 1-year follow-up visit; after 6 months of follow-up"""
    if not moment(match, match["follow_up"]):
        return None
    stood = match.get("anchored")
    anchor = (stood.concept("ANCHORED") or "").partition(":")[2] if stood else "follow-up"
    made = relative_chunk(
        match.matched[:1], value_of(match), "after", match.rule, (anchor, (stood or match.matched[-1]).text)
    )
    return [made, *match.matched[1:]]


@rule(
    *(
        [
            AMOUNT,
            T("DASH", op="?"),
            *(element for _ in range(count) for element in (T("COMMA"), AMOUNT, T("DASH", op="?"))),
            T("COMMA", op="?"),
            T("TIME_AND"),
            AMOUNT,
            T("DASH", op="?"),
            T("FOLLOW_UP", "STANDPOINT", as_="follow_up"),
        ]
        for count in (0, 1, 2)
    )
)
def follow_ups(match: Match) -> list[Chunk] | None:
    """at one-month and three-month follow-up; her 6- and 12-month follow-up visits"""
    amounts, following = match.all("amount"), match["follow_up"]
    if not moment(match, following):
        return None
    anchor = ("follow-up", following.text)
    return [
        relative_chunk((c,), c.value.iso, "after", match.rule, anchor) if c in amounts else c for c in match.matched
    ]


def moment(match: Match, follow_up: Chunk) -> bool:
    """A follow-up at which something was seen, not one that lasted: «at …», «the …», «her … visit», «… follow-up CT»."""
    before, after = match.before(3), match.after()
    if not follow_up.has("FOLLOW_UP") and follow_up.concept("STANDPOINT") != "at:follow-up":
        return False
    if any(c.has("FOR_CUE") or c.concept("LAST") == "before" for c in before):
        return False
    if follow_up.has("FOLLOW_UP_OF", "FOLLOW_UP_VISIT", "MODALITY") or (
        after and after[0].has("MODALITY", "PROCEDURE")
    ):
        return True
    near = [c for c in before if not c.has("INDEFINITE", "APPROXIMATELY", "LAST")]
    return bool(near) and near[-1].has("AT_CUE", "ON", "POSSESSIVE", "DEFINITE", "DEFINITE_IN")


@rule(
    [AMOUNT, T("DASH", op="?"), T("GESTATION", as_="word")],
    [T("GESTATION", as_="word"), T("DATE_OF", "AT_CUE", "EQUALS", "DASH", "COLON", "OPEN", "LAB_LINK", op="?"), AMOUNT],
    [T("PRETERM", "TERM", as_="word"), T("PERSON", op="?"), T("OPEN", "DASH", "COLON", op="?"), AMOUNT],
)
def gestation(match: Match) -> list[Chunk] | Chunk | None:
    """32 weeks of gestation; gestational age of 32 weeks; 32 недели беременности; a preterm infant (29 weeks)"""
    parts, found, word = match.matched, match["amount"], match["word"]
    if found.value.unit not in OF_GESTATION or any(c.has("FOR_CUE") for c in match.before()):
        return None
    if word.has("PRETERM", "TERM") and (found.value.unit != "wk" and not weekly(found.value) or found.value.adjective):
        return None
    following = match.after()
    if parts[-1] is found and parts[0] is not found and following and following[0].has("GESTATION"):
        return None
    made = (None, word.text)
    if parts[0] is found:
        return relative_chunk(parts, value_of(match), "after", match.rule, made)
    return [*parts[:-1], relative_chunk(parts[-1:], value_of(match), "after", match.rule, made)]


OF_GESTATION = ("mo", "wk", "d")


def weekly(value: Period) -> bool:
    """31 weeks and 4 days"""
    return "W" in (value.iso or "")


@rule([T("ZERO_LETTER", as_="zero"), T("PLUS"), AMOUNT])
def clocked(match: Match) -> Chunk:
    """T+6 h"""
    return relative_chunk(match.matched, value_of(match), "after", match.rule)


@rule([T("RELATIVE_WORD", as_="word")], [T("RELATIVE_WORD", as_="word"), CUE])
def worded_moment(match: Match) -> Chunk | list[Chunk] | None:
    """the next day; the following morning; накануне; на следующий день; the next day after; через сутки, where nothing is taken"""
    value, _, direction = (match["word"].concept("RELATIVE_WORD") or "").partition(":")
    cue = match.get("cue")
    if match["word"].has("DOSE_FREQUENCY") and any(
        c.has("UNIT", "NUMBER", "DRUG", "ROUTE", "GIVE") for c in match.before(3)
    ):
        return None
    if cue is None:
        following = match.after(FOLLOWING)
        named = direction == "before" and following and following[0].has("EVENT", "DEFINITE", "POSSESSIVE")
        return relative_chunk(
            match.matched, value, direction, match.rule, anchor_after(following) if named else (None, None)
        )
    return made_until(match, value, direction, cue, anchor_of(match, cue))


@rule([T("LAST", as_="last"), UNIT])
def next_unit(match: Match) -> Chunk | None:
    """the following week; next month; в следующем месяце; but over the following week lasts"""
    if match["last"].concept("LAST") != "after" or match["unit"].has("PLURAL_UNIT") or match["last"].has("ORDINAL"):
        return None
    if stretch_before(match):
        return duration_chunk(match.matched, value_of(match), match.rule)
    return relative_chunk(match.matched, value_of(match), "after", match.rule)
