"""A sentence with its amounts found and their owners known."""

from __future__ import annotations

from pipeline.record import record
from pipeline.rules.cascade import Cascade
from pipeline.rules.chunk import Line, Sentence, line_of
from pipeline.rules.doses.amount import DIMENSIONS
from pipeline.rules.doses.forms import FORMS
from pipeline.rules.doses.names import with_short_forms
from pipeline.rules.doses.owner import Owner, owners
from pipeline.rules.doses.prescriptions import DOSES
from pipeline.rules.doses.steps import without_steps
from pipeline.rules.where import holds

AMOUNTS = Cascade(FORMS, DOSES)
TELLING = (*DIMENSIONS, "ACTIVITY_UNIT", "FORM_UNIT", "BAG", "BLOOD_PRODUCT", "AUC", "DRUG")
"""Without one of these a sentence has no amount of a drug."""


@record(frozen=True, slots=True)
class DoseSentence:
    """`chunks` with each amount and its rhythm as one DOSE chunk; `owners` by the index of the amount."""

    sentence: Sentence
    chunks: Line
    owners: dict[int, Owner]


def dose_sentence(sentence: Sentence, known: dict[str, tuple[str, str]]) -> DoseSentence:
    told = line_of(with_short_forms(sentence.chunks, known))
    if not holds(told, *TELLING):
        return DoseSentence(sentence, told, {})
    chunks, _ = AMOUNTS.apply(told, sentence.language)
    if chunks is told:
        return DoseSentence(sentence, told, {})
    chunks = without_steps(chunks)
    return DoseSentence(sentence, chunks, owners(chunks))
