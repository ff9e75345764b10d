"""What one case page is made of: the rows of one patient, gathered from the dataset's tables."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from pipeline.dataset.schema import FACT_TABLES

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """One patient with everything that is told of them.

    facts    the patient's facts by fact_id, in order of the text; each row also names its `table`
    others   facts of the report that are no patient's (literature, family, general statements)
    """

    report: Row
    case: Row
    facts: Mapping[str, Row]
    others: Sequence[Row]
    courses: Sequence[Row]
    series: Sequence[Row]
    timeline: Sequence[Row]
    claims: Sequence[Row]

    @property
    def case_id(self) -> str:
        return str(self.case["case_id"])

    def told(self, table: str) -> list[Row]:
        """The patient's facts of one table, in order of the text, without those that tell another again."""
        return [f for f in self.facts.values() if f["table"] == table and f["repeat_of"] is None]


def case_records(frames: Mapping[str, pa.Table]) -> list[CaseRecord]:
    """One record a row of `cases`, in its order. A table that is not given counts as empty."""
    reports = {r["report_id"]: r for r in rows(frames, "reports")}
    own: dict[str, list[Row]] = defaultdict(list)
    others: dict[str, list[Row]] = defaultdict(list)
    for table in FACT_TABLES:
        for row in rows(frames, table):
            place = own[row["case_id"]] if row["case_id"] else others[row["report_id"]]
            place.append({**row, "table": table})
    derived = {t: by_case(rows(frames, t)) for t in ("medication_courses", "lesion_series", "timeline", "claims")}
    return [
        CaseRecord(
            report=reports[case["report_id"]],
            case=case,
            facts={f["fact_id"]: f for f in sorted(own[case["case_id"]], key=in_text)},
            others=sorted(others[case["report_id"]], key=in_text),
            courses=[{**c, "steps": listed(c["steps"])} for c in derived["medication_courses"][case["case_id"]]],
            series=[{**s, "points": listed(s["points"])} for s in derived["lesion_series"][case["case_id"]]],
            timeline=sorted(derived["timeline"][case["case_id"]], key=lambda t: t["position"]),
            claims=derived["claims"][case["case_id"]],
        )
        for case in rows(frames, "cases")
    ]


def rows(frames: Mapping[str, pa.Table], table: str) -> list[Row]:
    return frames[table].to_pylist() if table in frames else []


def by_case(some: Sequence[Row]) -> dict[str, list[Row]]:
    out: dict[str, list[Row]] = defaultdict(list)
    for row in some:
        out[row["case_id"]].append(row)
    return out


def listed(text: str | None) -> list[dict[str, Any]]:
    return json.loads(text) if text else []


def in_text(row: Row) -> tuple[int, int, str]:
    return row["char_start"] or 0, row["char_end"] or 0, row["fact_id"]
