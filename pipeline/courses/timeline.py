"""Timeline: every fact of a case in order of time, each once, with the mentions that tell it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.courses.told import Row, Told, once
from pipeline.rules.line import line

COPIED = (
    "time_edtf",
    "time_start",
    "time_end",
    "time_basis",
    "time_offset",
    "time_anchor",
    "assertion",
    "quote",
    "page",
    "fact_id",
)


def timeline(case_id: str, report_id: str, told: Sequence[Told], repeats: Mapping[int, Sequence[str]]) -> list[Row]:
    """`repeats`: position of a fact → fact_ids of the mentions that tell it again. What has no day stands last."""
    dated = sorted((t for t in once(told) if t.first_day is not None), key=lambda t: (t.first_day, t.position))
    undated = [t for t in once(told) if t.first_day is None]
    return [
        {
            "case_id": case_id,
            "position": n,
            "report_id": report_id,
            "fact_table": one.linked.fact.table,
            "summary": line(one.linked.fact),
            "repeats": list(repeats.get(one.position, ())),
            **{column: one.row[column] for column in COPIED},
        }
        for n, one in enumerate([*dated, *undated], 1)
    ]
