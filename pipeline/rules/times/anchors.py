"""What a time counts from: the words after «after», «до», «prior to»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.language.tables import LANGUAGES, table
from pipeline.rules.chunk import Chunk

REACH = 5
"""How many chunks after the cue an event may stand: «after the patient's first hospital admission»."""
PROCEDURE_ENDINGS = [row["ending"] for language in LANGUAGES for row in table("procedure_endings", language)]
PROCEDURE_FORM = rf"(?i)({'|'.join(PROCEDURE_ENDINGS)})$"
OPERATION_NAME = re.compile(PROCEDURE_FORM)
STOPS = ("PERIOD", "SEMICOLON", "COMMA", "OPEN", "CLOSE", "COLON", "PERIOD_", "DATE")


def anchor_after(following: Sequence[Chunk]) -> tuple[str | None, str | None]:
    """(anchor, its printed words) where an event stands next to the cue, or a drug («after valproate was introduced»);
    (None, None) else."""
    words: list[Chunk] = []
    treated = 0
    for chunk in following[:REACH]:
        if (
            chunk.has(*STOPS)
            or chunk.concept("THAT") == "it"
            or (words and chunk.has("THE_PATIENT") and not chunk.has("POSSESSIVE"))
        ):
            break
        told = not words or words[-1].has("PASSIVE", "THE_PATIENT", "OUR_PATIENT")
        words.append(chunk)
        event = chunk.concept("EVENT") or chunk.concept("ANCHOR_OF") or (chunk.concept("EVENT_VERB") if told else None)
        if event is None and chunk.has("DRUG", "DRUG_CLASS"):
            event = "treatment"
        if event is None and (chunk.has("PROCEDURE", "OPERATION") or OPERATION_NAME.search(chunk.text)):
            event = "procedure"
        if event:
            return event, printed(words)
        if chunk.has("DRUG", "DRUG_CLASS", "DOSE_CHANGE"):
            treated = len(words)
    return ("treatment", printed(words[:treated])) if treated else (None, None)


def printed(words: Sequence[Chunk]) -> str:
    kept = list(words)
    while len(kept) > 1 and kept[0].has("DEFINITE", "INDEFINITE", "SHIFT"):
        kept = kept[1:]
    return "".join(("" if i == 0 or c.glued else " ") + c.text for i, c in enumerate(kept))
