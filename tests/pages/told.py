"""Facts of a case as the figure reads them, for the tests of its parts."""

from __future__ import annotations

from itertools import count
from typing import Any

BLANK: dict[str, Any] = {
    "table": "labs",
    "section": "case",
    "action": None,
    "time_edtf": None,
    "time_offset": None,
    "time_relation": None,
    "time_anchor": None,
    "time_anchor_printed": None,
    "time_basis": "stated",
    "table_number": None,
    "table_row": None,
    "table_column": None,
    "row_heading": None,
    "column_heading": None,
}
_NUMBERS = count(1)


def told(
    anchor: str | None = None,
    offset: str | None = None,
    edtf: str | None = None,
    start: int | None = None,
    **columns: Any,
) -> dict[str, Any]:
    """One fact, told behind those made before it; «at» its anchor without an offset, else so long after."""
    n = next(_NUMBERS)
    at = n * 10 if start is None else start
    time = {
        "time_anchor": anchor,
        "time_offset": offset,
        "time_edtf": edtf,
        "time_relation": None if anchor is None else "after" if offset else "at",
    }
    place = {"fact_id": f"f{n}", "char_start": at, "char_end": at + 5, "value_start": at}
    return BLANK | place | time | columns
