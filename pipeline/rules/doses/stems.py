"""Unknown drugs: a word with the stem of an INN is a DRUG whose concept is the word itself, and whose facts are `unverified`."""

from __future__ import annotations

from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Level, Match, T, relabel, rule, span_chunk


@rule([T("STEM", as_="word")])
def unknown_drug(match: Match) -> Chunk | None:
    """apatinib; карфилзомибом"""
    word = relabel(match["word"], "WORD", match["word"].norm)
    return span_chunk((word,), (("DRUG", word.norm),), None, match.rule)


STEMS = Level([unknown_drug])
