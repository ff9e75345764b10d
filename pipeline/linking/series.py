"""Reports that are about groups of people, not about one patient or a few."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.linking.people import Cue
from pipeline.rules.chunk import Sentence

STORY = frozenset({"case", "abstract", "methods", "results", "front", "conclusion"})
OF_GROUPS = frozenset({"counted", "authors", "others"})


def is_series(sentences: Sequence[Sentence], cues: Mapping[int, Sequence[Cue]]) -> bool:
    """People in the plural («60 пациентов», «у больных», "the control group"), and no single one: no one's age,
    nobody called "the patient", no "our case".
    """
    groups = 0
    for sentence in sentences:
        if sentence.section not in STORY or sentence.role == "heading":
            continue
        kinds = {cue.kind for cue in cues[sentence.index]}
        several = not kinds.isdisjoint(OF_GROUPS)
        if kinds & {"ours", "compared"} or (not several and kinds & {"someone", "named"}):
            return False
        groups += several
    return groups > 0
