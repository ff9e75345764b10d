"""Changes of treatment without an amount, as facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from pipeline.facts import Dose, Fact
from pipeline.record import record
from pipeline.rules.chunk import Chunk
from pipeline.rules.doses.catalogue import drugs, goes_into_a_vein, is_of_class
from pipeline.rules.doses.change import Change
from pipeline.rules.doses.changes import CHANGES
from pipeline.rules.doses.course import duration_of
from pipeline.rules.doses.memory import Memory
from pipeline.rules.doses.printed import printed_name
from pipeline.rules.doses.second_verbs import CHANGING, listed, second_verbs
from pipeline.rules.doses.sentence import DoseSentence
from pipeline.rules.doses.verbs import SAID_OF_STEPS, WEAN, ended_after, governor
from pipeline.rules.where import where

SECOND_VERB = "doses.second_verbs"
END_OF_DOSE = "doses.ends_of_doses"
OF_FORM = ("OF", "DOSE_WORD", "DRIP", "DOSE_QUALITY", "TREATMENT", "AND", "DRUG")
"""What stands between a route and its drug: "an epidural infusion of ropivacaine"."""
NO_WAY = ("PASSIVE", "DOSE_CHANGE", "GIVE", "START_VERB", "SWITCH", "COMMA", "SEMICOLON", "COLON", "DOSE", "THEN")
"""Where the words behind a drug tell no more how it is given."""
LONGEST_FORM = 4
LONGEST_WAY = 7
STEPPED = ("increase", "reduce", "stop", "hold")
"""Actions of amounts that tell no beginning."""
LONGEST_PAUSE = 3
"""Chunks behind a stop through how long it was."""


@record(frozen=True, slots=True)
class Told:
    """A change told of one drug: by which words and rule, and the index of the chunk after which its duration stands."""

    change: Change
    action: str
    drug: Chunk
    rule: str
    last: int


def change_facts(read: DoseSentence, memory: Memory, doses: Sequence[Fact]) -> list[Fact]:
    """One fact for each change of a drug that no amount in the same place tells already; titles tell none."""
    if read.sentence.section == "front":
        return []
    out: list[Fact] = []
    seen = {(dose.drug, dose.action) for dose in payloads(doses)}
    for told in chain(by_rules(read, memory, doses), ends_of_doses(read)):
        memory.done(told.drug, told.action)
        key = (told.drug.concept("DRUG"), told.action)
        if key not in seen:
            seen.add(key)
            out.append(change_fact(read, told))
    return out


def by_rules(read: DoseSentence, memory: Memory, doses: Sequence[Fact]) -> Iterator[Told]:
    """What the rules of changes find, then the verbs that follow those."""
    hits, _ = CHANGES.best(read.chunks, read.sentence.language)
    dosed = {read.chunks[owner.index].start for owner in read.owners.values() if owner.index is not None}
    told: list[Chunk] = []
    for hit in hits:
        elsewhere = {c.start for other in hits if other is not hit for c in read.chunks[other.start : other.end]}
        for change in hit.made:
            if change.action == "treat" and read.sentence.section != "case":
                continue
            for drug in change.drugs or referred(read, memory, change, doses, told):
                action = done_with(change.action, drug)
                told.append(drug)
                with_amount = (
                    drug.start in dosed and action not in CHANGING and not only_stepped(read, drug, action, doses)
                )
                if not with_amount and not (change.drugs and drug.start in elsewhere):
                    yield Told(change, action, drug, hit.rule.name, hit.end - 1)
    within = {i for hit in hits for i in range(hit.start, hit.end)}
    for verb, said, subjects in second_verbs(read.chunks):
        if verb not in within or read.chunks[verb].has("SWITCH"):
            yield from second(read, memory, verb, said, subjects)


def only_stepped(read: DoseSentence, drug: Chunk, action: str, doses: Sequence[Fact]) -> bool:
    """ "Gabapentin was started and increased to 600 mg": the amount tells the step, not the beginning."""
    if action != "start":
        return False
    own = [i for i, owner in read.owners.items() if owner.index is not None and read.chunks[owner.index] is drug]
    spans = {(read.chunks[i].start, read.chunks[i].end) for i in own}
    done = {dose.action for dose in payloads([fact for fact in doses if fact.span in spans])}
    return done <= {*STEPPED, "mention"} and not done <= {"mention"}


def payloads(facts: Sequence[Fact]) -> list[Dose]:
    return [fact.payload for fact in facts if isinstance(fact.payload, Dose)]


def second(read: DoseSentence, memory: Memory, verb: int, said: str, subjects: Sequence[Chunk]) -> Iterator[Told]:
    """A second verb, of the drugs before it or of the one that "the steroid" points back to."""
    words = (read.chunks[verb],)
    named = [chunk for chunk in subjects if chunk.has("DRUG")]
    pointing = Change(said, (), (*(chunk for chunk in subjects if not chunk.has("DRUG")), *words))
    for drug in named or referred(read, memory, pointing):
        yield Told(Change(said, (), words), done_with(said, drug), drug, SECOND_VERB, verb)


def ends_of_doses(read: DoseSentence) -> Iterator[Told]:
    """The stop of «ampicillin 50 mg/kg was stopped after 48 hours», whose amount tells its beginning."""
    for i, owner in read.owners.items():
        verb = governor(read.chunks, i, owner.index)
        if owner.index is not None and verb is not None and ended_after(read.chunks, verb, i):
            words = (read.chunks[verb.at], read.chunks[verb.at + 1])
            change = Change(verb.action, (), words)
            yield Told(change, verb.action, read.chunks[owner.index], END_OF_DOSE, verb.at)


def done_with(said: str, drug: Chunk) -> str:
    """What the word says of this drug: steroids are weaned down, others off."""
    if said == WEAN:
        return "reduce" if is_of_class(drug.concept("DRUG") or "", "corticosteroids") else "stop"
    return "mention" if said == "treat" else "start" if said == "then" else said


def referred(
    read: DoseSentence, memory: Memory, change: Change, doses: Sequence[Fact] = (), told: Sequence[Chunk] = ()
) -> Iterator[Chunk]:
    """The drug that «the drug», «терапия», "the steroid" speaks of: the last before it in the sentence, else the last in the passage.

    A change of dose with an amount in the sentence is that amount's own, but for "with gradual tapering" behind it; "it" points no further than its sentence;
    "with increase in the doses" is said of the list before it, and of nothing farther; "it" is the drug `told` of in the sentence,
    if one is: "placed on omeprazole after his first cycle of methotrexate, and it was stopped".
    """
    start = change.words[0].start
    with_it = change.words[0].has("JOINED", "THEN", "WITH_CHANGE", "WITH_STEP")
    amounts = [
        read.chunks[i] for i in where(read.chunks, "DOSE") if same_clause(read.chunks, read.chunks[i].start, start)
    ]
    if change.action in SAID_OF_STEPS and any(not with_it or amount.start > start for amount in amounts):
        return
    if change.action == "resume" and any(dose.action == "resume" for dose in payloads(doses)):
        return
    before = [i for i in where(read.chunks, "DRUG") if read.chunks[i].end <= start]
    near = any(chunk.has("PRONOUN_IT") for chunk in change.words)
    drug_class = next((c.concept("DRUG_CLASS") for c in change.words if c.has("DRUG_CLASS")), None)
    if drug_class is not None:
        known = memory.last_of(drug_class)
        candidates = [read.chunks[i] for i in reversed(before)] or ([known] if known is not None else [])
        yield from [drug for drug in candidates if is_of_class(drug.concept("DRUG") or "", drug_class)][:1]
    elif near and told:
        yield told[-1]
    elif change.action == "resume" and (paused := memory.paused()) is not None:
        yield paused
    elif before and any(chunk.has("DRIP") for chunk in change.words) and was_given(read.chunks, before[-1], start):
        return
    elif with_it:
        yield from listed(read.chunks, before[-1]) if before else ()
    elif before:
        yield read.chunks[before[-1]]
    elif not near:
        known = memory.last()
        yield from (known,) if known is not None else ()


def same_clause(chunks: Sequence[Chunk], one: int, two: int) -> bool:
    """No semicolon parts the places: «40 мг/сут; через месяц доза удвоена»."""
    first, last = sorted((one, two))
    return not any(first < chunks[i].start < last for i in where(chunks, "SEMICOLON"))


def was_given(chunks: Sequence[Chunk], drug: int, start: int) -> bool:
    """Of "hydrocortisone was given and the infusion stopped" the infusion is another drug's."""
    return any(chunk.has("GIVE") and not chunk.has("DRIP") and chunk.end <= start for chunk in chunks[drug + 1 :])


