"""A small sound dataset, invented: two reports read, one quarantined; every table has rows."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.dataset.identity import identify
from pipeline.dataset.rows import to_arrow
from pipeline.dataset.schema import TABLES

SHARED = Path(__file__).resolve().parents[2].parent / "shared"


def sha(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


RU, EN, BAD = (sha(name)[:16] for name in ("ru", "en", "bad"))


def report(name: str, **cells: Any) -> dict[str, Any]:
    cells = {"file_name": f"{name}.pdf", "status": "extracted", "reader_version": "r1", "rules_version": "v1", **cells}
    return {"report_id": sha(name)[:16], "sha256": sha(name), "n_bytes": 1000, **cells}


def fact(table: str, report_id: str, start: int, quote: str, **cells: Any) -> dict[str, Any]:
    place = {"report_id": report_id, "char_start": start, "char_end": start + len(quote), "quote": quote, "page": 1}
    box = {"x0": 50.0, "top": 100.5, "x1": 120.25, "bottom": 110.0, "boxes": [[1, 50.0, 100.5, 120.25, 110.0]]}
    told = {
        "subject": "patient",
        "case_id": f"{report_id}-1",
        "assertion": "present",
        "section": "case",
        "rule": "example",
        "flags": [],
    }
    row = {**place, **box, **told, **cells}
    return {"fact_id": identify(table, [row])[0], **row}


def rows(size: float = 28.0) -> dict[str, list[dict[str, Any]]]:
    """Rows by table; `size` of the first lesion tells one dataset from another."""
    body = fact("lesions", RU, 40, "до 28 мм", kind="lesion", site="liver", dim1_mm=size, max_mm=size, comparator="<=", modality="CT",
                time_edtf="2017-01-18", time_start="2017-01-18", time_end="2017-01-18", time_basis="stated")  # fmt: skip
    later = fact("lesions", RU, 90, "20 мм", kind="lesion", site="liver", dim1_mm=20.0, max_mm=20.0, comparator="=", modality="CT",
                 time_edtf="2017-08", time_start="2017-08-01", time_end="2017-08-31", time_basis="stated")  # fmt: skip
    again = fact("lesions", RU, 5, "20 мм", kind="lesion", dim1_mm=20.0, section="abstract", repeat_of=later["fact_id"])
    dose = fact("medications", RU, 60, "иматиниб 400 мг/сут", drug="imatinib", drug_printed="иматиниб", dose_low=400, dose_high=400,
                dose_unit="mg", per="day", daily_dose_low=400, daily_dose_high=400, route="oral", action="start",
                time_edtf="2017-02", time_start="2017-02-01", time_end="2017-02-28", duration="P8W/P10W")  # fmt: skip
    lab = fact("labs", EN, 10, "Hb 85 g/L", analyte="hemoglobin", value_low=85, value_high=85, comparator="=", unit="g/L", flag="low",
               flag_source="range", ref_low=120, ref_source="catalogue", time_offset="-P2W", time_anchor="admission")  # fmt: skip
    cells_low = fact("labs", RU, 70, "тромбоциты 45", analyte="platelets", analyte_printed="тромбоциты", value_low=45.0, value_high=45.0,
                     unit="10*9/L", flag="low", flag_source="stated", flags=["unit_guessed", "ocr"])  # fmt: skip
    weight = fact(
        "measurements",
        EN,
        30,
        "-10 kg in 6 months",
        what="weight change",
        value_low=-10,
        value_printed="-10",
        unit="kg",
        over="P6M",
    )
    time = fact("dates", RU, 44, "18.01.17", kind="date", edtf="2017-01-18", precision="day")
    span = fact("dates", RU, 120, "7 месяцев", kind="duration", value="P7M")
    point = {"time": "2017-01-18", "mm": size, "comparator": "<=", "modality": "CT", "fact_id": body["fact_id"]}
    end = {"time": "2017-08", "mm": 20.0, "comparator": "=", "modality": "CT", "fact_id": later["fact_id"]}
    return {
        "reports": [
            report("ru", language="ru", languages=["ru", "en"], title="Случай ГИСО", authors=["Иванова А", "O'Neil B"], journal="Журнал", year=2019),
            report("en", language="en", title="A case, with a comma and \"quotes\"", year=2020, keywords=["-cancer"]),
            report("bad", status="quarantined", problem="damaged", hint="Ask for the file again", rules_version=None),
        ],
        "intake": [{"report_id": RU, "file_name": "ru.pdf", "path": "a/ru.pdf", "batch": "1", "first_seen": "2026-01-01T00:00:00Z"}],
        "cases": [
            {"case_id": f"{RU}-1", "report_id": RU, "case_number": 1, "label": "Наблюдение 1", "sex": "female", "age_value": 46, "age_unit": "year"},
            {"case_id": f"{EN}-1", "report_id": EN, "case_number": 1, "sex": "male"},
        ],
        "dates": [time, span],
        "medications": [dose],
        "lesions": [body, later, again],
        "labs": [lab, cells_low],
        "measurements": [weight],
        "numbers": [
            {"report_id": EN, "char_start": 13, "char_end": 15, "text": "85", "section": "case", "fate": "fact", "fact_table": "labs", "fact_id": lab["fact_id"]},
            {"report_id": EN, "char_start": 70, "char_end": 73, "text": "123", "section": "case", "fate": "unexplained"},
        ],
        "medication_courses": [
            {"course_id": f"{RU}-1-m1", "report_id": RU, "case_id": f"{RU}-1", "drug": "imatinib", "start_edtf": "2017-02",
             "steps": [{"time": "2017-02", "dose": "400 mg", "action": "start", "fact_id": dose["fact_id"]}]},
        ],
        "lesion_series": [
            {"series_id": f"{RU}-1-s1", "report_id": RU, "case_id": f"{RU}-1", "site": "liver", "points": [point, end], "size_class": "stable"},
        ],
        "timeline": [
            {"case_id": f"{RU}-1", "position": n, "report_id": RU, "fact_table": "lesions", "fact_id": f["fact_id"], "quote": f["quote"], "repeats": repeats}
            for n, (f, repeats) in enumerate([(body, []), (later, [again["fact_id"]])], 1)
        ],
        "claims": [
            {"claim_id": f"{RU}-1-c1", "report_id": RU, "case_id": f"{RU}-1", "fact_id": span["fact_id"], "quote": span["quote"], "stated_value": "P7M",
             "stated_months": 7, "dated_days": 225, "dated_months": 225 / 30.4375, "from_edtf": "2017-01-18", "to_edtf": "2017-08"},
        ],
    }  # fmt: skip


def frames(size: float = 28.0) -> dict[str, pa.Table]:
    return arrow(rows(size))


def arrow(by_table: Mapping[str, list[dict[str, Any]]]) -> dict[str, pa.Table]:
    return {name: to_arrow(name, by_table[name]) for name in TABLES}
