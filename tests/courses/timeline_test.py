"""The timeline of a case."""

from __future__ import annotations

from pipeline.courses.timeline import timeline
from tests.courses.told import dose, lesion


def test_the_timeline_is_in_order_of_time_with_repeats_folded_and_undated_facts_last() -> None:
    undated, late, early = dose("mention", amount=5), lesion(20, "2019-06"), lesion(40, "2019-01-10")
    again = lesion(40, repeat_of=early)
    rows = timeline("c", "r", [undated, late, early, again], {early.position: [again.fact_id]})
    assert [r["fact_id"] for r in rows] == [t.fact_id for t in (early, late, undated)]
    assert [r["position"] for r in rows] == [1, 2, 3]
    assert rows[0]["repeats"] == [again.fact_id]