def clause_of(chunks: Sequence[Chunk], last: int) -> Sequence[Chunk]:
    """The chunks up to the next verb: of «was begun and tapered over six weeks» the weeks are the second verb's."""
    end = next((i for i in where(chunks, "DOSE_CHANGE") if i > last), len(chunks))
    return chunks[:end]


def route_of_change(chunks: Sequence[Chunk], change: Change, drug: Chunk) -> str | None:
    """The route in the words of the change or beside the drug; what drips goes into a vein: "a continuous infusion of fentanyl"."""
    before, behind = beside(chunks, drug)
    said = (*change.words, *before, *behind[:1])
    route = next((chunk.concept("ROUTE") for chunk in said if chunk.has("ROUTE")), None)
    way = next((i for i, chunk in enumerate(behind) if chunk.has("VIA")), len(behind))
    drips = any(chunk.has("DRIP") for chunk in (*before, *behind[:1], *behind[way:]))
    return route or ("intravenous" if drips or goes_into_a_vein(drug.concept("DRUG")) else None)


def beside(chunks: Sequence[Chunk], drug: Chunk) -> tuple[list[Chunk], list[Chunk]]:
    """The chunks before a drug (nearest first) and behind it, as far as they tell how it is given."""
    at = next((i for i in where(chunks, "DRUG") if chunks[i] is drug), None)
    if at is None:
        return [], []
    behind = list(chunks[at + 1 : at + 1 + LONGEST_WAY])
    end = next((i for i, chunk in enumerate(behind) if chunk.has(*NO_WAY)), len(behind))
    before = list(reversed(chunks[max(0, at - LONGEST_FORM) : at]))
    first = next((i for i, chunk in enumerate(before) if not chunk.has("ROUTE", *OF_FORM)), len(before))
    return before[: max(1, first)], behind[: max(1, end)]


