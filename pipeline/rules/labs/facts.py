"""Laboratory values, as facts."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.facts import Fact, Lab
from pipeline.normalization.conversion import convert
from pipeline.record import replace
from pipeline.report import Report
from pipeline.rules.chunk import Chunk, Sentence, line_of
from pipeline.rules.doses.names import short_forms, with_short_forms
from pipeline.rules.labs.around import NOTHING, Around, after, punctured, told_before
from pipeline.rules.labs.carrying import CARRYING, carried
from pipeline.rules.labs.cells import cells
from pipeline.rules.labs.flags import by_range, by_words
from pipeline.rules.labs.gases import gases
from pipeline.rules.labs.loinc import loinc
from pipeline.rules.labs.mending import mended
from pipeline.rules.labs.open_names import open_names
from pipeline.rules.labs.organisms import in_full
from pipeline.rules.labs.ranges import ranged
from pipeline.rules.labs.ratios import ratios
from pipeline.rules.labs.specimen import specimen
from pipeline.rules.labs.units import with_units
from pipeline.rules.values.binding import owned
from pipeline.rules.values.catalogue import Entry, analytes
from pipeline.rules.values.comparators import comparator
from pipeline.rules.values.fitting import within
from pipeline.rules.values.moments import moment
from pipeline.rules.values.ownable import ownable
from pipeline.rules.values.ownership import Owned
from pipeline.rules.values.reading import names_and_values
from pipeline.rules.values.tables import covered, table_readings
from pipeline.rules.where import holds


def lab_facts(sentences: Sequence[Sentence], report: Report) -> list[Fact]:
    """Laboratory values of all sentences, in order."""
    found: list[Fact] = []
    before: Owned | None = None
    around = NOTHING
    paragraph = -1
    in_tables = covered(report, sentences)
    short = short_forms(sentences)
    for sentence in sentences:
        if sentence.index in in_tables:
            continue
        if sentence.paragraph != paragraph:
            before, around = None, NOTHING
        paragraph = sentence.paragraph
        whole = written_out(sentence, short)
        chunks, labs = of_sentence(whole, before, around)
        spoken_of = told_before(around, sentence.chunks, labs)
        found += [fact(sentence, chunks, one, labs, spoken_of) for one in labs]
        before = labs[-1] if labs else before
        around = after(around, sentence.chunks, labs, spoken_of)
    for r in table_readings(report, sentences):
        if r.owned.name.kind == "analyte":
            one = mended(r.owned)
            made = fact(r.sentence, r.chunks, one, [one])
            found.append(replace(made, start=one.value.start, end=one.value.end, when=r.when))
    found.sort(key=lambda one: one.span)
    return ranged(with_units([in_full(one, report.text.string) for one in found]))


def written_out(sentence: Sentence, short: dict[str, tuple[str, str]]) -> Sentence:
    """«концентрация МТ 0,06 мкмоль/л» after «метотрексат (МТ)»: the report's short forms of drugs as those drugs."""
    if not short:
        return sentence
    told = {chunk.text for chunk in sentence.chunks if chunk.text in short and not chunk.has("ANALYTE", "MEASURE")}
    if not told:
        return sentence
    drugs = {word: short[word] for word in told}
    return replace(sentence, chunks=line_of(with_short_forms(sentence.chunks, drugs)))


def of_sentence(sentence: Sentence, before: Owned | None, around: Around) -> tuple[tuple[Chunk, ...], list[Owned]]:
    """(the chunks, the laboratory values in order); `before` is the last one of the sentence before.

    The cells of a punctured fluid that is spoken of need no other name.
    """
    if around is NOTHING and not ownable(sentence.chunks) and not (before and holds(sentence.chunks, *CARRYING)):
        return (), []
    chunks = names_and_values(sentence.chunks, sentence.language)
    if not (chunks and holds(chunks, "VALUE")):
        return (), []
    known = owned(chunks)
    labs = [one for one in known if one.name.kind == "analyte"]
    labs += ratios(chunks, known)
    labs += gases(chunks, [*known, *labs])
    labs += open_names(chunks, [*known, *labs])
    labs += cells(chunks, [*known, *labs]) if punctured(around, sentence.chunks) else []
    labs += carried(chunks, [*known, *labs], before)
    return chunks, sorted((mended(one) for one in labs), key=lambda one: one.value.start)


