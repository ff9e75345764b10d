"""Units from one to another, and moles to grams."""

from __future__ import annotations

import pytest

from pipeline.normalization.conversion import convert
from pipeline.rules.values.catalogue import analytes, measures


@pytest.mark.parametrize(
    ("number", "source", "target", "formula", "expected"),
    [
        (1.0, "mg/dL", "umol/L", "C4H7N3O", 88.40321264),
        (100.0, "mg/dL", "mmol/L", "C6H12O6", 5.550739919),
        (44000.0, "/uL", "10*9/L", None, 44.0),
        (101.0, "10*3/uL", "10*9/L", None, 101.0),
        (81.6, "[IU]/L", "U/L", None, 81.6),
        (2.8, "meq/L", "mmol/L", None, 2.8),
        (5.0, "meq/L", "mmol/L", "Ca", 2.5),
        (3.55, "kPa", "mm[Hg]", None, 26.62718594),
        (9.7, "g/dL", "g/L", None, 97.0),
        (98.6, "[degF]", "Cel", None, 37.0),
        (0.31, "L/L", "%", None, 31.0),
    ],
)
def test_conversion(number: float, source: str, target: str, formula: str | None, expected: float) -> None:
    assert convert(number, source, target, formula) == pytest.approx(expected, rel=1e-6)


def test_what_does_not_measure_the_same_is_not_converted() -> None:
    assert convert(1.0, "mg/dL", "mmol/L") is None
    assert convert(1.0, "mm", "g/L") is None


def test_there_and_back() -> None:
    for concept in ("creatinine", "glucose", "bilirubin", "calcium", "cortisol", "free T4"):
        entry = analytes()[concept]
        there = convert(7.0, "mg/dL" if "mg/dL" in entry.accepted else entry.accepted[1], entry.unit, entry.formula)
        assert there is not None and there != 7.0
        back = convert(there, entry.unit, "mg/dL" if "mg/dL" in entry.accepted else entry.accepted[1], entry.formula)
        assert back == pytest.approx(7.0, rel=1e-6)


def test_the_catalogue_is_large_enough_and_its_usual_range_lies_in_the_plausible() -> None:
    assert len(analytes()) >= 150
    for entry in (*analytes().values(), *measures().values()):
        if entry.usual and entry.low is not None and entry.high is not None:
            assert entry.low <= entry.usual[0] < entry.usual[1] <= entry.high, entry.concept
