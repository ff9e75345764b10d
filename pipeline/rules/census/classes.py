"""What a number is that is no fact: the named rules of the census. Each makes a chunk FATE whose concept is the class."""

from __future__ import annotations

from pipeline.rules.census.citing import (
    after_authors,
    author_and_year,
    bracketed,
    figure,
    figure_part,
    publication,
    raised,
    table_number,
)
from pipeline.rules.census.counting import clock_time, count, counts, list_number, ordinal, thing_count
from pipeline.rules.census.grading import device_setting, grade, magnification, setting_by_unit, spine_level, stage
from pipeline.rules.census.naming import (
    age_and_sex,
    case_number,
    gene_position,
    hyphened_name,
    identifier,
    marker_name,
    model_number,
)
from pipeline.rules.census.statistics import (
    compared_counts,
    endpoint,
    incidence,
    p_value,
    patient_count,
    percentage,
    proportion,
    statistic,
)
from pipeline.rules.lesions.difference import DIFFERENCE_RULES
from pipeline.rules.pattern import Level

CLASSES = Level(
    [
        bracketed,
        figure,
        figure_part,
        table_number,
        p_value,
        statistic,
        *DIFFERENCE_RULES,
        patient_count,
        stage,
        spine_level,
        gene_position,
        identifier,
        after_authors,
        author_and_year,
        publication,
        magnification,
        setting_by_unit,
        device_setting,
        grade,
        marker_name,
        hyphened_name,
        raised,
        clock_time,
        percentage,
        count,
        counts,
        incidence,
        endpoint,
        compared_counts,
        proportion,
        ordinal,
        model_number,
        case_number,
        age_and_sex,
        list_number,
        thing_count,
    ]
)
"""The order decides between two of one length."""
