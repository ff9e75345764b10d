"""A reading as bytes: its characters' places as Arrow arrays, the rest as JSON beside them."""

from __future__ import annotations

import json

import numpy as np
import pyarrow as pa

from pipeline.cache.plain import record, to_plain
from pipeline.report import Quarantine, Reading, Report
from pipeline.text import Text

KEY = b"reading"
PLACES = pa.schema([("page", pa.int16()), ("line", pa.int32()), ("box", pa.list_(pa.float32(), 4))])


def dump(reading: Reading) -> bytes:
    """An Arrow stream, page int16[n], line int32[n], box float32[n, 4]; string and paragraphs in its metadata."""
    if isinstance(reading, Quarantine):
        return _stream(PLACES.empty_table(), {"quarantine": to_plain(reading)})
    text = reading.text
    box = pa.FixedSizeListArray.from_arrays(pa.array(text.box.reshape(-1), pa.float32()), 4)
    places = pa.Table.from_arrays([pa.array(text.page), pa.array(text.line), box], schema=PLACES)
    told = {name: to_plain(getattr(reading, name)) for name in Report.__dataclass_fields__ if name != "text"}
    return _stream(places, {"report": told, "string": text.string})


def load(content: bytes | pa.Buffer) -> Reading:
    """What `dump` was given. Raises ValueError, KeyError, TypeError or pa.ArrowException where the bytes are no reading."""
    places = pa.ipc.open_stream(content).read_all()
    told = json.loads(places.schema.metadata[KEY])
    if "quarantine" in told:
        quarantine: Quarantine = record(Quarantine, told["quarantine"])
        return quarantine
    flat = places["box"].combine_chunks().flatten().to_numpy(zero_copy_only=False)
    text = Text(
        told["string"],
        places["page"].to_numpy().astype(np.int16),
        flat.reshape(-1, 4).astype(np.float32),
        places["line"].to_numpy().astype(np.int32),
    )
    report: Report = record(Report, told["report"], text=text)
    return report


def _stream(places: pa.Table, told: dict[str, object]) -> bytes:
    places = places.replace_schema_metadata(
        {KEY: json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")}
    )
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, places.schema) as writer:
        writer.write_table(places)
    return sink.getvalue().to_pybytes()
