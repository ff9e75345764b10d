"""ATC codes that a user supplies: a CSV file named by the setting `user_atc`, with the columns drug and atc. None are shipped.

    drug,atc
    imatinib,L01EA01

`drug` is the name that the dataset shows, without a strength.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from pipeline.language.tables import user_rows

COLUMNS = ("drug", "atc")
CODE = re.compile(r"[A-Z](?:\d\d(?:[A-Z](?:[A-Z](?:\d\d)?)?)?)?")


@lru_cache
def atc_codes(file: Path | None) -> Mapping[str, str]:
    """drug → ATC code, read once a process; none without a file."""
    return read_codes(file) if file else {}


def read_codes(file: Path) -> Mapping[str, str]:
    """Raises DataFault naming file, line and column where the table says something that cannot be."""
    codes: dict[str, str] = {}
    for row in user_rows(file, "user_atc", COLUMNS):
        drug, code = row["drug"].lower(), row["atc"]
        if not CODE.fullmatch(code):
            raise row.fault(f"column atc: {code!r} is no ATC code; one looks like L01EA01")
        if codes.get(drug, code) != code:
            raise row.fault(f"column drug: {drug!r} has the code {codes[drug]} already; keep one")
        codes[drug] = code
    return codes
