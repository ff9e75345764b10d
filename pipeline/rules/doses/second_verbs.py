"""Second verbs of a drug: «was begun in May but was abandoned after two cycles», «прерван на 10 дней и возобновлен»."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.rules.chunk import Chunk
from pipeline.rules.doses.owner import inside_brackets
from pipeline.rules.doses.verbs import SAID_OF_STEPS, WEAN, leads_to_amount, negated
from pipeline.rules.where import holds, where

CHANGING = ("hold", "resume", "stop", *SAID_OF_STEPS, WEAN)
LEADING = ("PASSIVE", "THEN", "ADVERB", "RELATIVE", "DATE", "RELATIVE_PRONOUN", "CHANGE")
"""What may stand between the link and the second verb."""
LINKS = ("AND", "COMMA", "JOINING", "DASH", "CLOSE")
OBJECTS = ("DRUG", "DRUG_CLASS", "REGIMEN", "TREATMENT", "DOSE_WORD", "ANALYTE", "DOSE")
OTHER_SUBJECTS = ("SEMICOLON", "QUESTION", "THE_PATIENT", "PERSON", "PRONOUN_IT")
REFERRING = ("DRUG_CLASS", "IT")
"""Words that point back to a drug named before."""
IN_LIST = ("DRUG", "DOSE", "COMMA", "AND", "JOINING", "ROUTE", "SLASH", "OF", "DOSE_WORD", "TREATMENT", "FREQUENCY")
BEFORE_NOUN = ("INDEFINITE", "WORD", "PERIOD_QUALITY", "ADVERB")
NAMED = ("DRUG", "CLOSE", "TREATMENT", "ROUTE")
LONGEST_LEAD = 6
LONGEST_WAY = 30


def second_verbs(chunks: Sequence[Chunk]) -> Iterator[tuple[int, str, tuple[Chunk, ...]]]:
    """(index of the verb, action, its drugs, or the word that points back to one) of each verb that a link joins to an earlier one."""
    for j in where(chunks, "DOSE_CHANGE", "SWITCH"):
        said = action_at(chunks, j)
        if said is None or negated(chunks, j):
            continue
        step = None if chunks[j].has("DOSE_CHANGE") else step_before(chunks, j)
        link = link_before(chunks, j) if step is None else step
        before = subjects(chunks, link, told=step is not None) if link is not None else ()
        drugs = tuple(drug for drug in before if not goes_on(chunks, j, drug))
        if drugs:
            yield j, said, drugs


def goes_on(chunks: Sequence[Chunk], j: int, drug: Chunk) -> bool:
    """«… was switched to oral hydrocortisone» after hydrocortisone: the drug itself goes on."""
    new = next((chunk for chunk in chunks[j + 1 : j + 2 + LONGEST_LEAD] if chunk.has("DRUG")), None)
    return chunks[j].has("SWITCH") and new is not None and new.concept("DRUG") == drug.concept("DRUG")


def action_at(chunks: Sequence[Chunk], j: int) -> str | None:
    """What the verb at chunk j does with a drug named before; a switch «to» another stops it."""
    if chunks[j].has("SWITCH"):
        to, new = chunks[j + 1 : j + 2], chunks[j + 2 : j + 2 + LONGEST_LEAD]
        return "stop" if to and to[0].has("SWITCH_TO") and any(chunk.has("DRUG") for chunk in new) else None
    said = chunks[j].concept("DOSE_CHANGE")
    return said if said in CHANGING and not leads_to_amount(chunks, j) and not has_object(chunks, j) else None


def has_object(chunks: Sequence[Chunk], j: int) -> bool:
    """«and stopped the infusion», «…, повышая чувствительность»: it is said of what follows."""
    if (
        chunks[j].has("GERUND")
        or chunks[j].concept("DOSE_CHANGE") in SAID_OF_STEPS
        and holds(chunks[j + 1 : j + 2], "WORD")
    ):
        return True
    return any(chunk.has(*OBJECTS) for chunk in chunks[j + 1 : j + 4])


def step_before(chunks: Sequence[Chunk], j: int) -> int | None:
    """«с последующим» of «гепарин с последующим переводом на варфарин», "with" of "heparin with transition to warfarin"."""
    k = j - 2 if j > 1 and chunks[j - 1].has(*BEFORE_NOUN) else j - 1
    return k if k > 0 and chunks[k].has("THEN", "JOINED") and chunks[k - 1].has(*NAMED) else None


def link_before(chunks: Sequence[Chunk], j: int) -> int | None:
    """The link that «and was eventually stopped» opens with; None where another word stands before the verb."""
    for k in range(j - 1, max(-1, j - 1 - LONGEST_LEAD), -1):
        if chunks[k].has(*LEADING) and not chunks[k].has("DRUG"):
            continue
        return k if chunks[k].has(*LINKS) else None
    return None


def subjects(chunks: Sequence[Chunk], link: int, told: bool) -> tuple[Chunk, ...]:
    """The drugs that the verb before the link was said of: the nearest list of drugs, past brackets and phrases.

    told   the drugs need no verb: «гепарин с последующим переводом на варфарин»
    """
    verb = told
    for k in range(link - 1, max(-1, link - LONGEST_WAY), -1):
        chunk = chunks[k]
        if inside_brackets(chunks, k):
            continue
        if chunk.has("DRUG"):
            verb = verb or took_it(chunks, k)
            alone = chunks[link].has("COMMA") and chunks[link - 1].has("DOSE") and not of_all(chunks, link)
            return () if not verb else (chunk,) if alone else listed(chunks, k)
        if chunk.has(*REFERRING):
            return (chunk,) if verb else ()
        if chunk.has(*OTHER_SUBJECTS):
            return ()
        verb = verb or chunk.has("DOSE_CHANGE", "GIVE", "START_VERB", "DOSE")
    return ()


def of_all(chunks: Sequence[Chunk], link: int) -> bool:
    """ "A 1 g and B 2 g, both of which were stopped"."""
    return any(chunk.concept("RELATIVE_PRONOUN") == "all" for chunk in chunks[link + 1 : link + 2])


def took_it(chunks: Sequence[Chunk], k: int) -> bool:
    """ "started on carbamazepine, which was changed to …", "received vancomycin, later replaced by …": the verb leads to the drug."""
    return any(chunk.has("DOSE_CHANGE", "GIVE", "START_VERB") for chunk in chunks[max(0, k - LONGEST_LEAD) : k])


def listed(chunks: Sequence[Chunk], last: int) -> tuple[Chunk, ...]:
    """The list of drugs that ends with the drug at chunk `last`, with amounts and brackets between them."""
    out = [chunks[last]]
    for k in range(last - 1, -1, -1):
        if chunks[k].has("DRUG") and not inside_brackets(chunks, k):
            out.insert(0, chunks[k])
        elif not (chunks[k].has(*IN_LIST, "CLOSE", "OPEN") or inside_brackets(chunks, k)):
            break
    return tuple(out)
