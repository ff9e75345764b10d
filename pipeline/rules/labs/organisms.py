"""«F. tularensis titer» in full, where the report writes the genus out elsewhere."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.facts import Fact, Lab

SHORT = re.compile(r"^([a-z])\. ?([a-z]{4,})\b", re.IGNORECASE)


def in_full(fact: Fact, text: str) -> Fact:
    """The fact, its analyte's abbreviated genus written out as the report writes it."""
    lab = fact.payload
    assert isinstance(lab, Lab)
    short = SHORT.match(lab.analyte or "")
    if short is None:
        return fact
    full = re.search(rf"\b({short[1]}[a-z]{{3,}}) {short[2]}\b", text, re.IGNORECASE)
    if full is None:
        return fact
    analyte = f"{full[1].capitalize()} {short[2]}{(lab.analyte or '')[short.end() :]}"
    return replace(fact, payload=replace(lab, analyte=analyte))
