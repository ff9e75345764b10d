"""«F. tularensis titer» in full, where the report writes the genus out elsewhere."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.facts import Fact, Lab

SHORT = re.compile(r"^([a-z])\. ?([a-z]{4,})\b", re.IGNORECASE)


ABBREVIATED = re.compile(r"\b([A-Z])\. ([a-z]{4,})\b")
TITRE = "{titer}"


def of_the_organism(fact: Fact, lab: Lab, text: str) -> Fact:
    """«antibody titer of 1:640» in a report about one organism is that organism's titre."""
    short = {found.groups() for found in ABBREVIATED.finditer(text)}
    full = {f"{genus} {species}" for initial, species in short for genus in genera(initial, species, text)}
    if len(full) != 1 or "unverified" not in fact.flags:
        return fact
    return replace(fact, payload=replace(lab, analyte=f"{full.pop()} {lab.analyte}"))


def genera(initial: str, species: str, text: str) -> set[str]:
    return set(re.findall(rf"\b({initial}[a-z]{{3,}}) {species}\b", text))


def in_full(fact: Fact, text: str) -> Fact:
    """The fact, its analyte's abbreviated genus written out as the report writes it."""
    lab = fact.payload
    assert isinstance(lab, Lab)
    if lab.unit == TITRE and (lab.analyte or "") == (lab.analyte or "").lower():
        return of_the_organism(fact, lab, text)
    short = SHORT.match(lab.analyte or "")
    if short is None:
        return fact
    full = re.search(rf"\b({short[1]}[a-z]{{3,}}) {short[2]}\b", text, re.IGNORECASE)
    if full is None:
        return fact
    analyte = f"{full[1].capitalize()} {short[2]}{(lab.analyte or '')[short.end() :]}"
    return replace(fact, payload=replace(lab, analyte=analyte))
