"""What may be measured, in which units, within which bounds: common/analytes.csv and common/measurements.csv."""

from __future__ import annotations

from functools import lru_cache

from pipeline.language.tables import Row, table
from pipeline.language.unit import units
from pipeline.record import record


@record(frozen=True, slots=True)
class Entry:
    """One row of a catalogue. `low` to `high` is the plausible, `usual` the adult range, both in `unit`."""

    concept: str
    unit: str
    accepted: tuple[str, ...]
    dimensions: frozenset[str]
    low: float | None
    high: float | None
    specimen: str | None = None
    formula: str | None = None
    usual: tuple[float, float] | None = None
    form: str = "amount"

    @property
    def without_unit(self) -> bool:
        """A number alone is complete: a ratio, a score."""
        return "1" in self.accepted


def number(row: Row, column: str) -> float | None:
    try:
        return float(row[column]) if row[column] else None
    except ValueError as error:
        raise row.fault(f"{column} {row[column]!r} is no number") from error


def entry(row: Row) -> Entry:
    accepted = tuple(row["accepted"].split())
    if row["unit"] not in accepted:
        raise row.fault(f"unit {row['unit']!r} is not among the accepted units")
    dimensions = {dimension(code, row) for code in accepted if code not in ("1", "{titer}")}
    low, high = number(row, "low"), number(row, "high")
    if low is not None and high is not None and low >= high:
        raise row.fault(f"bounds {low:g} to {high:g} are reversed")
    usual_low, usual_high = (number(row, c) if c in row.cells else None for c in ("usual_low", "usual_high"))
    usual = (usual_low, usual_high) if usual_low is not None and usual_high is not None else None
    return Entry(
        row["concept"],
        row["unit"],
        accepted,
        frozenset(dimensions),
        low,
        high,
        row.cells.get("specimen") or None,
        row.cells.get("formula") or None,
        usual,
        row.cells.get("form") or "amount",
    )


def dimension(code: str, row: Row) -> str:
    """The dimension of a code of units.csv, or of a ratio of two of them."""
    known = units()
    if code in known:
        return known[code].dimension
    above, _, below = code.partition("/")
    unit = known.get(above)
    for part in below.split("/"):
        unit = unit.over(known[part]) if unit and part in known else None
    if unit is None:
        raise row.fault(f"unit {code!r} is not in common/units.csv; add it there with its dimension")
    return unit.dimension


@lru_cache
def analytes() -> dict[str, Entry]:
    return catalogue("analytes")


@lru_cache
def measures() -> dict[str, Entry]:
    return catalogue("measurements")


def catalogue(name: str) -> dict[str, Entry]:
    out: dict[str, Entry] = {}
    for row in table(name):
        if row["concept"] in out:
            raise row.fault(f"{row['concept']} stands twice")
        out[row["concept"]] = entry(row)
    return out


def is_analyte(concept: str) -> bool:
    return concept in analytes()


def is_measure(concept: str) -> bool:
    return concept in measures()
