"""How much something changed or differs: «increased by 5 mm» tells no size."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.rules.chunk import Chunk
from pipeline.rules.lesions.ownership import EDGED, KIND_OF_TAG, SIZES
from pipeline.rules.pattern import Level, Match, T, gap, rule
from pipeline.rules.where import where

CHANGED = ("increased", "decreased")
AMOUNT = T("NUMBER", "RANGE", "QUANTITY", *SIZES, as_="amount")
ABOUT = T("SIZE_BOUND", "COMPARATOR", op="?")
BY = T("DIFFERENCE")


def tells(match: Match) -> Chunk | None:
    return match.make("FATE", None, "difference")


def is_change(chunk: Chunk) -> bool:
    return chunk.has(
        "TREND", "DOSE_CHANGE", "DOSE_CHANGE_NOUN", "WITH_CHANGE", "DIFFERING", "GROWN", "ORGAN_STATE"
    ) or (chunk.concept("CHANGE") in CHANGED)


def is_edged(chunk: Chunk) -> bool:
    """«печень увеличена на 3 см»: so far its edge lies below the ribs, and that is told."""
    return chunk.concept("SITE") in EDGED


@rule(
    [
        T(
            "CHANGE",
            "TREND",
            "DOSE_CHANGE",
            "DOSE_CHANGE_NOUN",
            "WITH_CHANGE",
            "DIFFERING",
            "GROWN",
            "ORGAN_STATE",
            as_="cue",
        ),
        gap(5, "QUANTITY", *SIZES),
        BY,
        ABOUT,
        AMOUNT,
    ]
)
def changed_by(match: Match) -> Chunk | None:
    """увеличился в размерах на 5 мм; fell by 3 g/dL; larger by 2 cm; tapered by 5 mg"""
    below = match.after()
    if match["cue"].has("ORGAN_STATE") and any(is_edged(chunk) for chunk in (*match.before(3), *match.matched)):
        return None
    return None if not is_change(match["cue"]) or (below and below[0].has("DISTANCE")) else tells(match)


@rule(
    [T("CHANGE", "GAIN", as_="cue"), T("EXAM_OBJECT", "MEASURING", "DASH", "COLON", op="?"), ABOUT, AMOUNT],
    [T("GAIN", as_="cue"), gap(4, "QUANTITY", *SIZES), T("MEASURING", "DASH"), ABOUT, AMOUNT],
)
def change_of(match: Match) -> Chunk | None:
    """an increase of 5 mm; прирост узла составил 4 мм"""
    cue, parted = match["cue"], len(match.matched) > 2 and match.matched[1].has("EXAM_OBJECT")
    owner = match.after()
    if not cue.has("GAIN") and not (parted and is_change(cue)):
        return None
    return None if owner and owner[0].has(*KIND_OF_TAG) else tells(match)


@rule([AMOUNT, T("DASH", op="?"), T("DIFFERING", "GAIN", as_="cue")])
def differing(match: Match) -> Chunk | None:
    """2 mm larger than before; a 5-mm increase; на 3 мм больше"""
    return tells(match)


@rule([T("GROWN"), T("DIMENSION", op="?"), ABOUT, AMOUNT])
def grown(match: Match) -> Chunk | None:
    """had grown 4 mm in a year; adding 13 cm"""
    owner = match.after()
    return None if owner and owner[0].has(*KIND_OF_TAG) else tells(match)


DIFFERENCE_RULES = (changed_by, change_of, differing, grown)
DIFFERENCES = Level(DIFFERENCE_RULES)


def differences(chunks: Sequence[Chunk], language: str) -> frozenset[int]:
    """Positions of the sizes that tell by how much something changed."""
    hits = DIFFERENCES.best(chunks, language)[0]
    return frozenset(hit.start + at for hit in hits for at in where(chunks[hit.start : hit.end], *SIZES))
