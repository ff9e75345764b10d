"""One report's tables as bytes: an Arrow stream a table that has rows."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from pipeline.dataset.rows import arrow_schema

CONTAINER = pa.schema([("table", pa.string()), ("rows", pa.binary())])


def dump(frames: Mapping[str, pa.Table]) -> bytes:
    """The tables without their descriptions, which the schema gives back."""
    filled = {name: _stream(table.replace_schema_metadata(None)) for name, table in frames.items() if len(table)}
    return _stream(pa.table([list(filled), list(filled.values())], schema=CONTAINER))


def load(content: bytes | pa.Buffer) -> dict[str, pa.Table]:
    """The tables that have rows. Raises ValueError or pa.ArrowException where they are not of today's schema."""
    frames = {}
    for filled in pa.ipc.open_stream(content).read_all().to_pylist():
        table, schema = pa.ipc.open_stream(filled["rows"]).read_all(), arrow_schema(filled["table"])
        same = table.schema.equals(schema)
        frames[filled["table"]] = table.replace_schema_metadata(schema.metadata) if same else table.cast(schema)
    return frames


def _stream(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()
