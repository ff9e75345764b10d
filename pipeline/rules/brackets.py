"""What stands in brackets is told aside: a weight beside a dose, a range beside a value."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.rules.chunk import Chunk


def outside_brackets(chunks: Sequence[Chunk]) -> list[Chunk]:
    """The chunks without what closed brackets hold: «3 мг/кг (масса тела 79 кг) 1 раз в 14 дней».

    A bracket that closes only behind the chunks holds what follows it; one that was opened before them is over.
    """
    out: list[Chunk] = []
    for chunk in chunks:
        if not chunk.has("CLOSE"):
            out.append(chunk)
            continue
        opened = next((k for k in range(len(out) - 1, -1, -1) if out[k].has("OPEN")), len(out))
        del out[opened:]
    return out
