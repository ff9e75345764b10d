"""Units: UCUM codes with their dimension, and how two make a ratio."""

from __future__ import annotations

from functools import lru_cache

from pipeline.language.tables import table
from pipeline.record import record

RATIOS = {
    ("MASS", "VOLUME"): "CONCENTRATION",
    ("SUBSTANCE", "VOLUME"): "CONCENTRATION",
    ("ACTIVITY", "VOLUME"): "CONCENTRATION",
    ("COUNT", "VOLUME"): "CONCENTRATION",
    ("MASS", "MASS"): "MASS_RATIO",
    ("ACTIVITY", "MASS"): "MASS_RATIO",
    ("VOLUME", "MASS"): "MASS_RATIO",
    ("SUBSTANCE", "MASS"): "MASS_RATIO",
    ("MASS", "SUBSTANCE"): "MASS_RATIO",
    ("MASS", "AREA"): "MASS_PER_AREA",
    ("ACTIVITY", "AREA"): "MASS_PER_AREA",
    ("VOLUME", "AREA"): "MASS_PER_AREA",
    ("MASS", "TIME"): "MASS_RATE",
    ("ACTIVITY", "TIME"): "MASS_RATE",
    ("SUBSTANCE", "TIME"): "MASS_RATE",
    ("MASS_RATIO", "TIME"): "MASS_RATE",
    ("MASS_PER_AREA", "TIME"): "MASS_RATE",
    ("VOLUME", "TIME"): "FLOW",
    ("FLOW", "AREA"): "FLOW",
    ("FLOW", "MASS"): "FLOW",
    ("LENGTH", "TIME"): "SPEED",
    ("COUNT", "TIME"): "RATE",
    ("COUNT", "FIELD"): "PER_FIELD",
    ("COUNT", "MASS"): "COUNT_PER_MASS",
    ("ACTIVITY", "SUBSTANCE"): "MASS_RATIO",
    ("MASS_RATE", "VOLUME"): "CONCENTRATION_RATE",
    ("FORM", "TIME"): "FORM_RATE",
    ("MASS", "FORM"): "MASS_PER_FORM",
    ("CONCENTRATION", "TIME"): "CONCENTRATION_RATE",
    ("COUNT", "COUNT"): "PERCENT",
    ("SUBSTANCE", "SUBSTANCE"): "MASS_RATIO",
    ("VOLUME", "VOLUME"): "PERCENT",
}
"""(dimension above, dimension below) → dimension of the ratio."""


@record(frozen=True, slots=True)
class Unit:
    """A UCUM code and what it measures. `above` and `below` are the codes of a ratio's parts."""

    code: str
    dimension: str
    above: str = ""
    below: tuple[str, ...] = ()

    def over(self, other: Unit) -> Unit | None:
        """mg over dL is mg/dL; None where such a ratio measures nothing."""
        dimension = RATIOS.get((self.dimension, other.dimension))
        if dimension is None:
            return None
        return Unit(f"{self.code}/{other.code}", dimension, self.above or self.code, (*self.below, other.code))

    def times_ten_to(self, power: int) -> Unit:
        """«×10^9» before «/L» is 10*9/L."""
        if not power:
            return self
        code = self.code.replace("{cells}", "")
        return Unit(
            f"10*{power}{code}" if code.startswith("/") else f"10*{power}.{code}",
            self.dimension,
            self.above,
            self.below,
        )


@lru_cache
def units() -> dict[str, Unit]:
    """Every unit of common/units.csv by its UCUM code."""
    out: dict[str, Unit] = {}
    for row in table("units"):
        if row["code"] in out:
            raise row.fault(f"unit {row['code']} stands twice")
        above, _, below = row["code"].partition("/")
        out[row["code"]] = Unit(row["code"], row["dimension"], above, tuple(below.split("/")) if below else ())
    return out


@lru_cache
def dimensions() -> frozenset[str]:
    return frozenset({u.dimension for u in units().values()} | set(RATIOS.values()))
