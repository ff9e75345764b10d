"""Rows as plain dicts to Arrow tables of the schema's types: strict, nothing invented, nothing dropped."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pipeline.dataset.schema import TABLES, VERSION, Column, Table, table_named

if TYPE_CHECKING:
    import pandas as pd

ARROW: dict[str, pa.DataType] = {
    "str": pa.string(),
    "int": pa.int64(),
    "float": pa.float64(),
    "date": pa.date32(),
    "list[str]": pa.list_(pa.string()),
    "json": pa.string(),
}
PANDAS = {"str": ("unicode", "str"), "int": ("int64", "Int64"), "float": ("float64", "float64")}
"""type → (pandas_type, numpy_type) of the note by which pandas keeps integers with nulls as integers."""


class RowFault(ValueError):
    """A row does not fit its table: the message names table, row and column."""


@lru_cache
def arrow_schema(name: str) -> pa.Schema:
    """The table's Arrow schema, with its meaning and pandas' note on types as metadata."""
    table = table_named(name)
    fields = [pa.field(c.name, ARROW[c.type], nullable=not c.required) for c in table.columns]
    notes = {"description": table.meaning, "schema_version": VERSION, "pandas": json.dumps(_pandas_note(table))}
    return pa.schema(fields, metadata=notes)


def _pandas_note(table: Table) -> dict[str, Any]:
    columns = []
    for column in table.columns:
        pandas_type, numpy_type = PANDAS.get(column.type, ("object", "object"))
        columns.append(
            {
                "name": column.name,
                "field_name": column.name,
                "pandas_type": pandas_type,
                "numpy_type": numpy_type,
                "metadata": None,
            }
        )
    return {"index_columns": [], "column_indexes": [], "columns": columns}


def to_arrow(table_name: str, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """The rows as a table of the schema, in the order given; a missing key is null.

    Coerced without loss: int to float; a whole float to int; an ISO string to date; a tuple to list[str];
    a list or tuple to json text (every json column holds a list). An empty string is null, an empty list stays (nothing to flag).
    Raises RowFault on an unknown key, a value of another type, NaN or infinity, and a null in a required column.
    """
    table = table_named(table_name)
    known = set(table.column_names)
    for number, row in enumerate(rows):
        if unknown := set(row) - known:
            raise RowFault(
                f"{table_name}, row {number}: no column {', '.join(sorted(map(repr, unknown)))} in {', '.join(table.column_names)}"
            )
    schema = arrow_schema(table_name)
    arrays = [_array(table_name, column, [row.get(column.name) for row in rows]) for column in table.columns]
    return pa.Table.from_arrays(arrays, schema=schema)


def as_frame(table: pa.Table) -> pd.DataFrame:
    """Columns typed by Arrow, so that an integer column with nulls is still one of integers."""
    import pandas as pd

    return table.to_pandas(types_mapper=pd.ArrowDtype, ignore_metadata=True)


def empty(table_name: str) -> pa.Table:
    """The table without rows."""
    return arrow_schema(table_name).empty_table()


def complete(frames: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """All tables of the schema in its order, empty where not given. Raises RowFault on an unknown table."""
    if unknown := set(frames) - set(TABLES):
        raise RowFault(f"no table {', '.join(sorted(unknown))} in {', '.join(TABLES)}")
    return {name: frames.get(name, empty(name)) for name in TABLES}


def _array(table: str, column: Column, values: Sequence[Any]) -> pa.Array:
    coerce = COERCE[column.type]
    try:
        coerced = [None if value is None else coerce(value) for value in values]
    except (TypeError, ValueError):
        raise _fault(table, column, values) from None
    if column.required and None in coerced:
        raise RowFault(f"{table}.{column.name}, row {coerced.index(None)}: may not be null")
    try:
        return pa.array(coerced, ARROW[column.type])
    except (pa.ArrowException, UnicodeError, OverflowError) as error:
        raise RowFault(f"{table}.{column.name}: {error}") from error


def _fault(table: str, column: Column, values: Sequence[Any]) -> RowFault:
    """What is wrong with the first value that does not fit the column."""
    for number, value in enumerate(values):
        try:
            if value is not None:
                COERCE[column.type](value)
        except (TypeError, ValueError) as error:
            return RowFault(f"{table}.{column.name}, row {number}: {value!r} is no {column.type}{_because(error)}")
    raise ValueError(f"{table}.{column.name}: every value fits")


def _because(error: Exception) -> str:
    return f": {error}" if str(error) else ""


def _str(value: Any) -> str | None:
    if not isinstance(value, str):
        raise TypeError
    return value or None


def _int(value: Any) -> int:
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        if isinstance(value, float) and value.is_integer():
            return int(value)
        raise TypeError
    return int(value)


def _float(value: Any) -> float:
    if isinstance(value, bool | str):
        raise TypeError
    number = float(value)
    if number != number or number in (float("inf"), float("-inf")):
        raise ValueError("missing is None")
    return number


def _date(value: Any) -> datetime.date:
    if isinstance(value, str):
        return datetime.date.fromisoformat(value)
    if isinstance(value, datetime.datetime) or not isinstance(value, datetime.date):
        raise TypeError
    return value


def _strings(value: Any) -> list[str]:
    if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
        raise TypeError
    return list(value)


def _json(value: Any) -> str | None:
    if value == "":
        return None
    told = json.loads(value) if isinstance(value, str) else value
    if not isinstance(told, list | tuple):
        raise TypeError
    return value if isinstance(value, str) else json.dumps(told, ensure_ascii=False, allow_nan=False)


COERCE: dict[str, Callable[[Any], Any]] = {
    "str": _str,
    "int": _int,
    "float": _float,
    "date": _date,
    "list[str]": _strings,
    "json": _json,
}
