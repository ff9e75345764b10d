"""Who a sentence speaks of: cues of this report's patient, of other people's patients, of kin, of nobody in particular."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.facts import TimeExpression
from pipeline.record import record
from pipeline.rules.chunk import Chunk, Sentence
from pipeline.rules.pattern import Level, Match, T, gap, rule
from pipeline.rules.where import holds, where

NAME = T("WORD", as_="name")
INITIAL = T(form=r"^[a-zа-яё]$")
A_NAME = re.compile(r"[A-ZА-ЯЁ][a-zа-яё]+(?:['’]s)?")
"""An author's name, or what looks like one; asked for only beside a verb of reporting."""
PRESENT_TENSE = re.compile(r"(?:[аяуюе](?:ет|ют)(?:ся)?|[иы]тся|ятся)$")
IN_PRESENT_TENSE = "т"
"""A letter that all these endings have, and no English word."""
NEAR = 4
"""An age belongs to a person at most so many chunks away."""


@record(frozen=True, slots=True)
class Cue:
    """What chunk `at` of a sentence says of whose it is.

    ours       "our patient", «в нашем наблюдении»      compared   "unlike our patient": speaks of another
    named      "the patient", «больная»                 us         "we", «нами»
    someone    "a 63-year-old man"                      counted    "27 patients", "n = 40", "both patients"
    authors    "Smith et al.", "Moreau described"       earlier    "we have previously treated"
    others     "patients", "the literature", "a trial"  cited      "[8]"
    general    "should", "the guideline", «вводят»      present    "is", «развивается»: told of no one
    family     "his mother"                             informant  «со слов матери»
    theirs     "her creatinine"                     donor      "the donor was …"
    """

    kind: str
    at: int
    count: float = 0
    """of "counted": how many"""


@rule(
    [
        T("NUMBER", as_="count"),
        gap(3, "DASH", "COMMA", "OPEN", "QUANTITY", "AGE", "DATE"),
        T("OTHER_PATIENTS", as_="who"),
    ]
)
def counted(match: Match) -> str | None:
    """27 patients; у 67 пациентов; 20 больным; 258 cases"""
    value = match["count"].value
    return "counted" if value is not None and value.low > 1 and not is_rate(match.after(2)) else None


def is_rate(following: Sequence[Chunk]) -> bool:
    """12 cases per million; 20 случаев на 100 000: nobody in particular."""
    return len(following) == 2 and following[0].has("PER") and following[1].has("NUMBER", "MULTIPLIER", "PERIOD_WORD")


@rule([T(form=r"^[nN]$"), T("EQUALS"), T("NUMBER", as_="count")], [T("SERIES_OF"), T("NUMBER", as_="count")])
def sample(match: Match) -> str | None:
    """n = 717; a surgical series of 23; когорта из 48"""
    value = match["count"].value
    return "counted" if value is not None and value.low > 1 else None


@rule([T("BOTH"), gap(1), T("OTHER_PATIENTS", "CASE_LABEL")])
def both(match: Match) -> str | None:
    """both patients; обе больные; в обоих наблюдениях"""
    return "counted"


@rule(
    [T("OPEN"), T("NUMBER", "RANGE"), T("CLOSE")],
    [T("OPEN"), T("NUMBER", "RANGE"), T("COMMA", "DASH"), gap(8, "OPEN", "WORD"), T("CLOSE")],
)
def citation(match: Match) -> str | None:
    """[8]; [10,11]; [3, 7-9]"""
    return "cited" if match.matched[0].text == "[" else None


@rule([T("ET_AL")])
def authors(match: Match) -> str | None:
    """Ducasse et al.; Иванов и соавт."""
    return "authors"


@rule(
    [NAME, gap(3, "US", "OUR_PATIENT", "THE_PATIENT", "OTHER_PATIENTS", "PERSON", "SEX"), T("REPORT_VERB")],
    [NAME, T("PRACTISED")],
    [T("REPORT_VERB"), T("BY"), NAME],
    [T("REPORT_VERB"), NAME],
    [T("REPORT_VERB"), INITIAL, T("PERIOD"), NAME],
    [T("REPORT_VERB"), INITIAL, T("PERIOD"), INITIAL, T("PERIOD"), NAME],
    [T("REPORT_VERB"), T("BY"), INITIAL, T("PERIOD"), NAME],
)
def reporter(match: Match) -> str | None:
    """Okafor [5] reported; the cases collected by Moreau; И.П. Сомов описал; описанный К. Танака"""
    return "authors" if A_NAME.fullmatch(match["name"].text) else None


@rule([T("WORD", as_="name"), gap(1), T("THE_PATIENT", "CASE_LABEL", "OTHER_PATIENTS")])
def patient_of_another(match: Match) -> str | None:
    """Petersen's patient; Lindqvist’s first case"""
    name = match["name"].text
    return "authors" if A_NAME.fullmatch(name) and name.endswith("s") and name[-2] in "'’" else None


@rule(
    [T("US"), gap(1), T("HISTORY", "EARLIER"), gap(1), T("REPORT_VERB", "TREATED")],
    [T("HISTORY", "EARLIER"), gap(1), T("US"), gap(1), T("REPORT_VERB", "TREATED")],
    [T("HISTORY", "EARLIER"), T("REPORT_VERB", "TREATED"), T("US")],
)
def earlier(match: Match) -> str | None:
    """we have previously treated; ранее мы наблюдали; ранее описанный нами"""
    return "earlier"


