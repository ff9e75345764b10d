"""Groups of concepts: each concept of a group is one that a table of words gives."""

from __future__ import annotations

import pytest

from pipeline.language.groups import group
from pipeline.language.lexicon import lexicon_rows
from pipeline.language.tables import LANGUAGES, table
from pipeline.rules.lesions.place import seen_with


def test_every_concept_of_a_group_has_a_word() -> None:
    known = {(row["tag"], row["concept"]) for language in LANGUAGES for row in lexicon_rows(language)}
    assert {(row["tag"], row["concept"]) for row in table("groups")} <= known


def test_what_is_seen_with_an_organ_is_a_site() -> None:
    sites = {row["concept"] for row in table("sites")}
    assert {site for pair in seen_with() for site in pair} <= sites


def test_a_group_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="no_such_group"):
        group("no_such_group")
