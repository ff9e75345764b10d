"""Starts, stops and other changes of a named drug without an amount."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.facts import Dose, Fact
from pipeline.rules.chunk import Chunk
from pipeline.rules.doses.catalogue import drugs
from pipeline.rules.doses.course import duration_of
from pipeline.rules.doses.memory import Memory
from pipeline.rules.doses.sentence import DoseSentence
from pipeline.rules.doses.verbs import negated
from pipeline.rules.pattern import Level, Match, T, gap, rule

SAID_OF_DOSES = ("increase", "reduce")
"""Drugs that are analytes too rise and fall in blood: these actions need a word of dosing."""
LINKS = ("COMMA", "AND", "ROUTE", "OPEN", "CLOSE", "QUOTE", "DASH", "SLASH")
NOT_BETWEEN = (
    "DRUG",
    "DOSE",
    "DOSE_CHANGE",
    "DOSE_CHANGE_NOUN",
    "GIVE",
    "SWITCH",
    "COMMA",
    "THEN",
    "COLON",
    "NOT_CHANGED",
)


@dataclass(frozen=True, slots=True)
class Change:
    """`action` happens to the drug chunks; a change with no drug is said of the one last spoken of."""

    action: str
    drugs: tuple[Chunk, ...]
    words: tuple[Chunk, ...]
    back: bool = False


DRUG = T("DRUG", as_="drug")
VERB = T("DOSE_CHANGE", as_="verb")


def said(match: Match, verb: Chunk, action: str | None, drug: Chunk | None = None) -> list[Change] | None:
    drug = drug or match["drug"]
    if action is None or before_is_negated(match):
        return None
    if action in SAID_OF_DOSES and drug.has("ANALYTE") and not any(c.has("DOSE_WORD") for c in match.matched):
        return None
    return [Change(action, listed(match, drug), match.matched)]


def before_is_negated(match: Match) -> bool:
    return negated(match.chunks, match.start) or any(c.has("NOT_CHANGED") for c in match.matched)


def listed(match: Match, drug: Chunk) -> tuple[Chunk, ...]:
    """The drug with those that a list joins to it: «vancomycin, metronidazole and gentamicin were started»."""
    chunks = match.chunks
    at = next(i for i in range(match.start, match.end) if chunks[i] is drug)
    out = [drug]
    for step in (-1, 1):
        j = at + step
        while 0 <= j < len(chunks) and (chunks[j].has(*LINKS) or chunks[j].has("DRUG")):
            if chunks[j].has("DRUG"):
                out.append(chunks[j])
            j += step
    return tuple(sorted({c.start: c for c in out}.values(), key=lambda c: c.start))


@rule(
    [DRUG, gap(4, *NOT_BETWEEN), T("PASSIVE"), gap(3, *NOT_BETWEEN), VERB],
    [DRUG, T("TREATMENT", "CLOSE", "QUOTE", op="?"), VERB],
    [DRUG, T("TREATMENT", "CLOSE", op="?"), T("COMMA"), T("STOPS"), T("PASSIVE"), VERB],
)
def drug_changed(match: Match) -> list[Change] | None:
    """Ipilimumab was held; иматиниб был временно отменен"""
    return said(match, match["verb"], match["verb"].concept("DOSE_CHANGE"))


@rule(
    [VERB, gap(4, *NOT_BETWEEN, "PASSIVE"), DRUG],
    [T("DOSE_CHANGE_NOUN", as_="noun"), gap(4, *NOT_BETWEEN, "PASSIVE"), DRUG],
)
def changed_drug(match: Match) -> list[Change] | None:
    """started on methimazole; initiation of ipilimumab; отмена иматиниба"""
    verb = match.get("verb") or match["noun"]
    action = verb.concept("DOSE_CHANGE") or verb.concept("DOSE_CHANGE_NOUN")
    if (
        action in SAID_OF_DOSES
        and verb.has("DOSE_CHANGE")
        and not any(c.has("DOSE_WORD", "DOSE_QUALITY") for c in match.matched)
    ):
        return None
    return said(match, verb, action)


@rule([T("DRUG", as_="drug"), gap(3, *NOT_BETWEEN), T("PASSIVE"), gap(2, *NOT_BETWEEN), T("GIVE", as_="verb")])
def drug_given(match: Match) -> list[Change] | None:
    """Augmentin was prescribed"""
    return said(match, match["verb"], started(match["verb"]))


@rule([T("GIVE", as_="verb"), gap(4, *NOT_BETWEEN, "PASSIVE"), T("DRUG", as_="drug")])
def given_drug(match: Match) -> list[Change] | None:
    """treated with intravenous ampicillin"""
    return said(match, match["verb"], started(match["verb"]))


def started(verb: Chunk) -> str | None:
    concept = verb.concept("GIVE")
    return concept if concept == "start" else None


@rule(
    [
        T("SWITCH"),
        gap(4, *NOT_BETWEEN),
        T("SWITCH_FROM"),
        gap(3, *NOT_BETWEEN),
        T("DRUG", as_="old"),
        gap(3, *NOT_BETWEEN),
        T("SWITCH_TO"),
        gap(4, *NOT_BETWEEN),
        T("DRUG", as_="new"),
    ],
    [
        T("DRUG", as_="old"),
        gap(3, *NOT_BETWEEN),
        T("PASSIVE"),
        gap(2, *NOT_BETWEEN),
        T("SWITCH"),
        gap(1, *NOT_BETWEEN),
        T("SWITCH_TO"),
        gap(4, *NOT_BETWEEN),
        T("DRUG", as_="new"),
    ],
    [
        T("DRUG", as_="old"),
        T("TREATMENT", op="?"),
        T("SWITCH"),
        T("SWITCH_TO"),
        gap(4, *NOT_BETWEEN),
        T("DRUG", as_="new"),
    ],
    [
        T("SWITCH"),
        gap(2, *NOT_BETWEEN),
        T("DRUG", as_="old"),
        gap(3, *NOT_BETWEEN),
        T("SWITCH_TO"),
        gap(3, *NOT_BETWEEN),
        T("DRUG", as_="new"),
    ],
)
def switched(match: Match) -> list[Change] | None:
    """switched from ganciclovir to foscarnet; foscarnet was changed to intravenous cidofovir; замена клозапина на оланзапин"""
    if before_is_negated(match) or match["old"].concept("DRUG") == match["new"].concept("DRUG"):
        return None
    return [Change("stop", (match["old"],), match.matched), Change("start", (match["new"],), match.matched)]


@rule([T("SWITCH"), gap(3, *NOT_BETWEEN), T("SWITCH_TO"), gap(4, *NOT_BETWEEN), T("DRUG", as_="new")])
def switched_to(match: Match) -> list[Change] | None:
    """it was shifted to azathioprine"""
    if before_is_negated(match):
        return None
    return [Change("start", (match["new"],), match.matched)]


@rule(
    [T("TREATMENT", "IT", as_="back"), gap(2, *NOT_BETWEEN, "STOPS"), T("PASSIVE"), gap(2, *NOT_BETWEEN), VERB],
    [T("IT", "TREATMENT", as_="back"), VERB],
    [VERB, T("TREATMENT", "IT", as_="back")],
    [T("DOSE_CHANGE_NOUN", as_="noun"), gap(1, *NOT_BETWEEN), T("TREATMENT", "IT", as_="back")],
)
def treatment_changed(match: Match) -> list[Change] | None:
    """препарат был отменен; попытка возобновления терапии; the drug was discontinued"""
    verb = match.get("verb") or match["noun"]
    action = verb.concept("DOSE_CHANGE") or verb.concept("DOSE_CHANGE_NOUN")
    if action is None or action == "start" or before_is_negated(match):
        return None
    return [Change(action, (), match.matched, back=True)]


@rule([T("TREATMENT_CHANGE", as_="noun")])
def change_of_treatment(match: Match) -> list[Change] | None:
    """попытка возобновления терапии"""
    action = match["noun"].concept("TREATMENT_CHANGE")
    if action is None or before_is_negated(match):
        return None
    return [Change(action, (), match.matched, back=True)]


CHANGES = Level(
    [switched, switched_to, drug_changed, changed_drug, treatment_changed, drug_given, given_drug, change_of_treatment]
)


def change_facts(read: DoseSentence, memory: Memory, doses: Sequence[Fact]) -> list[Fact]:
    """One fact for each change of a drug that has no amount in the same place."""
    hits, _ = CHANGES.best(read.chunks, read.sentence.language)
    dosed = {
        chunk.start
        for i, owner in read.owners.items()
        if owner.index is not None
        for chunk in [read.chunks[owner.index]]
    }
    out: list[Fact] = []
    seen: set[tuple[str | None, str]] = set()
    for hit in hits:
        for change in hit.made:
            for drug in change.drugs or referred(read, memory, change):
                key = (drug.concept("DRUG"), change.action)
                if drug.start in dosed or key in seen:
                    continue
                seen.add(key)
                out.append(change_fact(read, change, drug, hit.rule.name, hit.end - 1))
    return out


def referred(read: DoseSentence, memory: Memory, change: Change) -> Iterator[Chunk]:
    """The drug that «the drug», «терапия» speaks of: the last before it in the sentence, else the last in the passage."""
    start = change.words[0].start
    before = [chunk for chunk in read.chunks if chunk.has("DRUG") and chunk.end <= start]
    drug = before[-1] if before else memory.last()
    if drug is not None:
        yield drug


def change_fact(read: DoseSentence, change: Change, drug: Chunk, rule_name: str, last: int) -> Fact:
    known = drugs().get(drug.concept("DRUG") or "")
    words = [*change.words, drug] if drug in read.chunks else list(change.words)
    start, end = min(c.start for c in words), max(c.end for c in words)
    dose = Dose(
        drug=drug.concept("DRUG"),
        drug_printed=drug.text,
        rxcui=known.rxcui if known else None,
        unii=known.unii if known else None,
        route=next((c.concept("ROUTE") for c in change.words if c.has("ROUTE")), None),
        duration=duration_of(read.chunks, last, None),
        action=change.action,
    )
    flags = ("unverified",) if drug.rule else ()
    return Fact(start, end, (start, end), rule_name, dose, read.sentence.index, flags)
