"""The levels of the cascade that find times, in order.

Number words and ordinals first, then the pieces (calendar expressions, amounts of time), then what they mean together.
Within a level the longest match wins; of two as long, the rule that stands higher.
"""

from pipeline.rules.pattern import Level
from pipeline.rules.times.ages import AGES, age_decade, age_in_letter
from pipeline.rules.times.amounts import AMOUNTS
from pipeline.rules.times.calendar import (
    apostrophe_year,
    day_and_month,
    days_of_month,
    glued_day_and_year,
    listed_months,
    month_alone,
    month_and_year,
    months_of_year,
    roman_month,
    short_year,
    two_days,
)
from pipeline.rules.times.day_numbers import day_number, day_numbers, ordinal_day, ordinal_days
from pipeline.rules.times.durations import DURATIONS
from pipeline.rules.times.frequency import FREQUENCIES
from pipeline.rules.times.intervals import INTERVALS
from pipeline.rules.times.numerals import NUMERALS
from pipeline.rules.times.numeric_dates import numeric, numeric_day, numeric_days, numeric_month
from pipeline.rules.times.relative import (
    after_stretch,
    ahead,
    anchored,
    at_follow_up,
    by,
    clocked,
    follow_ups,
    gestation,
    next_unit,
    shifted,
    shifted_list,
    turned_round,
    worded_moment,
    years_on,
)
from pipeline.rules.times.years import (
    decade,
    listed_years,
    part_of_year,
    quarter_of_year,
    season_of_year,
    short_decade,
    two_years,
    year,
    years,
)

CALENDAR = (
    numeric_days,
    numeric,
    days_of_month,
    two_days,
    roman_month,
    short_year,
    apostrophe_year,
    glued_day_and_year,
    day_and_month,
    listed_months,
    months_of_year,
    month_and_year,
    season_of_year,
    decade,
    short_decade,
    quarter_of_year,
    part_of_year,
    years,
    listed_years,
    two_years,
    numeric_month,
    numeric_day,
    year,
    month_alone,
)

RELATIVE = (
    ahead,
    by,
    after_stretch,
    clocked,
    gestation,
    at_follow_up,
    follow_ups,
    anchored,
    shifted_list,
    shifted,
    turned_round,
    years_on,
    day_numbers,
    day_number,
    ordinal_days,
    ordinal_day,
    worded_moment,
    next_unit,
)

PIECES = Level([*CALENDAR, age_decade, age_in_letter, *AMOUNTS])
EXPRESSIONS = Level([*INTERVALS, *AGES, *FREQUENCIES, *RELATIVE, *DURATIONS])

TIMES: tuple[Level, ...] = (NUMERALS, PIECES, EXPRESSIONS)
