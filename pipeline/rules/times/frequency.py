"""How often: «twice daily», «3 раза в день», «every 8 hours», «q8h», «monthly»."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.facts import TimeExpression
from pipeline.language.number import Number
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Match, T, rule, span_chunk
from pipeline.rules.times.edtf import duration
from pipeline.rules.times.period import Period, iso, period


def frequency_chunk(parts: Sequence[Chunk], times: Number | None, every: str, rule_name: str) -> Chunk:
    """R2/P1D, a range as R2/P1D/R3/P1D, R/P1D where the count is not said."""
    if times is None:
        value = f"R/{every}"
    else:
        ends = dict.fromkeys(f"R{n:g}/{every}" for n in (times.low, times.high))
        value = "/".join(ends)
    time = TimeExpression("frequency", value=value, times_per_day=times_per_day(times, every))
    return span_chunk(parts, (("FREQUENCY", every),), time, rule_name)


def times_per_day(times: Number | None, every: str) -> float | None:
    """None where the count is a range or not said, or the stretch too."""
    length = duration(every)
    if times is None or times.is_range or length is None or length.in_days <= 0:
        return None
    return round(times.low / float(length.in_days), 4)


def count_of(match: Match) -> Number:
    multiple = match.get("multiple")
    if multiple is not None:
        worth = float(multiple.concept("MULTIPLE") or 1)
        return Number(worth, worth)
    low = match["n"].value
    high = (match.get("m") or match["n"]).value
    return Number(low.low, high.high)


@rule(
    [T("MULTIPLE", as_="multiple"), T("DAILY", as_="every")],
    [T("NUMBER", as_="n"), T("TIMES_WORD"), T("PERIOD", op="?"), T("DAILY", as_="every")],
    [
        T("NUMBER", as_="n"),
        T("DASH", "THROUGH"),
        T("NUMBER", as_="m"),
        T("TIMES_WORD"),
        T("PERIOD", op="?"),
        T("DAILY", as_="every"),
    ],
    [T("NUMBER", as_="n"), T("TIMES_A", as_="a")],
    [T("NUMBER", as_="n"), T("DASH", "THROUGH"), T("NUMBER", as_="m"), T("TIMES_A", as_="a")],
    [
        T("NUMBER", as_="n"),
        T("TIMES_WORD"),
        T("PERIOD", op="?"),
        T("PER", "INDEFINITE", "SLASH", "DURING_WORD"),
        T("TIME_UNIT", as_="unit"),
    ],
    [
        T("NUMBER", as_="n"),
        T("DASH", "THROUGH"),
        T("NUMBER", as_="m"),
        T("TIMES_WORD"),
        T("PERIOD", op="?"),
        T("PER", "INDEFINITE", "SLASH"),
        T("TIME_UNIT", as_="unit"),
    ],
    [T("MULTIPLE", as_="multiple"), T("PER", "INDEFINITE", "SLASH"), T("TIME_UNIT", as_="unit")],
)
def times_a(match: Match) -> Chunk | None:
    """twice daily; 3 раза в день; once a week; 2–3 times per week"""
    every, a, unit = match.get("every"), match.get("a"), match.get("unit")
    stretch = (
        every.concept("DAILY")
        if every
        else a.concept("TIMES_A")
        if a
        else iso(1, unit.concept("TIME_UNIT") or "d")
        if unit
        else None
    )
    return frequency_chunk(match.matched, count_of(match), stretch, match.rule) if stretch else None


@rule(
    [T("MULTIPLE", as_="multiple"), T("OVER_WORD", "BY_OUTSIDE"), T("TIME_AMOUNT", as_="amount")],
    [T("NUMBER", as_="n"), T("TIMES_WORD"), T("OVER_WORD", "BY_OUTSIDE"), T("TIME_AMOUNT", as_="amount")],
)
def times_in(match: Match) -> Chunk | None:
    """twice in 3 months; 3 раза за 2 года"""
    stretch, after = match["amount"].value.iso, match.after()
    if stretch is None or "/" in stretch or (after and after[0].has("SHIFT")):
        return None
    return frequency_chunk(match.matched, count_of(match), stretch, match.rule)


@rule([T("TIME_AMOUNT", as_="amount"), T("PER", "INDEFINITE"), T("TIME_UNIT", as_="unit")])
def days_a(match: Match) -> Chunk | None:
    """5 days a week; 2 дня в неделю"""
    found, of = match["amount"].value, match["unit"].concept("TIME_UNIT")
    ends = [float(end.in_days) for end in map(duration, (found.iso or "").split("/")) if end is not None]
    if found.unit != "d" or of not in ("wk", "mo") or found.adjective or not ends:
        return None
    return frequency_chunk(match.matched, Number(ends[0], ends[-1]), iso(1, of), match.rule)


@rule([T("TIME_AMOUNT", as_="amount"), T("INTERVAL_WORD")])
def at_intervals(match: Match) -> Chunk | None:
    """at 8-week intervals; с 3-недельным интервалом"""
    low, _, high = (match["amount"].value.iso or "").partition("/")
    if not low or not any(c.has("AT_CUE", "IN") for c in match.before(2)):
        return None
    return frequency_chunk(match.matched, None if high else Number(1, 1), f"{low}/{high}" if high else low, match.rule)


@rule([T("ONCE_A_DAY")])
def once_a_day(match: Match) -> Chunk | None:
    """once daily; один раз в сутки"""
    return frequency_chunk(match.matched, Number(1, 1), "P1D", match.rule)


@rule(
    [T("EVERY"), T("TIME_AMOUNT", as_="amount")],
    [T("EVERY"), T("DASH"), T("TIME_AMOUNT", as_="amount")],
    [T("EVERY"), T("TIME_UNIT", as_="unit")],
    [T("EVERY"), T("ORDINAL", as_="n"), T("TIME_UNIT", as_="unit")],
    [T("NUMBER", as_="times"), T("EVERY"), T("TIME_AMOUNT", as_="amount")],
    [T("MULTIPLE"), T("EVERY"), T("TIME_AMOUNT", as_="amount")],
    [T("MULTIPLE", as_="multiple"), T("PER"), T("TIME_AMOUNT", as_="amount")],
    [T("TIMES_WORD"), T("PER"), T("TIME_AMOUNT", as_="amount")],
    [T("NUMBER", as_="times"), T("TIMES_WORD"), T("PER"), T("TIME_AMOUNT", as_="amount")],
)
def every(match: Match) -> Chunk | list[Chunk] | None:
    """every 8 hours; каждые 3 мес; every third day; раз в 3 месяца"""
    found, unit = match.get("amount"), match.get("unit")
    if found is not None:
        value: Period = found.value
        stretch = value.iso
    elif unit is not None:
        worth = float(match["n"].concept("ORDINAL") or 1) if match.get("n") else 1
        made = period(Number(worth, worth), Number(worth, worth), unit.concept("TIME_UNIT") or "d")
        stretch = made.iso if made else None
    else:
        return None
    if stretch is None:
        return None
    low, _, high = stretch.partition("/")
    times = match.get("times")
    counted = times.value if times else count_of(match) if match.get("multiple") else Number(1, 1)
    chunk = frequency_chunk(match.matched, counted, low, match.rule)
    return chunk if not high else frequency_chunk(match.matched, None, stretch, match.rule)


@rule([T("UNIT", "TIMES_WORD", as_="what"), T("INDEFINITE"), T("TIME_UNIT", as_="unit")])
def amount_a_day(match: Match) -> list[Chunk] | None:
    """400 mg a day; but it measured 22 mm a year later"""
    if any(c.has("SHIFT") and not c.has("ANCHOR_FOLLOWS") for c in match.after(1)):
        return None
    stretch = iso(1, match["unit"].concept("TIME_UNIT") or "d")
    return [match["what"], frequency_chunk(match.matched[1:], None, stretch, match.rule)]


@rule([T("DAILY", as_="every")])
def adverb(match: Match) -> Chunk | None:
    """daily; ежедневно; weekly; в сутки"""
    return frequency_chunk(match.matched, None, match["every"].concept("DAILY") or "P1D", match.rule)


FREQUENCIES = (times_a, times_in, days_a, at_intervals, once_a_day, every, amount_a_day, adverb)
