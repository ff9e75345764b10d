"""Batches become one dataset: the newest of each report, and what disappeared is marked."""

from __future__ import annotations

import sys
from typing import Any

import pyarrow as pa

from pipeline.dataset.checks import check
from pipeline.dataset.merge import merge
from pipeline.dataset.rows import to_arrow
from pipeline.dataset.schema import TABLES

from .sample import BAD, EN, RU, frames

Frames = dict[str, pa.Table]


def of(*reports: str, size: float = 28.0, intake: bool = True) -> Frames:
    """The sample's rows of these reports."""
    out = {
        name: table.filter(pa.array([r in reports for r in table["report_id"].to_pylist()], pa.bool_()))
        for name, table in frames(size).items()
    }
    return out if intake else {**out, "intake": out["intake"].slice(0, 0)}


def intake(*rows: tuple[str, str, str | None]) -> pa.Table:
    return to_arrow("intake", [{"report_id": report, "path": path, "superseded_by": by} for report, path, by in rows])


def reports(merged: Frames, table: str = "reports") -> set[Any]:
    return set(merged[table]["report_id"].to_pylist())


def test_batches_are_joined_and_sound() -> None:
    merged = merge([of(RU), of(EN, BAD)])
    assert {name: len(table) for name, table in merged.items()} == {
        name: len(table) for name, table in frames().items()
    }
    assert [f for f in check(merged) if f.blocking] == []


def test_no_batch_is_an_empty_dataset() -> None:
    assert {name: len(table) for name, table in merge([]).items()} == dict.fromkeys(TABLES, 0)


def test_of_a_report_taken_up_twice_the_later_batch_counts() -> None:
    merged = merge([of(RU, EN, size=1.0), of(RU, size=2.0)])
    assert sorted(merged["lesions"]["dim1_mm"].to_pylist()) == [2.0, 20.0, 20.0]
    assert sorted(merged["reports"]["report_id"].to_pylist()) == sorted([RU, EN])
    assert merged["intake"]["report_id"].to_pylist() == [RU]
    assert [f for f in check(merged) if f.blocking] == []


def test_a_changed_pdf_supersedes_its_older_version_and_intake_says_so() -> None:
    merged = merge([of(RU), of(EN)], intake((RU, "a.pdf", EN), (EN, "a.pdf", None)))
    for name, table in merged.items():
        if name != "intake":
            assert set(table["report_id"].to_pylist()) <= {EN}, name
    assert merged["intake"].to_pylist()[0]["superseded_by"] == EN
    assert [f for f in check(merged) if f.blocking] == []


def test_a_newer_version_that_cannot_be_read_leaves_the_older_facts() -> None:
    assert reports(merge([of(RU), of(BAD)], intake((RU, "a.pdf", BAD), (BAD, "a.pdf", None)))) == {RU, BAD}


def test_a_chain_of_versions_ends_at_the_last_that_could_be_read() -> None:
    chain = intake((RU, "a.pdf", BAD), (BAD, "a.pdf", EN), (EN, "a.pdf", None))
    assert reports(merge([of(RU), of(BAD), of(EN)], chain)) == {EN}


def test_the_same_bytes_still_lying_elsewhere_are_not_superseded() -> None:
    assert reports(merge([of(RU), of(EN)], intake((RU, "a.pdf", EN), (RU, "copy.pdf", None), (EN, "a.pdf", None)))) == {
        RU,
        EN,
    }


def test_a_file_changed_back_keeps_a_version() -> None:
    assert reports(merge([of(RU)], intake((RU, "a.pdf", RU)))) == {RU}


def test_a_removed_report_stays_and_is_marked() -> None:
    removed = to_arrow("intake", [{"report_id": RU, "path": "a.pdf", "removed_at": "2026-01-02T00:00:00Z"}])
    merged = merge([of(RU), of(EN)], removed)
    assert reports(merged, "lesions") == {RU}
    assert merged["intake"]["removed_at"].to_pylist() == ["2026-01-02T00:00:00Z"]


def test_the_order_of_reports_in_a_batch_does_not_matter() -> None:
    one, other = merge([of(RU), of(EN)]), merge([of(EN), of(RU)])
    assert all(sorted(one[n].to_pylist(), key=repr) == sorted(other[n].to_pylist(), key=repr) for n in TABLES)


def test_the_cost_grows_with_the_reports_and_not_with_their_square() -> None:
    def steps(n: int) -> int:
        ids = [f"{k:016x}" for k in range(n)]
        batches = [{"reports": to_arrow("reports", [{"report_id": i, "status": "extracted"}])} for i in ids]
        lines = 0

        def count(_frame: Any, event: str, _argument: Any) -> Any:
            nonlocal lines
            lines += event == "line"
            return count

        sys.settrace(count)
        try:
            merged = merge(batches)
        finally:
            sys.settrace(None)
        assert merged["reports"]["report_id"].to_pylist() == ids
        return lines

    assert steps(400) < 2.3 * steps(200)
