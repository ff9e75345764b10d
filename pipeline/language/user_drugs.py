"""Drugs that a user adds: a CSV file named by the setting `user_drugs`, with the columns drug and name.

    drug,name
    olverembatinib,olverembatinib
    olverembatinib,олверембатиниб

`drug` is the canonical English name that the dataset will show, `name` one of its names, in any language; a name in
Cyrillic is inflected. One row a name. The drug's own name needs a row only where it is to be found under it.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.language.fold import HAS_CYRILLIC
from pipeline.language.tables import DataFault, Row, header, rows
from pipeline.settings import Settings

COLUMNS = ("drug", "name")


def user_drug_rows(language: str) -> Iterator[Row]:
    """Lexicon rows of the user's file for a language. Raises DataFault naming the file where a column is missing."""
    file = Settings.load().user_drugs
    if file is None:
        return
    if not file.exists() or not set(COLUMNS) <= set(header(file)):
        raise DataFault(f"{file}: the setting user_drugs needs a CSV file with the columns {', '.join(COLUMNS)}")
    for row in rows(file):
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
