"""Records behave as frozen dataclasses do."""

from __future__ import annotations

import dataclasses
import pickle
from typing import get_type_hints

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


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Dot(1).x = 2  # type: ignore[misc]


def test_a_record_goes_to_another_process_and_tells_its_fields() -> None:
    assert pickle.loads(pickle.dumps(Dot(1, 2))) == Dot(1, 2)
    assert [field.name for field in dataclasses.fields(Dot)] == ["x", "y"]
    assert get_type_hints(Dot) == {"x": int, "y": int}
    assert dataclasses.is_dataclass(Dot(1)) and dataclasses.asdict(Dot(1)) == {"x": 1, "y": 0}
