"""CSV that a spreadsheet opens without running anything: UTF-8, one line feed a row, missing is empty."""

from __future__ import annotations

from typing import IO

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from pipeline.dataset.schema import Table

SEPARATOR = "; "
OPENS_FORMULA = r"^[\s']*[=+\-@＝＋－＠]"
"""What a spreadsheet may take for a formula; apostrophes included, so that taking one away restores every cell."""
HARMLESS = r"^[+-]?(?:[0-9]+(?:\.[0-9]+)?|P[0-9.YMWDTHS]+(?:/[+-]?P[0-9.YMWDTHS]+)?)$"
"""A signed number or ISO 8601 duration: no name, call or reference fits in it."""


def write_csv(table: pa.Table, described: Table, stream: IO[bytes]) -> None:
    """A list joined by `; `; text that would open a formula gets an apostrophe in front (the Parquet stays raw)."""
    columns = [_cell(table[column.name], column.type) for column in described.columns]
    options = csv.WriteOptions(include_header=True, delimiter=",", quoting_style="needed")
    csv.write_csv(pa.Table.from_arrays(columns, names=list(described.column_names)), stream, options)


def _cell(values: pa.ChunkedArray, kind: str) -> pa.ChunkedArray:
    if kind in ("int", "float", "date"):
        return values
    if kind == "list[str]":
        values = pc.binary_join(values, SEPARATOR)
        values = pc.if_else(pc.equal(values, ""), pa.scalar(None, pa.string()), values)
    return harmless(values)


def harmless(values: pa.ChunkedArray) -> pa.ChunkedArray:
    """An apostrophe before each text that would open a formula."""
    danger = pc.and_(
        pc.match_substring_regex(values, OPENS_FORMULA), pc.invert(pc.match_substring_regex(values, HARMLESS))
    )
    return pc.if_else(danger, pc.binary_join_element_wise("'", values, ""), values)
