"""Records behave as frozen dataclasses do, but for the freezing."""

from __future__ import annotations

import dataclasses

import pytest

from pipeline.record import record, replace


@record(frozen=True, slots=True)
class Dot:
    x: int
    y: int = 0


def test_a_copy_has_other_values_in_some_fields() -> None:
    dot = Dot(1, 2)
    assert replace(dot, y=3) == Dot(1, 3) == dataclasses.replace(dot, y=3)
    assert dot == Dot(1, 2)
    assert len({dot, Dot(1, 2), replace(dot)}) == 1


def test_an_unknown_field_is_an_error() -> None:
    with pytest.raises(TypeError):
        replace(Dot(1), z=1)
