"""A place in a body: its canonical site and side, and what the catalogue of sites knows of it."""

from __future__ import annotations

from functools import lru_cache

from pipeline.language.groups import group
from pipeline.language.tables import table
from pipeline.record import record

LYMPH_NODE = "lymph node"
"""A lesion that is its own site."""

NODES = (LYMPH_NODE, "node")
"""«the largest node in the axilla» is a lymph node; a node of the thyroid is none."""

TISSUE = "tissue"
"""The parent of sites that any part of the body has."""

VAGUE = group("vague_sites")
"""Parts that say nothing of where they are: «an infarct in the anterior wall»."""


@record(frozen=True, slots=True)
class Place:
    """A canonical site, and the side printed with it."""

    site: str
    laterality: str | None = None


@lru_cache
def codes() -> dict[str, str]:
    """Canonical site → UBERON or NCIT code, where certain."""
    return {row["concept"]: row["code"] for row in table("sites") if row["code"]}


@lru_cache
def tissues() -> frozenset[str]:
    """Sites that any part of the body has (skin, bone, muscle): they give way to a place that is named with them."""
    return frozenset(row["concept"] for row in table("sites") if row["parent"] == TISSUE)


@lru_cache
def regions() -> frozenset[str]:
    """Sites in which several organs lie."""
    return frozenset(row["concept"] for row in table("sites") if row["parent"] in ("", "trunk", TISSUE))


@lru_cache
def wider() -> dict[str, str]:
    """Canonical site → the site it lies in."""
    return {row["concept"]: row["parent"] for row in table("sites")}


@lru_cache
def nodes() -> dict[str, str]:
    """Site → the lymph nodes that lie in it; of several, those listed first."""
    found: dict[str, str] = {}
    for row in table("sites"):
        if row["concept"].endswith(" " + LYMPH_NODE) and row["parent"] != LYMPH_NODE:
            found.setdefault(row["parent"], row["concept"])
    return found


@lru_cache
def seen_with() -> frozenset[tuple[str, str]]:
    """(organ, what an endoscope sees on its way to it, or behind it)"""
    return frozenset((row["organ"], row["site"]) for row in table("seen_with"))


def lies_in(site: str, other: str) -> bool:
    """Is a site a part of another? The temporal lobe is one of the brain, of the head too."""
    parent = wider().get(site)
    while parent and parent != other:
        parent = wider().get(parent)
    return bool(parent) and other != TISSUE


def is_surface(place: Place) -> bool:
    """Is it a part of the body whose skin is seen first?"""
    return any(place.site == region or lies_in(place.site, region) for region in group("surface_sites"))


def of_node(place: Place) -> Place:
    """The lymph node of a region, where one is known by it."""
    return Place(nodes().get(place.site, place.site), place.laterality)
