"""How values are shown to a reader: units, amounts, times and facts in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pipeline.dosing import dose_words, plain
from pipeline.lengths import length
from pipeline.rules.times.edtf import duration

Row = Mapping[str, Any]

COMPARATORS = {"<=": "≤ ", ">=": "≥ ", "<": "< ", ">": "> ", "~": "≈ "}
SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
REPETITION = re.compile(r"R(\d*)/(P[^/]+)")


PRINTED = {
    "1": "",
    "Cel": "°C",
    "[degF]": "°F",
    "deg": "°",
    "[lb_av]": "lb",
    "[oz_av]": "oz",
    "[st_av]": "st",
    "[in_i]": "in",
    "[in_us]": "in",
    "[ft_i]": "ft",
    "[yd_i]": "yd",
    "a": "years",
    "mo": "months",
    "wk": "weeks",
    "d": "days",
}
PERIODS = {"a": "year", "mo": "month", "wk": "week", "d": "day"}


def unit(ucum: str | None) -> str:
    """A UCUM code as it is printed.

    >>> unit("10*9/L"), unit("umol/L"), unit("mm[Hg]"), unit("m[IU]/L"), unit("m2"), unit("1")
    ('×10⁹/L', 'µmol/L', 'mmHg', 'mIU/L', 'm²', '')
    >>> unit("Cel"), unit("[lb_av]"), unit("mL/min/{1.73_m2}"), unit("10*6.[IU]"), unit("/d"), unit("kg/m2")
    ('°C', 'lb', 'mL/min/1.73 m²', '×10⁶ IU', '/day', 'kg/m²')
    """
    if ucum is None or ucum in PRINTED:
        return PRINTED.get(ucum or "", "")
    said = re.sub(
        r"10\*(-?\d+)\.?", lambda m: f"×10{m[1].translate(SUPERSCRIPTS)}{' ' if m[0][-1] == '.' else ''}", ucum
    )
    said = re.sub(
        r"(?<![A-Za-z])([cdkmuµn]?m)([23])\b", lambda m: m[1] + m[2].translate(SUPERSCRIPTS), said.replace("_", " ")
    )
    said = re.sub(r"/(a|mo|wk|d)$", lambda m: f"/{PERIODS[m[1]]}", said)
    said = re.sub(r"(?<=[a-zA-Z])'U\b", " U", said).replace(".s", "·s")
    return re.sub(r"\bu(?=[a-zA-Z])", "µ", re.sub(r"[\[\]{}]", "", said))


def number(value: float | None) -> str:
    """
    >>> number(28.0), number(0.9), number(None)
    ('28', '0.9', '')
    """
    return "" if value is None else plain(value)


def amount(low: float | None, high: float | None, comparator: str | None = None) -> str:
    """
    >>> amount(3, 5), amount(28, 28, "<="), amount(None, 7)
    ('3–5', '≤ 28', '7')
    """
    first, last = (high, low) if low is None else (low, high)
    said = number(first) if last is None or last == first else f"{number(first)}–{number(last)}"
    return COMPARATORS.get(comparator or "", "") + said if said else ""


def joined(*parts: str | None, by: str = " ") -> str:
    return by.join(p for p in parts if p)


def when(row: Row) -> str:
    """The time of a fact: the calendar where it is known, else what it is counted from, else nothing.

    >>> when({"time_edtf": None, "time_offset": "P6D", "time_relation": "after", "time_anchor": "procedure"})
    '6 days after procedure'
    >>> when({"time_edtf": "2014/..", "time_offset": None, "time_relation": None, "time_anchor": None})
    'since 2014'
    """
    return calendar(row["time_edtf"]) if row["time_edtf"] else counted(row)


def calendar(edtf: str) -> str:
    """
    >>> calendar("2014/2019-09-14"), calendar("../2014"), calendar("XXXX-06-06"), calendar("2016-22")
    ('2014 – 2019-09-14', 'until 2014', '06-06, year unknown', 'summer 2016')
    """
    first, slash, last = edtf.partition("/")
    if slash:
        if last in ("", ".."):
            return f"since {calendar(first)}"
        return f"until {calendar(last)}" if first in ("", "..") else f"{calendar(first)} – {calendar(last)}"
    if edtf.startswith("XXXX-"):
        return f"{edtf[5:]}, year unknown"
    season = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}.get(edtf[5:7])
    return f"{season} {edtf[:4]}" if season else edtf


def counted(row: Row) -> str:
    """What an undated fact's time is counted from."""
    anchor, relation, offset = row["time_anchor"], row["time_relation"], row["time_offset"]
    if offset and duration(offset.split("/")[0]) is not None:
        side = "before" if offset.startswith("-") or relation == "before" else "after"
        return (
            f"{length(offset)} {side} {anchor}"
            if anchor
            else f"{length(offset)} {'earlier' if side == 'before' else 'later'}"
        )
    return joined(relation, anchor) if anchor else ""


def fact(row: Row) -> str:
    """What a fact says, without its time: what it is of, and its value."""
    return joined(named(row), valued(row))


def named(row: Row) -> str:
    return NAMED[row["table"]](row)


def valued(row: Row) -> str:
    return VALUED[row["table"]](row)


def lesion(row: Row) -> str:
    dimensions = [d for d in (row["dim1_mm"], row["dim2_mm"], row["dim3_mm"]) if d is not None]
    if row["low_mm"] is not None and len(dimensions) == 1:
        size = f"{amount(row['low_mm'], dimensions[0], row['comparator'])} mm"
    else:
        size = " × ".join(map(number, dimensions))
        size = f"{COMPARATORS.get(row['comparator'] or '', '')}{size} mm" if size else ""
    area = f"{number(row['area_mm2'])} mm²" if row["area_mm2"] is not None else ""
    volume = f"{number(row['volume_ml'])} mL" if row["volume_ml"] is not None else ""
    return joined(size, area, volume)


