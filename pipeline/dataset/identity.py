"""fact_id: the same words at the same place with the same value keep their id."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.dataset.schema import table_named

DIGITS = 16


def report_id(sha256: str) -> str:
    """First 16 hex digits of the file's SHA-256: the file's name does not enter."""
    return sha256[:DIGITS]


def fact_id(report_id: str, table: str, start: int, end: int, *value: object) -> str:
    """16 hex digits from the report, the half-open offsets of the quote and the value.

    `value` is what stands in the table's identity columns, in their order (see `value_of`). Rule, codes,
    subject and time do not enter, so that editing them keeps the id. 400, 400.0 and 400.0000000001 are one value.
    """
    content = [report_id, table, int(start), int(end), [_plain(v) for v in value]]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def value_of(table: str, row: Mapping[str, Any]) -> tuple[Any, ...]:
    """The row's identity columns, in the schema's order; missing is None."""
    return tuple(row.get(column) for column in table_named(table).identity)


def identify(table: str, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """fact_ids of rows that hold report_id, char_start, char_end and their values, each unique.

    Rows that agree in all of them (one size said of two organs) are told apart by their order.
    """
    seen: dict[str, int] = {}
    out = []
    for row in rows:
        place = (row["report_id"], table, row["char_start"], row["char_end"])
        value = value_of(table, row)
        first = fact_id(*place, *value)
        n = seen[first] = seen.get(first, 0) + 1
        out.append(first if n == 1 else fact_id(*place, *value, n))
    return out


def _plain(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return format(float(value) + 0.0, ".9g")  # -0.0 + 0.0 is 0.0
    return unicodedata.normalize("NFC", str(value))
