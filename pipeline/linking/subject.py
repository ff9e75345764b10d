"""Whose a sentence is: this report's patient, other people's patients, the family, or nobody's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from pipeline.facts import TimeExpression
from pipeline.linking.clauses import clauses
from pipeline.linking.labels import LABELS
from pipeline.linking.people import Cue, people, persons_of_an_age
from pipeline.linking.reviewed import reviewed_rows
from pipeline.linking.series import is_series
from pipeline.record import record, replace
from pipeline.rules.chunk import Sentence

PATIENT_SECTIONS = frozenset({"case", "caption", "table", "front", "results"})
RETELLING = frozenset({"abstract", "conclusion"})
OTHER_PEOPLE = frozenset({"counted", "authors", "earlier", "someone"})
"""Cues that name other patients beyond doubt where a report discusses."""
PUBLISHED = frozenset({"cited", "others"})
"""Cues of what was published, which a recommendation may bear as well."""
DECIDING = frozenset({"ours", "all", "family", "donor", "general", "others", "named", "us", *OTHER_PEOPLE})
"""A clause without any of these goes with its neighbours: a citation closes a sentence."""
STARTS_WITHIN = 4
"""Kin are told of where a clause begins with them, among its first chunks."""


@record(frozen=True, slots=True)
class Telling:
    """Of whom a sentence tells; `parts` where its clauses tell of several: (offset where it ends, subject).

    A subject is one of the dataset's, or `published`: literature in which nobody is told of.
    """

    told: str
    parts: tuple[tuple[int, str], ...] = ()

    @property
    def subject(self) -> str:
        return plain(self.told)

    @property
    def last(self) -> str:
        return self.parts[-1][1] if self.parts else self.told

    def at(self, offset: int) -> str:
        """Of whom the words at an offset tell."""
        return next((subject for end, subject in self.parts if offset < end), self.told)


def plain(told: str) -> str:
    return "literature" if told == "published" else told


@record(frozen=True, slots=True)
class Setting:
    """What surrounds a clause: its section, whom the sentence before told of, whether the report is of groups."""

    section: str
    carried: str
    series: bool


def sentence_subjects(sentences: Sequence[Sentence], n_cases: int = 1) -> dict[int, Telling]:
    """Sentence index → of whom it tells. In a discussion the subject carries over to the next sentence of the paragraph."""
    ages = own_ages(sentences)
    cues = {s.index: cues_of(s, ages, n_cases) for s in sentences}
    series = is_series(sentences, cues)
    cited, reviewed = reviewing(sentences, cues), reviewed_rows(sentences)
    out: dict[int, Telling] = {}
    previous: tuple[int, str] = (-1, "")
    for sentence in sentences:
        carried = previous[1] if previous[0] == sentence.paragraph else ""
        section = "discussion" if sentence.paragraph in cited else sentence.section
        telling = telling_of(sentence, cues[sentence.index], Setting(section, carried, series))
        if sentence.index in reviewed and not any(cue.kind in ("ours", "all") for cue in cues[sentence.index]):
            telling = Telling("literature")
        out[sentence.index] = telling
        previous = (sentence.paragraph, carried if telling.last == "general" else telling.last)
    return out


def cues_of(sentence: Sentence, ages: frozenset[str], n_cases: int) -> tuple[Cue, ...]:
    """The sentence's cues; where the report tells three cases, "case 3" and «все три пациента» are ours."""
    if sentence.section in PATIENT_SECTIONS:
        return people(sentence)
    found = people(sentence, ages)
    if n_cases < 2:
        return found
    labels = LABELS.best(sentence.chunks, sentence.language)[0]
    ours = [Cue("all", hit.start) for hit in labels if hit.made <= n_cases]
    ours += [replace(cue, kind="all") for cue in found if cue.kind == "counted" and cue.count == n_cases]
    return (*ours, *(cue for cue in found if cue.kind != "counted" or cue.count != n_cases))


def own_ages(sentences: Sequence[Sentence]) -> frozenset[str]:
    """Ages of persons in the case sections: someone as old, met in the discussion, is the patient again."""
    return frozenset(
        s.chunks[index].value.value
        for s in sentences
        if s.section == "case"
        for index in persons_of_an_age(s.chunks)
        if isinstance(s.chunks[index].value, TimeExpression)
    )


def reviewing(sentences: Sequence[Sentence], cues: Mapping[int, Sequence[Cue]]) -> frozenset[int]:
    """Paragraphs of a case section that review the literature: citations, and nobody called "the patient"."""
    citations: Counter[int] = Counter()
    named: set[int] = set()
    for sentence in sentences:
        if sentence.section not in ("case", "results"):
            continue
        kinds = [cue.kind for cue in cues[sentence.index]]
        if "ours" in kinds or "named" in kinds:
            named.add(sentence.paragraph)
        citations[sentence.paragraph] += kinds.count("cited")
    return frozenset(p for p, count in citations.items() if count >= 2 and p not in named)