def lesion_detail(row: Row) -> str:
    count = amount(row["count_low"], row["count_high"])
    kind = None if row["kind"] == "lesion" else row["kind"]
    return joined(kind, row["modality"], row["change"], f"count {count}" if count else None, by=", ")


def site(row: Row) -> str:
    """
    >>> site({"laterality": "right", "site": "kidney"}), site({"laterality": "bilateral", "site": "lung"})
    ('right kidney', 'lung, both sides')
    """
    if row["laterality"] == "bilateral":
        return joined(row["site"] or "site not told", "both sides", by=", ")
    return joined(row["laterality"], row["site"]) or "site not told"


def counted_facts(n: int) -> str:
    """
    >>> counted_facts(1), counted_facts(3)
    ('1 fact', '3 facts')
    """
    return f"{n} fact" if n == 1 else f"{n} facts"


def dose(row: Row) -> str:
    return dose_words(row, unit)


def dose_detail(row: Row) -> str:
    lasting = f"for {length(row['duration'])}" if row["duration"] else None
    return joined(None if row["action"] == "mention" else row["action"], row["route"], lasting, by=", ")


def value(row: Row) -> str:
    return joined(amount(row["value_low"], row["value_high"], row["comparator"]), unit(row["unit"])) or (
        row["value_printed"] or ""
    )


def reference(row: Row) -> str:
    low, high = row["ref_low"], row["ref_high"]
    if low is None and high is None:
        return ""
    return f"≥ {number(low)}" if high is None else f"≤ {number(high)}" if low is None else amount(low, high)


def lab_detail(row: Row) -> str:
    specimen = None if row["specimen"] == "blood" else row["specimen"]
    range_ = f"range {reference(row)} ({row['ref_source']})" if reference(row) else None
    return joined(row["flag"], specimen, range_, by=", ")


def measurement_detail(row: Row) -> str:
    return f"over {length(row['over'])}" if row["over"] else ""


def frequency(value: str) -> str:
    """ISO 8601 repetitions in words.

    >>> frequency("R2/P1D"), frequency("R3/P1D/R5/P1D"), frequency("R/P1D"), frequency("R1/PT8H")
    ('2 × in 1 day', '3–5 × in 1 day', 'each 1 day', 'each 8 hours')
    """
    found = REPETITION.findall(value)
    if not found or len({period for _, period in found}) > 1:
        return value
    times = "–".join(dict.fromkeys(n or "1" for n, _ in found))
    return f"each {length(found[0][1])}" if times == "1" else f"{times} × in {length(found[0][1])}"


def time_expression(row: Row) -> str:
    if row["kind"] == "date":
        return joined(row["bound"], calendar(row["edtf"]) if row["edtf"] else None)
    said = row["value"] or ""
    if row["kind"] == "frequency":
        return frequency(said)
    return joined(length(said) if said else None, row["direction"], row["anchor"])


NAMED = {
    "lesions": site,
    "medications": lambda r: r["drug"] or r["drug_printed"] or "drug not told",
    "labs": lambda r: r["analyte"] or r["analyte_printed"] or "analyte not told",
    "measurements": lambda r: r["what"] or "not told",
    "dates": lambda r: r["kind"],
}
VALUED = {"lesions": lesion, "medications": dose, "labs": value, "measurements": value, "dates": time_expression}
DETAIL = {
    "lesions": lesion_detail,
    "medications": dose_detail,
    "labs": lab_detail,
    "measurements": measurement_detail,
    "dates": lambda r: "",
}


def detail(row: Row) -> str:
    """What else is known of a fact, in a few words."""
    doubts = ", ".join(f.replace("_", " ") for f in row["flags"] or ())
    assertion = None if row["assertion"] == "present" else row["assertion"]
    return joined(assertion, DETAIL[row["table"]](row), f"⚑ {doubts}" if doubts else None, by="; ")


def patient(case: Row) -> str:
    """
    >>> patient({"sex": "female", "age_value": 70.0, "age_unit": "year", "label": None})
    'Female, 70 years'
    """
    unit_ = case["age_unit"] or "year"
    age = (
        None
        if case["age_value"] is None
        else f"{number(case['age_value'])} {unit_}{'' if case['age_value'] == 1 else 's'}"
    )
    said = joined(case["sex"], age, by=", ") or "sex and age not told"
    return said[0].upper() + said[1:]


def labelled(case: Row) -> str:
    """The patient, behind the name that the report gives to one of several cases: «Case 2: Male, 58 years»."""
    return joined(case["label"], patient(case), by=": ")


def outcome(case: Row) -> str:
    if not case["outcome"]:
        return "outcome not told"
    edtf = f" {calendar(case['outcome_edtf'])}" if case["outcome_edtf"] else ""
    cause = f", {case['cause_of_death']}" if case["cause_of_death"] else ""
    return f"{case['outcome']}{edtf}{cause}"


def unexplained(report: Row) -> str:
    """How many numbers of case sections and tables nothing explains, of how many; nothing where there are none.

    >>> unexplained({"n_case_unexplained": 3, "n_case_numbers": 41})
    '3 of 41'
    """
    return f"{report['n_case_unexplained']} of {report['n_case_numbers']}" if report["n_case_numbers"] else ""


def citation(report: Row) -> str:
    """Authors, title, journal and year, what of them is known."""
    parts = [", ".join(report["authors"] or ()), report["title"], report["journal"], str(report["year"] or "")]
    said = " ".join(p if p[-1] in ".?!" else f"{p}." for p in parts if p)
    return said or str(report["file_name"])