def is_pause(chunks: Sequence[Chunk], last: int) -> bool:
    """ "stopped for 2 weeks", "stopped during the 3 weeks of wound healing", «отменен на 2 недели»: it was to go on."""
    behind = [c for c in chunks[last + 1 : last + 1 + LONGEST_PAUSE] if not c.has("DETERMINER")]
    return len(behind) > 1 and behind[0].has("PAUSE_CUE") and behind[1].has("DURATION")


def change_fact(read: DoseSentence, told: Told) -> Fact:
    change, drug = told.change, told.drug
    known = drugs().get(drug.concept("DRUG") or "")
    words = [*change.words, drug] if change.drugs else list(change.words)
    start, end = min(c.start for c in words), max(c.end for c in words)
    clause = clause_of(read.chunks, told.last)
    dose = Dose(
        drug=drug.concept("DRUG"),
        drug_printed=printed_name(drug.text, read.sentence.language),
        rxcui=known.rxcui if known else None,
        unii=known.unii if known else None,
        route=route_of_change(read.chunks, change, drug),
        duration=duration_of(clause, told.last, None),
        action="hold" if told.action == "stop" and is_pause(clause, told.last) else told.action,
    )
    flags = ("unverified",) if drug.rule else ()
    return Fact(start, end, (start, end), told.rule, dose, read.sentence.index, flags)
