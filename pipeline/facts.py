"""Facts: what a rule understood, before and after it is tied to a patient and a moment.

The fields of a payload are the columns of its table in the dataset, with the same names, types and units.
"""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from pipeline.record import record

TableName = Literal["dates", "medications", "lesions", "labs", "measurements"]


@record(frozen=True, slots=True)
class TimeExpression:
    kind: Literal["date", "relative", "duration", "age", "frequency"]
    edtf: str | None = None
    """dates: the calendar expression, `XXXX` where the text gives no year"""
    bound: str | None = None
    """since | until | before | after | about"""
    value: str | None = None
    """ISO 8601 duration of the others; a range as P8W/P10W; "twice a day" as R2/P1D"""
    direction: str | None = None
    """before | after"""
    anchor: str | None = None
    """admission | procedure | discharge | diagnosis | treatment | onset | birth | death | follow-up"""
    anchor_printed: str | None = None
    precision: str | None = None
    """day | month | season | year | decade"""
    resolved_edtf: str | None = None
    times_per_day: float | None = None
    """frequencies only; not a column of `dates`"""


@record(frozen=True, slots=True)
class Dose:
    drug: str | None = None
    drug_printed: str | None = None
    rxcui: str | None = None
    unii: str | None = None
    atc: str | None = None
    dose_low: float | None = None
    dose_high: float | None = None
    dose_unit: str | None = None
    dose_printed: str | None = None
    per: str | None = None
    per_body: str | None = None
    times_per_day: float | None = None
    every: str | None = None
    """ISO 8601, from one dose to the next: "every 2 weeks" is P2W"""
    daily_dose_low: float | None = None
    daily_dose_high: float | None = None
    route: str | None = None
    duration: str | None = None
    action: str | None = "mention"


@record(frozen=True, slots=True)
class Lesion:
    kind: str = "lesion"
    site: str | None = None
    site_code: str | None = None
    laterality: str | None = None
    dim1_mm: float | None = None
    dim2_mm: float | None = None
    dim3_mm: float | None = None
    low_mm: float | None = None
    max_mm: float | None = None
    area_mm2: float | None = None
    volume_ml: float | None = None
    size_printed: str | None = None
    comparator: str | None = None
    count_low: int | None = None
    count_high: int | None = None
    count_printed: str | None = None
    modality: str | None = None
    change: str | None = None


@record(frozen=True, slots=True)
class Lab:
    analyte: str | None = None
    analyte_printed: str | None = None
    loinc: str | None = None
    specimen: str | None = None
    value_low: float | None = None
    value_high: float | None = None
    comparator: str | None = None
    value_printed: str | None = None
    unit: str | None = None
    unit_printed: str | None = None
    canonical_low: float | None = None
    canonical_high: float | None = None
    canonical_unit: str | None = None
    ref_low: float | None = None
    ref_high: float | None = None
    ref_source: str | None = None
    flag: str | None = None
    flag_source: str | None = None


@record(frozen=True, slots=True)
class Measurement:
    what: str | None = None
    value_low: float | None = None
    value_high: float | None = None
    comparator: str | None = None
    value_printed: str | None = None
    unit: str | None = None
    unit_printed: str | None = None
    over: str | None = None


Payload = TimeExpression | Dose | Lesion | Lab | Measurement

TABLE_OF: dict[type, TableName] = {
    TimeExpression: "dates",
    Dose: "medications",
    Lesion: "lesions",
    Lab: "labs",
    Measurement: "measurements",
}


@record(frozen=True, slots=True)
class Fact:
    """What a rule understood in one sentence.

    start, end   the quote: name through value ("гемоглобина до 97 г/л")
    span         the value alone, as `casefold annotate` marks it ("97 г/л", comparator inside)
    sentence     index of its sentence; for a table cell, of the sentence record of its row
    when         span of the time expression that the rule itself bound to it (a column's date,
                 "down from 480 one week prior"), where it did
    """

    start: int
    end: int
    span: tuple[int, int]
    rule: str
    payload: Payload
    sentence: int
    flags: tuple[str, ...] = ()
    when: tuple[int, int] | None = None

    @property
    def table(self) -> TableName:
        return TABLE_OF[type(self.payload)]


@record(frozen=True, slots=True)
class Moment:
    """When a fact was true; the fields are the dataset's time columns."""

    time_edtf: str | None = None
    time_basis: str | None = None
    """stated | inherited | relative"""
    time_offset: str | None = None
    time_relation: str | None = None
    time_anchor: str | None = None
    time_anchor_printed: str | None = None


@record(frozen=True, slots=True)
class LinkedFact:
    """A fact with its subject, assertion, case (number from 1) and moment.

    repeat_of   position, among the report's linked facts, of the mention in the body that this one tells again
    """

    fact: Fact
    subject: Literal["patient", "literature", "family", "general"] = "patient"
    assertion: Literal["present", "absent", "possible", "hypothetical", "planned", "past"] = "present"
    case: int | None = None
    moment: Moment = field(default_factory=Moment)
    repeat_of: int | None = None


HOLDS = frozenset({"present", "past"})
"""Assertions that say a fact is so: not denied, planned or supposed."""


@record(frozen=True, slots=True)
class Case:
    """One patient of a report; `spans` are the stretches of text that tell of this patient."""

    number: int
    label: str | None = None
    sex: Literal["female", "male"] | None = None
    age_value: float | None = None
    age_unit: str | None = None
    outcome: Literal["alive", "died"] | None = None
    outcome_edtf: str | None = None
    outcome_quote: str | None = None
    cause_of_death: str | None = None
    spans: tuple[tuple[int, int], ...] = ()


@record(frozen=True, slots=True)
class NumberFate:
    """One number of the text and what became of it: `fact` or a class, or `unexplained`."""

    start: int
    end: int
    text: str
    section: str
    fate: str
    fact: int | None = None
    """position among the report's facts"""
    rule: str | None = None
