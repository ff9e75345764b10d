"""Powers that recognition lost."""

from __future__ import annotations

import pytest

from pipeline.reader.exponents import corrected_powers, string_of
from pipeline.text import Text


@pytest.mark.parametrize(
    ("recognized", "meant"),
    [
        ("лейкоциты 4,1х10° клеток/л", "лейкоциты 4,1×109 клеток/л"),
        ("тромбоциты 210х109/л", "тромбоциты 210×109/л"),
        ("эритроциты 3,9x1012/л", "эритроциты 3,9×1012/л"),
        ("platelets 85 x 10? / L", "platelets 85 × 109 / L"),
        ("white cells 12*10' cells/L", "white cells 12×109 cells/L"),
        ("10° клеток/л", "10° клеток/л"),
        ("нагрев 5х10° C", "нагрев 5х10° C"),
        ("a cyst of 5x10 9 mm", "a cyst of 5x10 9 mm"),
    ],
)
def test_a_count_in_a_litre_gets_its_power_back(recognized: str, meant: str) -> None:
    assert Text.plain(recognized).substitute(corrected_powers(recognized)).string == meant


def test_marks_become_a_string_that_knows_them() -> None:
    assert string_of("10°/л", [True, False, True, False, False]) == ("10 °/л", [0, 1, 2, 2, 3, 4])
