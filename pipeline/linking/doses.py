"""What was done with a drug where no word tells: in the patient's own story an amount begins, elsewhere it is a mention."""

from __future__ import annotations

from pipeline.facts import Dose, Fact
from pipeline.record import replace

STORY = ("case", "results", "table")


def with_action(fact: Fact, subject: str, assertion: str, section: str) -> Fact:
    """«Меропенем 1 г × 3 р/сут» of the patient starts; "5 mg/kg is usual" does not."""
    dose = fact.payload
    if not isinstance(dose, Dose) or dose.action is not None:
        return fact
    begins = subject == "patient" and assertion == "present" and section in STORY
    return replace(fact, payload=replace(dose, action="start" if begins else "mention"))
