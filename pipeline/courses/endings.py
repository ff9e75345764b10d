"""Where a course of a drug ends, and what says so: a stop, the death, or that its stated time was over."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.courses.told import Row, Told, dose_of
from pipeline.facts import Case
from pipeline.rules.times.edtf import add


def ending(steps: Sequence[Told], case: Case) -> Row:
    """ended_by, end_edtf and end_fact_id of a course; all null while it goes on.

    end_fact_id   the stop, or the step whose stated time was over; null where the death ended it
    """
    stop = next((s for s in reversed(steps) if dose_of(s).action == "stop"), None)
    if stop is not None:
        return ended("stop", stop.edtf, stop)
    if case.outcome == "died" and dose_of(steps[-1]).action == "continue":
        return ended("death", case.outcome_edtf, None)
    last = last_timed(steps)
    if last is None or dose_of(last).action == "hold" or not lasting(last):
        return ended(None, None, None)
    return ended("duration", last_day(last), last)


def ended(by: str | None, edtf: str | None, step: Told | None) -> Row:
    return {"ended_by": by, "end_edtf": edtf, "end_fact_id": step.fact_id if step else None}


def last_timed(steps: Sequence[Told]) -> Told | None:
    """The last step with a day; where none has one, the last that is more than a mention."""
    dated = [s for s in steps if s.edtf]
    acting = [s for s in steps if dose_of(s).action != "mention" or dose_of(s).duration]
    return next(reversed(dated or acting), None)


def lasting(step: Told) -> bool:
    """The step says how long: a period ("from 3 to 13 May"), or a duration ("for 10 days")."""
    begins, _, ends = str(step.edtf or "").partition("/")
    return bool(dose_of(step).duration) or ends not in ("", "..") and begins not in ("", "..")


def last_day(step: Told) -> str | None:
    """The last day of a period, or the first day and the duration; None where that tells none."""
    begins, _, ends = str(step.edtf or "").partition("/")
    if ends not in ("", ".."):
        return ends if begins not in ("", "..") else None
    duration = dose_of(step).duration
    return add(begins, duration) if begins and duration else None
