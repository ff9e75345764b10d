"""The derived tables of a report from its linked facts and their rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipeline.courses.claims import claims
from pipeline.courses.lesions import lesion_series
from pipeline.courses.medications import medication_courses
from pipeline.courses.timeline import timeline
from pipeline.courses.told import Row, Told
from pipeline.facts import Case, LinkedFact
from pipeline.linking.outcome import names_cause
from pipeline.rules.chunk import Sentence


def derive(
    report_id: str,
    cases: Sequence[Case],
    facts: Sequence[LinkedFact],
    rows: Sequence[Row],
    sentences: Sequence[Sentence] = (),
) -> dict[str, list[Row]]:
    """Rows of medication_courses, lesion_series, timeline and claims; `rows` stand beside `facts`."""
    of_death = frozenset(s.index for s in sentences if tells_death(s))
    told = [Told(linked, row, n) for n, (linked, row) in enumerate(zip(facts, rows, strict=True))]
    repeats: dict[int, list[str]] = defaultdict(list)
    for one in told:
        if one.linked.repeat_of is not None:
            repeats[one.linked.repeat_of].append(one.row["fact_id"])
    out: dict[str, list[Row]] = {"medication_courses": [], "lesion_series": [], "timeline": [], "claims": []}
    for case in cases:
        case_id = f"{report_id}-{case.number}"
        own = [t for t in told if t.linked.case == case.number]
        out["medication_courses"] += medication_courses(case_id, report_id, case, own)
        out["lesion_series"] += lesion_series(case_id, report_id, own)
        out["timeline"] += timeline(case_id, report_id, own, repeats)
        out["claims"] += claims(case_id, report_id, case, own, of_death)
    return out


def tells_death(sentence: Sentence) -> bool:
    told = any("death" in (c.concept("EVENT"), c.concept("EVENT_VERB")) for c in sentence.chunks)
    return told or names_cause(sentence)
