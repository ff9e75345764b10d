"""The arithmetic on dates, held against the edtf package."""

from __future__ import annotations

from datetime import date

import pytest
from edtf import parse_edtf

from pipeline.rules.times.edtf import add, bounds, compare, days_between, duration, precision_of, valid


@pytest.mark.parametrize("edtf", ["2017", "2016-02", "2016-21", "2016-22", "2016-23", "2017-01-18", "200X", "19XX"])
def test_bounds_agree_with_the_edtf_package(edtf: str) -> None:
    parsed = parse_edtf(edtf)
    assert bounds(edtf) == (date(*parsed.lower_strict()[:3]), date(*parsed.upper_strict()[:3]))


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2014/2019-09-14", date(2014, 1, 1), date(2019, 9, 14)),
        ("2014/..", date(2014, 1, 1), None),
        ("../2014", None, date(2014, 12, 31)),
        ("2014-24", date(2014, 1, 1), date(2015, 2, 28)),
        ("XXXX-06-06", None, None),
        ("2017-02-30", None, None),
        ("soon", None, None),
    ],
)
def test_bounds_of_intervals_and_of_what_has_none(edtf: str, first: date | None, last: date | None) -> None:
    assert bounds(edtf) == (first, last)


@pytest.mark.parametrize(
    ("edtf", "value", "expected"),
    [
        ("2019-09-14", "P10M", "2020-07"),
        ("2013-07-12", "P3D", "2013-07-15"),
        ("2009-06-01", "P2W", "2009-06-15"),
        ("2013-07-12", "-P1D", "2013-07-11"),
        ("2013-07-12", "PT6H", "2013-07-12"),
        ("2013-07-12", "PT48H", "2013-07-14"),
        ("2013-01-31", "P1M", "2013-02"),
        ("2013-01-31", "P1Y", "2014"),
        ("2013-01-31", "P1.5Y", "2014-07"),
        ("2013-07", "P5M", "2013-12"),
        ("2013-07", "-P8M", "2012-11"),
        ("2013-07", "P3D", "2013-07"),
        ("2013-07", "P3W", None),
        ("2014", "P2Y", "2016"),
        ("2014", "P24M", "2016"),
        ("2014", "P2M", "2014"),
        ("2014", "P7M", None),
        ("2013-07-12", "P8W/P10W", "2013-09-06/2013-09-20"),
        ("2014/2015", "P2M", None),
        ("XXXX-06-06", "P2M", None),
        ("2014", "soon", None),
    ],
)
def test_sums_are_as_precise_as_date_and_duration_justify(edtf: str, value: str, expected: str | None) -> None:
    assert add(edtf, value) == expected


def test_order() -> None:
    assert compare("2014", "2017-01-18") == -1
    assert compare("2017-01-18", "2014") == 1
    assert compare("2017", "2017-01-18") is None
    assert compare("2014/..", "2017") is None
    assert compare("2017-01", "2017-01") == 0


def test_days_between_only_of_days() -> None:
    assert days_between("2017-01-18", "2019-09-14") == 969
    assert days_between("2017-01", "2019-09-14") is None


def test_what_is_valid() -> None:
    assert [valid(e) for e in ("2017-01-18", "2014/..", "XXXX-06-06", "2016-22", "200X")] == [True] * 5
    assert [valid(e) for e in ("2017-02-30", "2017-13", "XXXX-02-31", "18.01.17", "2017-1-1")] == [False] * 5


def test_durations_and_precision() -> None:
    assert duration("P1Y6M") is not None
    assert [duration(v) for v in ("P", "PT", "3M", "P8W/P10W")] == [None] * 4
    assert [precision_of(e) for e in ("2017-01-18", "XXXX-06", "2016-22", "2016", "199X", "x")] == [
        "day",
        "month",
        "season",
        "year",
        "decade",
        None,
    ]
