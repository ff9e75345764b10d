"""The levels of the cascade that find times, in order.

Number words and ordinals first, then the pieces (calendar expressions, amounts of time), then what they mean together.
Within a level the longest match wins; of two as long, the rule that stands higher.
"""

from pipeline.rules.pattern import Level
from pipeline.rules.times.ages import AGES, age_decade
from pipeline.rules.times.amounts import AMOUNTS
from pipeline.rules.times.calendar import CALENDAR
from pipeline.rules.times.durations import DURATIONS
from pipeline.rules.times.frequency import FREQUENCIES
from pipeline.rules.times.intervals import INTERVALS
from pipeline.rules.times.numerals import NUMERALS
from pipeline.rules.times.relative import RELATIVE

PIECES = Level([*CALENDAR, age_decade, *AMOUNTS])
EXPRESSIONS = Level([*INTERVALS, *AGES, *FREQUENCIES, *RELATIVE, *DURATIONS])

TIMES: tuple[Level, ...] = (NUMERALS, PIECES, EXPRESSIONS)
