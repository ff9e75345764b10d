"""Drugs that a user adds: a CSV file named by the setting `user_drugs`, with the columns drug and name.

    drug,name
    olverembatinib,olverembatinib
    olverembatinib,олверембатиниб

`drug` is the canonical English name that the dataset will show, `name` one of its names, in any language; a name in
Cyrillic is inflected. One row a name. The drug's own name needs a row only where it is to be found under it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.language.fold import HAS_CYRILLIC
from pipeline.language.tables import Row, user_rows

COLUMNS = ("drug", "name")


def user_drug_rows(file: Path, language: str) -> Iterator[Row]:
    """Lexicon rows of the user's file for a language. Raises DataFault naming file, line and column."""
    for row in user_rows(file, "user_drugs", COLUMNS):
        cyrillic = HAS_CYRILLIC.search(row["name"]) is not None
        if cyrillic and language != "ru":
            continue
        cells = {
            "tag": "DRUG",
            "concept": row["drug"].lower(),
            "phrase": row["name"],
            "form": "" if cyrillic else "fixed",
        }
        yield Row(row.file, row.line, cells)
