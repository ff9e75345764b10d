"""The schema as pandera checks: types, nulls, keys, vocabularies, patterns."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import pandera.pandas as pandera

from pipeline.dataset.rows import ARROW
from pipeline.dataset.schema import Column, table_named


@lru_cache
def pandera_schema(name: str) -> pandera.DataFrameSchema:
    """For the frame that `rows.as_frame` gives."""
    table = table_named(name)
    columns = {column.name: _column(column) for column in table.columns}
    return pandera.DataFrameSchema(columns, strict=True, ordered=True, unique=list(table.key), name=name)


def _column(column: Column) -> pandera.Column:
    checks = []
    if column.vocabulary and column.type == "list[str]":
        checks.append(_words_of(column.vocabulary))
    elif column.vocabulary:
        checks.append(pandera.Check.isin(list(column.vocabulary)))
    if column.pattern:
        checks.append(pandera.Check.str_matches(column.pattern))
    return pandera.Column(
        pd.ArrowDtype(ARROW[column.type]), checks, nullable=not column.required, description=column.meaning
    )


def _words_of(vocabulary: tuple[str, ...]) -> pandera.Check:
    words = frozenset(vocabulary)
    return pandera.Check(
        lambda cell: words.issuperset(cell), element_wise=True, name=f"words of {', '.join(vocabulary)}"
    )
