"""The clauses of a sentence that may speak of different people."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.rules.chunk import Chunk
from pipeline.rules.where import holds, where

Span = tuple[int, int]


def clauses(chunks: Sequence[Chunk]) -> list[Span]:
    """Chunks from – to of each clause: they part at a semicolon, at "whereas", «а», "than", at ", and", and around a bracket of kin."""
    if not holds(chunks, "SEMICOLON", "CONTRAST", "CONJUNCTION", "COMPARED", "OPEN", "AND", "SO_THAT"):
        return [(0, len(chunks))] if chunks else []
    borders = {
        0,
        len(chunks),
        *(at + 1 for at in where(chunks, "SEMICOLON")),
        *where(chunks, "CONTRAST", "CONJUNCTION"),
    }
    borders |= {at for at in where(chunks, "AND", "SO_THAT") if follows_comma(chunks, at)}
    borders |= {at for at in where(chunks, "COMPARED") if not holds(chunks[at : at + 4], "OUR_PATIENT")}
    for at in where(chunks, "OPEN"):
        if of_kin(chunks, at):
            borders |= {at, bracket_end(chunks, at)}
    ordered = sorted(borders)
    return list(zip(ordered, ordered[1:], strict=False))


def follows_comma(chunks: Sequence[Chunk], index: int) -> bool:
    return index > 0 and chunks[index - 1].has("COMMA")


def of_kin(chunks: Sequence[Chunk], index: int) -> bool:
    """«таблетки деда (тому 74 года)», "(mother aged 52)": a bracket after kin, or one that opens with them."""
    return any(c.has("FAMILY", "DONOR") for c in chunks[max(0, index - 1) : index + 3])


def bracket_end(chunks: Sequence[Chunk], index: int) -> int:
    return next((i + 1 for i in range(index, len(chunks)) if chunks[i].has("CLOSE")), len(chunks))
