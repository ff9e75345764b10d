"""Changes of treatment without an amount, as facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.facts import Dose, Fact
from pipeline.rules.chunk import Chunk
from pipeline.rules.doses.catalogue import drugs, is_of_class
from pipeline.rules.doses.changes import CHANGES, SAID_OF_DOSES, Change
from pipeline.rules.doses.course import duration_of
from pipeline.rules.doses.memory import Memory
from pipeline.rules.doses.second_verbs import CHANGING, second_verbs
from pipeline.rules.doses.sentence import DoseSentence
from pipeline.rules.doses.verbs import WEAN

SECOND_VERB = "doses.second_verbs"


def change_facts(read: DoseSentence, memory: Memory, doses: Sequence[Fact]) -> list[Fact]:
    """One fact for each change of a drug that no amount in the same place tells already."""
    hits, _ = CHANGES.best(read.chunks, read.sentence.language)
    dosed = {read.chunks[owner.index].start for owner in read.owners.values() if owner.index is not None}
    out: list[Fact] = []
    seen = {(fact.payload.drug, fact.payload.action) for fact in doses if isinstance(fact.payload, Dose)}
    for hit in hits:
        elsewhere = {c.start for other in hits if other is not hit for c in read.chunks[other.start : other.end]}
        for change in hit.made:
            if change.action == "treat" and read.sentence.section != "case":
                continue
            for drug in change.drugs or referred(read, memory, change):
                action = done_with(change.action, drug)
                key = (drug.concept("DRUG"), action)
                told = drug.start in dosed and action not in CHANGING
                if told or key in seen or (change.drugs and drug.start in elsewhere):
                    continue
                seen.add(key)
                out.append(change_fact(read, change, action, drug, hit.rule.name, hit.end - 1))
    within = {i for hit in hits for i in range(hit.start, hit.end)}
    for verb, said, drugs_before in second_verbs(read.chunks):
        for drug in drugs_before if verb not in within else ():
            action = done_with(said, drug)
            if (drug.concept("DRUG"), action) not in seen:
                seen.add((drug.concept("DRUG"), action))
                change = Change(action, (), (read.chunks[verb],))
                out.append(change_fact(read, change, action, drug, SECOND_VERB, verb))
    return out


def done_with(said: str, drug: Chunk) -> str:
    """What the word says of this drug: steroids are weaned down, others off."""
    if said == WEAN:
        return "reduce" if is_of_class(drug.concept("DRUG") or "", "corticosteroids") else "stop"
    return "start" if said in ("treat", "then") else said


def referred(read: DoseSentence, memory: Memory, change: Change) -> Iterator[Chunk]:
    """The drug that «the drug», «терапия», "the steroid" speaks of: the last before it in the sentence, else the last in the passage.

    A change of dose with an amount in the sentence is that amount's own; "it" points no further than its sentence.
    """
    if change.action in SAID_OF_DOSES and any(chunk.has("DOSE") for chunk in read.chunks):
        return
    start = change.words[0].start
    before: Sequence[Chunk] = [chunk for chunk in read.chunks if chunk.has("DRUG") and chunk.end <= start]
    near = any(chunk.has("PRONOUN_IT") for chunk in change.words)
    drug = before[-1] if before else None if near else memory.last()
    drug_class = next((c.concept("DRUG_CLASS") for c in change.words if c.has("DRUG_CLASS")), None)
    if drug is not None and (drug_class is None or is_of_class(drug.concept("DRUG") or "", drug_class)):
        yield drug


def change_fact(read: DoseSentence, change: Change, action: str, drug: Chunk, rule_name: str, last: int) -> Fact:
    known = drugs().get(drug.concept("DRUG") or "")
    words = [*change.words, drug] if change.drugs else list(change.words)
    start, end = min(c.start for c in words), max(c.end for c in words)
    dose = Dose(
        drug=drug.concept("DRUG"),
        drug_printed=drug.text,
        rxcui=known.rxcui if known else None,
        unii=known.unii if known else None,
        route=next((c.concept("ROUTE") for c in change.words if c.has("ROUTE")), None),
        duration=duration_of(read.chunks, last, None),
        action=action,
    )
    flags = ("unverified",) if drug.rule else ()
    return Fact(start, end, (start, end), rule_name, dose, read.sentence.index, flags)
