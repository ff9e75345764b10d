"""The data dictionary: the schema as a page to read. `python -m pipeline.dataset.dictionary` writes docs/."""

from __future__ import annotations

import sys
from pathlib import Path

from pipeline.dataset.schema import TABLES, VERSION, Column, Table

HEAD = f"""# Data dictionary

Schema version {VERSION}. Generated from `pipeline/dataset/schema.toml` by `python -m pipeline.dataset.dictionary`; edit that, not this.

Missing is null (an empty cell in CSV), never 0 or "unknown". What was normalized is kept twice: as printed (`*_printed`)
and normal. Types: `str`, `int`, `float`, `date` (a day), `list[str]` (in CSV joined by `; `), `json` (text).
In CSV, text that a spreadsheet would take for a formula has an apostrophe in front; the Parquet is raw.
A **bold** column is part of the key; `!` marks a column that is never null. Units are UCUM.
"""


def data_dictionary() -> str:
    """Markdown, one section a table, one row a column."""
    contents = "\n".join(f"- [{t.name}](#{t.name}): {t.meaning}" for t in TABLES.values())
    return f"{HEAD}\n{contents}\n\n" + "\n".join(_section(table) for table in TABLES.values())


def _section(table: Table) -> str:
    lines = [f"## {table.name}", "", f"{table.meaning}. Sorted by {', '.join(f'`{c}`' for c in table.order)}.", ""]
    if table.identity:
        lines += [f"The value in its fact_id: {', '.join(f'`{c}`' for c in table.identity)}.", ""]
    lines += ["| column | type | meaning | values | unit |", "|---|---|---|---|---|"]
    lines += [_row(column, table) for column in table.columns]
    return "\n".join(lines) + "\n"


def _row(column: Column, table: Table) -> str:
    name = f"**{column.name}**" if column.name in table.key else column.name + ("!" if column.required else "")
    cells = (name, column.type, column.meaning, _values(column), column.unit or "")
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _values(column: Column) -> str:
    if column.refers:
        table, name = column.refers
        return f"`{name}` of the table named in `fact_table`" if table == "*" else f"`{table}.{name}`"
    if column.vocabulary:
        return " ".join(f"`{word}`" for word in column.vocabulary)
    if column.examples:
        return "such as " + ", ".join(f"`{word}`" for word in column.examples)
    return f"`{column.pattern}`" if column.pattern and len(column.pattern) < 30 else ""


if __name__ == "__main__":
    file = Path(sys.argv[1] if sys.argv[1:] else "docs/data_dictionary.md")
    file.write_text(data_dictionary(), encoding="utf-8")
    print(file)
