"""Readings and extractions to rows of the dataset's tables, plain dicts of plain values."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from pipeline.atc import atc_codes
from pipeline.cells import Place, places
from pipeline.courses import derive
from pipeline.dataset.identity import identify
from pipeline.extraction import Extraction, extract, rules_version
from pipeline.facts import TABLE_OF, Case, LinkedFact, Moment, Payload, TimeExpression
from pipeline.report import Quarantine, Reading, Report
from pipeline.rules.doses.strength import without_strength
from pipeline.rules.times.edtf import bounds
from pipeline.sections import CASE
from pipeline.settings import Settings
from pipeline.text import Box

Row = dict[str, Any]
Rows = dict[str, list[Row]]

FACT_TABLES = ("dates", "medications", "lesions", "labs", "measurements")
PLACE = ("page", "x0", "top", "x1", "bottom")
NOWHERE = (None,) * len(PLACE)
NOT_COLUMNS = {"times_per_day"}
"""Fields of a TimeExpression that are no column of `dates`."""
FIELDS: dict[type, tuple[str, ...]] = {
    kind: tuple(field.name for field in fields(kind)) for kind in (*TABLE_OF, Moment, Place)
}
YEARS = {"year": 1.0, "month": 1 / 12, "week": 7 / 365.25, "day": 1 / 365.25}


def rows_of(reading: Reading, settings: Settings | None = None) -> Rows:
    """Every table's rows for one reading; a quarantined report is a row of `reports` and nothing else."""
    if isinstance(reading, Quarantine):
        return {"reports": [quarantine_row(reading)]}
    settings = settings or Settings()
    return extraction_rows(extract(reading, settings.user_drugs), settings)


def quarantine_row(reading: Quarantine) -> Row:
    return {
        "report_id": reading.report_id,
        "file_name": reading.file_name,
        "sha256": reading.sha256,
        "n_bytes": reading.n_bytes,
        "n_pages": reading.n_pages,
        "status": "quarantined",
        "problem": reading.problem,
        "problem_stage": reading.stage,
        "problem_detail": reading.detail,
        "hint": reading.hint,
        "n_cases": 0,
        "n_facts": 0,
        "n_numbers": 0,
        "n_unexplained": 0,
        "n_case_numbers": 0,
        "n_case_unexplained": 0,
        "reader_version": reading.reader_version,
        "rules_version": rules_version(),
    }


def extraction_rows(extraction: Extraction, settings: Settings) -> Rows:
    """Rows of reports, cases, the fact tables and numbers; positions become ids."""
    report = extraction.report
    sections = {s.index: (s.section, s.language) for s in extraction.sentences}
    tables: Rows = {name: [] for name in FACT_TABLES}
    where: list[tuple[str, int]] = []
    cell_at = places(report)
    for linked in extraction.facts:
        table: str = linked.fact.table
        where.append((table, len(tables[table])))
        section, language = sections[linked.fact.sentence]
        tables[table].append(fact_row(linked, report, section, language, cell_at(linked.fact.span[0])))
    atc = atc_codes(settings.user_atc)
    for row in tables["medications"]:
        row["atc"] = atc.get(without_strength(row["drug"] or ""))
    for name, rows in tables.items():
        for row, identifier in zip(rows, identify(name, rows), strict=True):
            row["fact_id"] = identifier
    ids = [tables[table][position]["fact_id"] for table, position in where]
    for linked, (name, position) in zip(extraction.facts, where, strict=True):
        if linked.repeat_of is not None:
            tables[name][position]["repeat_of"] = ids[linked.repeat_of]
    tables["numbers"] = number_rows(extraction, where, ids)
    tables["cases"] = [case_row(case, report, tables) for case in extraction.cases]
    fact_rows = [tables[name][position] for name, position in where]
    tables |= derive(report.report_id, extraction.cases, extraction.facts, fact_rows, extraction.sentences)
    tables["reports"] = [report_row(extraction, tables)]
    return tables


