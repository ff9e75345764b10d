"""Stated intervals beside the days that they name."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.courses.claims import claims
from pipeline.courses.told import Told
from pipeline.facts import Measurement
from tests.courses.told import ALIVE, DIED, dose, lesion, stated, told

SIZE = lesion(28, "2017-01-18")
START = dose("start", "2014/..", 400)
STOP = dose("stop", "2019-09-14")
COURSE = [START, SIZE, dose("continue", "2017-02-02"), STOP]


def on_imatinib(value: str, sentence: int, amount: float | None = 400, **more: Any) -> list[Told]:
    """ "33 months on imatinib 400 mg", in one sentence."""
    again = dose("mention", START.edtf, amount, repeat_of=START, sentence=sentence, section="discussion")
    return [again, stated(value, sentence=sentence, **{"section": "discussion", **more})]


def shown(facts: list[Told], case: Any = ALIVE, of_death: frozenset[int] = frozenset()) -> list[tuple[str, str, str]]:
    return [(c["counted"], c["from_edtf"], c["to_edtf"]) for c in claims("c", "r", case, facts, of_death)]


def test_a_duration_with_a_drug_stands_beside_its_course() -> None:
    (claim,) = claims("c", "r", DIED, [*COURSE, *on_imatinib("P33M", 901)])
    assert (claim["stated_months"], claim["dated_days"], claim["dated_months"]) == (33.0, 969, 31.8)
    assert (claim["from_edtf"], claim["to_edtf"], claim["counted"]) == ("2017-01-18", "2019-09-14", "imatinib")
    assert (claim["from_fact_id"], claim["to_fact_id"]) == (SIZE.fact_id, STOP.fact_id)


def test_a_course_that_goes_on_still_has_the_day_of_its_start() -> None:
    facts = [dose("start", "2018-05-10/..", 50), dose("stop", "2020-07-15"), *on_imatinib("P26M", 902, None)]
    assert shown(facts) == [("imatinib", "2018-05-10", "2020-07-15")]


def test_a_claim_is_told_once_in_the_words_of_the_body() -> None:
    abstract = on_imatinib("P33M", 903, section="abstract", quote="33 months")
    facts = [*abstract, *COURSE, stated("P33M", quote="33 месяца")]
    assert [c["quote"] for c in claims("c", "r", DIED, facts)] == ["33 месяца"]


def test_the_dose_that_is_named_begins_the_time() -> None:
    reduced = dose("reduce", "2015-11-30", 200)
    again = dose("mention", "2015-11-30", 200, repeat_of=reduced, sentence=904)
    facts = [dose("start", "2015-01-01", 300), reduced, dose("stop", "2018-04-03"), again, stated("P28M", sentence=904)]
    assert shown(facts) == [("imatinib", "2015-11-30", "2018-04-03")]


def test_a_time_after_an_event_stands_beside_its_day_and_the_day_told() -> None:
    drained = told(Measurement("heart rate"), "2019-03-06", time_relation="at", time_anchor="procedure")
    later = lesion(31, "2020-03-09", time_basis="stated", sentence=905)
    facts = [drained, later, stated("P12M", "relative", anchor="procedure", sentence=905)]
    assert shown(facts) == [("procedure", "2019-03-06", "2020-03-09")]
    two = told(Measurement("heart rate"), "2019-05-06", time_relation="at", time_anchor="procedure")
    assert shown([*facts, two]) == []


def test_a_time_after_a_stop_stands_beside_the_death_that_its_sentence_tells() -> None:
    again = dose("stop", repeat_of=STOP, sentence=906)
    facts = [*COURSE, again, stated("P10M", "relative", anchor="treatment", sentence=906)]
    assert shown(facts, DIED, frozenset({906})) == [("imatinib", "2019-09-14", "2020-07-22")]
    assert shown(facts, DIED) == shown(facts, ALIVE, frozenset({906})) == []


@pytest.mark.parametrize(
    "facts",
    [
        [*COURSE, stated("P33M")],
        [*COURSE, *on_imatinib("P33M", 907), dose("mention", sentence=907, drug="octreotide")],
        [*COURSE, *on_imatinib("P33M", 908), told(Measurement("weight change", over="P33M"), sentence=908)],
        [START, SIZE, *on_imatinib("P33M", 909)],
        [START, STOP, lesion(28, "2017-01"), *on_imatinib("P33M", 910)],
        [START, STOP, lesion(28, "2012-01-18"), *on_imatinib("P33M", 911)],
        [*COURSE, *on_imatinib("P60M", 912)],
        [*COURSE, *on_imatinib("P7D", 913)],
        [lesion(28, "2017-01-18"), lesion(29, "2019-10-18"), stated("P33M", "relative")],
        [lesion(28, "2020-07-15"), lesion(29, "2020-11-02"), stated("P4M", edtf="2018-03-12")],
    ],
    ids=[
        "no drug",
        "two drugs",
        "the time of a change of weight",
        "no stop",
        "no day of a size",
        "a size before the drug",
        "too far from it",
        "too short",
        "after nothing",
        "over the past months, told at another time",
    ],
)
def test_no_claim(facts: list[Told]) -> None:
    assert claims("c", "r", ALIVE, facts) == []
