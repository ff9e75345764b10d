"""CSV that a spreadsheet opens without running anything: UTF-8, one line feed a row, missing is empty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from pipeline.dataset.schema import Column, Table

SEPARATOR = "; "
OPENS_FORMULA = r"^[\s']*[=+\-@＝＋－＠]"
"""What a spreadsheet may take for a formula; apostrophes included, so that taking one away restores every cell."""
HARMLESS = r"^[+-]?(?:[0-9]+(?:\.[0-9]+)?|P[0-9.YMWDTHS]+(?:/[+-]?P[0-9.YMWDTHS]+)?)$"
"""A signed number or ISO 8601 duration: no name, call or reference fits in it."""


def write_csv(table: pa.Table, described: Table, stream: IO[bytes]) -> None:
    """A list joined by `; `; text that would open a formula gets an apostrophe in front (the Parquet stays raw)."""
    columns = [_cell(table[column.name], column) for column in described.columns]
    options = csv.WriteOptions(include_header=True, delimiter=",", quoting_style="needed")
    csv.write_csv(pa.Table.from_arrays(columns, names=list(described.column_names)), stream, options)


def _cell(values: pa.ChunkedArray, column: Column) -> pa.ChunkedArray:
    if column.type in ("int", "float", "date"):
        return values
    if column.type == "list[str]":
        values = pc.binary_join(values, SEPARATOR)
        values = pc.if_else(pc.equal(values, ""), pa.scalar(None, pa.string()), values)
    return harmless(values, column.vocabulary)


def harmless(values: pa.ChunkedArray, vocabulary: Sequence[str] = ()) -> pa.ChunkedArray:
    """An apostrophe before each text that would open a formula; words of the schema's own vocabulary stay (`=`)."""
    own = pc.is_in(values, value_set=pa.array(vocabulary, pa.string()))
    plain = pc.or_(own, pc.match_substring_regex(values, HARMLESS))
    danger = pc.and_(pc.match_substring_regex(values, OPENS_FORMULA), pc.invert(plain))
    return pc.if_else(danger, pc.binary_join_element_wise("'", values, ""), values)
