"""Titres by the organism they are against, its genus in full where the report writes it out."""

from __future__ import annotations

import re

from pipeline.facts import Fact, Lab
from pipeline.record import replace

SHORT = re.compile(r"\b([A-Z])\. ?([a-z]{4,})\b")
SHORT_FIRST = re.compile(rf"^{SHORT.pattern}", re.IGNORECASE)
TITRE = "{titer}"


def in_full(fact: Fact, text: str) -> Fact:
    """The fact, its analyte's organism named as the report names it in full."""
    lab = fact.payload
    assert isinstance(lab, Lab)
    analyte = lab.analyte or ""
    short = SHORT_FIRST.match(analyte)
    if short is not None:
        full = written_out(short[1], short[2], text)
        return replace(fact, payload=replace(lab, analyte=full + analyte[short.end() :])) if full else fact
    if lab.unit == TITRE and "unverified" in fact.flags and analyte == analyte.lower():
        organism = spoken_of(text, fact.start)
        return replace(fact, payload=replace(lab, analyte=f"{organism} {analyte}")) if organism else fact
    return fact


def spoken_of(text: str, start: int) -> str | None:
    """The organism last named before `start`, of those that the report both writes out and shortens."""
    known = {full for found in SHORT.finditer(text) if (full := written_out(found[1], found[2], text))}
    places = {full: last_named(full, text[:start]) for full in known}
    nearest = max(places, key=lambda full: places[full], default=None)
    return nearest if nearest and places[nearest] >= 0 else None


def last_named(full: str, text: str) -> int:
    """Offset of the last mention of "Francisella tularensis", in full or as "F. tularensis"; -1 where there is none."""
    species = full.split()[1]
    return max(text.rfind(full), text.rfind(f"{full[0]}. {species}"), text.rfind(f"{full[0]}.{species}"))


def written_out(initial: str, species: str, text: str) -> str | None:
    found = re.search(rf"\b({initial}[a-z]{{3,}}) {species}\b", text, re.IGNORECASE)
    return f"{found[1].capitalize()} {species.lower()}" if found else None
