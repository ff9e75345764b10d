"""Weeks of a pregnancy: «seen at 7 weeks and 2 days», «admitted at 31 weeks» tell how far it was, not how long after."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.linking.clock import Clock
from pipeline.linking.point import Point
from pipeline.rules.chunk import Sentence
from pipeline.rules.where import holds

WORDS = ("PREGNANCY", "GESTATION", "PREGNANCY_WEEK")
WEEKS = re.compile(r"P(\d+)W(\d+D)?")
FIRST, LAST = 4, 42
"""Weeks at which a pregnancy can be told of."""
VIABLE = 20
"""«девочка от вторых родов на 35-й неделе»: a week so late that opens a story is one of the pregnancy."""
OVER = ("birth", "procedure", "discharge")
"""After these the weeks are counted from them."""


def pregnancy_told(sentences: Sequence[Sentence]) -> bool:
    return any(holds(sentence.chunks, *WORDS) for sentence in sentences)


def of_pregnancy(point: Point, clock: Clock) -> bool:
    """Weeks that name nothing to count from, while the pregnancy lasts."""
    weeks = WEEKS.fullmatch(point.moment.time_offset or "")
    if weeks is None or point.moment.time_anchor or clock.event in OVER:
        return False
    if point.counting:
        return point.counting == "day" and not clock.begun and VIABLE <= int(weeks[1]) <= LAST
    return FIRST <= int(weeks[1]) <= LAST