LEVEL = Level([counted, sample, both, citation, authors, reporter, patient_of_another, earlier])
WORDS = {
    "OUR_PATIENT": "ours",
    "OTHER_PATIENTS": "others",
    "GENERAL": "general",
    "FAMILY": "family",
    "US": "us",
}


def people(sentence: Sentence, own_ages: frozenset[str] = frozenset()) -> tuple[Cue, ...]:
    """The cues of a sentence in order. `own_ages` are ages of this report's patients: someone of that age is one of them."""
    chunks = sentence.chunks
    hits = LEVEL.best(chunks, sentence.language)[0]
    found = [
        Cue(hit.made, hit.start, how_many(chunks[hit.start : hit.end]))
        for hit in hits
        if hit.made != "authors" or not of_a_method(chunks, hit.start)
    ]
    found += words(chunks)
    found += [Cue("present", at) for at in habits(sentence)]
    found += [Cue("named" if chunks[i].value.value in own_ages else "someone", i) for i in persons_of_an_age(chunks)]
    return tuple(sorted(found, key=lambda cue: cue.at))


def of_a_method(chunks: Sequence[Chunk], index: int) -> bool:
    """ "by the protocol of Weber et al.", «по методике Громова»: a name that is no more than a method's."""
    return any(c.has("METHOD") for c in chunks[max(0, index - 3) : index])


def how_many(chunks: Sequence[Chunk]) -> float:
    """The first number among the chunks of a cue."""
    if holds(chunks, "BOTH"):
        return 2
    return next((float(c.value.low) for c in chunks if c.has("NUMBER") and c.value is not None), 0)


def words(chunks: Sequence[Chunk]) -> Iterator[Cue]:
    for at in where(chunks, *WORDS, "THE_PATIENT", "POSSESSIVE", "OPEN", "DONOR"):
        chunk = chunks[at]
        for tag, kind in WORDS.items():
            if chunk.has(tag):
                yield Cue(refined(kind, chunks, at), at)
        if chunk.has("THE_PATIENT") and not chunk.has("OTHER_PATIENTS", "POSSESSIVE") and not owns_kin(chunks, at):
            yield Cue("named", at)
        if chunk.has("POSSESSIVE"):
            yield Cue("theirs", at)
        if chunk.has("DONOR") and tells_of_donor(chunks, at):
            yield Cue("donor", at)
        if chunk.has("OPEN") and at and chunks[at - 1].has("FAMILY", "DONOR"):
            yield Cue("family" if chunks[at - 1].has("FAMILY") else "donor", at)


def tells_of_donor(chunks: Sequence[Chunk], index: int) -> bool:
    """«The donor was a man of 60», «У донора креатинин …», "the donor's creatinine"; not "donor lymphocytes were given"."""
    following, before = chunks[index + 1 : index + 3], chunks[max(0, index - 1) : index]
    told = any(c.has("PASSIVE", "HAD", "AGE", "SEX") for c in following[:1]) or chunks[index].concept("DONOR") == "told"
    owned = bool(following) and following[0].text[:1] in "'’"
    return told or owned or not following and bool(before) and before[0].has("PASSIVE")


def habits(sentence: Sentence) -> Iterator[int]:
    """ "is", "may", «развивается», «вводят»: the present tense, of what is so at any time."""
    chunks = sentence.chunks
    yield from where(chunks, "HABIT")
    if IN_PRESENT_TENSE in sentence.text:
        yield from (at for at in where(chunks, "WORD") if PRESENT_TENSE.search(chunks[at].text))


def owns_kin(chunks: Sequence[Chunk], index: int) -> bool:
    """ "the child's grandfather", «у пациентки мать»: the kin are told of."""
    following = chunks[index + 1 : index + 3]
    return any(c.has("FAMILY") for c in following[: 2 if following and following[0].text[0] in "'’" else 1])


def refined(kind: str, chunks: Sequence[Chunk], index: int) -> str:
    """ "Unlike our patient" does not speak of ours; kin who tell of the patient are not told of."""
    if kind == "ours" and any(c.has("COMPARED") for c in chunks[max(0, index - 3) : index]):
        return "compared"
    if kind == "family" and informs(chunks, index):
        return "informant"
    return kind


def informs(chunks: Sequence[Chunk], index: int) -> bool:
    """«со слов матери», "his parents noticed": kin who tell, bring or give."""
    return any(c.has("AS_TOLD_BY") for c in chunks[max(0, index - 2) : index]) or any(
        c.has("INFORMS") for c in chunks[index + 1 : index + 4]
    )


def persons_of_an_age(chunks: Sequence[Chunk]) -> Iterator[int]:
    """ "a 46-year-old man", «пациентка 70 лет»: places of ages beside one person, in the singular."""
    for index in where(chunks, "AGE"):
        near = chunks[max(0, index - NEAR) : index + NEAR + 1]
        time = chunks[index].value
        if (
            isinstance(time, TimeExpression)
            and time.kind == "age"
            and "/" not in (time.value or "")
            and any(
                c.has("THE_PATIENT", "SEX", "PERSON") and not c.has("OTHER_PATIENTS", "FAMILY", "POSSESSIVE")
                for c in near
            )
        ):
            yield index