def fact(
    sentence: Sentence, chunks: Sequence[Chunk], one: Owned, labs: Sequence[Owned], spoken_of: str | None = None
) -> Fact:
    value, entry = one.value, analytes().get(one.name.concept)
    sign = comparator(chunks, one)
    flag, source = flag_told(chunks, one, labs)
    of = specimen(chunks, one, spoken_of)
    unit = value.unit.code if value.unit else ("1" if alone(one, entry) else None)
    low, high, canonical_unit = canonical(value.low, value.high, unit, entry)
    payload = Lab(
        analyte=one.name.concept,
        analyte_printed=one.name.printed,
        loinc=loinc(one.name.concept, of, unit),
        specimen=of,
        value_low=value.low,
        value_high=value.high,
        comparator=sign,
        value_printed=value.printed,
        unit=unit,
        unit_printed=value.unit_printed,
        canonical_low=low,
        canonical_high=high,
        canonical_unit=canonical_unit,
        ref_low=one.reference.low if one.reference else None,
        ref_high=one.reference.high if one.reference else None,
        ref_source="printed" if one.reference else None,
        flag=flag,
        flag_source=source,
    )
    rule = "labs.state" if one.name.state else "labs.named" if one.name.known else "labs.open_name"
    return Fact(
        *quote(chunks, one),
        (value.start, value.end),
        rule,
        payload,
        sentence.index,
        flags(one, unit, low, high, entry if entry and of == entry.specimen else None),
        moment(chunks, one, labs),
    )


def flag_told(chunks: Sequence[Chunk], one: Owned, labs: Sequence[Owned]) -> tuple[str | None, str | None]:
    """(high or low, by what): the printed range before the words."""
    placed = by_range(one.value, one.reference) if one.reference else None
    if placed:
        return placed, "range"
    said = by_words(chunks, one, labs)
    return (said, "stated") if said else (None, None)


def alone(one: Owned, entry: Entry | None) -> bool:
    """A ratio, an index: the number says it all; "a hematocrit of 14" is a percentage that does not say so."""
    if one.value.form == "titre":
        return False
    if entry is not None and entry.unit == "%" and one.value.high > 1:
        return False
    return entry.without_unit if entry else one.value.unit is None and not one.name.known


def quote(chunks: Sequence[Chunk], one: Owned) -> tuple[int, int]:
    """Name through value; the value alone where another value stands between them."""
    name = chunks[one.name_at]
    first, last = sorted((one.name_at, one.value_at))
    if one.again or any(c.has("VALUE") for c in chunks[first + 1 : last]):
        return one.value.start, one.value.end
    return min(name.start, one.value.start), max(name.end if one.name_at > one.value_at else 0, one.value.end)


def canonical(
    low: float, high: float, unit: str | None, entry: Entry | None
) -> tuple[float | None, float | None, str | None]:
    """(low, high, unit) in the analyte's canonical unit; all None where the unit is missing or does not convert."""
    if entry is None or unit is None:
        return None, None, None
    first, second = (convert(n, unit, entry.unit, entry.formula) for n in (low, high))
    if first is None or second is None:
        return None, None, None
    return first, second, entry.unit


def flags(one: Owned, unit: str | None, low: float | None, high: float | None, entry: Entry | None) -> tuple[str, ...]:
    """`entry` knows the plausible in its own fluid; None for another one."""
    out = []
    if unit is None and one.value.form == "amount":
        out.append("unit_missing")
    if one.unit_guessed:
        out.append("unit_guessed")
    if one.regrouped:
        out.append("ambiguous")
    if not one.name.known:
        out.append("unverified")
    if entry and low is not None and high is not None and not (within(low, entry) and within(high, entry)):
        out.append("implausible")
    return tuple(out)
