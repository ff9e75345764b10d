"""Other spellings of INNs in English: the continental one without its last letter, and the orders of a combination."""

from __future__ import annotations

import re

LEAST = 7
"""Letters of a name that may lose its last one: shorter ones become ordinary words."""
CONTINENTAL = re.compile(r"[a-z]+(?:in|on|ol|id|an|en|im|at|il|az|ir|ox|yl)e")
"""«Metronidazole», «prednisolone», «cefotaxime» as German and Slavic authors write them: metronidazol, prednisolon, cefotaxim."""
ORDINARY = frozenset(
    {"chlorid", "creatin", "glycin", "histidin", "carnitin", "alanin", "taurin", "thymin", "melatonin"}
)
PARTS = re.compile(r"([a-z][a-z ]+)/([a-z][a-z ]+)")
FENTANYLS = re.compile(r"([a-z]+)fentanil")


def spellings(name: str) -> list[str]:
    """The other spellings of an INN."""
    parts = PARTS.fullmatch(name)
    if parts:
        first, second = parts.groups()
        return [f"{second}/{first}", f"{first}-{second}", f"{second}-{first}"]
    found = []
    if len(name) >= LEAST and CONTINENTAL.fullmatch(name) and name[:-1] not in ORDINARY:
        found.append(name[:-1])
    if FENTANYLS.fullmatch(name):
        found.append(name.removesuffix("il") + "yl")
    return found
