"""The word tables: what they may not say twice."""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline.language.lexicon import lexicon_rows
from pipeline.language.tables import LANGUAGES, shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_row_stands_twice(language: str) -> None:
    """The same phrase in the same form under the same concept, in one file or two: one of them is to go."""
    said = {}
    for row in lexicon_rows(language):
        key = (row["tag"], row["concept"], row["phrase"], row["form"] or "inflect")
        said.setdefault(key, []).append(f"{shown(row.file)}:{row.line}")
    assert [f"{', '.join(places)}: {key}" for key, places in said.items() if len(places) > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_canonical_word_is_written_in_one_way(language: str) -> None:
    """«QTc interval» and «QTc Interval» would be two values of a column."""
    tags = ("ANALYTE", "MEASURE", "SITE", "DRUG")
    concepts = {(row["tag"], row["concept"]) for row in lexicon_rows(language) if row["tag"] in tags}
    spellings = Counter((tag, concept.lower()) for tag, concept in concepts)
    assert [which for which, n in spellings.items() if n > 1] == []