def fact_row(linked: LinkedFact, report: Report, section: str, language: str, cell: Place) -> Row:
    fact, moment = linked.fact, linked.moment
    payload = fields_of(fact.payload)
    if isinstance(fact.payload, TimeExpression):
        payload = {k: v for k, v in payload.items() if k not in NOT_COLUMNS}
        payload.pop("anchor_printed")
    first, last = first_and_last(moment.time_edtf)
    flags = set(fact.flags)
    boxes, of_value = report.text.boxes(fact.start, fact.end), report.text.boxes(*fact.span)
    if any(page in report.ocr_pages for page, *_ in boxes):
        flags.add("ocr")
    return {
        "report_id": report.report_id,
        "case_id": None if linked.case is None else f"{report.report_id}-{linked.case}",
        "subject": linked.subject,
        "assertion": linked.assertion,
        "repeat_of": None,
        **payload,
        **fields_of(moment),
        "time_start": first,
        "time_end": last,
        "section": section,
        "language": language,
        "quote": report.text.string[fact.start : fact.end],
        "char_start": fact.start,
        "char_end": fact.end,
        "value_start": fact.span[0],
        "value_end": fact.span[1],
        **fields_of(cell),
        **place(boxes),
        "boxes": listed(boxes),
        "value_boxes": listed(of_value),
        "rule": fact.rule,
        "flags": sorted(flags),
    }


def fields_of(record: Payload | Moment | Place) -> Row:
    """The fields of a record, whose values are plain."""
    return {name: getattr(record, name) for name in FIELDS[type(record)]}


def place(boxes: Sequence[Box]) -> Row:
    """page, x0, top, x1, bottom of the first line touched; null where the words stand on no page."""
    return dict(zip(PLACE, boxes[0] if boxes else NOWHERE, strict=True))


def listed(boxes: Sequence[Box]) -> str | None:
    """[[page, x0, top, x1, bottom], …] as JSON; None where the words stand on no page."""
    return json.dumps([list(box) for box in boxes]) if boxes else None


def first_and_last(edtf: str | None) -> tuple[date | None, date | None]:
    return bounds(edtf) if edtf else (None, None)


def number_rows(extraction: Extraction, where: list[tuple[str, int]], ids: list[str]) -> list[Row]:
    return [
        {
            "report_id": extraction.report.report_id,
            "char_start": n.start,
            "char_end": n.end,
            "text": n.text,
            "section": n.section,
            **place(extraction.report.text.boxes(n.start, n.end)),
            "fate": n.fate,
            "fact_table": None if n.fact is None else where[n.fact][0],
            "fact_id": None if n.fact is None else ids[n.fact],
            "rule": n.rule,
        }
        for n in extraction.numbers
    ]


def case_row(case: Case, report: Report, tables: Mapping[str, list[Row]]) -> Row:
    case_id = f"{report.report_id}-{case.number}"
    told = [r for name in FACT_TABLES for r in tables[name] if r["case_id"] == case_id]
    dated = [r for r in told if r["time_start"] is not None and r["time_edtf"] and "/" not in r["time_edtf"]]
    return {
        "case_id": case_id,
        "report_id": report.report_id,
        "case_number": case.number,
        "label": case.label,
        "sex": case.sex,
        "age_value": case.age_value,
        "age_unit": case.age_unit,
        "age_years": None if case.age_value is None else round(case.age_value * YEARS[case.age_unit or "year"], 4),
        "outcome": case.outcome,
        "outcome_edtf": case.outcome_edtf,
        "outcome_quote": case.outcome_quote,
        "cause_of_death": case.cause_of_death,
        "first_edtf": min(dated, key=lambda r: r["time_start"])["time_edtf"] if dated else None,
        "last_edtf": max(dated, key=lambda r: r["time_end"] or r["time_start"])["time_edtf"] if dated else None,
        "n_facts": len(told),
    }


def report_row(extraction: Extraction, tables: Mapping[str, list[Row]]) -> Row:
    report = extraction.report
    lost = [n.section for n in extraction.numbers if n.fate == "unexplained"]
    return {
        "report_id": report.report_id,
        "file_name": report.file_name,
        "sha256": report.sha256,
        "n_bytes": report.n_bytes,
        "n_pages": report.n_pages,
        "status": "extracted",
        "problem": None,
        "problem_stage": None,
        "problem_detail": None,
        "hint": None,
        "text_source": report.text_source,
        "language": report.language,
        "languages": list(report.languages),
        "title": report.title,
        "authors": list(report.authors),
        "journal": report.journal,
        "year": report.year,
        "doi": report.doi,
        "keywords": list(report.keywords),
        "n_cases": len(extraction.cases),
        "n_facts": sum(len(tables[name]) for name in FACT_TABLES),
        "n_numbers": len(extraction.numbers),
        "n_unexplained": len(lost),
        "n_case_numbers": sum(n.section in CASE for n in extraction.numbers),
        "n_case_unexplained": sum(section in CASE for section in lost),
        "reader_version": report.reader_version,
        "rules_version": rules_version(),
    }
