"""What was done with a drug where no word tells it."""

from __future__ import annotations

import pytest

from pipeline.extraction import extract
from pipeline.facts import Dose, Fact
from pipeline.linking.doses import with_action
from pipeline.plain_text import plain_report


def test_an_amount_without_a_verb_begins_in_the_story_of_the_patient() -> None:
    text = "A 54-year-old woman was admitted with fever. On admission: meropenem 1 g every 8 hours."
    facts = [one.fact for one in extract(plain_report(text, language="en")).facts]
    assert [fact.payload.action for fact in facts if isinstance(fact.payload, Dose)] == ["start"]


@pytest.mark.parametrize(
    ("action", "subject", "assertion", "section", "expected"),
    [
        (None, "patient", "present", "case", "start"),
        (None, "literature", "present", "case", "mention"),
        (None, "patient", "past", "case", "mention"),
        (None, "patient", "present", "discussion", "mention"),
        ("stop", "literature", "present", "discussion", "stop"),
    ],
)
def test_what_was_done_by_place(action: str | None, subject: str, assertion: str, section: str, expected: str) -> None:
    fact = Fact(0, 4, (0, 4), "rule", Dose(drug="imatinib", action=action), 0)
    dose = with_action(fact, subject, assertion, section).payload
    assert isinstance(dose, Dose)
    assert dose.action == expected
