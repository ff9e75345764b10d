"""Which of several patients a fact outside their stories belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pipeline.facts import Case, Dose, Fact, Lab, Lesion, LinkedFact, Measurement, TimeExpression
from pipeline.linking.labels import LABELS
from pipeline.record import replace
from pipeline.rules.chunk import Sentence

Place = tuple[int, int]
"""(offset, number of the case)"""


def with_cases(
    linked: Sequence[LinkedFact], sentences: Mapping[int, Sentence], cases: Sequence[Case]
) -> list[LinkedFact]:
    """Patients' facts between the stories: by a label in the sentence, or by their order where there is one for each."""
    if len(cases) < 2:
        return list(linked)
    in_turn = one_for_each(linked, len(cases))
    out = []
    for position, one in enumerate(linked):
        if one.subject == "patient" and one.case is None:
            named = labelled(one.fact, sentences[one.fact.sentence], len(cases))
            one = replace(one, case=named or in_turn.get(position))
        out.append(one)
    return out


def labelled(fact: Fact, sentence: Sentence, n_cases: int) -> int | None:
    """ "in case 2 the lactate was 9.1": the last label before the fact, or the only one of the sentence."""
    places = labels(sentence, n_cases)
    before = [number for offset, number in places if offset <= fact.start]
    if before:
        return before[-1]
    return places[0][1] if len(places) == 1 else None


def labels(sentence: Sentence, n_cases: int) -> list[Place]:
    hits = LABELS.best(sentence.chunks, sentence.language)[0]
    return [(sentence.chunks[hit.start].start, hit.made) for hit in hits if hit.made <= n_cases]


def one_for_each(linked: Sequence[LinkedFact], n_cases: int) -> dict[int, int]:
    """ "three patients aged 31, 68 and 83 years": as many values of one name in a sentence as there are patients."""
    together: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for position, one in enumerate(linked):
        if one.subject == "patient" and one.case is None:
            together[one.fact.sentence, one.fact.table, name_of(one.fact)].append(position)
    return {
        position: number
        for positions in together.values()
        if len(positions) == n_cases
        for number, position in enumerate(sorted(positions, key=lambda p: linked[p].fact.span), start=1)
    }


def name_of(fact: Fact) -> str | None:
    """What a value is of: two values of one name are of two patients."""
    payload = fact.payload
    match payload:
        case Dose():
            return payload.drug or payload.drug_printed
        case Lab():
            return payload.analyte
        case Lesion():
            return payload.site
        case Measurement():
            return payload.what
        case TimeExpression():
            return payload.kind