def telling_of(sentence: Sentence, cues: Sequence[Cue], setting: Setting) -> Telling:
    """The clauses, each by its own cues; one without takes the subject of the clause before it."""
    if setting.series or not any(cue.kind in DECIDING for cue in cues):
        return whole(cues, setting)
    spans = clauses(sentence.chunks)
    own = [[Cue(cue.kind, cue.at - start) for cue in cues if start <= cue.at < end] for start, end in spans]
    told = [decided(part, setting) if any(c.kind in DECIDING for c in part) else "" for part in own]
    told = [known(part, setting) if turns(told, i) else told[i] for i, part in enumerate(own)]
    if setting.section in PATIENT_SECTIONS:
        told = around_asides(sentence, spans, told)
    if len({t for t in told if t}) < 2:
        return whole(cues, setting)
    parts: list[tuple[int, str]] = []
    running = opening(told, setting)
    for (start, end), subject in zip(spans, told, strict=True):
        aside = sentence.chunks[start].has("OPEN")
        parts.append((sentence.chunks[end - 1].end, subject or running))
        running = running if aside else subject or running
    subjects = [subject for _, subject in parts]
    return Telling("patient" if "patient" in subjects else subjects[-1], tuple(parts))


def around_asides(sentence: Sentence, spans: Sequence[tuple[int, int]], told: Sequence[str]) -> list[str]:
    """«a kidney from a donor (a man of 52 with a creatinine of 1.1 mg/dL)»: only the bracket is of another."""
    asides = [sentence.chunks[start].has("OPEN") for start, _ in spans]
    others = [subject for subject, aside in zip(told, asides, strict=True) if aside and subject]
    if not others or any(subject for subject, aside in zip(told, asides, strict=True) if not aside):
        return list(told)
    return [subject if aside else "patient" for subject, aside in zip(told, asides, strict=True)]


def whole(cues: Sequence[Cue], setting: Setting) -> Telling:
    return Telling(decided(cues, setting) or undecided(cues, setting))


def turns(told: Sequence[str], position: int) -> bool:
    """A clause that names nobody, before one that turns to the patient: "…; in our patient"."""
    return not any(told[: position + 1]) and next((t for t in told[position:] if t), "") == "patient"


def known(cues: Sequence[Cue], setting: Setting) -> str:
    """What is so at any time, told in a discussion."""
    discussed = setting.section not in PATIENT_SECTIONS | RETELLING
    return "general" if discussed and any(cue.kind == "present" for cue in cues) else ""


def opening(told: Sequence[str], setting: Setting) -> str:
    """A clause without cues that opens a sentence: "; in our patient" turns from it, others go on with it."""
    following = next(t for t in told if t)
    return undecided((), setting) if following == "patient" else following


def decided(cues: Sequence[Cue], setting: Setting) -> str:
    """The subject that the cues name, or "" where they name none."""
    kinds = {cue.kind for cue in cues}
    if setting.series:
        return "general" if "general" in kinds and kinds.isdisjoint(OTHER_PEOPLE | {"others"}) else "literature"
    if setting.section in PATIENT_SECTIONS:
        return in_the_case(cues, kinds)
    if setting.section in RETELLING:
        return in_a_summary(kinds)
    return in_a_discussion(cues, kinds)


def in_the_case(cues: Sequence[Cue], kinds: set[str]) -> str:
    """A case section speaks of its patient unless it counts and cites others, or tells of kin."""
    if kinds & {"ours", "all"}:
        return "patient"
    if "cited" in kinds and kinds & {"counted", "authors"} or later_than_another(cues):
        return "literature"
    first = next((cue for cue in cues if cue.kind in ("family", "donor", "named")), None)
    if first is None:
        return ""
    if first.kind == "donor":
        return "literature" if first.at < STARTS_WITHIN else "patient"
    return "family" if first.kind == "family" and first.at < STARTS_WITHIN else "patient"


def in_a_summary(kinds: set[str]) -> str:
    """An abstract or a conclusion tells of the patient, of what is known, and of what to do."""
    if kinds & {"ours", "all"}:
        return "patient"
    if kinds & {"counted", "authors"} or kinds >= PUBLISHED and "named" not in kinds:
        return "literature"
    return "general" if "general" in kinds and "named" not in kinds else ""


def in_a_discussion(cues: Sequence[Cue], kinds: set[str]) -> str:
    """Ours; other people's; what holds for everyone; what was published; ours again, where only "we" tells."""
    if "ours" in kinds and not later_than_another(cues) or "all" in kinds and kinds.isdisjoint({"authors", "cited"}):
        return "patient"
    if kinds & OTHER_PEOPLE:
        return "literature"
    if "general" in kinds and ("named" not in kinds or kinds & PUBLISHED):
        return "general"
    if kinds & PUBLISHED:
        return "general" if "present" in kinds and kinds.isdisjoint({"others", "named", "us"}) else "published"
    return "patient" if "us" in kinds or "compared" in kinds and "present" not in kinds else ""


def later_than_another(cues: Sequence[Cue]) -> bool:
    """The authors' names before the person: "Okafor et al. reported a woman of 60", "… a level higher than our patient's"."""
    people_told = [cue.kind for cue in cues if cue.kind in ("ours", *OTHER_PEOPLE)]
    return len(people_told) > 1 and people_told[0] in ("authors", "earlier")


def undecided(cues: Sequence[Cue], setting: Setting) -> str:
    """Without a cue: the patient in the case and its summaries; else whom the sentence before told of."""
    kinds = {cue.kind for cue in cues}
    if setting.section in PATIENT_SECTIONS | RETELLING:
        return "patient"
    habit = "present" in kinds and "named" not in kinds
    if setting.carried and not (habit and setting.carried != "patient"):
        return setting.carried
    if setting.section == "introduction":
        return "general"
    return "patient" if kinds & {"named", "theirs"} else "general" if "present" in kinds else "published"
