"""The founding report, list by list, against what a careful reader takes from it.

    python -m benchmarks.seed [--dataset DIR]

Compares value, unit, date and subject with ../shared/seed/expected.json, after folding repeats. Without --dataset the
report is extracted first. Exit code 1 when something of the literature leaked into the patient's facts.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd

SEED = Path("../shared/seed")
Row = dict[str, Any]
Same = Callable[[Row, Row], bool]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dataset", type=Path)
    given = parser.parse_args()
    if not SEED.exists():
        print(f"{SEED} is not here: this benchmark needs the shared folder beside the checkout")
        return 2
    expected = json.loads((SEED / "expected.json").read_text(encoding="utf-8"))
    tables = read_tables(given.dataset) if given.dataset else extracted()
    return compare(expected, tables)


def extracted() -> dict[str, list[Row]]:
    from pipeline.batch import run
    from pipeline.dataset.write import write_tables
    from pipeline.settings import Settings

    with tempfile.TemporaryDirectory() as folder:
        write_tables(run([SEED / "net_imatinib_ru.pdf"], Settings(jobs=1)), Path(folder), ("parquet",))
        return read_tables(Path(folder))


def read_tables(folder: Path) -> dict[str, list[Row]]:
    out = {}
    for file in folder.glob("*.parquet"):
        frame = pd.read_parquet(file).astype(object)
        out[file.stem] = frame.where(frame.notna(), None).to_dict("records")
    return out


def compare(expected: dict[str, Any], tables: dict[str, list[Row]]) -> int:
    mine = {
        name: [r for r in rows if r.get("subject") == "patient" and r.get("repeat_of") is None]
        for name, rows in tables.items()
    }
    every = {name: [r for r in rows if r.get("subject") == "patient"] for name, rows in tables.items()}
    case(expected["case"], tables["cases"])
    listed(
        "dates",
        expected["dates"],
        [r for r in every["dates"] if r["kind"] == "date"],
        lambda e, r: e["edtf"] == r["edtf"],
    )
    listed(
        "relative times",
        expected["relative_times"],
        [r for r in every["dates"] if r["kind"] in ("relative", "duration")],
        same_amount,
    )
    listed(
        "durations",
        expected["durations"],
        [r for r in every["dates"] if r["kind"] == "duration"],
        lambda e, r: r["value"] == f"P{e['months']}M",
    )
    listed(
        "doses",
        expected["medications"],
        [r for r in mine["medications"] if r["dose_low"] is not None],
        lambda e, r: e["drug"] == r["drug"] and e["dose"] == r["dose_low"] and e["per"] == r["per"],
    )
    events = [r for r in mine["medications"] if r["action"] != "mention"]
    listed(
        "medication events",
        expected["medication_events"],
        events,
        lambda e, r: (e["drug"], e["action"]) == (r["drug"], r["action"]),
    )
    listed(
        "lesions",
        expected["lesions"],
        mine["lesions"],
        lambda e, r: e["max_mm"] == r["max_mm"],
        ("site", "comparator", "modality", "change", "kind"),
    )
    listed("labs", expected["labs"], mine["labs"], same_lab, ("specimen", "comparator", "flag"))
    listed(
        "measurements", expected["other_measurements"], mine["measurements"], same_measurement, ("comparator", "over")
    )
    claims(tables["claims"])
    literature(expected["literature"], tables)
    return leaks(expected["literature"], every)


def case(expected: Row, cases: list[Row]) -> None:
    found = cases[0] if len(cases) == 1 else {}
    pairs = {
        "sex": "sex",
        "age_years": "age_years",
        "outcome": "outcome",
        "cause_of_death": "cause_of_death",
        "outcome_edtf": "outcome_edtf",
    }
    print(
        f"case: {len(cases)} found"
        + "".join(f"\n  {mark(among(expected[k], found.get(v)))} {k} {found.get(v)}" for k, v in pairs.items())
    )


def listed(name: str, expected: list[Row], rows: list[Row], same: Same, fields: Iterable[str] = ()) -> None:
    """What of the list is right (value, date, fields), what is missing, what is extra."""
    left = list(rows)
    lines, values, dated = [], 0, 0
    for want in expected:
        candidates = [r for r in left if same(want, r)]
        got = next((r for r in candidates if date_right(want, r)), candidates[0] if candidates else None)
        if got is None:
            lines.append(f"  ✗ missing {want.get('as_printed') or brief(want)}")
            continue
        left.remove(got)
        values += 1
        wrong = [f"{f} {got.get(f)!r} not {want[f]!r}" for f in fields if f in want and not among(want[f], got.get(f))]
        if not date_right(want, got):
            wrong.append(f"date {got.get('time_edtf')!r} not {want.get('date')!r}")
        else:
            dated += 1
        lines.append(f"  {mark(not wrong)} {got['quote']!r} {'; '.join(wrong)}")
    extra = [r for r in left if not any(same(want, r) for want in expected)]
    print(f"{name}: {values} of {len(expected)} found, {dated} with the right date, {len(extra)} extra")
    print("\n".join([*lines, *(f"  + extra {r['quote']!r} at {r.get('time_edtf')}" for r in extra)]))


def date_right(want: Row, got: Row) -> bool:
    return want.get("date") is None or among(want["date"], got.get("time_edtf"))


def among(want: Any, got: Any) -> bool:
    return got in want if isinstance(want, list) else got == want


def same_amount(want: Row, row: Row) -> bool:
    return str(row["value"]).lstrip("-") == f"P{want['amount']}{want['unit'][0].upper()}"


def same_lab(want: Row, row: Row) -> bool:
    names = {want["analyte"], want["analyte"].removeprefix("total ")}
    return row["analyte"] in names and row["value_low"] == want["value"] and row["unit"] == want["unit"]


def same_measurement(want: Row, row: Row) -> bool:
    accepted = want.get("accept_value") or [want.get("value", want.get("low"))]
    first = want["what"].split(" (")[0].removeprefix("left ventricular ")
    return (first in row["what"] or row["what"] in want["what"]) and row["value_low"] in accepted


def claims(rows: list[Row]) -> None:
    """What the report states beside what its dates give, as the careful reader worked it out."""
    for stated, dated in (("P33M", 31.8), ("P10M", 10.3)):
        right = any((r["stated_value"], r["dated_months"]) == (stated, dated) for r in rows)
        print(f"{mark(right)} claim {stated} against {dated} months")
    for row in rows:
        print(f"  {row['quote']!r}: {row['counted']}, {row['from_edtf']} to {row['to_edtf']}, {row['dated_months']}")


def literature(expected: Row, tables: dict[str, list[Row]]) -> None:
    rows = [r for r in tables["medications"] if r["subject"] == "literature" and r["dose_low"] is not None]
    listed(
        "doses of the literature",
        [{**m, "date": None} for m in expected["medications"]],
        rows,
        lambda e, r: e["drug"] == r["drug"] and (e.get("dose_low") or e.get("dose")) == r["dose_low"],
    )


def leaks(expected: Row, patient: dict[str, list[Row]]) -> int:
    """Doses, durations and ages of other people's patients that stand among the patient's facts."""
    doses = {(m["dose_low"], m["dose_high"]) for m in expected["medications"] if "dose_low" in m}
    leaked = [r["quote"] for r in patient["medications"] if (r["dose_low"], r["dose_high"]) in doses]
    leaked += [r["quote"] for r in patient["dates"] if r["kind"] == "age" and r["value"] == "P46Y"]
    leaked += [
        r["quote"]
        for r in patient["dates"]
        if r["kind"] == "duration" and r["value"] in ("P24W", "P22M", "P12M", "P5M")
    ]
    numbers = [
        r
        for t in ("medications", "lesions", "labs", "measurements")
        for r in patient[t]
        if any(w in r["quote"] for w in ("×200", "×400", "CK7", "CD45", "CD56", "5-летняя"))
    ]
    leaked += [r["quote"] for r in numbers]
    print(f"leaked into the patient: {len(leaked)}" + "".join(f"\n  ✗ {quote!r}" for quote in leaked))
    return 1 if leaked else 0


def mark(right: bool) -> str:
    return "✓" if right else "✗"


def brief(row: Row) -> str:
    return " ".join(str(v) for v in row.values() if isinstance(v, str | int | float))


if __name__ == "__main__":
    sys.exit(main())
