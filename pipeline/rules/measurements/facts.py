"""Vital signs, scores and other clinical quantities, as facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.facts import Fact, Measurement, TimeExpression
from pipeline.normalization.conversion import convert
from pipeline.record import replace
from pipeline.report import Report
from pipeline.rules.chunk import Chunk, Sentence
from pipeline.rules.measurements.bodies import bodies
from pipeline.rules.measurements.volumes import volumes
from pipeline.rules.values.binding import owned
from pipeline.rules.values.catalogue import measures
from pipeline.rules.values.comparators import comparator
from pipeline.rules.values.fitting import within
from pipeline.rules.values.moments import moment
from pipeline.rules.values.ownable import ownable
from pipeline.rules.values.ownership import Owned
from pipeline.rules.values.reading import names_and_values
from pipeline.rules.values.series import is_time
from pipeline.rules.values.tables import covered, table_readings
from pipeline.rules.values.value import Value
from pipeline.rules.where import holds

PAIRS = {
    "blood pressure": ("systolic blood pressure", "diastolic blood pressure"),
    "Apgar": ("Apgar", "Apgar"),
}
"""A pair of these is two measurements."""
OVER_REACH = 6
PART_REACH = 3
LEAST_BODY = 200.0


def measurement_facts(sentences: Sequence[Sentence], report: Report) -> list[Fact]:
    """Vital signs, scores and other clinical quantities of all sentences, in order."""
    in_tables = covered(report, sentences)
    found = [fact for sentence in sentences if sentence.index not in in_tables for fact in of_sentence(sentence)]
    for r in table_readings(report, sentences):
        if r.owned.name.kind == "measure":
            found += [
                replace(one, start=one.span[0], end=one.span[1], when=r.when)
                for one in facts(r.sentence, r.chunks, r.owned)
            ]
    return sorted(found, key=lambda one: one.span)


def of_sentence(sentence: Sentence) -> Iterator[Fact]:
    if not ownable(sentence.chunks):
        return
    chunks = names_and_values(sentence.chunks, sentence.language)
    if not (chunks and holds(chunks, "VALUE")):
        return
    known = owned(chunks)
    others = bodies(chunks, sentence.language, known)
    for one in [*known, *others, *volumes(chunks, sentence.language, [*known, *others])]:
        if one.name.kind == "measure":
            yield from facts(sentence, chunks, part_weight(one) if of_part(chunks, one) else one, known)


def part_weight(one: Owned) -> Owned:
    return replace(one, name=replace(one.name, concept="organ weight"))


def of_part(chunks: Sequence[Chunk], one: Owned) -> bool:
    """«The kidney weighed 340 g»: the weight of an organ or a specimen, not of the body."""
    if one.name.concept != "body weight" or one.name_at == one.value_at:
        return False
    if is_little(one) and holds(chunks, "SITE", "LESION", "SPECIMEN_WORD") and not holds(chunks, "PERSON"):
        return True
    for chunk in reversed(chunks[max(0, one.name_at - PART_REACH) : one.name_at]):
        if chunk.has("PERSON", "OPEN", "COMMA"):
            return False
        if chunk.has("SITE", "LESION", "SPECIMEN_WORD"):
            return True
    return False


def is_little(one: Owned) -> bool:
    """«The uterus measured 7 cm and weighed 84 g»: less than any newborn."""
    return one.value.unit is not None and one.value.unit.code == "g" and one.value.low < LEAST_BODY


def facts(sentence: Sentence, chunks: Sequence[Chunk], one: Owned, of_sentence: Sequence[Owned] = ()) -> Iterator[Fact]:
    value = decimal(one)
    first = Measurement(
        what=one.name.concept,
        value_low=value.low,
        value_high=value.high,
        comparator=comparator(chunks, one),
        value_printed=value.printed,
        unit=unit(one),
        unit_printed=value.unit_printed,
        over=over(chunks, one),
    )
    made = Fact(
        min(chunks[one.name_at].start, value.start) if not one.again else value.start,
        max(value.end, chunks[one.name_at].end if one.name_at > one.value_at else 0),
        (value.start, value.end),
        "measurements.state" if one.name.state else "measurements.named",
        first,
        sentence.index,
        flags(one),
        moment(chunks, one, of_sentence),
    )
    pair = PAIRS.get(one.name.concept)
    if value.form == "pair" and value.second is not None and pair:
        for what, number in zip(pair, (value.low, value.second), strict=True):
            yield replace(made, payload=replace(first, what=what, value_low=number, value_high=number))
        return
    yield made


def decimal(one: Owned) -> Value:
    """«20/70» of a visual acuity is 0.29; "4/5" of a strength stays 4."""
    value = one.value
    if measures()[one.name.concept].form != "fraction" or value.form != "pair" or not value.second:
        return value
    number = round(value.low / value.second, 3)
    return replace(value, low=number, high=number)


def unit(one: Owned) -> str | None:
    if one.value.unit is not None:
        return one.value.unit.code
    entry = measures()[one.name.concept]
    share = entry.unit == "%" and one.value.high <= 1 and entry.without_unit
    return "1" if entry.unit == "1" or share else None


def flags(one: Owned) -> tuple[str, ...]:
    entry, code = measures()[one.name.concept], unit(one)
    if code is None:
        return ("unit_missing",)
    numbers = [convert(n, code, entry.unit) for n in (one.value.low, one.value.high)]
    if any(n is not None and not within(n, entry) for n in numbers):
        return ("implausible",)
    return ()


def over(chunks: Sequence[Chunk], one: Owned) -> str | None:
    """The span of time of a change: «10 кг за последние 6 месяцев»."""
    if one.name.concept != "weight change":
        return None
    near = [*chunks[one.value_at + 1 : one.value_at + 1 + OVER_REACH], *chunks[max(0, one.name_at - 4) : one.name_at]]
    for chunk in near:
        if is_time(chunk):
            time = chunk.value
            assert isinstance(time, TimeExpression)
            if time.kind in ("duration", "relative") and time.value:
                return time.value.lstrip("-")
    return None
