"""A change of a drug without an amount: what is said, of which drugs, and whether it is denied."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.record import record, replace
from pipeline.rules.chunk import Chunk
from pipeline.rules.doses.verbs import SAID_OF_STEPS, negated
from pipeline.rules.pattern import Match, T

LIST_LINKS = (
    "COMMA",
    "AND",
    "JOINED",
    "ROUTE",
    "OPEN",
    "CLOSE",
    "QUOTE",
    "DASH",
    "SLASH",
    "DOSE_QUALITY",
    "DRUG_CLASS",
)
LATER_LINKS = ("AND", "COMMA")
"""After these a list may go on with «later»: "mesalamine and later adalimumab"."""
LONGEST_BRACKET = 6
NEAR = 2
BEGINNING = ("start", "treat")
"""Actions that «again» makes a resumption."""
SHORT_PARTICIPLE = r"^(?:[^\W\d_]+ )?[^\W\d_]+н[аоы]?$"
"""Russian short participles need no other word: «амоксициллин назначен»."""
ACTING = ("DRUG", "DOSE", "DOSE_CHANGE", "DOSE_CHANGE_NOUN", "START_VERB", "SWITCH", "NOT_CHANGED")
"""What a gap between a verb and its drug does not reach over, nor does it over these two:"""
PARTING = (*ACTING, "COMMA", "THEN", "COLON", "AND")
CROSSING = (*PARTING, "PASSIVE")


@record(frozen=True, slots=True)
class Change:
    """`action` happens to the drug chunks; a change with no drug is said of the one last spoken of."""

    action: str
    drugs: tuple[Chunk, ...]
    words: tuple[Chunk, ...]


DRUG = T("DRUG", as_="drug")
VERB = T("DOSE_CHANGE", as_="verb")
NOUN = T("DOSE_CHANGE_NOUN", as_="noun")


def said(match: Match, action: str | None) -> list[Change] | None:
    """The change of the match's drug and of those in a list with it; None where it is negated."""
    drug = match["drug"]
    if action is None or is_negated(match) or excepted(match, drug) or is_eaten(match, drug):
        return None
    action = "resume" if action in BEGINNING and once_more(match) else action
    if action in SAID_OF_STEPS and drug.has("ANALYTE") and not any(c.has("DOSE_WORD") for c in match.matched):
        return None
    return [Change(action, listed(match, drug), match.matched)]


def is_negated(match: Match) -> bool:
    undone = any(chunk.has("NOT_DONE") for chunk in match.after(NEAR))
    return undone or negated(match.chunks, match.start) or any(c.has("NOT_CHANGED") for c in match.matched)


def excepted(match: Match, drug: Chunk) -> bool:
    """ "All medications except for metoprolol were discontinued"."""
    at = place(match, drug)
    return any(chunk.has("EXCEPT") for chunk in match.chunks[max(0, at - NEAR) : at])


def is_eaten(match: Match, drug: Chunk) -> bool:
    """ "A low-calcium diet was started"."""
    at = place(match, drug)
    return drug.has("ANALYTE") and any(chunk.has("NO_DOSE") for chunk in match.chunks[at + 1 : at + 4 : 2])


def once_more(match: Match) -> bool:
    """ "treated again with IVIG", "methotrexate was started again"."""
    return any(c.has("AGAIN") for c in (*match.before(1), *match.matched, *match.after(1)))


def place(match: Match, chunk: Chunk) -> int:
    return next(i for i in range(match.start, match.end) if match.chunks[i] is chunk)


def listed(match: Match, drug: Chunk) -> tuple[Chunk, ...]:
    """The drug with those that a list joins to it: «vancomycin, metronidazole and gentamicin were started»."""
    chunks, at = match.chunks, place(match, drug)
    out = {drug.start: drug}
    for step in (-1, 1):
        j = at + step
        while 0 <= j < len(chunks) and in_list(chunks, j):
            if chunks[j].has("DRUG", "BLOOD_PRODUCT"):
                out[chunks[j].start] = as_drug(chunks[j])
            j = past_bracket(chunks, j) if step > 0 else j - 1
    return tuple(out[start] for start in sorted(out))


def in_list(chunks: Sequence[Chunk], j: int) -> bool:
    """Names and what joins them, with «later» or an adjective after a link: "fresh frozen plasma, fresh platelets, and later albumin"."""
    linked = 0 < j < len(chunks) - 1 and chunks[j - 1].has(*LATER_LINKS)
    named = linked and chunks[j + 1].has("DRUG", "BLOOD_PRODUCT") and chunks[j].has("WORD", "DETERMINER")
    blood = j > 0 and chunks[j].has("BLOOD_PRODUCT") and chunks[j - 1].has("WORD", *LATER_LINKS)
    return chunks[j].has("DRUG", *LIST_LINKS) or linked and chunks[j].has("THEN") or named or blood


def as_drug(chunk: Chunk) -> Chunk:
    """Platelets in a list of drugs are given, not counted."""
    if chunk.has("DRUG"):
        return chunk
    return replace(chunk, readings=(("DRUG", chunk.concept("BLOOD_PRODUCT") or ""),))


def past_bracket(chunks: Sequence[Chunk], j: int) -> int:
    """The chunk after j; after a short bracket where one opens at j."""
    if not chunks[j].has("OPEN") or chunks[j + 1 : j + 2] and chunks[j + 1].has("DRUG"):
        return j + 1
    closed = next((k for k in range(j, min(len(chunks), j + LONGEST_BRACKET)) if chunks[k].has("CLOSE")), j)
    return closed + 1


def action_of(match: Match) -> str | None:
    verb, noun = match.get("verb"), match.get("noun")
    if verb is not None:
        return verb.concept("DOSE_CHANGE")
    return noun.concept("DOSE_CHANGE_NOUN") if noun is not None else None
