"""How a case ended: died or alive, when, of what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.facts import Case, Fact, Moment, TimeExpression
from pipeline.linking.cases import case_at
from pipeline.record import replace
from pipeline.rules.chunk import Chunk, Sentence
from pipeline.rules.where import holds, where

BEFORE = 2
"""Chunks before a word of health in which "previously" or "had been" stands."""
GROWN = 12
CHILD = ("NEWBORN", "FAMILY")
TOLD_OF_OTHERS = ("introduction", "discussion")
"""Sections where a death is the patient's only beside a word for the patient."""


def with_outcome(
    case: Case,
    cases: Sequence[Case],
    sentences: Sequence[Sentence],
    subjects: Mapping[int, str],
    moments: Mapping[Fact, Moment],
) -> Case:
    """Death where the patient's story tells it; else alive where it says so."""
    told = [s for s in sentences if subjects[s.index] == "patient" and case_at(cases, s.start) == case.number]
    deaths = [s for s in told if is_death(s)]
    if deaths:
        quote = next((s for s in deaths if s.section == "case"), deaths[0])
        return replace(
            case,
            outcome="died",
            outcome_quote=quote.text,
            outcome_edtf=death_date(told, moments),
            cause_of_death=cause([*deaths, *(s for s in told if names_cause(s))]),
        )
    living = [s for s in told if s.section in ("case", "abstract") and is_living(s)]
    living = [s for s in living if not (is_grown(case) and holds(s.chunks, *CHILD))]
    if living:
        body = [s for s in living if s.section == "case"] or living
        return replace(case, outcome="alive", outcome_quote=body[-1].text)
    return case


def is_living(sentence: Sentence) -> bool:
    """«remains asymptomatic», "was discharged", «выписана»: recovery, discharge or a later visit.

    Not what was so before: «a previously healthy man», "had been discharged"; nor the clinic to which the patient came.
    """
    chunks = sentence.chunks
    for at in where(chunks, "ALIVE", "EVENT_VERB", "EVENT"):
        chunk = chunks[at]
        if chunk.has("ALIVE") and comes(chunks, at):
            continue
        alive = chunk.has("ALIVE") or chunk.concept("EVENT_VERB") == "discharge"
        visit = chunk.concept("EVENT") in ("discharge", "follow-up") and not comes(chunks)
        if (alive or visit) and not any(c.has("HISTORY") for c in chunks[max(0, at - BEFORE) : at]):
            return True
    return False


def comes(chunks: Sequence[Chunk], after: int = -1) -> bool:
    """«was admitted», said behind a chunk: «A woman with colitis in remission | was admitted» tells how someone was who comes now."""
    return any(at > after and chunks[at].concept("EVENT_VERB") == "admission" for at in where(chunks, "EVENT_VERB"))


def is_grown(case: Case) -> bool:
    """A child in the story of someone this old is another's."""
    return case.age_unit == "year" and case.age_value is not None and case.age_value >= GROWN


def is_death(sentence: Sentence) -> bool:
    """«died», «погибла», «at autopsy»; the noun only beside the patient; not "no deaths", "could have led to his death", not the death of kin or of others."""
    chunks = sentence.chunks
    events = where(chunks, "EVENT_VERB", "STANDPOINT", "EVENT", "BECAUSE")
    if not events:
        return False
    named = holds(chunks, "THE_PATIENT", "OUR_PATIENT") and not holds(chunks, "OTHER_PATIENTS")
    for index in events:
        chunk = chunks[index]
        told = chunk.concept("EVENT_VERB") == "death" or chunk.concept("STANDPOINT") == "at:death"
        told = told and (named or sentence.section not in TOLD_OF_OTHERS)
        noun = chunk.concept("EVENT") == "death" or chunk.concept("BECAUSE") == "of death"
        if told or (named and noun):
            around = chunks[max(0, index - 5) : index + 1]
            if not any(c.has("CUE_ABSENT", "CUE_HYPOTHETICAL", "FAMILY", "GENERAL") for c in around):
                return True
    return False


def death_date(told: Sequence[Sentence], moments: Mapping[Fact, Moment]) -> str | None:
    """The date in a sentence that tells the death, stated or resolved; the autopsy's, where only that one is dated."""
    by_sentence: dict[int, list[Moment]] = {}
    for fact, moment in moments.items():
        if isinstance(fact.payload, TimeExpression):
            by_sentence.setdefault(fact.sentence, []).append(moment)
    for sentence in told:
        if not is_death(sentence):
            continue
        for moment in by_sentence.get(sentence.index, ()):
            if moment.time_edtf and "/" not in moment.time_edtf:
                return moment.time_edtf
    return None


def names_cause(sentence: Sentence) -> bool:
    """ "Autopsy revealed massive pulmonary embolism as the cause of death": the death itself is told elsewhere."""
    return any(sentence.chunks[at].concept("BECAUSE") == "of death" for at in where(sentence.chunks, "BECAUSE"))


def cause(deaths: Sequence[Sentence]) -> str | None:
    """The illness named as the cause in a sentence that tells the death or its cause."""
    for sentence in deaths:
        because = where(sentence.chunks, "BECAUSE")
        for index in because:
            for chunk in sentence.chunks[index + 1 : index + 6]:
                if chunk.has("CAUSE"):
                    return chunk.concept("CAUSE")
        named = next((c.concept("CAUSE") for c in sentence.chunks if c.has("CAUSE")), None)
        if named and because:
            return named
    return None
