"""What is read from the sample reports, whole: their patients are invented, so the truth is known.

`tests/samples/<name>.toml` holds, a line each, `fact @ time`, or the fact alone where its time is not settled:
  cases      sex, age, outcome, cause of death
  facts      of the patient in case report and tables, each told once: they have to be read
  wanted     true as well, and not read yet
  tolerated  read and not so, or a matter of taste
Where a fact of `wanted` is read, and one of `tolerated` no longer, the line goes to `facts`, or away.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.batch import read_and_extract
from pipeline.settings import Settings

SAMPLES = Path(__file__).parents[1] / "samples"
EXPECTED = sorted((Path(__file__).parent / "samples").glob("*.toml"))
TOLD_IN = ("case", "table")
CHANGES = ("start", "increase", "reduce", "hold", "resume", "stop")
Row = Mapping[str, Any]


@cache
def read(name: str) -> Mapping[str, list[Row]]:
    return read_and_extract(SAMPLES / f"{name}.pdf", Settings())


@pytest.fixture(params=EXPECTED, ids=lambda file: file.stem)
def sample(request: pytest.FixtureRequest) -> tuple[Mapping[str, list[str]], Mapping[str, list[Row]]]:
    """(what is expected, every table)"""
    file: Path = request.param
    return tomllib.loads(file.read_text(encoding="utf-8")), read(file.stem)


def test_every_sample_has_its_truth() -> None:
    assert [file.stem for file in EXPECTED] == sorted(pdf.stem for pdf in SAMPLES.glob("*.pdf"))


def test_the_patients(sample: tuple[Mapping[str, list[str]], Mapping[str, list[Row]]]) -> None:
    expected, tables = sample
    assert [case(row) for row in tables["cases"]] == expected["cases"]


def test_the_facts(sample: tuple[Mapping[str, list[str]], Mapping[str, list[Row]]]) -> None:
    expected, tables = sample
    missing, left = taken(expected["facts"], list(facts(tables)))
    assert missing == [], "not read"
    _, surplus = taken([*expected["wanted"], *expected["tolerated"]], left)
    assert surplus == [], "read, and not so"


def taken(lines: list[str], found: list[str]) -> tuple[list[str], list[str]]:
    """(lines that are not among what was found, what was found beyond them)"""
    missing, left = [], list(found)
    for line in lines:
        fitting = [fact for fact in left if line in (fact, fact.partition(" @ ")[0])]
        if fitting:
            left.remove(fitting[0])
        else:
            missing.append(line)
    return missing, left


def facts(tables: Mapping[str, list[Row]]) -> Iterator[str]:
    """`fact @ time` of the patients' facts; the number of the patient before it where there are several."""
    several = len(tables["cases"]) > 1
    for name, shown in (("medications", dose), ("lesions", size), ("labs", lab), ("measurements", measurement)):
        for row in tables[name]:
            if row["subject"] == "patient" and row["section"] in TOLD_IN and row["repeat_of"] is None:
                whose = row["case_id"].rpartition("-")[2] if several else None
                yield words(whose, shown(row), "@", time(row))


def time(row: Row) -> str:
    """The calendar's time, or how far from what: `P1M/procedure`; `?` where none is known."""
    return row["time_edtf"] or "/".join(filter(None, (row["time_offset"], row["time_anchor"]))) or "?"


def case(row: Row) -> str:
    return words(row["sex"], f"{row['age_value']:g} {row['age_unit']}", row["outcome"], row["cause_of_death"])


def dose(row: Row) -> str:
    low, high, times = row["dose_low"], row["dose_high"], row["times_per_day"]
    action = row["action"] if row["action"] in CHANGES else None
    often = f"x{times:.3g} a day" if times else f"a {row['per']}" if row["per"] not in (None, "dose") else None
    return words(row["drug"] or "?", span(low, high), row["dose_unit"], often, row["duration"], action)


def size(row: Row) -> str:
    lengths = [row[d] for d in ("dim1_mm", "dim2_mm", "dim3_mm") if row[d] is not None]
    kind = row["kind"] if row["kind"] != "lesion" else None
    return words(row["site"] or "?", kind, bound(row), "x".join(f"{d:g}" for d in lengths), "mm")


def lab(row: Row) -> str:
    specimen = row["specimen"] if row["specimen"] != "blood" else None
    return words(row["analyte"], specimen, bound(row), span(row["value_low"], row["value_high"]), row["unit"])


def measurement(row: Row) -> str:
    return words(row["what"], bound(row), span(row["value_low"], row["value_high"]), row["unit"], row["over"])


def bound(row: Row) -> str | None:
    return row["comparator"] if row["comparator"] != "=" else None


def span(low: float | None, high: float | None) -> str | None:
    if low is None:
        return None
    return f"{low:g}" if high in (low, None) else f"{low:g}-{high:g}"


def words(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)
