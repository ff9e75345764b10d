"""What stands in brackets is told aside: a weight beside a dose, a range beside a value."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.rules.chunk import Chunk


def outside_brackets(chunks: Sequence[Chunk]) -> list[Chunk]:
    """The chunks without what stands in brackets: «3 мг/кг (масса тела 79 кг) 1 раз в 14 дней»; a bracket that closes
    only behind them holds all that follows it, and one that was opened before them is over where it closes."""
    depth, out = 0, []
    for chunk in chunks:
        if chunk.has("OPEN"):
            depth += 1
        elif chunk.has("CLOSE"):
            depth = max(0, depth - 1)
        elif not depth:
            out.append(chunk)
    return out
